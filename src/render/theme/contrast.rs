//! Which colours of a theme stand on each other, and whether their contrast suffices (WCAG 2, 1.4.3 and 1.4.11). The palettes are read
//! from the finished style sheets, so it does not matter who set a colour: the theme, its own sheet, or the site.

use std::collections::BTreeMap;

use csscolorparser::Color as Rgb;

use crate::model::contrast::{Color, Palette, WeakPair, luminance, ratio};

/// For text of any size: titles are large, but they share their colours with small text.
const TEXT: f64 = 4.5;
/// For what marks a control or the focus.
const CONTROL: f64 = 3.0;
/// A variable may be given by another one, which may be given by another one.
const MOST_REFERENCES: usize = 8;

/// What stands on what in `site.css`: token, ground, and the least contrast. `docs/主题.md` lists it.
pub const PAIRS: &[(&str, &str, f64)] = &[
    ("ink", "paper", TEXT),
    ("ink", "wash", TEXT),
    ("ink", "tint", TEXT),
    ("ink-2", "paper", TEXT),
    ("ink-2", "wash", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "wash", TEXT),
    ("accent", "tint", TEXT),
    ("accent-2", "paper", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-2", TEXT),
    ("link", "paper", TEXT),
    ("link", "wash", TEXT),
    ("visited", "paper", TEXT),
    ("visited", "wash", TEXT),
    ("focus", "paper", CONTROL),
    ("focus", "wash", CONTROL),
    ("rule-2", "paper", CONTROL),
];

/// Pairs of every palette that are too weak in these style sheets, read in the order in which pages load them. A colour that is
/// transparent or worked out by the browser is passed over.
pub(super) fn weak_pairs(sheets: &[&str]) -> Vec<WeakPair> {
    let mut values: BTreeMap<Palette, BTreeMap<String, String>> = BTreeMap::new();
    for (palette, name, value) in sheets.iter().flat_map(|css| root_properties(css)) {
        values.entry(palette).or_default().insert(name, value);
    }
    let light = values.remove(&Palette::Light).unwrap_or_default();
    let mut weak = Vec::new();
    for palette in [Palette::Light, Palette::Dark, Palette::Contrast] {
        let mut own = light.clone();
        own.extend(values.remove(&palette).unwrap_or_default());
        weak.extend(PAIRS.iter().filter_map(|(fore, ground, least)| weak_pair(palette, &own, fore, ground, *least)));
    }
    weak
}

fn weak_pair(
    palette: Palette,
    values: &BTreeMap<String, String>,
    fore: &'static str,
    ground: &'static str,
    least: f64,
) -> Option<WeakPair> {
    let color = |token: &'static str| {
        let value = resolved(values, token)?;
        let rgb: Rgb = value.parse().ok().filter(|rgb: &Rgb| rgb.a >= 1.0)?;
        Some((rgb, Color { token, value: value.to_string() }))
    };
    let ((of_fore, fore), (of_ground, ground)) = (color(fore)?, color(ground)?);
    let ratio = ratio(&of_fore, &of_ground);
    let is_fore_darker = luminance(&of_fore) < luminance(&of_ground);
    (ratio < least).then_some(WeakPair { palette, fore, ground, ratio, least, is_fore_darker })
}

/// The value of `--c-⟨token⟩`, with references followed.
fn resolved<'v>(values: &'v BTreeMap<String, String>, token: &str) -> Option<&'v str> {
    let mut value = values.get(&format!("--c-{token}"))?;
    for _ in 0..MOST_REFERENCES {
        let Some(name) = value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')) else { return Some(value) };
        value = values.get(name.trim())?;
    }
    None
}

/// Custom properties of the root element, outside of media queries. What a media query gives to `:root:not([data-theme])`
/// repeats a palette that the display settings offer too.
fn root_properties(css: &str) -> Vec<(Palette, String, String)> {
    let css = without_comments(css);
    let mut properties = Vec::new();
    let (mut depth, mut from, mut selector) = (0_usize, 0, "");
    for (at, mark) in css.char_indices().filter(|(_, c)| matches!(c, '{' | '}')) {
        match mark {
            '{' => {
                if depth == 0 {
                    selector = css[from..at].rsplit(';').next().unwrap_or_default().trim();
                }
                depth += 1;
            }
            _ => {
                depth = depth.saturating_sub(1);
                if depth == 0
                    && let Some(palette) = palette_of(selector)
                {
                    let declarations = css[from..at].split(';').filter_map(|declaration| declaration.split_once(':'));
                    let of_palette =
                        |(name, value): (&str, &str)| (palette, name.trim().to_string(), value.trim().to_string());
                    properties.extend(declarations.map(of_palette));
                }
            }
        }
        from = at + 1;
    }
    properties
}

fn palette_of(selector: &str) -> Option<Palette> {
    match selector.replace(['"', '\'', ' '], "").as_str() {
        ":root" => Some(Palette::Light),
        ":root[data-theme=dark]" => Some(Palette::Dark),
        ":root[data-theme=contrast]" => Some(Palette::Contrast),
        _ => None,
    }
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |text, part| text + part.split_once("*/").map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(css: &str) -> Vec<(Palette, &'static str, &'static str, String)> {
        let told = |pair: WeakPair| (pair.palette, pair.fore.token, pair.ground.token, format!("{:.2}", pair.ratio));
        weak_pairs(&[css]).into_iter().map(told).collect()
    }

    #[test]
    fn the_ratio_is_that_of_the_guidelines_in_every_form_of_a_colour() {
        // #777 on white is the well-known near miss.
        let known = vec![(Palette::Light, "ink", "paper", "4.48".to_string())];
        for ink in ["#777", "#777777", "rgb(119, 119, 119)", "rgb(119 119 119)", "hsl(0 0% 46.667%)", "var(--grey)"] {
            let css = format!(":root{{--grey:#777;--c-paper:white;--c-ink:{ink}}}:root[data-theme='dark']{{--c-ink:#000}}");
            let light: Vec<_> = pair(&css).into_iter().filter(|pair| pair.0 == Palette::Light).collect();
            assert_eq!(light, known, "{ink}");
        }
        assert!(pair(":root{--c-paper:#fff;--c-ink:#767676}").is_empty());
    }

    #[test]
    fn a_palette_has_the_light_colours_where_it_has_none_of_its_own() {
        let css = ":root{--c-paper:#fff;--c-ink:#000}/* } */\n@media print{:root{--c-ink:#fff}}\n:root[data-theme=\"dark\"]{--c-paper:#111}";
        assert_eq!(pair(css), [(Palette::Dark, "ink", "paper", "1.11".to_string())]);
    }

    #[test]
    fn what_only_the_browser_can_work_out_is_passed_over() {
        for ink in ["#fff8", "color-mix(in srgb, red, blue)", "currentColor", "var(--none)", "var(--c-ink)"] {
            assert_eq!(pair(&format!(":root{{--c-paper:#fff;--c-ink:{ink}}}")), [], "{ink}");
        }
    }

    #[test]
    fn the_built_in_theme_has_no_weak_pair_and_all_its_pairs_are_there() {
        let css = include_str!("../../../themes/default/assets/site.css");
        assert_eq!(pair(css), []);
        let light: BTreeMap<String, String> = root_properties(css)
            .into_iter()
            .filter(|(palette, ..)| *palette == Palette::Light)
            .map(|(_, n, v)| (n, v))
            .collect();
        for (fore, ground, _) in PAIRS {
            assert!(resolved(&light, fore).is_some() && resolved(&light, ground).is_some(), "{fore} on {ground}");
        }
    }
}
