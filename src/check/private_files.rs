//! Private data beside the texts: in attachments, and in names of files and folders. These findings come from no rule of their own but are
//! told under the rules about texts, so they ask the list of rules, which those rules cannot.

use super::private::{KINDS, list_message};
use super::registry;
use super::rule::Rule;
use crate::diagnostics::Finding;
use crate::model::path::SourcePath;
use crate::model::privacy::{self, PrivateKind, Sighting, masked};
use crate::model::report::Attachment;

fn rule_of(kind: PrivateKind) -> Option<&'static Rule> {
    KINDS.iter().find(|(known, _)| *known == kind).and_then(|(_, name)| registry::find(name))
}

/// What is in a file that is published, and in its name with the folders of the report that it lies in.
pub fn in_attachment(file: &Attachment) -> Vec<(&'static Rule, Finding)> {
    let name = file.source.file_name();
    let mut findings: Vec<_> = file.name.split('/').flat_map(|part| in_name(&file.source, part)).collect();
    for found in &file.content.private {
        let Some(rule) = rule_of(found.kind) else { continue };
        let what = found.kind.chinese();
        let message = match found.count {
            1 => format!("附件 `{name}` 的{}{}写有{what} {}", found.part, found.place, found.masked),
            count => {
                format!("附件 `{name}` 的{}写有 {count} 个{what}，第一个在{}：{}", found.part, found.place, found.masked)
            }
        };
        findings.push((rule, Finding::new(&file.source, None, message).effect(EFFECT).help(FILE_HELP)));
    }
    if let Some(rule) = registry::find("personal-table") {
        for list in &file.content.lists {
            let place = format!("附件 `{name}` 的{}", list.part);
            let message = format!("{}，从第 {} 行起", list_message(&place, &list.sensitive, list.rows as usize), list.first);
            findings.push((rule, Finding::new(&file.source, None, message).effect(EFFECT).help(FILE_HELP)));
        }
    }
    findings
}

const EFFECT: &str = "附件原样公开，下载的人都能看到";
const FILE_HELP: &str = "在原文件里删去或遮盖后另存，换掉附件；确需公开的，在文章里写 `[[allow]]` 并说明理由";

/// Private data in the name of a file, or of the folder of a report.
pub fn in_name(file: &SourcePath, name: &str) -> Vec<(&'static Rule, Finding)> {
    named(file, name, "文件名里", "文件名会出现在网址和页面上", "给文件改名")
}

/// Private data in the name of a category's folder.
pub fn in_folder(folder: &SourcePath) -> Vec<(&'static Rule, Finding)> {
    named(folder, folder.file_name(), "文件夹的名称里", "栏目的网页上看得到", "给文件夹改名")
}

fn named(file: &SourcePath, name: &str, place: &str, effect: &str, help: &str) -> Vec<(&'static Rule, Finding)> {
    let finding = |seen: Sighting| {
        let shown = masked(&name[seen.start..seen.end], seen.kind);
        let message = format!("{place}有{} {shown}", seen.kind.chinese());
        Some((rule_of(seen.kind)?, Finding::new(file, None, message).effect(effect).help(help)))
    };
    privacy::in_name(name).into_iter().filter_map(finding).collect()
}
