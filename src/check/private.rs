//! Private data wherever a report has it: text, tables, front matter, names of files, attachments. The rules say what they are about and
//! why; looking, wording and masking are here, because they are the same for all. No message tells a number in clear.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::registry;
use super::rule::Rule;
use super::text::{Terms, Text};
use crate::diagnostics::{Diagnostic, Finding, SourceTexts};
use crate::model::path::SourcePath;
use crate::model::privacy::table::personal;
use crate::model::privacy::{
    self, FEWEST_DIGITS, PrivateKind, Setting, Sighting, cover, covered, in_row, is_digit, looks_private, masked,
    may_be_one, sightings, telling_words,
};
use crate::model::prose::{Block, BlockKind};
use crate::model::published::Shown;
use crate::model::remark::Remark;
use crate::model::report::Attachment;
use crate::model::span::Span;

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

/// Whether the rule of that name tells of private data.
pub fn is_told_by(rule: &str) -> bool {
    KINDS.iter().any(|(_, name)| *name == rule)
}

/// Words that private data is told from: the literals of every rule that uses [`in_text`].
pub fn words(_: &Terms) -> Vec<Cow<'static, str>> {
    telling_words().map(Cow::Borrowed).collect()
}

/// Remarks on all private data of one kind in a report.
pub fn in_text(text: &Text<'_>, kind: PrivateKind) -> Vec<Remark> {
    let all = text.shared.private.get_or_init(|| find(text));
    let in_prose = all.iter().filter(|seen| seen.kind == kind).map(|seen| remark(text, seen.start..seen.end, kind));
    in_prose.chain(beside_prose(text, kind)).collect()
}

/// Digits of an identity number, its X aside.
const SHORTEST_IDENTITY: usize = 15;

/// What is published though it is no prose: code, and numbers that links call or name.
fn beside_prose<'t>(text: &'t Text<'_>, kind: PrivateKind) -> impl Iterator<Item = Remark> + 't {
    let code = text.prose.code.iter().flat_map(move |span| in_code(text, *span, kind));
    let links = text.draft.body.references.iter().filter_map(move |link| {
        let target = link.target.strip_prefix("tel:").or_else(|| link.target.strip_prefix("sms:"));
        // Numbers of eleven digits stand in addresses of pages by the thousand.
        let is_long = || link.target.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST_IDENTITY;
        let written = target.or((kind == PrivateKind::Identity && is_long()).then_some(&*link.target))?;
        let seen = sightings(written, Setting::Prose).into_iter().find(|seen| seen.kind == kind)?;
        Some(told(link.span.shifted(text.draft.body_offset), &written[seen.start..seen.end], kind))
    });
    code.chain(links)
}

/// Numbers within code, and those of which a part stands in code.
fn in_code(text: &Text<'_>, span: Span, kind: PrivateKind) -> Vec<Remark> {
    /// Bytes of the longest number, in groups, on either side.
    const AROUND: usize = 32;
    const MARK: char = '`';
    let source = text.draft.source;
    let (before, after) = (source.get(..span.start).unwrap_or_default(), source.get(span.end..).unwrap_or_default());
    let goes_on = before.trim_end_matches(MARK).ends_with(is_digit) || after.trim_start_matches(MARK).starts_with(is_digit);
    let reach = if goes_on { AROUND } else { 0 };
    let start = source.floor_char_boundary(span.start.saturating_sub(reach));
    let end = source.ceil_char_boundary((span.end + reach).min(source.len()));
    let written = source.get(start..end).unwrap_or_default();
    let seen = sightings(written, Setting::Prose).into_iter().filter(|seen| seen.kind == kind);
    let is_here = |place: &Span| place.start < span.end && span.start < place.end;
    seen.map(|seen| (Span::new(start + seen.start, start + seen.end), &written[seen.start..seen.end]))
        .filter(|(place, _)| is_here(place))
        .map(|(place, written)| told(place, written, kind))
        .collect()
}

/// All private data in the order of places. Looking closely is dear, so only blocks are looked at that have a reason.
fn find(text: &Text<'_>) -> Vec<Sighting> {
    let (words, digits) = reasons(text);
    if words.is_empty() && digits.is_empty() {
        return Vec::new();
    }
    let has_one = |reasons: &[usize], range: &Range<usize>| {
        let first = reasons.partition_point(|at| *at < range.start);
        reasons.get(first).is_some_and(|at| *at < range.end)
    };
    let has_word = |block: &Block| has_one(&words, &block.range);
    let has_reason = |block: &Block| has_word(block) || has_one(&digits, &block.range);
    let mut found = Vec::new();
    let mut addresses = Vec::new();
    let mut look = |block: &Block, setting: Setting<'_>| {
        let start = block.range.start;
        let seen = sightings(text.prose.text_of(block), setting).into_iter();
        found.extend(seen.map(|seen| Sighting { start: start + seen.start, end: start + seen.end, ..seen }));
    };
    for block in text.prose.blocks.iter().filter(|block| block.kind != BlockKind::Cell && has_reason(block)) {
        match block.kind {
            BlockKind::Field(key) if key.shown == Shown::Address => addresses.push(block),
            _ => look(block, Setting::Prose),
        }
    }
    let block = |at: &usize| text.prose.blocks.get(*at);
    let cell = |at: &usize| block(at).map(|block| text.prose.text_of(block)).unwrap_or_default();
    for table in &text.prose.tables {
        // A word in one cell may speak of a number in another.
        let is_told = table.rows.iter().flat_map(|row| &row.cells).filter_map(block).any(has_word);
        for row in &table.rows {
            for (column, at) in row.cells.iter().enumerate() {
                let Some(block) = block(at).filter(|block| is_told || has_reason(block)) else { continue };
                let head = table.rows.first().and_then(|head| head.cells.get(column)).map_or("", cell);
                let left = column.checked_sub(1).and_then(|left| row.cells.get(left)).map_or("", cell);
                let (head, left) = (start_of(head), start_of(left));
                look(block, Setting::Cell(&format!("{head} {left}")));
            }
        }
    }
    found.extend(across_lines(text));
    found.extend(addresses.into_iter().flat_map(|block| in_address(text, block)));
    found.sort_unstable();
    found
}

/// Numbers of which one line, a paragraph of its own, has the beginning and the next has the end.
fn across_lines<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Sighting> + 't {
    let is_line = |block: &Block| !matches!(block.kind, BlockKind::Cell | BlockKind::Field(_));
    let goes_on = move |[first, second]: &[Block; 2]| {
        let is_next = first.range.end + 1 == second.range.start && is_line(first) && is_line(second);
        is_next && text.prose.text_of(first).ends_with(is_digit) && text.prose.text_of(second).starts_with(is_digit)
    };
    let pairs = text.prose.blocks.array_windows().filter(move |pair| goes_on(pair));
    pairs.flat_map(|[first, second]| {
        let (start, seam) = (first.range.start, first.range.end);
        let seen = sightings(text.text().get(start..second.range.end).unwrap_or_default(), Setting::Prose).into_iter();
        let seen = seen.map(move |seen| Sighting { start: start + seen.start, end: start + seen.end, ..seen });
        seen.filter(move |seen| seen.start < seam && seam < seen.end)
    })
}

/// Private data in a part of an address. Numbers as long as one to call stand in addresses of pages by the thousand.
fn in_address(text: &Text<'_>, block: &Block) -> Vec<Sighting> {
    let (address, start) = (text.prose.text_of(block), block.range.start);
    let is_path = address.contains('/');
    let seen = privacy::in_name(address).into_iter().filter(|seen| !is_path || seen.kind == PrivateKind::Identity);
    seen.map(|seen| Sighting { start: start + seen.start, end: start + seen.end, ..seen }).collect()
}

/// As much of a cell as may call what stands beside it by name: a cell may hold a whole text.
fn start_of(cell: &str) -> &str {
    /// Bytes of the longest head of a column.
    const LONGEST: usize = 3 * 40;
    &cell[..cell.floor_char_boundary(LONGEST.min(cell.len()))]
}

fn remark(text: &Text<'_>, range: Range<usize>, kind: PrivateKind) -> Remark {
    let mut remark = told(text.span(range.clone()), &text.text()[range.clone()], kind);
    if let Some(BlockKind::Field(key)) = text.prose.block_at(range.start).map(|block| block.kind) {
        remark.message = format!("`{}` {}", key.name, remark.message);
    }
    remark
}

fn told(span: Span, written: &str, kind: PrivateKind) -> Remark {
    let message = format!("写有{} {}", kind.chinese(), masked(written, kind));
    Remark::new(span, message).label(format!("{}，公开后无法收回", kind.chinese())).help(HELP)
}

/// Places, ascending, that are a reason to look closely at the block around them: words that speak of private data, and digits of
/// which one number may be made. Most texts have none.
fn reasons(text: &Text<'_>) -> (Vec<usize>, Vec<usize>) {
    // Bytes; what shows nothing may stand between digits many times over.
    const APART: usize = 64;
    let mut words: Vec<usize> = text.hits.iter().map(|hit| hit.range.start).collect();
    words.sort_unstable();
    let is_one = |run: &Range<usize>, next: &Range<usize>| {
        next.start - run.end <= APART && may_be_one(&text.text()[run.end..next.start])
    };
    let chains = text.scan.digits.chunk_by(is_one);
    // Bytes; of full-width digits fewer are enough.
    let long = chains.filter(|runs| runs.iter().map(Range::len).sum::<usize>() >= FEWEST_DIGITS);
    let mut digits: Vec<usize> = long.flatten().map(|run| run.start).collect();
    if !text.scan.foreign_digits.is_empty() {
        digits.extend(&text.scan.foreign_digits);
        digits.sort_unstable();
    }
    (words, digits)
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

/// The finding with every private number masked, whichever rule quotes it.
pub(super) fn discreet(mut finding: Finding) -> Finding {
    let related = finding.related.iter_mut().map(|related| &mut related.message);
    for text in [&mut finding.message, &mut finding.label, &mut finding.effect, &mut finding.help].into_iter().chain(related)
    {
        if let Cow::Owned(shown) = covered(text) {
            *text = shown;
        }
    }
    finding
}

/// Masks what findings mark as private, and every number that looks so, in all lines that findings speak of: their own, those of
/// related places and of what is to be replaced. No other line can be shown, and looking into whole files would cost more than finding.
pub fn mask(texts: &mut SourceTexts, diagnostics: &[Diagnostic]) {
    let kind = |rule: &str| KINDS.iter().find(|(_, name)| *name == rule).map(|(kind, _)| *kind);
    let mut marked: BTreeMap<&SourcePath, Vec<Sighting>> = BTreeMap::new();
    let mut shown: BTreeMap<&SourcePath, Vec<Span>> = BTreeMap::new();
    for Diagnostic { rule, finding, .. } in diagnostics {
        let own = finding.span.into_iter().chain(finding.fixes.iter().map(|edit| edit.span));
        shown.entry(&finding.file).or_default().extend(own);
        for related in &finding.related {
            shown.entry(&related.file).or_default().extend(related.span);
        }
        if let Some((span, kind)) = finding.span.zip(kind(rule)) {
            marked.entry(&finding.file).or_default().push(Sighting { start: span.start, end: span.end, kind });
        }
    }
    for (file, text) in texts.iter_mut() {
        let Some(spans) = shown.get(file) else { continue };
        let mut places = marked.remove(file).unwrap_or_default();
        places.sort_unstable();
        let masked = cover(text, &places);
        let masked = cover(&masked, &in_lines(&masked, spans)).into_owned();
        *text = masked.into();
    }
}

/// What rows of tables are told by: the bar of Markdown, tags, tabs.
const ROWS: [char; 3] = ['|', '<', '\t'];

/// What looks private in the lines of `spans`, in the order of places.
fn in_lines(text: &str, spans: &[Span]) -> Vec<Sighting> {
    let mut spans: Vec<Span> = spans.to_vec();
    spans.sort_unstable();
    // Whole lines, none twice: many findings may stand on one long line.
    let mut lines: Vec<Range<usize>> = Vec::new();
    for span in spans {
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end.max(start));
        let end_of = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
        match lines.last_mut().filter(|last| start <= last.end) {
            Some(last) if end <= last.end => {}
            Some(last) => last.end = end_of(end),
            None => lines.push(text[..start].rfind('\n').map_or(0, |at| at + 1)..end_of(end)),
        }
    }
    let private = |lines: Range<usize>| {
        let shown = &text[lines.clone()];
        let mut places = looks_private(shown);
        if shown.contains(ROWS) {
            // What its head says of a cell stands on another line.
            places.extend(in_row(shown));
            places.sort_unstable();
        }
        places.into_iter().map(move |seen| Sighting { start: lines.start + seen.start, end: lines.start + seen.end, ..seen })
    };
    lines.into_iter().flat_map(private).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Level;
    use crate::model::remark::Edit;

    #[test]
    fn every_line_that_a_finding_speaks_of_is_masked() {
        let line = "联系人甲，15400001234，乙。\n";
        let text = line.repeat(8);
        let (file, other) =
            (SourcePath::new("reports/a.md").expect("a path"), SourcePath::new("reports/b.md").expect("a path"));
        let place = |number: usize| Span::new(number * line.len() + 3, number * line.len() + 6);
        let mut finding = Finding::new(&file, Some(place(1)), "").related(&other, Some(place(2)), "");
        finding = finding.related(&file, Some(Span::new(place(3).start, place(4).end)), "").related(&other, None, "");
        finding.fixes.push(Edit { span: place(6), replacement: String::new() });
        finding.fixes.push(Edit { span: Span::new(text.len(), 9 * text.len()), replacement: String::new() });
        let mut texts = SourceTexts::from([(file.clone(), text.as_str().into()), (other.clone(), text.as_str().into())]);
        mask(&mut texts, &[Diagnostic { rule: "x", basis: "", level: Level::Info, finding }]);
        let masked = |file| {
            let lines = texts[file].lines().enumerate();
            lines.filter(|(_, line)| line.contains("154****1234")).map(|(number, _)| number).collect::<Vec<_>>()
        };
        assert_eq!((masked(&file), masked(&other)), (vec![1, 3, 4, 6], vec![2]));
    }
}
