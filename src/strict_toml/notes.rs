//! Tables in which the program knows some keys and people may write others for themselves: `[review]`.

use toml::de::DeValue;

use super::Reader;
use crate::model::fault::FaultKind;
use crate::model::span::{Located, Span};

impl Reader<'_> {
    /// Whether a text stands at `key`, where it may also be a table.
    pub fn is_string(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::String(_)))
    }

    /// Texts under keys that nobody has asked for: what people note for themselves. Tables under such keys are taken for known ones whose
    /// name is wrong, of which `meant` may know the right one; values of other types are faults.
    pub fn notes(&self, meant: impl Fn(&str) -> Option<&'static str>) -> Vec<(String, Located<String>)> {
        let known = self.known.replace(vec!["*"]);
        self.note("*");
        let mut notes = Vec::new();
        for (key, value) in self.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let span = Span::from(value.span()).shifted(self.offset);
            let key_span = Span::from(key.span()).shifted(self.offset);
            let name = key.get_ref().to_string();
            match value.get_ref() {
                DeValue::String(text) if !self.faults.borrow().is_made_up(span) => {
                    let text = self.printable(&name, span, text);
                    notes.push((name, Located::new(text, span)));
                }
                DeValue::Table(_) => {
                    let nearest = meant(&name).map(str::to_string);
                    self.fault(key_span, FaultKind::UnknownKey { key: name, table: self.name.clone(), nearest });
                }
                other => self.wrong_type(&name, span, "文字（写在英文引号内）", other),
            }
        }
        notes
    }
}
