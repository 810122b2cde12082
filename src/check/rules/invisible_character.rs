//! Zero-width characters, marks of direction and control characters in the text.

use crate::check::rule::{Check, Rule};
use crate::check::text::scan::Mark;
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::control::{is_line_separator, is_unprintable};
use crate::model::prose::{Block, BlockKind};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "invisible-character",
    summary: "正文里有看不见的字符（零宽字符、控制书写方向的字符等）",
    basis: "看不见的字符使检索、复制和语音朗读出错，方向控制字符还能让显示的次序与实际不同",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("invisible_character.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let is_none = |mark: &&Mark| joins_pictures(text, mark) || is_in_setting(text, mark);
    let found = text.scan.invisible.iter().filter(|mark| !is_none(mark)).copied();
    let groups = text.told_together(RULE.name, found, |mark| text.span(mark.range()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[Mark]) -> Option<Remark> {
    let first = found.first()?;
    let count = found.len();
    let name = format!("U+{:04X}", u32::from(first.c));
    let message = match count {
        1 => format!("有一个看不见的字符 {name}（{}）", kind(first.c)),
        _ => format!("有 {count} 个看不见的字符，第一个是 {name}（{}）", kind(first.c)),
    };
    let remark = Remark::new(text.span(first.range()), message)
        .label("在这里")
        .help("删去这些字符；多半是从网页或公众号复制时带进来的，可以用 `gongkai fix` 一次删净");
    let others = found.iter().skip(1).take(SHOWN - 1);
    let remark = others.fold(remark, |remark, mark| remark.related(text.span(mark.range()), "这里也有"));
    // Whether a line ends where somebody put the end of a line is for people to say.
    let is_needless = |mark: &&Mark| !is_line_separator(mark.c) && text.prose.is_verbatim(&mark.range());
    let needless = found.iter().filter(is_needless);
    Some(needless.fold(remark, |remark, mark| remark.fix(text.span(mark.range()), "")))
}

/// Control characters of TOML have a rule of their own, because no page has them.
fn is_in_setting(text: &Text<'_>, mark: &Mark) -> bool {
    let is_field = |block: &Block| matches!(block.kind, BlockKind::Field(_));
    is_unprintable(mark.c) && text.prose.block_at(mark.at).is_some_and(is_field)
}

/// One sign may be made of several: 👩‍🌾.
fn joins_pictures(text: &Text<'_>, mark: &Mark) -> bool {
    let is_picture =
        |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}'));
    mark.c == '\u{200d}' && is_picture(text.before(mark.at)) && is_picture(text.after(mark.range().end))
}

/// What an invisible character is, in Chinese; texts and names of files have a rule each, and both name it so.
pub(super) fn kind(c: char) -> &'static str {
    match c {
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{180e}' => "零宽字符",
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "控制书写方向的字符",
        '\u{ad}' => "软连字符",
        _ if is_line_separator(c) => "行分隔符，这里该换行的就换行",
        _ => "控制字符",
    }
}
