//! Entries that other views have lists of: years and pages of a list; figures, headings, attachments, related reports and updates of a
//! report.
//! Apart from the views of whole pages, so that each of the two files is read at a glance.

use serde::Serialize;

use super::basic::DateView;

/// An entry of the 年份 filter.
#[derive(Debug, Clone, Default, Serialize)]
pub struct YearLinkView {
    /// `2024`.
    pub year: String,
    /// First page of that year.
    pub path: String,
    /// Reports of that year.
    pub count: u32,
}

/// A page that the pager offers, or a gap.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PagerItemView {
    /// Number of the page, from 1; of no meaning for a gap.
    pub number: u32,
    /// The page; empty for a gap.
    pub path: String,
    /// Whether pages are left out here.
    pub gap: bool,
}

/// A key figure over the text.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HighlightView {
    /// What the figure is of: `完成率`.
    pub label: String,
    /// The figure as written in the text: `60`.
    pub value: String,
    /// Stands behind it: `%`; may be empty.
    pub unit: String,
    /// Stands below it; may be empty.
    pub note: String,
}

/// A heading in 本页目录.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TocView {
    /// The heading's id: the place on the page is `#` and this.
    pub id: String,
    /// Short label, numeral included: `（一）坚持全面加强党的建设`.
    pub label: String,
    /// The headings below it.
    pub children: Vec<TocView>,
}

/// A file published with a report.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AttachmentView {
    /// Shown name, without the extension.
    pub name: String,
    /// The file.
    pub path: String,
    /// `PDF 文件`, `Excel 表格` ….
    pub kind: String,
    /// `不足 1 KB`, `35 KB`, `1.2 MB`.
    pub size: String,
    /// Offer as a download instead of opening: all that browsers cannot show.
    pub download: bool,
}

/// An entry of 相关政策法规/解读.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RelatedView {
    /// 标题 of the other report.
    pub title: String,
    /// Its page.
    pub path: String,
    /// Its 发布日期.
    pub date: DateView,
    /// `""`, `政策解读` (it interprets this), `政策原文` (this interprets it).
    pub role: String,
}

/// An entry of 更新记录.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateView {
    /// When it was changed.
    pub date: DateView,
    /// What was changed, as text.
    pub note: String,
}
