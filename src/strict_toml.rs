//! TOML read strictly, for `site.toml`, `_category.toml` and front matter alike. A reader hands out typed values with their
//! places and collects every fault on the way: a wrong type, a malformed date, an unknown key (with the nearest known one).
//! serde is not used here because it stops at the first fault and words it in English.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

use toml::de::{DeTable, DeValue};

use crate::model::control::is_unprintable;
use crate::model::date::{Date, PublishDate};
use crate::model::fault::{Fault, FaultKind};
use crate::model::span::{Located, Span};

mod collected;
mod date_forms;
mod notes;
mod syntax;
mod written;

use collected::Collected;
use date_forms::NoDate;

/// Parses `text`, which begins at byte `offset` of its file, and lets `read` take what it knows. Whatever nobody asked for is
/// reported as unknown.
pub fn read<T>(text: &str, offset: usize, faults: &mut Vec<Fault>, read: impl FnOnce(&Reader<'_>) -> T) -> T {
    let (table, errors) = DeTable::parse_recoverable(text);
    let collected = RefCell::new(Collected::default());
    let line_ends: Vec<usize> =
        if errors.is_empty() { Vec::new() } else { text.match_indices('\n').map(|(at, _)| at).collect() };
    let mut lines = HashSet::new();
    for error in errors {
        let fault = syntax::explain(text, error.span(), error.message(), offset);
        // One slip makes the parser stumble several times on the same line; the first report is the helpful one.
        let at = fault.span.map_or(0, |span| span.start.saturating_sub(offset));
        if lines.insert(line_ends.partition_point(|end| *end < at)) {
            collected.borrow_mut().push(fault);
        }
    }
    let value = {
        let reader = Reader {
            name: String::new(),
            table: table.get_ref(),
            offset,
            faults: &collected,
            known: RefCell::default(),
            asked: None,
        };
        let value = read(&reader);
        reader.finish();
        value
    };
    faults.append(&mut collected.into_inner().all);
    value
}

/// Every key that `read` knows, by its full name (`org.name`), in the order of names; `org.*` where any key is allowed. For tests that
/// must know of a new key by themselves.
pub fn keys<T>(read: impl FnOnce(&Reader<'_>) -> T) -> BTreeSet<String> {
    let (table, _) = DeTable::parse_recoverable("");
    let (faults, asked) = (RefCell::default(), RefCell::default());
    let (name, known) = (String::new(), RefCell::default());
    read(&Reader { name, table: table.get_ref(), offset: 0, faults: &faults, known, asked: Some(&asked) });
    asked.into_inner()
}

/// One table of a TOML file.
pub struct Reader<'t> {
    /// Dotted name for messages; empty at the top level.
    name: String,
    table: &'t DeTable<'t>,
    offset: usize,
    faults: &'t RefCell<Collected>,
    known: RefCell<Vec<&'static str>>,
    /// Where [`keys`] collects them; tables that are not there are then read all the same.
    asked: Option<&'t RefCell<BTreeSet<String>>>,
}

impl<'t> Reader<'t> {
    fn get(&self, key: &'static str) -> Option<(Span, &'t DeValue<'t>)> {
        self.known.borrow_mut().push(key);
        self.note(key);
        let value = self.table.get(key)?;
        Some((Span::from(value.span()).shifted(self.offset), value.get_ref()))
    }

    fn note(&self, key: &str) {
        if let Some(asked) = self.asked {
            asked.borrow_mut().insert(self.full_name(key));
        }
    }

    /// What [`keys`] wants to know of a table: what is read of it, though it is not there.
    fn ask_within<T>(&self, key: &'static str, read: impl FnOnce(&Reader<'t>) -> T) {
        if self.asked.is_some() {
            self.nested(key, self.table, read);
        }
    }

    /// The key with the table's name before it.
    pub fn full_name(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_string() } else { format!("{}.{key}", self.name) }
    }

    /// Notes a fault. What the parser made up in place of a value that it could not read is no second fault.
    pub fn fault(&self, span: Span, kind: FaultKind) {
        let mut faults = self.faults.borrow_mut();
        if !faults.is_made_up(span) {
            faults.push(Fault::at(span, kind));
        }
    }

    fn wrong_type(&self, key: &str, span: Span, expected: &'static str, found: &DeValue<'_>) {
        let found = type_name(found);
        self.fault(span, FaultKind::WrongType { key: self.full_name(key), expected, found });
    }

    /// The text without the characters that no page may have. This is the one place where they could come from a TOML file, as escapes.
    fn printable(&self, key: &str, span: Span, text: &str) -> String {
        let Some(c) = text.chars().find(|c| is_unprintable(*c)) else { return text.to_string() };
        self.fault(span, FaultKind::ControlCharacter { key: self.full_name(key), c });
        text.replace(is_unprintable, "")
    }

    /// A string, escapes resolved. Characters that no page may have are a fault and left out.
    pub fn string(&self, key: &'static str) -> Option<Located<String>> {
        let (span, value) = self.get(key)?;
        match value {
            DeValue::String(text) => Some(Located::new(self.printable(key, span, text), span)),
            other => {
                self.wrong_type(key, span, "文字（写在英文引号内）", other);
                None
            }
        }
    }

    /// `true` or `false`; another type is a fault and no value.
    pub fn boolean(&self, key: &'static str) -> Option<Located<bool>> {
        let (span, value) = self.get(key)?;
        match value {
            DeValue::Boolean(value) => Some(Located::new(*value, span)),
            other => {
                self.wrong_type(key, span, "`true` 或 `false`（不加引号）", other);
                None
            }
        }
    }

    /// A whole number in any notation of TOML that 64 bits can hold.
    pub fn integer(&self, key: &'static str) -> Option<Located<i64>> {
        let (span, value) = self.get(key)?;
        let parsed = match value {
            DeValue::Integer(number) => i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok(),
            _ => None,
        };
        if parsed.is_none() {
            self.wrong_type(key, span, "整数（不加引号）", value);
        }
        parsed.map(|number| Located::new(number, span))
    }

    /// A string that `parse` turns into a value; what is not accepted becomes a fault with `expected`.
    pub fn parsed<T>(&self, key: &'static str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Located<T>> {
        let text = self.string(key)?;
        match parse(&text.value) {
            Some(value) => Some(Located::new(value, text.span)),
            None => {
                let kind =
                    FaultKind::InvalidValue { key: self.full_name(key), value: text.value, expected: expected.to_string() };
                self.fault(text.span, kind);
                None
            }
        }
    }

    /// A list of strings. Elements of another type are reported and left out.
    pub fn strings(&self, key: &'static str) -> Vec<Located<String>> {
        let Some((span, value)) = self.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value else {
            self.wrong_type(key, span, "列表，如 [\"甲\", \"乙\"]", value);
            return Vec::new();
        };
        let mut strings = Vec::new();
        for element in array.iter() {
            let span = Span::from(element.span()).shifted(self.offset);
            match element.get_ref() {
                DeValue::String(text) => strings.push(Located::new(self.printable(key, span, text), span)),
                other => self.wrong_type(key, span, "文字（写在英文引号内）", other),
            }
        }
        strings
    }

    /// The place of a value, whatever it is.
    pub fn span_of(&self, key: &str) -> Option<Span> {
        self.table.get(key).map(|value| Span::from(value.span()).shifted(self.offset))
    }

    /// A day: `2024-11-11`, without quotes.
    pub fn day(&self, key: &'static str) -> Option<Located<Date>> {
        let found = self.date(key)?;
        if found.value.time.is_some() {
            let suggestion = Some(found.value.day.to_string());
            let value = found.value.with_minutes();
            self.fault(found.span, FaultKind::MalformedDate { key: self.full_name(key), value, suggestion });
        }
        Some(found.map(|date| date.day))
    }

    /// A day, or a day with the time: `2024-11-11T10:30:00`.
    pub fn date(&self, key: &'static str) -> Option<Located<PublishDate>> {
        let (span, value) = self.get(key)?;
        match date_forms::read(value) {
            Ok(date) => return Some(Located::new(date, span)),
            Err(NoDate::Malformed { written, suggestion }) => {
                self.fault(span, FaultKind::MalformedDate { key: self.full_name(key), value: written, suggestion });
            }
            Err(NoDate::OtherType) => self.wrong_type(key, span, "日期，如 2024-11-11（不加引号）", value),
        }
        None
    }

    /// A table of its own, read by `read`.
    pub fn table<T>(&self, key: &'static str, read: impl FnOnce(&Reader<'t>) -> T) -> Option<T> {
        let Some((span, value)) = self.get(key) else {
            self.ask_within(key, read);
            return None;
        };
        match value {
            DeValue::Table(table) => Some(self.nested(key, table, read)),
            other => {
                self.wrong_type(key, span, "一组设置，如 [名称] 或 { … }", other);
                None
            }
        }
    }

    /// A list of tables, each read by `read`.
    pub fn tables<T>(&self, key: &'static str, read: impl Fn(&Reader<'t>) -> T) -> Vec<Located<T>> {
        let Some((span, value)) = self.get(key) else {
            self.ask_within(key, read);
            return Vec::new();
        };
        let DeValue::Array(array) = value else {
            self.wrong_type(key, span, "列表，每一项写作 { … } 或 [[名称]]", value);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for element in array.iter() {
            let span = Span::from(element.span()).shifted(self.offset);
            match element.get_ref() {
                DeValue::Table(table) => tables.push(Located::new(self.nested(key, table, &read), span)),
                other => self.wrong_type(key, span, "一组设置 { … }", other),
            }
        }
        tables
    }

    fn nested<T>(&self, key: &'static str, table: &'t DeTable<'t>, read: impl FnOnce(&Reader<'t>) -> T) -> T {
        let reader = Reader {
            name: self.full_name(key),
            table,
            offset: self.offset,
            faults: self.faults,
            known: RefCell::default(),
            asked: self.asked,
        };
        let value = read(&reader);
        reader.finish();
        value
    }

    /// Every entry of a table whose keys are free, as text; used for word lists such as `[theme.tokens]`.
    pub fn free_strings(&self, except: &[&'static str]) -> Vec<(String, Located<String>)> {
        self.known.borrow_mut().extend(except);
        let mut entries = Vec::new();
        for (key, value) in self.table.iter() {
            if except.contains(&key.get_ref().as_ref()) {
                continue;
            }
            let span = Span::from(value.span()).shifted(self.offset);
            match value.get_ref() {
                DeValue::String(text) if !self.faults.borrow().is_made_up(span) => {
                    let text = self.printable(key.get_ref(), span, text);
                    entries.push((key.get_ref().to_string(), Located::new(text, span)));
                }
                other => self.wrong_type(key.get_ref(), span, "文字（写在英文引号内）", other),
            }
        }
        *self.known.borrow_mut() = vec!["*"];
        self.note("*");
        entries
    }

    /// The table as JSON, every key allowed: `[extra]`.
    pub fn free(&self) -> serde_json::Map<String, serde_json::Value> {
        for (key, value) in self.table.iter() {
            if let DeValue::String(text) = value.get_ref() {
                self.printable(key.get_ref(), Span::from(value.span()).shifted(self.offset), text);
            }
        }
        *self.known.borrow_mut() = vec!["*"];
        self.note("*");
        self.table.iter().map(|(key, value)| (key.get_ref().to_string(), to_json(value.get_ref()))).collect()
    }

    fn finish(&self) {
        let known = self.known.borrow();
        if known.contains(&"*") {
            return;
        }
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let nearest = nearest(name, known.iter().copied());
            let kind = FaultKind::UnknownKey { key: name.to_string(), table: self.name.clone(), nearest };
            self.fault(Span::from(key.span()).shifted(self.offset), kind);
        }
    }
}

/// Bytes of a key that may still be a slip in writing another; comparing takes time and memory by its length.
const LONGEST_KEY: usize = 100;

/// The candidate most like `name`, if any is like it at all. A key written in Chinese is like the key that it means.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    if name.len() > LONGEST_KEY {
        return None;
    }
    let candidates: Vec<&str> = candidates.collect();
    if let Some(meant) = syntax::meant_key(name, &candidates) {
        return Some(meant.to_string());
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_string())
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => "是否",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "列表",
        DeValue::Table(_) => "一组设置",
    }
}

fn to_json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(text) => Value::from(text.replace(is_unprintable, "")),
        DeValue::Boolean(value) => Value::from(*value),
        DeValue::Integer(number) => match i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()) {
            Ok(number) => Value::from(number),
            Err(_) => Value::from(number.as_str()),
        },
        DeValue::Float(number) => match number.as_str().replace('_', "").parse::<f64>() {
            Ok(number) if number.is_finite() => Value::from(number),
            _ => Value::from(number.as_str()),
        },
        DeValue::Datetime(datetime) => Value::from(datetime.to_string()),
        DeValue::Array(array) => array.iter().map(|element| to_json(element.get_ref())).collect(),
        DeValue::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.get_ref().to_string(), to_json(value.get_ref()))).collect())
        }
    }
}
