//! Categories as tiles, as the side column and as the map of the site.

use super::small::{self, count};
use crate::index::{CategoryNode, SiteIndex};
use crate::model::date::PublishDate;
use crate::model::page::CategoryId;
use crate::plan::urls;
use crate::render::view::{DateView, NodeView, TreeNodeView, TreeView};

/// The day of the newest report, without the time.
pub fn newest(node: &CategoryNode) -> DateView {
    node.newest.map(|date| small::date(PublishDate::day(date.day))).unwrap_or_default()
}

/// The branch of the top category, with the way down to `id` and its children open.
pub fn tree(index: &SiteIndex, id: CategoryId) -> TreeView {
    let ancestry = index.ancestry(id);
    // A single top category (信息公开) says nothing; its child that we are in is the useful heading.
    let top = ancestry.get(1).or(ancestry.first()).copied().unwrap_or(id);
    let node = &index.categories[top];
    TreeView {
        name: node.name.clone(),
        path: urls::listing(&node.url, 1).encoded(),
        nodes: outline(index, &node.children, |id| match ancestry.contains(&id) {
            true => index.categories[id].children.as_slice(),
            false => &[],
        }),
    }
}

/// Categories as a flat list in the order of a tree. Without recursion: folders may be nested as deep as a disk allows.
pub fn outline<'r>(
    index: &'r SiteIndex,
    roots: &[CategoryId],
    shown_below: impl Fn(CategoryId) -> &'r [CategoryId],
) -> Vec<TreeNodeView> {
    let mut nodes: Vec<TreeNodeView> = Vec::new();
    let mut waiting: Vec<(CategoryId, u32)> = roots.iter().rev().map(|id| (*id, 1)).collect();
    while let Some((id, depth)) = waiting.pop() {
        let category = &index.categories[id];
        let below = shown_below(id);
        waiting.extend(below.iter().rev().map(|child| (*child, depth + 1)));
        nodes.push(TreeNodeView {
            name: category.name.clone(),
            path: urls::listing(&category.url, 1).encoded(),
            count: count(category.reports.len()),
            depth,
            opens: !below.is_empty(),
            closes: if below.is_empty() { depth - waiting.last().map_or(1, |(_, next)| *next) } else { 0 },
        });
    }
    nodes
}

/// A category by itself.
pub fn tile(index: &SiteIndex, id: CategoryId) -> NodeView {
    let node = &index.categories[id];
    NodeView {
        name: node.name.clone(),
        path: urls::listing(&node.url, 1).encoded(),
        description: node.description.clone(),
        count: count(node.reports.len()),
        newest: newest(node),
    }
}
