//! Numbers of bank cards in clear.

use crate::check::private;
use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::privacy::PrivateKind;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "bank-card-number",
    summary: "正文、附件里有没有遮盖的银行卡号",
    basis: "《个人信息保护法》第二十五条、第二十八条，《政府信息公开条例》第十五条（条文以原文为准）",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("bank_card_number.md"),
    check: Check::Text(TextCheck { patterns: private::words, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    private::in_text(text, PrivateKind::BankCard)
}
