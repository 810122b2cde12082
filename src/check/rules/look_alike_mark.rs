//! Characters that look like a Chinese mark and are another one.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::rule::{Check, Rule};
use crate::check::text::punctuation::{is_chinese, leave_other_languages};
use crate::check::text::scan::Mark;
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "look-alike-mark",
    summary: "标点用了样子相近的别的字符，如用 `――` 作破折号",
    basis: "GB/T 15834-2011《标点符号用法》：各种标点的形式",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("look_alike_mark.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// Runs of characters that people type for a dash or for points of omission, and the right mark. Before [`EXACT`] in the list of
/// patterns.
const RUNS: [(&str, &str); 5] = [("――", "——"), ("━━", "——"), ("──", "——"), ("···", "……"), ("•••", "……")];
/// Characters of runs that are of the right length: two for a dash, three or six for points.
const EXACT: [usize; 3] = [2, 3, 6];
/// Marks of other scripts and widths, and the right one.
const SINGLE: [(char, &str); 8] =
    [('､', "、"), ('｡', "。"), ('・', "·"), ('･', "·"), ('「', "“"), ('」', "”"), ('『', "‘"), ('』', "’")];
/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    RUNS.iter().map(|(run, _)| Cow::Borrowed(*run)).collect()
}

/// A character or a run of them that should be another mark.
struct Wrong {
    range: Range<usize>,
    right: &'static str,
    is_certain: bool,
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut found = runs(text);
    found.extend(text.scan.marks.iter().filter_map(|mark| single(text, *mark)));
    found.extend(pairs(text));
    found.retain(|wrong| text.is_prose(wrong.range.start) && !text.is_foreign(wrong.range.start));
    found.sort_by_key(|wrong| wrong.range.start);
    leave_other_languages(text, &mut found, |wrong| wrong.range.start);
    let groups = text.told_together(RULE.name, found, |wrong| text.span(wrong.range.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[Wrong]) -> Option<Remark> {
    let (first, others) = found.split_first()?;
    let written = text.text().get(first.range.clone())?;
    let message = match found.len() {
        1 => format!("标点“{}”写成了 `{written}`", first.right),
        count => format!("有 {count} 处标点写成了别的字符，第一处是 `{written}`"),
    };
    let remark = Remark::new(text.span(first.range.clone()), message).label(format!("应为 `{}`", first.right));
    let remark = remark.help("改为规范的标点；破折号、省略号、间隔号、顿号和句号可以用 `gongkai fix` 改");
    let named = others.iter().take(SHOWN - 1);
    let remark = named.fold(remark, |remark, wrong| remark.related(text.span(wrong.range.clone()), "这里也是"));
    let certain = found.iter().filter(|wrong| wrong.is_certain && text.prose.is_verbatim(&wrong.range));
    Some(certain.fold(remark, |remark, wrong| remark.fix(text.span(wrong.range.clone()), wrong.right)))
}

fn beside_chinese(text: &Text<'_>, range: &Range<usize>) -> bool {
    text.before(range.start).is_some_and(is_chinese) || text.after(range.end).is_some_and(is_chinese)
}

/// Dashes and points, each run once. A line of them is a rule or a place to write on.
fn runs(text: &Text<'_>) -> Vec<Wrong> {
    let mut found: Vec<Wrong> = Vec::new();
    let mut end = 0;
    for hit in text.hits {
        let Some((run, right)) = RUNS.get(hit.pattern).filter(|_| hit.range.start >= end) else { continue };
        let Some(c) = run.chars().next() else { continue };
        let rest = &text.text()[hit.range.start..];
        let length = rest.len() - rest.trim_start_matches(c).len();
        let range = hit.range.start..hit.range.start + length;
        end = range.end;
        let between = text.before(range.start).is_some_and(is_chinese);
        if between && EXACT.contains(&(length / c.len_utf8())) {
            found.push(Wrong { range, right, is_certain: true });
        }
    }
    found
}

fn single(text: &Text<'_>, mark: Mark) -> Option<Wrong> {
    let is_han = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let range = mark.range();
    if mark.c == '…' {
        let is_alone = text.before(mark.at) != Some('…') && text.after(range.end) != Some('…');
        let is_chinese = is_alone && is_han(text.before(mark.at));
        return is_chinese.then_some(Wrong { range, right: "……", is_certain: false });
    }
    let (c, right) = SINGLE.iter().find(|(c, _)| *c == mark.c)?;
    let is_certain = match c {
        // A point stands between the parts of a name; elsewhere it may begin an item.
        '・' | '･' => is_han(text.before(mark.at)) && is_han(text.after(range.end)),
        '､' | '｡' => true,
        _ => false,
    };
    let is_told = is_certain || (!matches!(c, '・' | '･') && beside_chinese(text, &range));
    is_told.then_some(Wrong { range, right, is_certain })
}

/// Signs for less and more, and full-width straight quotation marks, around Chinese.
fn pairs(text: &Text<'_>) -> Vec<Wrong> {
    /// Bytes of the longest name in such marks.
    const LONGEST: usize = 3 * 60;
    let mut found = Vec::new();
    let mut open: Option<Mark> = None;
    for mark in text.scan.marks.iter().filter(|mark| matches!(mark.c, '＜' | '＞' | '＂')) {
        let Some(first) = open.take().filter(|first| mark.at - first.at <= LONGEST) else {
            open = Some(*mark).filter(|mark| mark.c != '＞');
            continue;
        };
        let inside = text.text().get(first.range().end..mark.at).unwrap_or_default();
        let is_pair = matches!((first.c, mark.c), ('＜', '＞') | ('＂', '＂'));
        if is_pair && !inside.contains('\n') && inside.starts_with(is_chinese) && inside.ends_with(is_chinese) {
            let (left, right) = if first.c == '＜' { ("《", "》") } else { ("“", "”") };
            found.push(Wrong { range: first.range(), right: left, is_certain: false });
            found.push(Wrong { range: mark.range(), right, is_certain: false });
        } else {
            open = Some(*mark).filter(|mark| mark.c != '＞');
        }
    }
    found
}
