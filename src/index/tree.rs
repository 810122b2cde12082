//! The tree of categories, with the reports of every branch counted once. Categories without a shown report are cut off
//! here: an empty column may not be shown to the public (国办秘函〔2019〕19号, 空白栏目).

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::nodes::{CategoryNode, EmptyNode};
use crate::load::Loaded;
use crate::model::category::{Category, Order};
use crate::model::date::PublishDate;
use crate::model::page::{CategoryId, ReportId};
use crate::model::path::SourcePath;
use crate::model::report::CheckedReport;

/// The categories, sorted into those that are seen and those that are not.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Categories with something to show, parents before children.
    pub(super) categories: Vec<CategoryNode>,
    /// Those without a parent, in their order.
    pub(super) roots: Vec<CategoryId>,
    /// Categories in which nothing is shown.
    pub(super) empty: Vec<EmptyNode>,
}

/// Builds the tree. `shown` are in the order of every list, which the lists of categories take over; `held` only count for
/// empty categories.
pub(super) fn build(shown: &[Arc<CheckedReport>], held: &[Arc<CheckedReport>], loaded: &Loaded) -> Tree {
    let members = members(shown);
    let facts: Vec<Fact<'_>> = shown.par_iter().map(|report| Fact::of(report)).collect();
    let mut tree = Tree::default();
    let mut ids: FxHashMap<&SourcePath, CategoryId> = FxHashMap::default();
    // `loaded.categories` is in the order of paths, so a parent always comes before its children.
    for category in &loaded.categories {
        let Some(reports) = members.get(&category.folder) else {
            let node = empty_node(category, held);
            if !category.is_set_aside() && node.held == reports_in(category, loaded) && !holds_attachments(category, loaded)
            {
                tree.empty.push(node);
            }
            continue;
        };
        let parent = category.folder.parent().and_then(|folder| ids.get(&folder).copied());
        ids.insert(&category.folder, tree.categories.len());
        let node = node(category, parent.map(|id| &tree.categories[id]), parent, reports, &facts);
        tree.categories.push(node);
    }
    let weights: Vec<(i64, SourcePath)> = tree
        .categories
        .iter()
        .map(|node| (loaded.category(&node.folder).and_then(weight).unwrap_or(i64::MAX), node.folder.clone()))
        .collect();
    let mut order: Vec<CategoryId> = (0..tree.categories.len()).collect();
    order.sort_by(|a, b| weights[*a].cmp(&weights[*b]));
    for id in order {
        match tree.categories[id].parent {
            Some(parent) => tree.categories[parent].children.push(id),
            None => tree.roots.push(id),
        }
    }
    tree
}

/// The last part of a category's address. One without a slug is an error of its own; under its folder's name it does not collide with others
/// on top.
fn own_slug(category: &Category) -> String {
    let slug = Some(category.slug()).filter(|slug| !slug.is_empty());
    slug.unwrap_or_else(|| category.folder.file_name().to_string())
}

/// Where on the web the category in `folder` has its pages, whether or not it has any: `xxgk/wgkzl`.
pub fn folder_on_web(loaded: &Loaded, folder: &SourcePath) -> String {
    let above = std::iter::successors(Some(folder.clone()), SourcePath::parent);
    let mut slugs: Vec<String> = above.filter_map(|folder| loaded.category(&folder).map(own_slug)).collect();
    slugs.reverse();
    slugs.join("/")
}

fn weight(category: &Category) -> Option<i64> {
    category.draft.weight.as_ref().map(|weight| weight.value)
}

/// The reports of every folder, descendants and further categories included, in the total order.
fn members(shown: &[Arc<CheckedReport>]) -> FxHashMap<SourcePath, Vec<ReportId>> {
    let mut places: FxHashMap<SourcePath, usize> = FxHashMap::default();
    let mut members: Vec<Vec<ReportId>> = Vec::new();
    // Each folder's way up is looked up once, not once a report.
    let mut ways: FxHashMap<&SourcePath, Vec<usize>> = FxHashMap::default();
    for (id, report) in shown.iter().enumerate() {
        for folder in std::iter::once(&report.folder).chain(&report.also_in) {
            let up = || {
                let way = std::iter::successors(Some(folder.clone()), SourcePath::parent);
                way.map(|above| *places.entry(above).or_insert_with(|| new_place(&mut members))).collect()
            };
            for place in ways.entry(folder).or_insert_with(up) {
                // A report is noted once where two of its categories meet.
                if members[*place].last() != Some(&id) {
                    members[*place].push(id);
                }
            }
        }
    }
    places.into_iter().map(|(folder, place)| (folder, std::mem::take(&mut members[place]))).collect()
}

fn new_place(members: &mut Vec<Vec<ReportId>>) -> usize {
    members.push(Vec::new());
    members.len() - 1
}

/// What categories ask of a report: each report is asked for by every category above it, and they lie far apart in memory.
struct Fact<'r> {
    date: PublishDate,
    source: &'r str,
    has_index_number: bool,
    has_document_number: bool,
}

impl<'r> Fact<'r> {
    fn of(report: &'r CheckedReport) -> Fact<'r> {
        let metadata = &report.metadata;
        Fact {
            date: metadata.date,
            source: &metadata.source,
            has_index_number: !metadata.index.is_empty(),
            has_document_number: !metadata.number.is_empty(),
        }
    }
}

fn node(
    category: &Category,
    above: Option<&CategoryNode>,
    parent: Option<CategoryId>,
    reports: &[ReportId],
    facts: &[Fact<'_>],
) -> CategoryNode {
    let draft = &category.draft;
    let text = |field: &Option<crate::model::span::Located<String>>| field.as_ref().map(|found| found.value.clone());
    let slug = own_slug(category);
    let mut reports = reports.to_vec();
    if draft.order.as_ref().is_some_and(|order| order.value == Order::OldestFirst) {
        reports.reverse();
    }
    let mut years: Vec<(i16, Vec<ReportId>)> = Vec::new();
    let mut newest_first = reports.clone();
    newest_first.sort_unstable();
    for id in newest_first {
        let year = facts[id].date.day.year();
        match years.last_mut() {
            Some((last, ids)) if *last == year => ids.push(id),
            _ => years.push((year, vec![id])),
        }
    }
    let of_reports = || reports.iter().map(|id| &facts[*id]);
    let first_source = of_reports().next().map(|fact| fact.source);
    let has_several_sources = of_reports().any(|fact| Some(fact.source) != first_source);
    CategoryNode {
        folder: category.folder.clone(),
        file: category.file.clone().unwrap_or_else(|| category.folder.clone()),
        name: category.name().to_string(),
        url: above.map_or_else(|| slug.clone(), |above| format!("{}/{slug}", above.url)),
        aliases: draft.aliases.clone(),
        description: text(&draft.description).unwrap_or_default(),
        keywords: draft.keywords.iter().map(|word| word.value.clone()).collect(),
        kind: text(&draft.kind).or_else(|| above.map(|above| above.kind.clone())).unwrap_or_default(),
        cadence: draft.cadence.as_ref().map(|cadence| cadence.value),
        parent,
        children: Vec::new(),
        years,
        newest: of_reports().map(|fact| fact.date).max_by_key(|date| date.moment()),
        has_several_sources,
        has_index_numbers: of_reports().any(|fact| fact.has_index_number),
        has_document_numbers: of_reports().any(|fact| fact.has_document_number),
        reports,
    }
}

fn empty_node(category: &Category, held: &[Arc<CheckedReport>]) -> EmptyNode {
    EmptyNode {
        file: category.file.clone().unwrap_or_else(|| category.folder.clone()),
        name: category.name().to_string(),
        held: held.iter().filter(|report| is_inside(&report.folder, category)).count(),
    }
}

/// All reports below a category. Those that an error keeps out are reported as such; their category is not called empty on top
/// of it.
fn reports_in(category: &Category, loaded: &Loaded) -> usize {
    loaded.reports.iter().filter(|report| is_inside(&report.folder, category)).count()
}

/// Whether the folder is no column at all but a place for files that reports elsewhere link to.
fn holds_attachments(category: &Category, loaded: &Loaded) -> bool {
    let mut files = loaded.reports.iter().flat_map(|report| &report.attachments);
    category.file.is_none() && files.any(|file| file.source.below(&category.folder).is_some())
}

fn is_inside(folder: &SourcePath, category: &Category) -> bool {
    *folder == category.folder || folder.below(&category.folder).is_some()
}
