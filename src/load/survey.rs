//! Which file is what, told from names alone: a folder with `index.md` is one report with its attachments, any other folder
//! is a category, `_category.toml` describes it, any other `.md` is a report. Droppings of editors and systems are no files.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::FileEntry;
use crate::model::path::{REPORTS, SourcePath};
use crate::model::set_aside::CATEGORY_FILE;

const BUNDLE_FILE: &str = "index.md";

/// The files of a site, sorted by what they are.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The `.md` files that are reports, in the order of their paths.
    pub(super) reports: Vec<ReportFile>,
    /// Category folders, parents before children.
    pub(super) categories: Vec<SourcePath>,
    /// `_category.toml` files by folder.
    pub(super) category_files: BTreeMap<SourcePath, SourcePath>,
    /// Hidden files, and what systems and editors leave behind.
    pub(super) skipped: Vec<SourcePath>,
    /// All other files outside bundles, and whatever cannot be published.
    pub(super) loose: Vec<FileEntry>,
}

/// A report's file and what its place says of it.
#[derive(Debug)]
pub(super) struct ReportFile {
    /// The `.md` file.
    pub(super) entry: FileEntry,
    /// The folder of its category.
    pub(super) folder: SourcePath,
    /// Whether it is `index.md` in a folder of its own.
    pub(super) is_bundle: bool,
    /// Files of its own folder.
    pub(super) attachments: Vec<FileEntry>,
}

/// Sorts the files of a site. Both lists must be in the order of paths.
pub(super) fn survey(files: &[FileEntry], folders: &[SourcePath]) -> Survey {
    let (files, skipped) = without_droppings(files);
    let bundles: BTreeSet<SourcePath> = files
        .iter()
        .filter(|file| file.path.file_name().eq_ignore_ascii_case(BUNDLE_FILE) && !file.is_special)
        .filter_map(|file| file.path.parent())
        .filter(|folder| folder.as_str() != REPORTS)
        .collect();
    // A bundle inside a bundle belongs to the outer one.
    let bundle_of = |path: &SourcePath| {
        let text = path.as_str();
        let mut above = text.match_indices('/').map(|(at, _)| &text[..at]);
        above.find_map(|folder| bundles.get(folder).cloned())
    };
    let mut survey = Survey { reports: Vec::with_capacity(files.len()), skipped, ..Survey::default() };
    let mut folder: Option<SourcePath> = None;
    let mut attachments: BTreeMap<SourcePath, Vec<FileEntry>> = BTreeMap::new();
    for file in files {
        let name = file.path.file_name();
        let is_report = is_markdown(name) && !file.is_special;
        // Most files stand in the folder of the one before.
        if folder.as_ref().is_none_or(|folder| file.path.below(folder) != Some(name)) {
            folder = file.path.parent();
        }
        match (bundle_of(&file.path), folder.clone()) {
            (Some(bundle), parent) if parent.as_ref() == Some(&bundle) && name.eq_ignore_ascii_case(BUNDLE_FILE) => {
                let folder = bundle.parent().unwrap_or_else(|| bundle.clone());
                survey.reports.push(ReportFile { entry: file.clone(), folder, is_bundle: true, attachments: Vec::new() });
            }
            (Some(bundle), _) if !is_report && !file.is_special && name != CATEGORY_FILE => {
                attachments.entry(bundle).or_default().push(file.clone());
            }
            (None, Some(folder)) if name == CATEGORY_FILE && !file.is_special && folder.as_str() != REPORTS => {
                survey.category_files.insert(folder, file.path.clone());
            }
            (None, Some(folder)) if is_report => {
                survey.reports.push(ReportFile { entry: file.clone(), folder, is_bundle: false, attachments: Vec::new() });
            }
            _ => survey.loose.push(file.clone()),
        }
    }
    for report in &mut survey.reports {
        if let Some(files) =
            report.entry.path.parent().and_then(|folder| attachments.remove(&folder)).filter(|_| report.is_bundle)
        {
            report.attachments = files;
        }
    }
    survey.reports.sort_by(|a, b| a.entry.path.cmp(&b.entry.path));
    survey.categories = categories(folders, &survey, |folder| bundle_of(folder).is_some() || bundles.contains(folder));
    survey
}

/// The files that count, and those that do not.
fn without_droppings(files: &[FileEntry]) -> (Vec<&FileEntry>, Vec<SourcePath>) {
    let mut skipped = Vec::new();
    let mut kept = Vec::with_capacity(files.len());
    // Most files stand in the folder of the one before.
    let mut before = ("", false);
    for file in files {
        let (folder, name) = file.path.as_str().rsplit_once('/').unwrap_or(("", file.path.as_str()));
        if before.0 != folder {
            before = (folder, folder.split('/').any(is_left_behind));
        }
        if !before.1 && !is_left_behind(name) {
            kept.push(file);
        } else {
            skipped.push(file.path.clone());
        }
    }
    (kept, skipped)
}

/// Whether a name has the extension of reports, in any letter case. A name that is nothing else has none.
fn is_markdown(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| !stem.is_empty() && extension.eq_ignore_ascii_case("md"))
}

/// Every folder outside bundles, hidden ones aside, and every folder above a report.
fn categories(folders: &[SourcePath], survey: &Survey, in_bundle: impl Fn(&SourcePath) -> bool) -> Vec<SourcePath> {
    let mut found: BTreeSet<SourcePath> = BTreeSet::new();
    let visible = folders.iter().filter(|folder| !is_dropping(folder) && !in_bundle(folder));
    // Reports are in the order of their paths, so most have the folder of the one before.
    let mut of_reports: Vec<&SourcePath> = survey.reports.iter().map(|report| &report.folder).collect();
    of_reports.dedup();
    for folder in visible.chain(of_reports) {
        found.extend(std::iter::once(folder.clone()).chain(ancestors(folder)).filter(|path| path.as_str() != REPORTS));
    }
    found.into_iter().collect()
}

/// The folders above `path`, nearest first.
fn ancestors(path: &SourcePath) -> impl Iterator<Item = SourcePath> + use<> {
    std::iter::successors(path.parent(), SourcePath::parent)
}

/// Files that systems and editors leave behind; they are never meant for publication.
pub fn is_dropping(path: &SourcePath) -> bool {
    path.as_str().split('/').any(is_left_behind)
}

/// Whether a file or folder of that name is left behind by systems or editors.
fn is_left_behind(name: &str) -> bool {
    const NAMES: [&str; 4] = ["thumbs.db", "desktop.ini", "__macosx", "4913"];
    const ENDS: [&str; 6] = [".tmp", ".swp", ".swx", ".bak", ".crdownload", ".part"];
    let end = |length: usize| name.len().checked_sub(length).and_then(|start| name.as_bytes().get(start..));
    let ends_with = |suffix: &&str| end(suffix.len()).is_some_and(|end| end.eq_ignore_ascii_case(suffix.as_bytes()));
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
        || ENDS.iter().any(ends_with)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> FileEntry {
        FileEntry { path: SourcePath::new(path).expect("a path"), size: 1, modified: 0, is_special: false }
    }

    fn surveyed(paths: &[&str]) -> Survey {
        let mut files: Vec<FileEntry> = paths.iter().map(|path| entry(path)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let folders: BTreeSet<SourcePath> = files.iter().flat_map(|file| ancestors(&file.path)).collect();
        survey(&files, &folders.into_iter().filter(|folder| folder.as_str() != REPORTS).collect::<Vec<_>>())
    }

    #[test]
    fn a_folder_with_an_index_is_one_report_and_any_other_folder_is_a_category() {
        let survey =
            surveyed(&["reports/a/_category.toml", "reports/a/x.md", "reports/a/b/index.md", "reports/a/b/f/表.csv"]);
        let reports: Vec<(&str, bool, usize)> =
            survey.reports.iter().map(|r| (r.entry.path.as_str(), r.is_bundle, r.attachments.len())).collect();
        assert_eq!(reports, [("reports/a/b/index.md", true, 1), ("reports/a/x.md", false, 0)]);
        assert_eq!(survey.categories.iter().map(SourcePath::as_str).collect::<Vec<_>>(), ["reports/a"]);
        assert!(survey.loose.is_empty());
    }

    #[test]
    fn other_files_are_kept_for_attaching_and_droppings_are_not_files() {
        let survey = surveyed(&[
            "reports/a/x.md",
            "reports/a/表.pdf",
            "reports/a/.DS_Store",
            "reports/a/~$x.docx",
            "reports/a/x.md~",
        ]);
        assert_eq!(survey.loose.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), ["reports/a/表.pdf"]);
        assert_eq!(survey.reports.len(), 1);
    }

    #[test]
    fn a_second_markdown_file_beside_an_index_is_not_dropped_in_silence() {
        let survey = surveyed(&["reports/a/b/index.md", "reports/a/b/旧稿.md"]);
        assert_eq!(survey.loose.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), ["reports/a/b/旧稿.md"]);
    }
}
