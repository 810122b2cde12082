//! Names by which people say that something is not meant for readers: what begins with `_` or lies in a folder of drafts is held
//! back, and what is called a copy or an old version is told. It stands apart because reports, categories and rules must agree on it.

/// The file that describes a category. It begins with `_` and is no report.
pub const CATEGORY_FILE: &str = "_category.toml";

/// Folders that hold back all that is in them. Jekyll and Hugo use the English names.
const DRAFT_FOLDERS: [&str; 5] = ["草稿", "草稿箱", "drafts", "draft", "未发布"];

/// Whether a file or folder below `reports/`, a path below the site, is held back by its name, or by that of a folder above it.
pub fn is_set_aside(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or_default();
    let is_folder_of_drafts = |folder: &str| DRAFT_FOLDERS.iter().any(|known| folder.eq_ignore_ascii_case(known));
    let holds = |name: &str| name.starts_with('_') || is_folder_of_drafts(name);
    (holds(name) && name != CATEGORY_FILE) || folders.split('/').any(holds)
}

/// The same of a report's file, in a folder of its own or not: that folder has its name.
pub fn is_report_set_aside(path: &str, is_bundle: bool) -> bool {
    let folder = path.rsplit_once('/').map(|(folder, _)| folder).filter(|_| is_bundle);
    is_set_aside(folder.unwrap_or(path))
}

/// Words that mark a copy or an old version behind a separator.
const COPY_WORDS: [&str; 12] =
    ["副本", "备份", "拷贝", "复件", "旧版", "旧稿", "老版", "作废", "copy", "bak", "backup", "old"];
/// What Windows, WPS and macOS write before the name of a copy.
const COPY_PREFIXES: [&str; 5] = ["副本 ", "复件 ", "Copy of ", "副本-", "备份-"];

/// What the name of a file or folder, without its extension, says of being a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyMark<'n> {
    /// A word that says so, as it is written.
    Word(&'n str),
    /// A number in brackets, as browsers give it to a second download; the name without it. It says something only where a file of
    /// that name is there too.
    Number(&'n str),
}

/// The mark of a copy in a name, if there is one: `通知 - 副本`, `通知（旧版）`, `复件 通知`, `通知(1)`.
pub fn copy_mark(name: &str) -> Option<CopyMark<'_>> {
    if let Some(prefix) = COPY_PREFIXES.iter().find(|prefix| name.starts_with(**prefix)) {
        return Some(CopyMark::Word(&name[..prefix.trim_end_matches([' ', '-']).len()]));
    }
    let (bare, number) = without_number(name);
    let closed = bare.strip_suffix([')', '）', ']', '】']).unwrap_or(bare);
    let inner = closed.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    for word in COPY_WORDS {
        let Some(start) = inner.len().checked_sub(word.len()).filter(|start| inner.is_char_boundary(*start)) else {
            continue;
        };
        let is_apart = || inner[..start].ends_with([' ', '-', '_', '.', '—', '－', '(', '（', '[', '【']);
        if inner[start..].eq_ignore_ascii_case(word) && is_apart() {
            return Some(CopyMark::Word(&inner[start..]));
        }
    }
    number.then_some(CopyMark::Number(bare))
}

/// The name without a number of one or two digits in brackets at its end, and whether there was one.
fn without_number(name: &str) -> (&str, bool) {
    let inside = name.strip_suffix([')', '）']);
    let split = inside.and_then(|inside| inside.rsplit_once(['(', '（']));
    match split {
        Some((bare, number)) if matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            (bare.trim_end(), true)
        }
        _ => (name, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_a_low_line_or_lies_among_drafts_is_set_aside() {
        for held in ["reports/_草稿/a.md", "reports/a/_b.md", "reports/草稿/a/b.md", "reports/a/Drafts/b.md", "reports/草稿"]
        {
            assert!(is_set_aside(held), "{held}");
        }
        for kept in ["reports/a/_category.toml", "reports/a_/b.md", "reports/草稿公示/a.md", "reports/a/草稿.md", "reports"]
        {
            assert!(!is_set_aside(kept), "{kept}");
        }
    }

    #[test]
    fn copies_are_told_by_a_word_that_stands_apart() {
        for (name, word) in [
            ("通知 - 副本", "副本"),
            ("通知 - 副本 (2)", "副本"),
            ("通知（旧版）", "旧版"),
            ("通知-备份2", "备份"),
            ("通知_old", "old"),
            ("a - Copy", "Copy"),
            ("复件 通知", "复件"),
        ] {
            assert_eq!(copy_mark(name), Some(CopyMark::Word(word)), "{name}");
        }
        assert_eq!(copy_mark("附件(1)"), Some(CopyMark::Number("附件")));
        assert_eq!(copy_mark("附件 （2）"), Some(CopyMark::Number("附件")));
        for name in ["数据备份", "关于数据备份的通知", "2024-01-08-办法（试行）", "threshold", "任务(2024)", "副本", "copy"]
        {
            assert_eq!(copy_mark(name), None, "{name}");
        }
    }
}
