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
            "{written_in} 里 `{name}` 的值 `{value}` 不能用\n  处理：写颜色如 `#9d1a1f`、长度如 `1.25rem`、字体名或 `var(…)`、`calc(…)`；不能有分号、大括号、网址和别的函数"
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

/// Functions of CSS that work out a value and fetch nothing.
const FUNCTIONS: [&str; 19] = [
    "var",
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "color",
    "color-mix",
    "light-dark",
    "calc",
    "min",
    "max",
    "clamp",
    "cubic-bezier",
    "linear-gradient",
];

/// Whether the value is of a good form: words, numbers with their units, colours, quoted names of fonts, and calls of [`FUNCTIONS`].
/// Everything else, what browsers may yet invent included, could fetch, run or end more than a value.
fn is_safe(value: &str) -> bool {
    let mut depth = 0_usize;
    let mut word = String::new();
    let mut characters = value.trim().chars().peekable();
    if characters.peek().is_none() {
        return false;
    }
    while let Some(character) = characters.next() {
        match character {
            '"' | '\'' => {
                let name: String = characters.by_ref().take_while(|c| *c != character).collect();
                // A quotation mark that does not close takes the rest of the value with it, and of the style sheet.
                let is_closed = value.matches(character).count() % 2 == 0;
                if !is_closed || name.contains(['\\', '<', '"', '\'']) || name.contains(char::is_control) {
                    return false;
                }
            }
            '(' if word.is_empty() && depth == 0 => return false,
            '(' if !word.is_empty() && !FUNCTIONS.contains(&word.to_ascii_lowercase().as_str()) => return false,
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            '/' | '*' if matches!(characters.peek(), Some('/' | '*')) => return false,
            '#' | '%' | '.' | ',' | '+' | '*' | '/' | ' ' | '-' | '_' => {}
            other if other.is_alphanumeric() => {}
            _ => return false,
        }
        match character {
            '-' | '_' => word.push(character),
            other if other.is_alphanumeric() => word.push(other),
            _ => word.clear(),
        }
    }
    depth == 0
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
    fn a_value_is_of_a_good_form_and_nothing_more() {
        for good in [
            "#0b3d91",
            "1.75",
            "66rem",
            "-0.5em",
            "100%",
            "宋体, \"Noto Serif CJK SC\", serif",
            "'思源 宋体'",
            "var(--c-ink)",
            "calc((1rem + 2px) * 1.5)",
            "clamp(1rem, 2vw, 3rem)",
            "rgb(1 2 3 / 50%)",
            "color-mix(in srgb, #900 40%, white)",
            "0 1px 2px rgba(0,0,0,.2)",
            "1rem / 2",
        ] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "",
            "  ",
            "expression(alert(1))",
            "url(x)",
            "URL(x)",
            "u\\72l(x)",
            "image-set('a.png' 1x)",
            "-webkit-image-set(x)",
            "src(x)",
            "image(x)",
            "element(#a)",
            "paint(x)",
            "attr(href)",
            "env(x)",
            "var(--a, url(x))",
            "a;b",
            "a{b",
            "a}b",
            "@import",
            "a\\b",
            "a<b",
            "red/**/",
            "/*",
            "a\nb",
            "\"a",
            "'a\"",
            "(1)",
            "calc(1",
            "calc(1))",
            "red !important",
            "a:b",
            "x\u{202e}y",
            "\"</style>\"",
            "\"\\\"",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
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
