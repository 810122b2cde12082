//! Headings written with # that leave out a level.

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "heading-jump",
    summary: "标题层级跳级",
    basis: "WCAG 2.2 1.3.1、2.4.6（标题层级依通行做法，待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("heading_jump.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let draft = text.draft;
    let mut above: Option<usize> = None;
    let mut remarks = Vec::new();
    let markup = draft.body.markup.get().unwrap_or_default();
    for heading in markup.headings.iter() {
        let span = heading.span.shifted(draft.body_offset);
        let written = draft.source.get(span.start..span.end).unwrap_or_default();
        let rank = written.bytes().take_while(|byte| *byte == b'#').count();
        if rank == 0 {
            // A heading by its numeral has a rank of its own.
            above = None;
            continue;
        }
        if let Some(above) = above.filter(|above| rank > above + 1) {
            let message = format!("标题从 {above} 级直接到 {rank} 级");
            let remark = Remark::new(span, message).label("中间少一级");
            remarks.push(remark.help(format!("改成 `{}`，或补上中间的一级", "#".repeat(above + 1))));
        }
        above = Some(rank);
    }
    remarks
}
