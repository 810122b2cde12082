//! Private data in the text of a report: prose, tables, code, front matter. The rules say what they are about and why; looking and wording
//! are here, because they are the same for all. No message tells a number in clear. What lies beside texts is in `private_files`.

use std::borrow::Cow;
use std::ops::Range;

use super::text::{Terms, Text};
use crate::model::privacy::table::personal;
use crate::model::privacy::{
    self, FEWEST_DIGITS, PrivateKind, Setting, Sighting, is_digit, masked, may_be_one, sightings, telling_words,
};
use crate::model::prose::{Block, BlockKind};
use crate::model::published::Shown;
use crate::model::remark::Remark;
use crate::model::span::Span;

/// What to do about private data: the cure that all rules about it name.
pub const HELP: &str = "删去，或改为部分遮盖的形式；确需公开的，写 `[[allow]]` 并说明理由";
/// The rule that tells each kind of private data, by name.
pub(super) const KINDS: [(PrivateKind, &str); 5] = [
    (PrivateKind::Identity, "identity-number"),
    (PrivateKind::Mobile, "mobile-number"),
    (PrivateKind::BankCard, "bank-card-number"),
    (PrivateKind::Passport, "passport-number"),
    (PrivateKind::Address, "home-address"),
];

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
    // In bytes. More than one mark and its spaces take, because characters that show nothing may stand between two digits in
    // any number.
    const APART: usize = 64;
    let mut words: Vec<usize> = text.hits.iter().map(|hit| hit.range.start).collect();
    words.sort_unstable();
    let is_one = |run: &Range<usize>, next: &Range<usize>| {
        next.start - run.end <= APART && may_be_one(&text.text()[run.end..next.start])
    };
    let chains = text.scan.digits.chunk_by(is_one);
    // Counted in bytes, of which a full-width digit has three: some chains with too few digits come through and are judged
    // by those who know numbers.
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

/// Names a list of persons with something sensitive beside each, in `place` (表格, or a sheet of an attachment); `rows` are
/// those that are not masked.
pub(super) fn list_message(place: &str, sensitive: &[String], rows: usize) -> String {
    format!("{place}把姓名与“{}”列在一起，有 {rows} 行没有遮盖", sensitive.join("”“"))
}
