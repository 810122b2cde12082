//! What `gongkai verify` says: for people class by class, for programs all of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::super::in_memory::{AsBuilt, ChosenBy};
use crate::compare::verification::{Class, Difference, Verification};
use crate::diagnostics::json::pretty;
use crate::diagnostics::visible::visible;
use crate::disk::published_folder::FileKind;
use crate::model::page::DIGESTS;
use crate::model::privacy::covered;

/// Files of a class that are named one by one, unless all are asked for: more hide the other classes.
const NAMED: usize = 20;
/// Characters of an injected script: enough for the address that it is loaded from.
const SHOWN_OF_SCRIPT: usize = 120;
/// Grows when a field changes its meaning or goes; never for a field that comes.
const VERSION: u32 = 1;

/// What the folder was held against.
pub(super) enum Basis {
    /// Pages that were made from the sources, in this way.
    Sources(AsBuilt),
    /// What somebody kept; `is_inside` where it lies in the folder itself, `sealed` where it is a 公开单.
    Kept { is_inside: bool, sealed: Option<Sealed> },
}

/// A 公开单, as far as it is told.
pub(super) struct Sealed {
    /// Name of the site and day.
    pub(super) name: String,
    pub(super) record: Record,
}

/// The record of addresses beside the folder, held against a 公开单.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Record {
    /// The 公开单 has no sum of it.
    NotInSeal,
    Same,
    Changed,
    /// There is none beside the folder.
    Absent,
}

impl Record {
    /// Name in JSON.
    fn name(self) -> &'static str {
        match self {
            Record::NotInSeal => "not-in-seal",
            Record::Same => "same",
            Record::Changed => "changed",
            Record::Absent => "absent",
        }
    }
}

impl Sealed {
    fn account(&self) -> String {
        let record = match self.record {
            Record::NotInSeal | Record::Same => "",
            Record::Changed => {
                "网址记录 permalinks.txt 和这份公开单上的不一样：后来又生成过就会这样，不算网站不一致；要核对，取那一天的 permalinks.txt\n"
            }
            Record::Absent => "网址记录 permalinks.txt 没有和这个文件夹放在一起，没有核对\n",
        };
        format!("按 {} 的公开单核对\n{record}", self.name)
    }
}

/// The differences, class by class; empty where there are none. `all` names every file.
pub(in crate::commands) fn text(verification: &Verification, all: bool) -> String {
    let named = if all { usize::MAX } else { NAMED };
    let (since, now): (Vec<&Difference>, Vec<&Difference>) =
        verification.differences.iter().partition(|difference| difference.is_as_last_built);
    let mut text = String::new();
    let of = |is_class: fn(&Class) -> bool| now.iter().filter(move |found| is_class(&found.class)).copied();
    let line = |found: &Difference| shown(&found.file);
    section(&mut text, "被改过的", of(|class| *class == Class::Altered).map(line), named);
    scripts(&mut text, &now, named);
    section(&mut text, "缺少的", of(|class| *class == Class::Missing).map(line), named);
    let foreign = |found: &Difference| match found.class {
        Class::Foreign(FileKind::Link) => format!("{}（是链接，没有看它通到哪里）", shown(&found.file)),
        Class::Foreign(FileKind::Strange) => format!("{}（不是普通文件，或者名称不是文字）", shown(&found.file)),
        _ => shown(&found.file),
    };
    section(&mut text, "多出来、网站里没有的", of(|class| matches!(class, Class::Foreign(_))).map(foreign), named);
    let unreadable = |found: &Difference| match &found.class {
        Class::Unreadable { reason } => format!("{}：{}", shown(&found.file), visible(reason)),
        _ => shown(&found.file),
    };
    section(&mut text, "读不出来的", of(|class| matches!(class, Class::Unreadable { .. })).map(unreadable), named);
    let since_line = |found: &Difference| match found.class {
        Class::Missing => format!("{}（还没有生成）", shown(&found.file)),
        Class::Foreign(_) => format!("{}（现在的网站里没有了）", shown(&found.file)),
        _ => shown(&found.file),
    };
    let title = "和上次生成的一样（后来改了源文件、主题、设置，或者换了程序，再生成就一致）的";
    section(&mut text, title, since.iter().map(|found| since_line(found)), named);
    text
}

/// A heading with the number of files, and as many of them as are wanted. Nothing where there are none.
fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>, named: usize) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    text.push_str(&format!("{title} {} 个：\n", lines.len()));
    for line in lines.iter().take(named) {
        text.push_str(&format!("  {line}\n"));
    }
    if lines.len() > named {
        text.push_str(&format!("  …… 另有 {} 个，加 -v 全部列出\n", lines.len() - named));
    }
}

/// Pages with a script more. A firewall puts the same one into all of them, so each script is told once.
fn scripts(text: &mut String, found: &[&Difference], named: usize) {
    let mut pages: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for difference in found {
        if let Class::Injected { script } = &difference.class {
            pages.entry(script_shown(script)).or_default().push(&difference.file);
        }
    }
    for (script, files) in pages {
        let title = format!(
            "被插入了一段脚本，像是网站防火墙加的；不是本单位的防火墙加的，就是网页被人挂了东西\n  脚本：{script}\n  网页"
        );
        section(text, &title, files.iter().map(|file| shown(file)), named);
    }
}

fn script_shown(script: &str) -> String {
    // Half of a number is no number any more, so what is private is covered before the script is cut.
    let covered = covered(script);
    let beginning = match covered.char_indices().nth(SHOWN_OF_SCRIPT) {
        Some((end, _)) => Cow::from(format!("{}…", &covered[..end])),
        None => covered,
    };
    visible(&beginning).into_owned()
}

/// A path as a terminal may show it.
fn shown(path: &str) -> String {
    visible(&covered(path)).into_owned()
}

/// As of when the folder was compared, what was left out, and the counts. Ends with a line feed.
pub(super) fn account(verification: &Verification, basis: &Basis) -> String {
    let mut account = match basis {
        Basis::Sources(as_built) => moment(as_built),
        Basis::Kept { is_inside, sealed } => {
            let sealed = sealed.as_ref().map(Sealed::account).unwrap_or_default();
            let inside = match is_inside {
                true => "清单就在要核对的文件夹里：改得了网页的人也改得了它，要核对有没有被人改过，用另外保存的清单\n",
                false => "",
            };
            sealed + inside
        }
    };
    if !verification.unchecked.is_empty() {
        let names: Vec<String> = verification.unchecked.iter().take(NAMED).map(|path| shown(path)).collect();
        let count = verification.unchecked.len();
        account.push_str(&format!("服务器自己的文件 {count} 个，没有核对，请自己看看：{}\n", names.join("、")));
    }
    let count = |is_class: fn(&Class) -> bool| verification.differences.iter().filter(|d| is_class(&d.class)).count();
    let counts = [
        ("内容不同", count(|class| matches!(class, Class::Altered))),
        ("多了脚本", count(|class| matches!(class, Class::Injected { .. }))),
        ("缺少", count(|class| matches!(class, Class::Missing))),
        ("多出", count(|class| matches!(class, Class::Foreign(_)))),
        ("读不出来", count(|class| matches!(class, Class::Unreadable { .. }))),
    ];
    let told: String =
        counts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("，{what} {count} 个")).collect();
    let verdict = if verification.is_equal() { "一致" } else { "不一致" };
    account.push_str(&format!("{verdict}：{} 个文件逐字节相同{told}\n", verification.equal));
    if let Basis::Sources(as_built) = basis
        && may_be_another_moment(verification, as_built)
    {
        account.push_str("网站如果是在别的时刻、用别的网址生成的，用 --as-of、--base-url 写明再核对\n");
    }
    account
}

/// Whether the folder may agree with the site of another moment or address: then its list is another. That of the last build is another
/// because the sources have changed, unless the command line said how the site is made.
fn may_be_another_moment(verification: &Verification, as_built: &AsBuilt) -> bool {
    let is_said = as_built.by == ChosenBy::Option;
    verification
        .differences
        .iter()
        .any(|found| found.file == DIGESTS && found.class == Class::Altered && (is_said || !found.is_as_last_built))
}

fn moment(as_built: &AsBuilt) -> String {
    let now = as_built.choices.now.strftime("%Y-%m-%d %H:%M");
    let drafts = if as_built.choices.drafts { "，草稿也算在内" } else { "" };
    match as_built.by {
        ChosenBy::Option => format!("按 {now} 的网站核对{drafts}\n"),
        ChosenBy::LastBuild => format!("按上次生成的时刻 {now} 核对{drafts}\n"),
        ChosenBy::Clock => format!("没有上次生成的记录，按现在的时刻 {now} 核对{drafts}\n"),
    }
}

#[derive(Serialize)]
struct VerificationJson<'a> {
    version: u32,
    equal: bool,
    /// `sources` or `kept`.
    against: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    /// `option`, `last-build` or `clock`.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of_from: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drafts: Option<bool>,
    /// What became of the record of addresses since the 公开单: `not-in-seal`, `same`, `changed` or `absent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    permalinks: Option<&'static str>,
    same: usize,
    differences: Vec<DifferenceJson<'a>>,
    unchecked: Vec<Cow<'a, str>>,
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    file: Cow<'a, str>,
    /// `altered`, `injected`, `missing`, `foreign` or `unreadable`.
    class: &'static str,
    as_last_built: bool,
    /// The beginning of an injected script, what a foreign file is, or why one cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Cow<'a, str>>,
}

/// All that was found; ends with a line feed.
pub(super) fn json(verification: &Verification, basis: &Basis) -> String {
    let (as_built, sealed) = match basis {
        Basis::Sources(as_built) => (Some(as_built), None),
        Basis::Kept { sealed, .. } => (None, sealed.as_ref()),
    };
    pretty(&VerificationJson {
        version: VERSION,
        equal: verification.is_equal(),
        against: if as_built.is_some() { "sources" } else { "kept" },
        as_of: as_built.map(|as_built| as_built.choices.now.to_string()),
        as_of_from: as_built.map(|as_built| as_built.by.name()),
        drafts: as_built.map(|as_built| as_built.choices.drafts),
        permalinks: sealed.map(|sealed| sealed.record.name()),
        same: verification.equal,
        differences: verification.differences.iter().map(difference).collect(),
        unchecked: verification.unchecked.iter().map(|path| covered(path)).collect(),
    })
}

fn difference(found: &Difference) -> DifferenceJson<'_> {
    let (class, detail) = match &found.class {
        Class::Altered => ("altered", None),
        Class::Injected { script } => ("injected", Some(Cow::Owned(script_shown(script)))),
        Class::Missing => ("missing", None),
        Class::Foreign(FileKind::Plain) => ("foreign", Some("file".into())),
        Class::Foreign(FileKind::Link) => ("foreign", Some("link".into())),
        Class::Foreign(FileKind::Strange) => ("foreign", Some("special".into())),
        Class::Unreadable { reason } => ("unreadable", Some(Cow::Borrowed(reason.as_str()))),
    };
    DifferenceJson { file: covered(&found.file), class, as_last_built: found.is_as_last_built, detail }
}
