//! Design tokens (colours, fonts, sizes) given in `theme.toml` and `site.toml`, written into blocks at the end of the style sheet. A
//! token may change a look, never inject a rule: names and values are checked.

use crate::config::tokens::Tokens;
use crate::error::Error;
use crate::model::span::Located;

/// Appends `tokens` to the style sheet, and before them those of `implied` that it has. `written_in` names their place for
/// messages: site.toml 的 `theme.tokens`.
///
/// # Errors
///
/// When the style sheet has no such token, or a value could be more than a value; all that are wrong are told at once.
pub(super) fn append(sheet: &mut Vec<u8>, tokens: &Tokens, implied: &Tokens, written_in: &str) -> Result<(), Error> {
    let css = String::from_utf8_lossy(sheet).into_owned();
    let mut faults = Vec::new();
    let declare = |(name, value): &(String, Located<String>)| declaration(name, &value.value, &css, written_in);
    let mut declarations = |implied: &[(String, Located<String>)], written: &[(String, Located<String>)]| -> String {
        let implied = implied.iter().filter_map(|token| declare(token).ok());
        let written = written.iter().filter_map(|token| declare(token).map_err(|fault| faults.push(fault)).ok());
        implied.chain(written).collect()
    };
    let light = declarations(&implied.light, &tokens.light);
    let dark = declarations(&implied.dark, &tokens.dark);
    let contrast = declarations(&implied.contrast, &tokens.contrast);
    if !faults.is_empty() {
        return Err(Error::Theme(faults.join("\n")));
    }
    // Light ones are weaker than every colour scheme of the style sheet, so that a light accent does not leak into the dark one.
    for (selector, declarations) in
        [(":root", light), (":root[data-theme=\"dark\"]", dark.clone()), (":root[data-theme=\"contrast\"]", contrast)]
    {
        if !declarations.is_empty() {
            sheet.extend_from_slice(format!("\n{selector}{{{declarations}}}").as_bytes());
        }
    }
    if !dark.is_empty() {
        let rule = format!("\n@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}}}");
        sheet.extend_from_slice(rule.as_bytes());
    }
    Ok(())
}

/// One token as the style sheet writes it, or what is wrong with it.
fn declaration(name: &str, value: &str, css: &str, written_in: &str) -> Result<String, String> {
    let property = property(name, css, written_in)?;
    if !is_safe(value) {
        return Err(format!(
            "{written_in} 里 `{name}` 的值 `{value}` 不能用\n  处理：写颜色如 `#9d1a1f`、长度如 `1.25rem` 或字体名，不含分号、大括号和 url()"
        ));
    }
    if property.starts_with("--c-") && !is_color(value) {
        return Err(no_color(name, value, written_in));
    }
    Ok(format!("{property}:{value};"))
}

/// `accent` means `--c-accent`; the full name works too. It must be a token that the style sheet has.
fn property(name: &str, css: &str, written_in: &str) -> Result<String, String> {
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
    Err(format!(
        "{written_in} 里没有名为 `{name}` 的样式变量{hint}\n  处理：可用的名字见样式表开头的 :root，如 accent、link、paper、ink"
    ))
}

fn is_safe(value: &str) -> bool {
    !value.is_empty() && !value.contains(['{', '}', ';', '<', '\\', '\n', '@']) && !value.contains("url(")
}

/// Whether a browser takes the value for a colour. What is worked out (`var(…)`, `color-mix(…)`) is believed.
fn is_color(value: &str) -> bool {
    let value = value.trim();
    // The parser takes `9d1a1f` too, which no browser does.
    value.contains('(')
        || SYSTEM_COLORS.iter().any(|name| name.eq_ignore_ascii_case(value))
        || (!is_hex(value) && value.parse::<csscolorparser::Color>().is_ok())
}

fn is_hex(text: &str) -> bool {
    matches!(text.len(), 3 | 4 | 6 | 8) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn no_color(name: &str, value: &str, written_in: &str) -> String {
    let cure = match is_hex(value.trim_start_matches('＃')) {
        true => format!("写作 `#{}`", value.trim_start_matches('＃')),
        false => "写作 # 加六位数字或 a 到 f 的字母，如 `#9d1a1f`".to_string(),
    };
    format!("{written_in} 里 `{name}` 的值 `{value}` 不是颜色\n  处理：{cure}")
}

/// Keywords of CSS Color 4 that stand for colours of the system or of the text.
const SYSTEM_COLORS: [&str; 20] = [
    "currentcolor",
    "accentcolor",
    "accentcolortext",
    "activetext",
    "buttonborder",
    "buttonface",
    "buttontext",
    "canvas",
    "canvastext",
    "field",
    "fieldtext",
    "graytext",
    "highlight",
    "highlighttext",
    "linktext",
    "mark",
    "marktext",
    "selecteditem",
    "selecteditemtext",
    "visitedtext",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::Span;

    fn sheet(css: &str, name: &str, value: &str) -> Result<String, Error> {
        let token = (name.to_string(), Located::new(value.to_string(), Span::default()));
        let mut sheet = css.as_bytes().to_vec();
        let tokens = Tokens { light: vec![token], ..Tokens::default() };
        append(&mut sheet, &tokens, &Tokens::default(), "site.toml 的 `theme.tokens`")?;
        Ok(String::from_utf8_lossy(&sheet).into_owned())
    }

    #[test]
    fn tokens_follow_the_style_sheet_and_cannot_inject_rules() {
        let css = ":root{--c-accent:#900;--hit:2rem}";
        let written = sheet(css, "accent", "#0b3d91").unwrap_or_else(|error| panic!("{error}"));
        assert!(written.ends_with("{--c-accent:#0b3d91;}"));
        assert!(sheet(css, "accent", "red}body{display:none").is_err());
        assert!(sheet(css, "akzent", "red").is_err());
    }

    #[test]
    fn a_colour_is_one_that_browsers_know() {
        let css = ":root{--c-accent:#900;--hit:2rem}";
        for value in
            ["#900", "#0b3d91", "#0b3d9180", "red", "rgb(1 2 3)", "var(--c-link)", "color-mix(in srgb, red, blue)", "Canvas"]
        {
            assert!(sheet(css, "accent", value).is_ok(), "{value}");
        }
        for value in ["0b3d91", "fff", "#12", "#0b3d9", "reed", "＃0b3d91", "2rem", "红"] {
            assert!(sheet(css, "accent", value).is_err(), "{value}");
        }
        let refusal = sheet(css, "accent", "0b3d91").err().map(|error| error.to_string()).unwrap_or_default();
        assert!(refusal.contains("不是颜色") && refusal.contains("写作 `#0b3d91`"), "{refusal}");
        // A number of another kind may look like a colour.
        assert!(sheet(css, "hit", "300").is_ok());
    }
}
