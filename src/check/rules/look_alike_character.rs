//! Radicals and compatibility ideographs in place of the Han characters that they look like. Other rules see the characters that
//! are meant (`check::text`), so this one alone looks at what is written.

use crate::check::rule::{Check, Rule};
use crate::check::text::scan::Mark;
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::look_alike::meant;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "look-alike-character",
    summary: "用了看起来像汉字的部首字符或兼容字符",
    basis: "Unicode 标准：部首（U+2E80 至 U+2FDF）和兼容汉字（U+F900 起）不是正文用字，检索和语音朗读都不认得",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("look_alike_character.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Places that are named; the others are counted.
const SHOWN: usize = 5;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let groups = text.told_together(RULE.name, text.scan.look_alikes.iter().copied(), |mark| text.span(mark.range()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[Mark]) -> Option<Remark> {
    let (first, count) = (found.first()?, found.len());
    let right = meant(first.c)?;
    let name = format!("`{}`（U+{:04X}）", first.c, u32::from(first.c));
    let message = match count {
        1 => format!("{name}是部首或兼容字符，不是汉字 `{}`", right.c),
        _ => format!("有 {count} 个部首或兼容字符，第一个是 {name}，不是汉字 `{}`", right.c),
    };
    let remark = Remark::new(text.span(first.range()), message)
        .label(format!("应为 `{}`", right.c))
        .help("改为普通汉字；多半是从 PDF 复制时带进来的，可以用 `gongkai fix` 改正其中确定的");
    let others = found.iter().skip(1).take(SHOWN - 1);
    let remark = others.fold(remark, |remark, mark| remark.related(text.span(mark.range()), "这里也有"));
    Some(found.iter().filter(|mark| is_in_prose(text, mark)).fold(remark, mend(text)))
}

/// Names and codes of the front matter are for people to mend.
fn is_in_prose(text: &Text<'_>, mark: &Mark) -> bool {
    text.is_prose(mark.at) && text.prose.is_verbatim(&mark.range())
}

fn mend<'t>(text: &'t Text<'_>) -> impl Fn(Remark, &Mark) -> Remark + 't {
    move |remark, mark| match meant(mark.c).filter(|meant| meant.is_certain) {
        Some(meant) => remark.fix(text.span(mark.range()), meant.c),
        None => remark,
    }
}
