//! Private data wherever a report has it: text, tables, front matter, names of files, attachments. The rules say what they are about and
//! why; looking, wording and masking are here, because they are the same for all. No message tells a number in clear.

use std::ops::Range;

use super::registry;
use super::rule::Rule;
use super::text::Text;
use crate::diagnostics::{Diagnostic, Finding, SourceTexts};
use crate::model::category::Category;
use crate::model::path::SourcePath;
use crate::model::privacy::table::personal;
use crate::model::privacy::{PrivateKind, Setting, Sighting, cover, covered, masked, sightings};
use crate::model::prose::BlockKind;
use crate::model::remark::Remark;
use crate::model::report::Attachment;
use crate::model::span::{Located, Span};

pub const HELP: &str = "删去，或改为部分遮盖的形式；确需公开的，写 `[[allow]]` 并说明理由";
const KINDS: [(PrivateKind, &str); 5] = [
    (PrivateKind::Identity, "identity-number"),
    (PrivateKind::Mobile, "mobile-number"),
    (PrivateKind::BankCard, "bank-card-number"),
    (PrivateKind::Passport, "passport-number"),
    (PrivateKind::Address, "home-address"),
];

fn rule_of(kind: PrivateKind) -> Option<&'static Rule> {
    KINDS.iter().find(|(known, _)| *known == kind).and_then(|(_, name)| registry::find(name))
}

/// Remarks on all private data of one kind in a report.
pub fn in_text(text: &Text<'_>, kind: PrivateKind) -> Vec<Remark> {
    if !may_have(text, kind) {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut look = |range: &Range<usize>, setting: Setting<'_>| {
        let Some(part) = text.text().get(range.clone()) else { return };
        let of_kind = sightings(part, setting).into_iter().filter(|seen| seen.kind == kind);
        found.extend(of_kind.map(|seen| range.start + seen.start..range.start + seen.end));
    };
    for block in text.prose.blocks.iter().filter(|block| block.kind != BlockKind::Cell) {
        look(&block.range, Setting::Prose);
    }
    let cell = |at: usize| text.prose.blocks.get(at).map(|block| text.prose.text_of(block)).unwrap_or_default();
    for table in &text.prose.tables {
        for row in &table.rows {
            for (column, at) in row.cells.iter().enumerate() {
                let head = table.rows.first().and_then(|head| head.cells.get(column)).map_or("", |at| cell(*at));
                let left = column.checked_sub(1).and_then(|left| row.cells.get(left)).map_or("", |at| cell(*at));
                let context = format!("{head} {left}");
                if let Some(block) = text.prose.blocks.get(*at) {
                    look(&block.range, Setting::Cell(&context));
                }
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found.into_iter().map(|range| remark(text, range, kind)).collect()
}

fn remark(text: &Text<'_>, range: Range<usize>, kind: PrivateKind) -> Remark {
    let shown = masked(&text.text()[range.clone()], kind);
    let message = format!("写有{} {shown}", kind.chinese());
    Remark::new(text.span(range), message).label(format!("{}，公开后无法收回", kind.chinese())).help(HELP)
}

/// Whether it is worth looking closely: most texts have no long number and no word that speaks of a home.
fn may_have(text: &Text<'_>, kind: PrivateKind) -> bool {
    match kind {
        PrivateKind::Passport | PrivateKind::Address => !text.hits.is_empty(),
        _ => {
            // Digits that stand so close together that one number may be made of them.
            let mut runs = text.scan.digits.iter().peekable();
            let mut length = 0;
            std::iter::from_fn(|| {
                let run = runs.next()?;
                length += run.len();
                let whole = length;
                if runs.peek().is_none_or(|next| next.start - run.end > 3) {
                    length = 0;
                }
                Some(whole)
            })
            .any(|length| length >= 11)
        }
    }
}

/// Remarks on tables that name persons beside what is sensitive.
pub fn lists(text: &Text<'_>) -> Vec<Remark> {
    let cell = |at: &usize| text.prose.blocks.get(*at).map(|block| text.prose.text_of(block)).unwrap_or_default();
    let list = |table: &crate::model::prose::Table| {
        let rows: Vec<Vec<&str>> = table.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect();
        let found = personal(&rows)?;
        let head = table.rows.first()?.cells.first().and_then(|at| text.prose.blocks.get(*at))?;
        Some(Remark::new(text.span(head.range.clone()), list_message("表格", &found.sensitive, found.rows)).help(HELP))
    };
    text.prose.tables.iter().filter_map(list).collect()
}

fn list_message(place: &str, sensitive: &[String], rows: usize) -> String {
    format!("{place}把姓名与“{}”列在一起，有 {rows} 行没有遮盖", sensitive.join("”“"))
}

/// What is in a file that is published, and in its name.
pub fn in_attachment(file: &Attachment) -> Vec<(&'static Rule, Finding)> {
    let name = file.source.file_name();
    let mut findings = in_name(&file.source, file.source.stem());
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

/// Private data in the name of a file or folder.
pub fn in_name(file: &SourcePath, name: &str) -> Vec<(&'static Rule, Finding)> {
    let finding = |seen: Sighting| {
        let shown = masked(&name[seen.start..seen.end], seen.kind);
        let message = format!("文件名里有{} {shown}", seen.kind.chinese());
        let finding = Finding::new(file, None, message).effect("文件名会出现在网址和页面上").help("给文件改名");
        Some((rule_of(seen.kind)?, finding))
    };
    sightings(name, Setting::Prose).into_iter().filter_map(finding).collect()
}

/// Private data in what a category says of itself on its pages, and in the name of its folder.
pub fn in_category(category: &Category) -> Vec<(&'static Rule, Finding)> {
    let tell = |file: &SourcePath, span: Option<Span>, text: &str, place: &str, help: &str| -> Vec<_> {
        let finding = |seen: Sighting| {
            let shown = masked(&text[seen.start..seen.end], seen.kind);
            let message = format!("{place}写有{} {shown}", seen.kind.chinese());
            Some((rule_of(seen.kind)?, Finding::new(file, span, message).effect("栏目的网页上看得到").help(help)))
        };
        sightings(text, Setting::Prose).into_iter().filter_map(finding).collect()
    };
    let folder = category.folder.file_name();
    let mut findings = tell(&category.folder, None, folder, "文件夹的名称里", "给文件夹改名");
    let Some(file) = &category.file else { return findings };
    let draft = &category.draft;
    for Located { value, span } in draft.name.iter().chain(&draft.description).chain(&draft.keywords) {
        findings.extend(tell(file, Some(*span), value, "", "删去，或改为部分遮盖的形式"));
    }
    findings
}

/// The finding with every private number masked, whichever rule quotes it.
pub(super) fn discreet(mut finding: Finding) -> Finding {
    let related = finding.related.iter_mut().map(|related| &mut related.message);
    for text in [&mut finding.message, &mut finding.label, &mut finding.effect, &mut finding.help].into_iter().chain(related)
    {
        if let std::borrow::Cow::Owned(shown) = covered(text) {
            *text = shown;
        }
    }
    finding
}

/// Masks what findings mark as private, and every number that looks so, in the texts from which excerpts are taken: a line is
/// shown for other faults too.
pub fn mask(texts: &mut SourceTexts, diagnostics: &[Diagnostic]) {
    for (file, text) in texts.iter_mut() {
        let kind = |rule: &str| KINDS.iter().find(|(_, name)| *name == rule).map(|(kind, _)| *kind);
        let mut marked: Vec<Sighting> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.finding.file == *file)
            .filter_map(|diagnostic| Some((diagnostic.finding.span?, kind(diagnostic.rule)?)))
            .map(|(span, kind)| Sighting { start: span.start, end: span.end.min(text.len()), kind })
            .collect();
        marked.sort_unstable();
        let shown = cover(text, &marked);
        let shown = covered(&shown).into_owned();
        *text = shown.into();
    }
}
