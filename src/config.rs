//! `site.toml`, resolved: every default filled in, every value checked, nothing left to decide. What a person writes is read in
//! `written`, what it becomes is in `complete`; the shapes that national rules demand of codes and numbers are in `shapes`.

mod complete;
pub mod shapes;
pub mod tokens;
pub mod words;
mod written;

use std::collections::BTreeSet;

use crate::model::encoding;
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;
pub use complete::{
    AgencyMark, AllowedFile, Config, Gov, Home, HomeSection, Links, MenuItem, MenuTarget, Org, PrintStyle, Punctuation,
    RuleLevel, ThemeSettings,
};
use words::Words;

/// The name of the settings file, at the root of a site.
pub const FILE: &str = "site.toml";

/// The files that hold a site's settings, as bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// `site.toml`.
    pub site: Vec<u8>,
    /// `words.toml`; empty where there is none.
    pub words: Vec<u8>,
    /// `permalinks.txt`, which is no setting but lies beside them and decides addresses; `None` where there is none.
    pub permalinks: Option<Vec<u8>>,
}

impl Config {
    /// Every key that `site.toml` may have, by its full name; `check.*` where any is allowed.
    pub fn keys() -> BTreeSet<String> {
        written::keys()
    }

    /// Reads `site.toml`. Faults are beside the values, in `faults`; what is unusable has its default.
    pub fn parse(text: &str) -> Config {
        written::parse(text)
    }

    /// Reads the files of settings; what is no UTF-8 is a fault like any other.
    pub fn read(settings: &Settings) -> Config {
        let words = Words::read(&settings.words);
        let bytes = &settings.site;
        if let Some(text) = encoding::utf8(bytes) {
            return Config { words, ..Config::parse(text) };
        }
        let mut config = Config { words, ..Config::parse("") };
        config.faults.push(Fault::whole(FaultKind::NotUtf8 { encoding: encoding::guess(bytes) }));
        config
    }

    /// The path for findings.
    pub fn file() -> SourcePath {
        SourcePath::new(FILE).unwrap_or_else(|| unreachable!("a constant relative path"))
    }
}
