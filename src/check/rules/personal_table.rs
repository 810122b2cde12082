//! Names beside what is sensitive, in a table: how most leaks happened.

use crate::check::private;
use crate::check::rule::{Check, Rule};
use crate::check::text::{TextCheck, no_patterns};
use crate::diagnostics::Level;

pub(crate) static RULE: Rule = Rule {
    name: "personal-table",
    summary: "表格把姓名与身份证号、电话、账号、住址或病情列在一起",
    basis: "《个人信息保护法》第二十五条、第二十八条，《政府信息公开条例》第十五条（条文以原文为准）",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("personal_table.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check: private::lists }),
};
