//! Design tokens as written, in the `[theme.tokens]` of a site and in the `[tokens]` of a theme alike: one shape, so that what an
//! author of a theme may set an editor may set too.

use crate::model::span::Located;
use crate::strict_toml::Reader;

/// Names and values in the order written, of the three palettes.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// For every palette, unless it has a value of its own.
    pub light: Vec<(String, Located<String>)>,
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
}
