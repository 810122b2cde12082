//! `words.toml`, the site's own list of words, beside `site.toml`: two tables of pairs, so that whoever keeps the list needs to
//! know nothing but quotation marks. Separate from `site.toml`, because editors keep this one.

use crate::model::encoding;
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;
use crate::strict_toml;

/// The name of the file, at the root of a site. A site need not have one.
pub const FILE: &str = "words.toml";

/// The list as written.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// What must not be written and what should be; the second may be empty.
    pub words: Vec<(String, String)>,
    /// Longer texts in which a word of any list is right.
    pub exceptions: Vec<String>,
    /// Everything wrong with the file; rules of `check` word it.
    pub faults: Vec<Fault>,
}

impl Words {
    /// Reads the bytes of `words.toml`.
    pub fn read(bytes: &[u8]) -> Words {
        let Some(text) = encoding::utf8(bytes) else {
            let fault = Fault::whole(FaultKind::NotUtf8 { encoding: encoding::guess(bytes) });
            return Words { faults: vec![fault], ..Words::default() };
        };
        let mut faults = Vec::new();
        let mut words = strict_toml::read(text, 0, &mut faults, |reader| {
            let pairs = |key| reader.table(key, |table| table.free_strings(&[])).unwrap_or_default();
            let mut words = Vec::new();
            for (wrong, right) in pairs("words") {
                let expected = match () {
                    () if wrong.trim().chars().count() < 2 => "左边至少写两个字，一个字会处处命中".to_string(),
                    () if right.value.contains(&wrong) => "右边不能包含左边的写法；只提醒不给改法时右边留空".to_string(),
                    () => {
                        words.push((wrong, right.value));
                        continue;
                    }
                };
                let key = format!("words.{wrong}");
                reader.fault(right.span, FaultKind::InvalidValue { key, value: right.value, expected });
            }
            let exceptions = pairs("exceptions").into_iter().map(|(longer, _)| longer).collect();
            Words { words, exceptions, faults: Vec::new() }
        });
        words.faults = faults;
        words
    }

    /// The path for findings.
    pub fn file() -> SourcePath {
        SourcePath::new(FILE).unwrap_or_else(|| unreachable!("a constant relative path"))
    }
}
