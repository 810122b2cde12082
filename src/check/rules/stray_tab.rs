//! Tabs within a line that is no row of a table: pages show them as one blank.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::load::markdown::has_tabbed_parts;
use crate::model::prose::BlockKind;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "stray-tab",
    summary: "一行里用制表符分开几项，网页上不成表格",
    basis: "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）：内容准确；从 Word、Excel 复制的表格以制表符分列",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("stray_tab.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    vec![Cow::Borrowed("\t")]
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    // End of the line that was told last.
    let mut told = 0;
    for hit in text.hits {
        let at = hit.range.start;
        let Some(block) = text.prose.block_at(at).filter(|block| at >= told && is_text(block.kind)) else { continue };
        let start =
            text.text()[block.range.start..at].rfind('\n').map_or(block.range.start, |feed| block.range.start + feed + 1);
        let end = text.text()[at..block.range.end].find('\n').map_or(block.range.end, |feed| at + feed);
        told = end;
        if has_tabbed_parts(&text.text()[start..end]) {
            let remark = Remark::new(text.span(hit.range.clone()), "这一行用制表符分开，网页上只显示成一个空格");
            remarks.push(
                remark
                    .label("在这里")
                    .help("是表格的，连同表头至少两行，每行都用制表符或竖线 `|` 分列；不是的，改成标点或另起一行"),
            );
        }
    }
    remarks
}

/// Cells and the front matter have rules of their own.
fn is_text(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Cell | BlockKind::Field(_) | BlockKind::Alt)
}
