//! Numerals of headings that skip a rank.

use crate::check::rule::{Check, Rule};
use crate::check::text::numbering::Numbered;
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "skipped-numbering-level",
    summary: "层次序数跳级",
    basis: "GB/T 9704-2012《党政机关公文格式》7.3.3：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("skipped_numbering_level.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let numbers = text.numbered();
    let skips = |pair: &&[Numbered]| matches!(pair, [above, below] if below.number.rank > above.number.rank + 1 && below.is_heading && above.is_heading);
    let pairs = numbers.windows(2).filter(skips).filter_map(|pair| Some((pair.first()?, pair.last()?)));
    let groups = text.told_together(RULE.name, pairs, |(_, below)| below.span);
    // One is enough: what is put right there is put right in the whole report.
    let told = groups.iter().filter_map(|pairs| pairs.first());
    told.map(|(above, below)| {
        let message = format!("“{}”下面直接用了“{}”，跳过了一级", above.written, below.written);
        Remark::new(below.span, message).help("层次依次用 `一、` `（一）` `1.` `（1）`")
    })
    .collect()
}
