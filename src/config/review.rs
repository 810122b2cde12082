//! Which steps of 三审三校 are demanded, as `site.toml` and categories say it.

use crate::model::fault::FaultKind;
use crate::model::review::{ReviewPolicy, Step};
use crate::strict_toml::Reader;

/// `[review]` of `site.toml`.
pub(super) fn policy(table: &Reader<'_>) -> ReviewPolicy {
    let correction = table.parsed("correction", Step::FORMS, Step::parse).map(|step| step.value);
    ReviewPolicy { require: steps(table, "require").unwrap_or_default(), correction }
}

/// A list of steps, in their order and each once, however it is written; `None` where there is none. An empty list demands nothing.
pub fn steps(reader: &Reader<'_>, key: &'static str) -> Option<Vec<Step>> {
    let written = reader.strings(key);
    reader.span_of(key)?;
    let mut steps = Vec::new();
    for name in written {
        match Step::parse(name.value.trim()) {
            Some(step) => steps.push(step),
            None => {
                let expected = format!("{} 中的几项；不要求审签写作 `[]`", Step::FORMS);
                reader.fault(name.span, FaultKind::InvalidValue { key: reader.full_name(key), value: name.value, expected });
            }
        }
    }
    steps.sort_unstable();
    steps.dedup();
    Some(steps)
}
