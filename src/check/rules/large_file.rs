//! Attachments that take citizens long to fetch.

use std::collections::BTreeMap;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::path::SourcePath;
use crate::model::report::Attachment;

pub(crate) static RULE: Rule = Rule {
    name: "large-file",
    summary: "附件太大，手机上难以下载",
    basis: "本程序约定：附件不超过 50 MB，手机网络下几分钟内能下载",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("large_file.md"),
    check: Check::Site(check),
};

const MEGABYTE: u64 = 1 << 20;
/// About a minute and a half at 5 Mbit/s, which is what phones have in the worse half of places.
const LARGEST: u64 = 50 * MEGABYTE;

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let all = scope.loaded.reports.iter().flat_map(|report| &report.attachments);
    let large: BTreeMap<&SourcePath, &Attachment> =
        all.filter(|file| file.size > LARGEST).map(|file| (&file.source, file)).collect();
    let finding = |file: &Attachment| {
        let message = format!("附件 `{}` 有 {} MB", file.source.file_name(), file.size / MEGABYTE);
        let help = "压缩其中的图片，拆成几个文件，或另存为较小的 PDF；视频放到视频平台，在文章里写链接";
        Finding::new(&file.source, None, message).effect("用手机的人要等很久，也可能下载不下来").help(help)
    };
    large.into_values().map(finding).collect()
}
