//! The form of `permalinks.txt`: a line an address, columns apart by tabs, in the order of the keys. Keys are digests, so what two branches
//! add on the same day does not lie side by side, and git merges it without asking; addresses in their own order would meet.
//!
//! Lines of conflict marks are passed over, because the lines between them are a set like all others. Titles and names of files are in
//! it as digests only, and addresses percent-encoded, so nothing has anything but ASCII except the reason for a withdrawal and a title that
//! somebody kept with it.

use std::fmt::Write;

use super::entry::{Entry, Erased, FirstDay, Key, Marks, State, Withdrawal, key};
use super::record::Record;
use crate::model::address_fault::{RecordFault, RecordFaultKind};
use crate::model::control::is_formatting;
use crate::model::date::{Date, parse_day};
use crate::model::encoding;
use crate::model::path::{UrlPath, percent_decode};
use crate::model::sha256::{self, hex};
use crate::model::span::Span;

/// Tells people what the file is. The number is that of the form.
const HEAD: &str = "# gongkai 网址记录 1：由程序维护，和 reports/ 一起保存、一起提交。可以看，不要改。\n";
/// Lines that git writes where it could not merge.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
/// Bytes of a line with a short address.
const SHORT: usize = 80;
/// Stands in a column that has nothing.
const NOTHING: &str = "-";
/// Stands before a day that is only assumed.
const ASSUMED: char = '~';

/// What the bytes of the file say.
pub fn read(bytes: &[u8]) -> Record {
    let Some(text) = encoding::utf8(bytes) else {
        let kind = RecordFaultKind::NotUtf8 { encoding: encoding::guess(bytes) };
        let mut record = Record::default();
        record.faults.push(RecordFault { span: None, kind });
        return record;
    };
    let offset = bytes.len() - text.len();
    let mut record = Record::with_room(text.len() / SHORT);
    let mut start = offset;
    let mut rest = text;
    let mut is_tidy = offset == 0 && text.starts_with(HEAD) && text.ends_with('\n');
    if is_tidy {
        (start, rest) = (HEAD.len(), &text[HEAD.len()..]);
    }
    let mut last = "";
    for whole in rest.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let is_entry =
            !line.trim().is_empty() && !line.starts_with('#') && !CONFLICT.iter().any(|mark| line.starts_with(mark));
        // Keys are of one length and the same address has the same key, so a line that comes once is greater than the one before.
        is_tidy &= is_entry && last < line && !whole.ends_with("\r\n");
        last = line;
        if is_entry {
            match parse(line) {
                Ok(Line::Known(entry)) => record.add(entry),
                Ok(Line::Erased(erased)) => record.add_erased(erased),
                Err(kind) => {
                    let span = Some(Span::new(start, start + line.len()));
                    record.faults.push(RecordFault { span, kind });
                }
            }
        }
        start += whole.len();
    }
    record.is_tidy = is_tidy;
    record.drop_erased();
    record
}

enum Line {
    Known(Entry),
    Erased(Erased),
}

fn parse(line: &str) -> Result<Line, RecordFaultKind> {
    let mut columns = line.split('\t');
    let mut column = || columns.next().map(str::trim);
    let (Some(key), Some(address), Some(first), Some(marks)) = (column(), column(), column(), column()) else {
        return Err(RecordFaultKind::Columns);
    };
    let (state, title) = (column().unwrap_or_default(), column().unwrap_or_default());
    // The key of an address that is told is never believed, so an address that somebody put right by hand needs no other.
    let key: Key = sha256::parse(key).ok_or(RecordFaultKind::Key)?;
    let first = parse_first(first).ok_or(RecordFaultKind::Day)?;
    if address == NOTHING {
        let day = state.strip_prefix("erased ").and_then(parse_day).ok_or(RecordFaultKind::State)?;
        return Ok(Line::Erased(Erased { key, first, day }));
    }
    let address = parse_address(address).ok_or(RecordFaultKind::Address)?;
    let marks = parse_marks(marks).ok_or(RecordFaultKind::Marks)?;
    let state = parse_state(state, title).ok_or(RecordFaultKind::State)?;
    Ok(Line::Known(Entry { address, first, marks, state }))
}

fn parse_first(text: &str) -> Option<FirstDay> {
    let is_assumed = text.starts_with(ASSUMED);
    Some(FirstDay { day: parse_day(text.strip_prefix(ASSUMED).unwrap_or(text))?, is_assumed })
}

fn parse_address(text: &str) -> Option<UrlPath> {
    UrlPath::new(&percent_decode(text))
}

fn parse_marks(text: &str) -> Option<Vec<Marks>> {
    if text == NOTHING {
        return Some(Vec::new());
    }
    let pair = |text: &str| {
        let (title, file) = text.split_once('/')?;
        Some(Marks { title: sha256::parse(title)?, file: sha256::parse(file)? })
    };
    text.split(',').map(pair).collect()
}

fn parse_state(text: &str, title: &str) -> Option<State> {
    if text.is_empty() {
        return Some(State::Live);
    }
    if let Some(address) = text.strip_prefix("to ") {
        return Some(State::To(parse_address(address)?));
    }
    let rest = text.strip_prefix("gone ")?;
    let (day, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    Some(State::Gone(Withdrawal { day: Some(parse_day(day)?), reason: told(reason), title: told(title) }))
}

/// Words that readers are shown: a mark of direction in them would turn the rest of the page round.
fn told(text: &str) -> String {
    text.chars().filter(|c| !is_formatting(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The file that says it.
pub fn write(record: &Record) -> String {
    let mut lines: Vec<(Key, String)> = record.entries().iter().map(|entry| (key(&entry.address), line(entry))).collect();
    lines.extend(record.erased().map(|erased| (erased.key, erased_line(erased))));
    lines.sort_unstable();
    let mut text = String::with_capacity(HEAD.len() + lines.iter().map(|(_, line)| line.len()).sum::<usize>());
    text.push_str(HEAD);
    for (_, line) in &lines {
        text.push_str(line);
    }
    text
}

fn line(entry: &Entry) -> String {
    let mut line = hex(&key(&entry.address));
    line.reserve(SHORT);
    line.push('\t');
    line.push_str(&entry.address.encoded());
    push_first(&mut line, entry.first);
    for (number, marks) in entry.marks.iter().enumerate() {
        line.extend([if number == 0 { "" } else { "," }, &hex(&marks.title), "/", &hex(&marks.file)]);
    }
    if entry.marks.is_empty() {
        line.push_str(NOTHING);
    }
    match &entry.state {
        State::Live => {}
        State::To(address) => line.extend(["\tto ", &address.encoded()]),
        State::Gone(withdrawal) => push_withdrawal(&mut line, withdrawal),
    }
    line.push('\n');
    line
}

fn push_first(line: &mut String, first: FirstDay) {
    line.push('\t');
    line.extend(first.is_assumed.then_some(ASSUMED));
    push_day(line, first.day);
    line.push('\t');
}

fn push_day(line: &mut String, day: Date) {
    // Writing into a text never fails.
    let _ = write!(line, "{day}");
}

fn push_withdrawal(line: &mut String, Withdrawal { day, reason, title }: &Withdrawal) {
    line.push_str("\tgone ");
    push_day(line, day.unwrap_or_default());
    for (before, text) in [(' ', reason), ('\t', title)] {
        if !text.is_empty() {
            line.push(before);
            line.push_str(&told(text));
        }
    }
}

fn erased_line(erased: &Erased) -> String {
    let mut line = hex(&erased.key);
    line.extend(["\t", NOTHING]);
    push_first(&mut line, erased.first);
    line.push_str(NOTHING);
    line.push_str("\terased ");
    push_day(&mut line, erased.day);
    line.push('\n');
    line
}
