//! Design tokens as written, in the `[theme.tokens]` of a site and in the `[tokens]` of a theme alike: one shape, so that what an
//! author of a theme may set an editor may set too. Beside it what follows from an accent, because an editor thinks of one colour.

use csscolorparser::Color;

use crate::model::contrast::ratio;
use crate::model::span::{Located, Span};
use crate::strict_toml::Reader;

/// Names and values in the order written, of the three palettes.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// For every palette, unless it has a value of its own.
    pub light: Vec<(String, Located<String>)>,
    /// For the dark palette.
    pub dark: Vec<(String, Located<String>)>,
    /// High contrast: light on black.
    pub contrast: Vec<(String, Located<String>)>,
}

impl Tokens {
    /// Reads the table `tokens`; the palettes `dark` and `contrast` are tables in it.
    pub fn read(table: &Reader<'_>) -> Tokens {
        let read = |tokens: &Reader<'_>| Tokens {
            dark: tokens.table("dark", |dark| dark.free_strings(&[])).unwrap_or_default(),
            contrast: tokens.table("contrast", |contrast| contrast.free_strings(&[])).unwrap_or_default(),
            light: tokens.free_strings(&["dark", "contrast"]),
        };
        table.table("tokens", read).unwrap_or_default()
    }

    /// What follows from the accent where it is not written itself, so that an editor names one colour: links, what the pointer is
    /// on, the ground of notes, and the same hue on dark paper. Each stands where the accent was written.
    pub fn implied(&self) -> Tokens {
        let of_light = color(&self.light, "accent");
        let light = of_light.iter().flat_map(|(accent, at)| shades(accent, *at, &WHITE, &BLACK));
        let on_dark = of_light.as_ref().map(|(accent, at)| (legible(accent), *at));
        let mut dark = Vec::new();
        if let Some((accent, at)) = color(&self.dark, "accent").or(on_dark) {
            dark.extend(shades(&accent, at, &DARK_PAPER, &WHITE));
            dark.push(("accent", Located::new(hex(&accent), at)));
            dark.push(("on-accent", Located::new(hex(&accent.interpolate_rgb(&BLACK, 0.9)), at)));
        }
        Tokens { light: missing(light.collect(), &self.light), dark: missing(dark, &self.dark), contrast: Vec::new() }
    }
}

const WHITE: Color = Color::from_rgba8(255, 255, 255, 255);
const BLACK: Color = Color::from_rgba8(0, 0, 0, 255);
/// The paper of the built-in dark palette.
const DARK_PAPER: Color = Color::from_rgba8(0x16, 0x17, 0x1a, 255);
/// The contrast of an accent on dark paper. That of the built-in theme has a little more.
const LEGIBLE: f64 = 7.0;

/// The opaque colour that a palette gives to a token.
fn color(palette: &[(String, Located<String>)], token: &str) -> Option<(Color, Span)> {
    let (_, value) = palette.iter().rev().find(|(name, _)| bare(name) == token)?;
    // The parser also takes a colour without `#`, which browsers do not; the fault of such a token is told where themes are
    // loaded.
    let rgb: Color = value.value.trim().parse().ok()?;
    (rgb.a >= 1.0).then_some((rgb, value.span))
}

/// The name of a colour as editors write it: `--c-accent` is `accent`.
pub fn bare(name: &str) -> &str {
    name.trim_start_matches("--").trim_start_matches("c-")
}

/// Colours that go with an accent on `paper`; what the pointer is on goes towards `ink`.
fn shades(accent: &Color, at: Span, paper: &Color, ink: &Color) -> [(&'static str, Located<String>); 3] {
    [
        ("link", Located::new(hex(accent), at)),
        ("accent-2", Located::new(hex(&accent.interpolate_rgb(ink, 0.25)), at)),
        ("tint", Located::new(hex(&paper.interpolate_rgb(accent, 0.06)), at)),
    ]
}

/// The accent made lighter until it can be read on dark paper.
fn legible(accent: &Color) -> Color {
    let lighter = (0..=20_u8).map(|step| accent.interpolate_rgb(&WHITE, f32::from(step) / 20.0));
    lighter.into_iter().find(|color| ratio(color, &DARK_PAPER) >= LEGIBLE).unwrap_or(WHITE)
}

fn hex(color: &Color) -> String {
    color.to_css_hex().to_string()
}

/// Those that the palette does not have.
fn missing(implied: Vec<(&str, Located<String>)>, palette: &[(String, Located<String>)]) -> Vec<(String, Located<String>)> {
    let is_missing = |token: &str| !palette.iter().any(|(name, _)| bare(name) == token);
    implied.into_iter().filter(|(token, _)| is_missing(token)).map(|(token, value)| (token.to_string(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(light: &[(&str, &str)]) -> Tokens {
        let token = |(name, value): &(&str, &str)| (name.to_string(), Located::new(value.to_string(), Span::default()));
        Tokens { light: light.iter().map(token).collect(), ..Tokens::default() }
    }

    fn names(palette: &[(String, Located<String>)]) -> Vec<&str> {
        palette.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn one_accent_gives_its_shades_in_both_palettes() {
        let implied = tokens(&[("--c-accent", "#0b4a8f"), ("tint", "#eef")]).implied();
        assert_eq!(names(&implied.light), ["link", "accent-2"]);
        assert_eq!(implied.light[0].1.value, "#0b4a8f");
        assert_eq!(names(&implied.dark), ["link", "accent-2", "tint", "accent", "on-accent"]);
        let value = |name: &str| {
            let (_, value) = implied.dark.iter().find(|(token, _)| token == name).expect("a token");
            value.value.parse::<Color>().expect("a colour")
        };
        assert!(ratio(&value("accent"), &DARK_PAPER) >= 7.0);
        assert!(ratio(&value("on-accent"), &value("accent")) >= 4.5 && ratio(&value("accent"), &value("tint")) >= 4.5);
    }

    #[test]
    fn what_is_no_plain_colour_implies_nothing() {
        for value in ["var(--c-ink)", "红", "#0b4a8f80"] {
            let implied = tokens(&[("accent", value)]).implied();
            assert!(implied.light.is_empty() && implied.dark.is_empty(), "{value}");
        }
    }
}
