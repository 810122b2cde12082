//! Who may sign what, and how a signature gets into the front matter. Everything else in the file stays as it is, byte for byte: what is
//! written is read again and held against what was meant, and where the two differ nothing is written.

use toml::{Table, Value};

use crate::check::reviews::Judged;
use crate::load::front_matter;
use crate::load::signatures::{AGAIN, CODE, PROOFREADING, TABLE};
use crate::model::control::is_formatting;
use crate::model::date::Date;
use crate::model::review::{ReviewCode, ReviewRecord, Round, Step, is_same_person};
use crate::model::span::Span;

/// What is signed: a step, or that the proofs were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// A step of the review.
    Step(Step),
    /// 校对.
    Proofreading,
}

/// A signature that is to be written down.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// What is signed.
    pub signed: Signed,
    /// By whom, trimmed.
    pub by: &'r str,
    /// On which day.
    pub on: Date,
}

/// Why a signature cannot be, with its cure; `None` where nothing speaks against it.
pub fn refusal(record: &ReviewRecord, judged: &Judged, request: Request<'_>, today: Date) -> Option<String> {
    let Request { signed, by, on } = request;
    if by.is_empty() {
        return Some("没有写姓名\n  处理：用 `--by 姓名` 写审签的人".to_string());
    }
    if by.chars().any(|c| c.is_control() || is_formatting(c)) {
        return Some("姓名里有看不见的字符\n  处理：重新打一遍姓名，不要粘贴".to_string());
    }
    if on > today {
        return Some(format!("审签的日期 {on} 还没有到\n  处理：用 `--on` 写实际审签的那一天，不写就是今天"));
    }
    let round = record.round(judged.code);
    match signed {
        Signed::Step(step) => not_now(record, judged, step).or_else(|| round.and_then(|round| clash(round, step, by, on))),
        Signed::Proofreading => {
            let names = round.and_then(|round| round.proofreading.as_ref()).map(|read| read.value.by.as_slice());
            let has_read = names.unwrap_or_default().iter().any(|name| is_same_person(name, by));
            has_read.then(|| "这个人已经记在这一稿的校对里\n  处理：另一个人校对的，换一个姓名".to_string())
        }
    }
}

/// A step that is taken already, or whose turn has not come.
fn not_now(record: &ReviewRecord, judged: &Judged, step: Step) -> Option<String> {
    let none = Round::default();
    let round = record.round(judged.code).unwrap_or(&none);
    let name = step.name();
    if let Some(signature) = round.signature(step) {
        let day = signature.value.on.map(|day| format!("（{day}）")).unwrap_or_default();
        return Some(format!("这一稿已经{name}过{day}，没有改动\n  处理：记错了的，在文章的 `[review]` 里删去那一行再记"));
    }
    let mut before = judged.steps.iter().copied().take_while(|needed| *needed < step);
    let missing = before.find(|needed| round.signature(*needed).is_none())?;
    let other = record.rounds.iter().rev().find(|other| !other.signatures.is_empty() && other.code().is_some());
    Some(match other.filter(|_| round.signatures.is_empty()) {
        Some(other) => {
            let signed: Vec<&str> = other.signatures.iter().map(|(step, _)| step.name()).collect();
            let code = other.code().map(|code| code.to_string()).unwrap_or_default();
            format!(
                "改过稿了：{}审的是 {code}，现在是 {}\n  处理：从{}起重新审签；不该改的，改回原样",
                signed.join("、"),
                judged.code,
                missing.name()
            )
        }
        None => format!(
            "还没有{}，不能{name}\n  处理：先记{}：`--step {} --by 姓名`",
            missing.name(),
            missing.name(),
            missing.name()
        ),
    })
}

/// What the other signatures of the round say against this one.
fn clash(round: &Round, step: Step, by: &str, on: Date) -> Option<String> {
    let mut others = round.signatures.iter().map(|(step, signature)| (*step, &signature.value));
    if let Some((other, _)) = others.clone().find(|(_, signature)| is_same_person(&signature.by, by)) {
        return Some(format!("这个人已经{}过这一稿\n  处理：{}由另一个人审签", other.name(), step.name()));
    }
    others.find_map(|(other, signature)| {
        let day = signature.on?;
        let is_wrong = if other < step { on < day } else { on > day };
        let how = if other < step { "早于" } else { "晚于" };
        is_wrong.then(|| {
            let (name, other) = (step.name(), other.name());
            format!("{name}的日期 {on} {how}{other}的 {day}\n  处理：核对日期，用 `--on` 写实际审签的那一天")
        })
    })
}

/// Where in a file the signature goes, and what is written there.
struct Change {
    place: Span,
    text: String,
}

/// The file with the signature in it. `source` is without a byte order mark.
///
/// # Errors
///
/// Where `[review]` is written in a way in which nothing can be added; in Chinese, with the cure.
pub fn write(source: &str, record: &ReviewRecord, code: ReviewCode, request: Request<'_>) -> Result<String, String> {
    let cannot = || {
        "`[review]` 的写法没法自动添加，没有改动\n  处理：写成单独的一节，`[review]` 独占一行，`code = …`、`\"初审\" = { … }` 各占一行".to_string()
    };
    let matter = front_matter::matter(source).ok_or_else(cannot)?;
    let old: Table = source.get(matter.start..matter.end).and_then(|text| text.parse().ok()).ok_or_else(cannot)?;
    let at = record.rounds.iter().rposition(|round| round.code() == Some(code));
    let entry = entry(at.map(|at| &record.rounds[at]), request);
    let change = match at {
        Some(at) => in_round(source, &record.rounds[at], &entry, request.signed),
        None => Some(new_round(source, matter, record, code, &entry)),
    };
    let Change { place, text } = change.ok_or_else(cannot)?;
    let (before, after) = source.get(..place.start).zip(source.get(place.end..)).ok_or_else(cannot)?;
    let written = format!("{before}{text}{after}");
    let now = front_matter::matter(&written).and_then(|matter| written.get(matter.start..matter.end));
    let now: Table = now.and_then(|text| text.parse().ok()).ok_or_else(cannot)?;
    let meant = meant(old, record, at, code, &entry).ok_or_else(cannot)?;
    if now == meant { Ok(written) } else { Err(cannot()) }
}

/// `"初审" = { by = "甲", on = 2026-11-20 }`, as one line without its end. Names of those who have read the proofs before stay.
fn entry(round: Option<&Round>, Request { signed, by, on }: Request<'_>) -> String {
    let text = |name: &str| Value::String(name.to_string()).to_string();
    match signed {
        Signed::Step(step) => format!("\"{}\" = {{ by = {}, on = {on} }}", step.name(), text(by)),
        Signed::Proofreading => {
            let before = round.and_then(|round| round.proofreading.as_ref()).map(|read| &read.value);
            let names = before.iter().flat_map(|read| read.by.iter().map(String::as_str)).chain([by]);
            let names: Vec<String> = names.map(text).collect();
            let on = before.and_then(|read| read.on).map_or(on, |before| before.max(on));
            format!("\"{PROOFREADING}\" = {{ by = [{}], on = {on} }}", names.join(", "))
        }
    }
}

fn end_of_line(source: &str) -> &'static str {
    let first = source.find('\n').map_or("", |at| &source[..at]);
    if first.ends_with('\r') { "\r\n" } else { "\n" }
}

/// Below the last line of the round, or in place of what is written of the proofs.
fn in_round(source: &str, round: &Round, entry: &str, signed: Signed) -> Option<Change> {
    if let Some(read) = round.proofreading.as_ref().filter(|_| signed == Signed::Proofreading) {
        // A comment, a second line or a field that the program does not know would be lost with the old value.
        let written = source.get(read.span.start..read.span.end)?;
        let known: Table = format!("x = {written}").parse().ok()?;
        let is_plain = known.get("x")?.as_table()?.keys().all(|key| matches!(key.as_str(), "by" | "on"));
        if written.contains('\n') || !is_plain {
            return None;
        }
        let value = entry.split_once(" = ").map(|(_, value)| value)?;
        return Some(Change { place: read.span, text: value.to_string() });
    }
    let code = round.code.iter().map(|code| code.span);
    let lines = code.chain(round.signatures.iter().map(|(_, signature)| signature.span));
    let last = lines.chain(round.proofreading.iter().map(|read| read.span)).map(|span| span.end).max()?;
    let end = last + source.get(last..)?.find('\n')? + 1;
    Some(Change { place: Span::new(end, end), text: format!("{entry}{}", end_of_line(source)) })
}

/// At the end of the front matter.
fn new_round(source: &str, matter: Span, record: &ReviewRecord, code: ReviewCode, entry: &str) -> Change {
    let end = end_of_line(source);
    let header = if record.span.is_none() { format!("[{TABLE}]") } else { format!("[[{TABLE}.{AGAIN}]]") };
    let before = source.get(matter.start..matter.end).unwrap_or_default();
    let gap = if before.is_empty() || before.ends_with(&format!("{end}{end}")) { "" } else { end };
    let text = format!("{gap}{header}{end}{CODE} = \"{code}\"{end}{entry}{end}");
    Change { place: Span::new(matter.end, matter.end), text }
}

/// What the front matter is to say with the signature.
fn meant(mut all: Table, record: &ReviewRecord, at: Option<usize>, code: ReviewCode, entry: &str) -> Option<Table> {
    let entry: Table = entry.parse().ok()?;
    let round = match at {
        Some(0) => all.get_mut(TABLE)?.as_table_mut()?,
        Some(at) => all.get_mut(TABLE)?.get_mut(AGAIN)?.get_mut(at - 1)?.as_table_mut()?,
        None => {
            let mut round = Table::new();
            round.insert(CODE.to_string(), Value::String(code.to_string()));
            round.extend(entry);
            if record.span.is_none() {
                all.insert(TABLE.to_string(), Value::Table(round));
            } else {
                let review = all.get_mut(TABLE)?.as_table_mut()?;
                let again = review.entry(AGAIN.to_string()).or_insert_with(|| Value::Array(Vec::new()));
                again.as_array_mut()?.push(Value::Table(round));
            }
            return Some(all);
        }
    };
    round.extend(entry);
    Some(all)
}
