//! Reports of the sample that `init` writes, left online: invented, and nobody can tell from the page.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "sample-content",
    summary: "网站上还有 `gongkai init` 写下的示例文章",
    basis: "《政府信息公开条例》第六条：行政机关应当及时、准确地公开政府信息；示例文章是编造的",
    level: Level::Info,
    is_structural: false,
    explanation: include_str!("sample_content.md"),
    check: Check::Text(TextCheck { patterns, check }),
};

/// Any of these is enough: nobody writes them of a real office.
const CERTAIN: [&str; 3] = ["示例街道", "示例办〔", "/old/post_123.html"];
/// A sentence of the sample may stand in a real report; so many of them do not.
const FEWEST: usize = 3;
/// Characters of the shortest sentence that counts.
const SHORTEST: usize = 10;

macro_rules! sample {
    ($path:literal) => {
        include_str!(concat!("../../commands/init/reports/信息公开/五公开专栏/", $path))
    };
}

/// The reports of the sample.
const SAMPLES: [&str; 3] = [
    sample!("决策公开/政策文件/2024-01-08-2024年政务公开工作安排/index.md"),
    sample!("决策公开/政策文件/2024-03-11-加强便民停车点管理的通知.md"),
    sample!("结果公开/工作计划及总结/2024-01-22-2023年工作总结及2024年工作计划.md"),
];

/// Their sentences, without marks of Markdown, as a page shows them.
static SENTENCES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let bodies = SAMPLES.iter().filter_map(|sample| sample.rsplit_once("+++\n"));
    let pieces = bodies.flat_map(|(_, body)| body.split(['*', '[', ']', '(', ')', '|', '。', '；', '\n']));
    let pieces = pieces.map(|piece| piece.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c)).trim());
    let long: BTreeSet<&str> = pieces.filter(|piece| piece.chars().count() >= SHORTEST).collect();
    long.into_iter().collect()
});

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    CERTAIN.iter().chain(SENTENCES.iter()).map(|pattern| Cow::Borrowed(*pattern)).collect()
}

fn check(text: &Text<'_>) -> Vec<Remark> {
    let certain = text.hits.iter().find(|hit| hit.pattern < CERTAIN.len());
    let kinds: BTreeSet<usize> = text.hits.iter().map(|hit| hit.pattern).collect();
    let first = certain.or_else(|| text.hits.first().filter(|_| kinds.len() >= FEWEST));
    let remark = |range: std::ops::Range<usize>| {
        let message = format!("“{}”是 `gongkai init` 写下的示例内容", &text.text()[range.clone()]);
        let help = "示例文章删去整个文件；照着它写的，把示例的名称、文号和句子换成本单位的";
        Remark::new(text.span(range), message).label("编造的内容，读者会当成真的").help(help)
    };
    first.map(|hit| remark(hit.range.clone())).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_has_sentences_enough_to_be_known_by() {
        for sample in SAMPLES {
            assert!(SENTENCES.iter().filter(|sentence| sample.contains(*sentence)).count() >= FEWEST, "{sample}");
        }
    }
}
