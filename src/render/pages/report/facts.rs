//! The table of facts on the page of a report: which rows it has, in which order, under which labels.

use crate::model::date::chinese;
use crate::model::metadata::Metadata;
use crate::render::view::FactView;

/// The report's own data, only what is given.
pub fn views(metadata: &Metadata) -> Vec<FactView> {
    let mut facts = Vec::new();
    let mut add = |label: &str, value: String| {
        if !value.is_empty() {
            facts.push(FactView { label: label.to_string(), value, ..FactView::default() });
        }
    };
    add("索引号", metadata.index.clone());
    add("文号", metadata.number.clone());
    add("发布机构", metadata.issuer.clone());
    add("成文日期", metadata.written.map(chinese).unwrap_or_default());
    add("主题词", metadata.keywords.join("、"));
    if metadata.validity_given {
        let until = metadata.expires.map(|day| format!("（有效期至{}）", chinese(day))).unwrap_or_default();
        add("有效性", format!("{}{until}", metadata.validity.name()));
    }
    add("责任编辑", metadata.editor.clone());
    facts
}
