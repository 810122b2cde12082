//! Categories as templates see them: tiles, the side column, the map of the site. Apart from the other views because they share
//! the flat form of a tree.

use serde::Serialize;

use super::basic::{DateView, LinkView};

/// A category as a tile or a short entry.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NodeView {
    /// 栏目名称.
    pub name: String,
    /// First page of its list.
    pub path: String,
    /// 栏目描述, or empty.
    pub description: String,
    /// Reports in it and below.
    pub count: u32,
    /// Newest report; empty strings when there is none.
    pub newest: DateView,
}

/// A category in the side column or the map of the site. The list is flat, each category before those below it, because folders may
/// be nested deeper than templates may recurse. A nested list comes of it so: an item that `opens` is followed by `<ul>`;
/// any other ends its `</li>` and then, `closes` times, `</ul></li>`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TreeNodeView {
    /// 栏目名称.
    pub name: String,
    /// First page of its list.
    pub path: String,
    /// Reports in it and below.
    pub count: u32,
    /// 1 at the top of the list.
    pub depth: u32,
    /// Whether the next item is below this one.
    pub opens: bool,
    /// How many levels end with this item.
    pub closes: u32,
}

/// Side column: the top category of this branch, with the way down to the category shown open.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TreeView {
    /// 栏目名称 of the top category.
    pub name: String,
    /// First page of the top category's list.
    pub path: String,
    /// The categories of the branch that are shown.
    pub nodes: Vec<TreeNodeView>,
}

/// `map` in sitemap.html.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MapView {
    /// All categories.
    pub nodes: Vec<TreeNodeView>,
    /// Fixed pages: 检索, 网站说明.
    pub pages: Vec<LinkView>,
}
