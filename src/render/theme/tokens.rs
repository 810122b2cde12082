//! Design tokens (colours, fonts, sizes) given in `site.toml`, written into one block at the end of the style sheet. A token may
//! change a look, never inject a rule: names and values are checked.

use crate::config::ThemeSettings;
use crate::error::Error;
use crate::model::span::Located;

/// The style sheet with the site's tokens after it.
pub(super) fn append(css: &[u8], settings: &ThemeSettings) -> Result<Vec<u8>, Error> {
    let text = String::from_utf8_lossy(css);
    let mut sheet = css.to_vec();
    let mut block = |selector: &str, tokens: &[(String, Located<String>)]| -> Result<(), Error> {
        if tokens.is_empty() {
            return Ok(());
        }
        let mut declarations = String::new();
        for (name, value) in tokens {
            let property = property(name, &text)?;
            declarations.push_str(&format!("{property}:{};", checked(name, &value.value)?));
        }
        sheet.extend_from_slice(format!("\n{selector}{{{declarations}}}").as_bytes());
        Ok(())
    };
    // Weaker than every colour scheme of the style sheet, so that a light accent does not leak into the dark one.
    block(":root", &settings.tokens)?;
    block(":root[data-theme=\"dark\"]", &settings.dark)?;
    block(":root[data-theme=\"contrast\"]", &settings.contrast)?;
    if !settings.dark.is_empty() {
        let mut declarations = String::new();
        for (name, value) in &settings.dark {
            declarations.push_str(&format!("{}:{};", property(name, &text)?, checked(name, &value.value)?));
        }
        let rule = format!("\n@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{declarations}}}}}");
        sheet.extend_from_slice(rule.as_bytes());
    }
    Ok(sheet)
}

/// `accent` means `--c-accent`; the full name works too. It must be a token that the style sheet has.
fn property(name: &str, css: &str) -> Result<String, Error> {
    let candidates = ["--", "--c-", "--f-", "--w-"].map(|prefix| format!("{prefix}{}", name.trim_start_matches("--")));
    if let Some(found) = candidates.into_iter().find(|property| css.contains(&format!("{property}:"))) {
        return Ok(found);
    }
    let known: Vec<&str> = css
        .split("--")
        .skip(1)
        .filter_map(|rest| rest.split_once(':').map(|(name, _)| name))
        .filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        .collect();
    let nearest = crate::strict_toml::nearest(name, known.iter().map(|known| known.trim_start_matches("c-")));
    let hint = nearest.map(|nearest| format!("，是不是想写 `{nearest}`")).unwrap_or_default();
    Err(Error::Theme(format!(
        "site.toml 的 `theme.tokens` 里没有名为 `{name}` 的样式变量{hint}\n  处理：可用的名字见样式表开头的 :root，如 accent、link、paper、ink"
    )))
}

fn checked<'v>(name: &str, value: &'v str) -> Result<&'v str, Error> {
    let is_safe = !value.is_empty() && !value.contains(['{', '}', ';', '<', '\\', '\n', '@']) && !value.contains("url(");
    match is_safe {
        true => Ok(value),
        false => Err(Error::Theme(format!(
            "site.toml 的 `theme.tokens` 里 `{name}` 的值 `{value}` 不能用\n  处理：写颜色如 `#9d1a1f`、长度如 `1.25rem` 或字体名，不含分号、大括号和 url()"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::Span;

    fn settings(name: &str, value: &str) -> ThemeSettings {
        let token = (name.to_string(), Located::new(value.to_string(), Span::default()));
        ThemeSettings { tokens: vec![token], ..ThemeSettings::default() }
    }

    #[test]
    fn tokens_follow_the_style_sheet_and_cannot_inject_rules() {
        let css = b":root{--c-accent:#900;--hit:2rem}";
        let sheet = append(css, &settings("accent", "#0b3d91")).unwrap_or_else(|error| panic!("{error}"));
        assert!(String::from_utf8_lossy(&sheet).ends_with("{--c-accent:#0b3d91;}"));
        assert!(append(css, &settings("accent", "red}body{display:none")).is_err());
        assert!(append(css, &settings("akzent", "red")).is_err());
    }
}
