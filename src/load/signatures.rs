//! `[review]` in the front matter of a report, as it is written. What signatures are worth is told in `model::review`.

use crate::model::review::{Proofreading, ReviewRecord, Round, Signature, Step};
use crate::model::span::Located;
use crate::strict_toml::Reader;

/// The table of all of it.
pub const TABLE: &str = "review";
/// The list, below that table, of rounds after the first.
pub const AGAIN: &str = "again";
/// 校对 in a round.
pub const PROOFREADING: &str = "校对";
/// The code in a round.
pub const CODE: &str = "code";

/// What people call the steps elsewhere.
const OTHER_NAMES: [(&str, Step); 6] = [
    ("一审", Step::First),
    ("首审", Step::First),
    ("二审", Step::Second),
    ("三审", Step::Last),
    ("定审", Step::Last),
    ("签发", Step::Last),
];

/// Everything that stands in `[review]`. A step that is a text and no table (`"初审" = "…"`) is kept as what people note for themselves:
/// nobody knows of which text it speaks.
pub(super) fn record(reader: &Reader<'_>) -> ReviewRecord {
    let read = |table: &Reader<'_>| {
        let first = round(table);
        let again = table.tables(AGAIN, |table| (round(table), notes(table)));
        let mut others = notes(table);
        others.extend(table.notes(meant).into_iter().map(|(key, value)| (key, value.value)));
        let (again, more): (Vec<_>, Vec<_>) = again.into_iter().map(|round| round.value).unzip();
        others.extend(more.into_iter().flatten());
        let rounds = std::iter::once(first).chain(again).collect();
        ReviewRecord { rounds, others, span: None }
    };
    let record = reader.table(TABLE, read).unwrap_or_default();
    ReviewRecord { span: reader.span_of(TABLE), ..record }
}

/// Steps of which somebody only noted a name.
fn notes(table: &Reader<'_>) -> Vec<(String, String)> {
    let names = Step::ALL.map(Step::name).into_iter().chain([PROOFREADING]).filter(|key| table.is_string(key));
    names.filter_map(|key| Some((key.to_string(), table.string(key)?.value))).collect()
}

fn meant(key: &str) -> Option<&'static str> {
    OTHER_NAMES.iter().find(|(name, _)| *name == key).map(|(_, step)| step.name())
}

fn round(table: &Reader<'_>) -> Round {
    let code = table.string(CODE);
    let signed = |step: Step| Some((step, signature(table, step.name())?));
    Round { code, signatures: Step::ALL.into_iter().filter_map(signed).collect(), proofreading: proofreading(table) }
}

fn signature(table: &Reader<'_>, key: &'static str) -> Option<Located<Signature>> {
    if table.is_string(key) {
        return None;
    }
    let signature = table.table(key, |signed| Signature {
        by: signed.string("by").map(|name| name.value.trim().to_string()).unwrap_or_default(),
        on: signed.day("on").map(|day| day.value),
    });
    signature.map(|signature| Located::new(signature, table.span_of(key).unwrap_or_default()))
}

fn proofreading(table: &Reader<'_>) -> Option<Located<Proofreading>> {
    if table.is_string(PROOFREADING) {
        return None;
    }
    let names = |signed: &Reader<'_>| match signed.is_string("by") {
        true => signed.string("by").into_iter().collect(),
        false => signed.strings("by"),
    };
    let read = table.table(PROOFREADING, |signed| Proofreading {
        by: names(signed).into_iter().map(|name| name.value.trim().to_string()).filter(|name| !name.is_empty()).collect(),
        on: signed.day("on").map(|day| day.value),
    });
    read.map(|read| Located::new(read, table.span_of(PROOFREADING).unwrap_or_default()))
}
