//! What a name that an editor wrote means: which category `结果公开/工作计划及总结` is, which report `../政策文件/x.md` is. Rules and the
//! gate ask here, so that a reference is never found by one and missed by the other.

use super::Loaded;
use super::attachments::local_target;
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;

/// The folders of categories that `written` may mean, in the order of paths: the one whose folders below `reports/` are written in full, or
/// all that end with what is written. Menus, fields and commands ask here, each of the folders that it may choose from. Where it
/// may mean several, whoever publishes takes the first: a site that worked must not stop because another folder got the same name, and
/// `ambiguous-category` tells it.
pub fn categories_meant<'f>(folders: impl IntoIterator<Item = &'f SourcePath>, written: &str) -> Vec<&'f SourcePath> {
    let written = written.trim().trim_matches('/');
    if written.is_empty() {
        return Vec::new();
    }
    let tail = format!("/{written}");
    let mut meant: Vec<&SourcePath> = Vec::new();
    for folder in folders {
        if folder.below_reports() == Some(written) {
            return vec![folder];
        }
        if folder.as_str().ends_with(&tail) {
            meant.push(folder);
        }
    }
    meant.sort();
    meant
}

/// The category that a name in a report is taken for: the first that it may mean.
pub fn category_taken<'l>(loaded: &'l Loaded, written: &str) -> Option<&'l SourcePath> {
    categories_meant(loaded.category_folders(), written).into_iter().next()
}

/// The report that `written` in the report `from` names: relative to its file, or below `reports/` with a leading slash. A
/// report with a folder of its own may be named by the folder.
pub fn resolve_report(loaded: &Loaded, from: &LoadedReport, written: &str) -> Option<SourcePath> {
    let target = local_target(from, written.trim())?;
    if loaded.report(&target).is_some() {
        return Some(target);
    }
    let index = target.join("index.md")?;
    if loaded.report(&index).is_some_and(|report| report.is_bundle) {
        return Some(index);
    }
    // The search above knows `index.md` alone, but the file may be written `Index.md`. This slow search is made only for names
    // that it did not find.
    loaded.reports.iter().find(|report| report.is_bundle && report.base() == target).map(|report| report.path.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::category::{Category, DraftCategory};
    use crate::model::metadata::DraftMetadata;
    use std::sync::Arc;

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).expect("a path")
    }

    fn report(file: &str, is_bundle: bool) -> LoadedReport {
        let path = path(file);
        let parent = path.parent().expect("a folder");
        LoadedReport {
            folder: if is_bundle { parent.parent().expect("a category") } else { parent },
            path,
            is_bundle,
            is_set_aside: false,
            is_off: false,
            draft: DraftMetadata::default(),
            body: Default::default(),
            body_offset: 0,
            digest: Default::default(),
            remarks: Vec::new(),
            line_allows: Vec::new(),
            attachments: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn site() -> Loaded {
        let categories = ["reports/甲", "reports/甲/总结", "reports/甲/通知", "reports/乙", "reports/乙/总结", "reports/总"];
        let category = |folder: &&str| Category {
            folder: path(folder),
            file: None,
            is_off: false,
            draft: DraftCategory::default(),
            remarks: Vec::new(),
        };
        let mut reports = vec![
            report("reports/甲/通知/a.md", false),
            report("reports/甲/通知/b/index.md", true),
            report("reports/乙/c.md", false),
        ];
        reports.sort_by(|a, b| a.path.cmp(&b.path));
        let reports = reports.into_iter().map(Arc::new).collect();
        Loaded { reports, categories: categories.iter().map(category).collect(), ..Loaded::default() }
    }

    #[test]
    fn a_category_is_named_by_its_folders_or_by_a_unique_end_of_them() {
        let site = site();
        let named = |written: &str| -> Vec<&str> {
            categories_meant(site.category_folders(), written).into_iter().map(SourcePath::as_str).collect()
        };
        assert_eq!(named("甲/总结"), ["reports/甲/总结"]);
        assert_eq!(named("/甲/通知/"), ["reports/甲/通知"]);
        assert_eq!(named(" 通知 "), ["reports/甲/通知"]);
        assert_eq!(named("总"), ["reports/总"]);
        assert_eq!(named("总结"), ["reports/乙/总结", "reports/甲/总结"]);
        assert_eq!(category_taken(&site, "总结").map(SourcePath::as_str), Some("reports/乙/总结"));
        for unknown in ["", "/", "丙", "甲/丙", "../甲", "结"] {
            assert!(named(unknown).is_empty(), "{unknown}");
        }
    }

    #[test]
    fn a_report_is_named_from_its_neighbour_or_from_the_root_by_file_or_folder() {
        let site = site();
        let from = site.report(&path("reports/甲/通知/a.md")).expect("a report");
        let named = |written: &str| resolve_report(&site, from, written).map(|path| path.to_string());
        assert_eq!(named("../../乙/c.md").as_deref(), Some("reports/乙/c.md"));
        assert_eq!(named("/乙/c.md").as_deref(), Some("reports/乙/c.md"));
        for bundle in ["b", "b/", "b/index.md", "/甲/通知/b"] {
            assert_eq!(named(bundle).as_deref(), Some("reports/甲/通知/b/index.md"), "{bundle}");
        }
        for unknown in ["", "c.md", "../../../c.md", "https://www.example.gov.cn/", "/"] {
            assert_eq!(named(unknown), None, "{unknown}");
        }
    }
}
