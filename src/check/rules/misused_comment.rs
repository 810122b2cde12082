//! Comments that allow something at one place, and are wrong or of no use.

use crate::check::rule::{Check, Rule};
use crate::diagnostics::Level;

pub(crate) static RULE: Rule = Rule {
    name: "misused-comment",
    summary: "豁免一处问题的注释写错了、没有理由或用不上",
    basis: "本程序约定：豁免要有理由，用不上的豁免会掩盖以后的问题",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("misused_comment.md"),
    check: Check::LineAllowances,
};
