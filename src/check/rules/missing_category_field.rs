//! A category whose page tells neither readers nor programs what it is for.

use super::is_explained;
use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::model::category::Category;
use crate::model::fault::Fault;
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "missing-category-field",
    summary: "栏目缺少说明、关键词或类别",
    basis: "国办发〔2017〕47号附件 栏目标签 ColumnDescription、ColumnKeywords、ColumnType（必选范围待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("missing_category_field.md"),
    check: Check::Site(check),
};

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let loaded = scope.loaded;
    let mut shown: Vec<&SourcePath> =
        loaded.reports.iter().filter(|report| !report.is_set_aside && !report.is_off).map(|report| &report.folder).collect();
    // Most reports stand in the folder of the one before.
    shown.dedup();
    let is_column = |folder: &SourcePath| shown.iter().any(|inside| *inside == folder || inside.below(folder).is_some());
    let mut findings = Vec::new();
    for category in loaded.categories.iter().filter(|category| is_column(&category.folder)) {
        let missing = missing(category, scope);
        if missing.is_empty() {
            continue;
        }
        let (file, help) = match &category.file {
            Some(file) => (file, format!("补上 {}", missing.iter().map(|(_, form)| *form).collect::<Vec<_>>().join("、"))),
            None => {
                (&category.folder, "在这个文件夹里新建 `_category.toml`，写上 `description`、`keywords`、`kind`".to_string())
            }
        };
        let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
        let message = format!("栏目 `{}` 没有写{}", category.name(), names.join("、"));
        findings.push(Finding::new(file, None, message).effect("网页的栏目标签是空的").help(help));
    }
    findings
}

/// Name and form of each field that nobody gives.
fn missing(category: &Category, scope: &Scope<'_>) -> Vec<(&'static str, &'static str)> {
    let draft = &category.draft;
    let above = std::iter::successors(Some(category.folder.clone()), SourcePath::parent);
    let has_kind = above.filter_map(|folder| scope.loaded.category(&folder)).any(|category| category.draft.kind.is_some());
    let file = category.file.as_ref();
    let faults: Vec<Fault> =
        scope.loaded.category_faults.iter().filter(|(path, _)| Some(path) == file).map(|(_, fault)| fault.clone()).collect();
    let fields = [
        ("description", "说明", "`description = \"一句话\"`", draft.description.is_some()),
        ("keywords", "关键词", "`keywords = [\"词\"]`", !draft.keywords.is_empty()),
        ("kind", "类别", "`kind = \"信息公开目录\"`", has_kind),
    ];
    let missing = fields.into_iter().filter(|(key, _, _, given)| !given && !is_explained(&faults, key));
    missing.map(|(_, name, form, _)| (name, form)).collect()
}
