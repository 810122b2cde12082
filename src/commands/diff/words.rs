//! What the answers in text and in HTML have in common: counts, names, and how much of a text is shown.

use crate::compare::changes::{ChangedFile, Fate, SiteChanges};
use crate::compare::edits::{Piece, PieceKind};
use crate::diagnostics::visible::visible;
use crate::model::date::DateTime;
use crate::model::privacy::covered;

/// How an answer in words begins that is a file of its own, so that the next one may take its place.
pub(super) const BEGINNING: &str = "gongkai diff：";

/// What was compared with what.
pub(super) struct Compared<'c> {
    pub(super) changes: &'c SiteChanges,
    /// The moment as of which the site was made.
    pub(super) now: DateTime,
    /// The published folder, as people know it.
    pub(super) folder: &'c str,
    /// Name of the site.
    pub(super) site: &'c str,
}

impl Compared<'_> {
    /// As of when.
    pub(super) fn moment(&self) -> String {
        self.now.strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// As of when, and how many reports and other files change. Ends with a line feed.
pub(super) fn account(compared: &Compared<'_>) -> String {
    let basis = format!("按 {} 的源文件，和 {}/ 里的网站比较\n", compared.moment(), shown(compared.folder));
    let counts = counts(compared.changes);
    if counts.is_empty() {
        return format!("{basis}没有变化\n");
    }
    let told: Vec<String> = counts.iter().map(|(what, count, unit)| format!("{what} {count} {unit}")).collect();
    format!("{basis}{}\n", told.join("，"))
}

/// What changes and how many, without zeros.
pub(super) fn counts(changes: &SiteChanges) -> Vec<(&'static str, usize, &'static str)> {
    let others = &changes.others;
    let counts = [
        ("新发布", changes.added.len(), "篇"),
        ("改动", changes.changed.len(), "篇"),
        ("改网址", changes.moved.len(), "篇"),
        ("撤下", changes.gone.len(), "篇"),
        ("其他网页和文件：新增", others.added, "个"),
        ("其他网页和文件：改变", others.changed, "个"),
        ("其他网页和文件：去掉", others.gone, "个"),
    ];
    counts.into_iter().filter(|(_, count, _)| *count > 0).collect()
}

/// What becomes of files, in words.
pub(super) fn files(files: &[ChangedFile]) -> String {
    let told = |file: &ChangedFile| {
        let what = match file.fate {
            Fate::Added => "新增",
            Fate::Changed => "换了内容",
            Fate::Gone => "去掉",
        };
        format!("{what} {}", shown(&file.name))
    };
    files.iter().map(told).collect::<Vec<_>>().join("，")
}

/// A text of people as it may be shown.
pub(super) fn shown(text: &str) -> String {
    visible(&covered(text)).into_owned()
}

/// The pieces of a paragraph with all that is private covered, also where only a part of a number was edited.
pub(super) fn covered_pieces(pieces: &[Piece]) -> Vec<Piece> {
    let mut shown = pieces.to_vec();
    for side in [PieceKind::Out, PieceKind::In] {
        let is_of_side = |piece: &Piece| piece.kind == PieceKind::Same || piece.kind == side;
        let text: String = pieces.iter().filter(|piece| is_of_side(piece)).map(|piece| piece.text.as_str()).collect();
        // Covering leaves every byte in its place, so the covered text is cut where the text was.
        let covered = covered(&text);
        let mut rest = &*covered;
        for (piece, shown) in pieces.iter().zip(&mut shown).filter(|(piece, _)| is_of_side(piece)) {
            let (own, behind) = rest.split_at(piece.text.len());
            // What one side covers stays covered where the other does not.
            let before = piece.text.chars().zip(shown.text.chars());
            shown.text = before.zip(own.chars()).map(|((was, is), own)| if is == was { own } else { is }).collect();
            rest = behind;
        }
    }
    for piece in &mut shown {
        piece.text = visible(&piece.text).into_owned();
    }
    shown
}

/// The beginning of a text of so many characters, with a mark where it was cut.
pub(super) fn beginning(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// What stays of a paragraph around an edit: its last characters before one, its first behind one.
pub(super) fn around(text: &str, is_behind: bool, is_before: bool, each: usize) -> String {
    let count = text.chars().count();
    let (head, tail) = (if is_behind { each } else { 0 }, if is_before { each } else { 0 });
    if count <= head + tail + 1 {
        return text.to_string();
    }
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}
