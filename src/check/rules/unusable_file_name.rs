//! Names of files and folders that cannot become addresses.

use super::NOT_PUBLISHED;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};

pub(crate) static RULE: Rule = Rule {
    name: "unusable-file-name",
    summary: "文件名含有反斜杠、控制字符或不是 UTF-8，不能发布",
    basis: "本程序约定：文件名能写进网址和校验清单，在各种系统上都一样",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("unusable_file_name.md"),
    check: Check::Site(check),
};

const HELP: &str = "给它改名，只用汉字、字母、数字和短横线；从压缩包里解出来的乱码名，换一种解压方式，文件名编码选 GBK";

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let finding =
        |shown: &_| Finding::new(shown, None, "文件名含有反斜杠、控制字符或不是 UTF-8").effect(NOT_PUBLISHED).help(HELP);
    scope.loaded.misnamed.iter().map(finding).collect()
}
