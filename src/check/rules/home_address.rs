//! Home addresses down to the room.

use crate::check::private;
use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::privacy::PrivateKind;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "home-address",
    summary: "正文、附件里有具体到门牌、房间的家庭住址",
    basis: "《个人信息保护法》第二十五条、第二十八条，《政府信息公开条例》第十五条（条文以原文为准）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("home_address.md"),
    check: Check::Text(TextCheck { patterns: private::words, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    private::in_text(text, PrivateKind::Address)
}
