//! A TOML file as a whole: all texts that it has. What is to be true of every field is made from these and not from a list of
//! fields.

use toml::de::DeValue;

use super::Reader;
use crate::model::published::Written;
use crate::model::span::Span;

impl Reader<'_> {
    /// Every text below this table, whatever its key, in the order of the file.
    pub fn written(&self) -> Vec<Written> {
        let mut written = Vec::new();
        for (key, value) in self.table.iter() {
            self.collect(&self.full_name(key.get_ref()), value.get_ref(), value.span().into(), &mut written);
        }
        written.sort_by_key(|text| text.span);
        written
    }

    fn collect(&self, key: &str, value: &DeValue<'_>, span: Span, written: &mut Vec<Written>) {
        match value {
            DeValue::String(text) => {
                let span = span.shifted(self.offset);
                written.push(Written { key: key.to_string(), value: text.to_string(), span });
            }
            DeValue::Array(values) => {
                for value in values.iter() {
                    self.collect(key, value.get_ref(), value.span().into(), written);
                }
            }
            DeValue::Table(table) => {
                for (inner, value) in table.iter() {
                    self.collect(&format!("{key}.{}", inner.get_ref()), value.get_ref(), value.span().into(), written);
                }
            }
            _ => {}
        }
    }
}
