//! What runs once somebody opens an attachment and allows it: macros, scripts of documents, programs in archives.

use super::active_file;
use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::report::Attachment;

pub(crate) static RULE: Rule = Rule {
    name: "active-part",
    summary: "附件里带有宏、脚本，或压缩包里有程序",
    basis: "《网络安全法》第二十三条（防范计算机病毒和网络攻击等危害网络安全行为，条文以原文为准）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("active_part.md"),
    check: Check::Attachment(check),
};

fn check(file: &Attachment, config: &Config) -> Vec<Finding> {
    active_file::findings(file, config, false)
}
