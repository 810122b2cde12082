//! Numbers of passports and travel permits in clear.

use crate::check::private;
use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::privacy::PrivateKind;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "passport-number",
    summary: "正文、附件里有没有遮盖的护照、通行证号码",
    basis: "《个人信息保护法》第二十五条、第二十八条，《政府信息公开条例》第十五条（条文以原文为准）",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("passport_number.md"),
    check: Check::Text(TextCheck { patterns: private::words, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    private::in_text(text, PrivateKind::Passport)
}
