//! Numerals of one rank written in two ways.

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "mixed-numbering",
    summary: "同一级层次序数有两种写法",
    basis: "GB/T 9704-2012《党政机关公文格式》7.3.3：结构层次序数的写法前后一致",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("mixed_numbering.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let numbers = text.numbered();
    let mut remarks = Vec::new();
    for rank in 2..=5 {
        let of_rank = || numbers.iter().filter(|own| own.number.rank == rank);
        let Some(first) = of_rank().next() else { continue };
        let form = first.form();
        let others = of_rank().filter(|own| own.form() != form);
        for group in text.told_together(RULE.name, others, |own| own.span) {
            let Some(other) = group.first() else { continue };
            let message = format!("层次序数“{}”与前面的“{}”写法不一致", other.written, first.written);
            let help = "统一用全角括号 `（一）` `（1）` 和 `1.`";
            remarks.push(Remark::new(other.span, message).help(help).related(first.span, "前面写作"));
        }
    }
    remarks
}
