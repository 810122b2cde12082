//! Words of the page around a text, copied along with it: the theme shows all of them by itself.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::prose::{Block, BlockKind};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "page-furniture",
    summary: "正文里混有从网页上复制来的栏头、按钮之类",
    basis: "本程序约定：当前位置、日期、来源、字号、分享、相关政策由程序显示；空组件见国办秘函〔2019〕19号 内容不准确（待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("page_furniture.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

/// Whole paragraphs, without marks and blanks.
const WORDS: [&str; 28] = [
    "相关政策法规解读",
    "相关政策法规",
    "相关解读",
    "相关链接",
    "分享到",
    "分享",
    "字号",
    "字体",
    "字号大中小",
    "字体大中小",
    "字号小中大",
    "字体小中大",
    "字号大中小特大",
    "打印",
    "打印本页",
    "打印关闭",
    "关闭",
    "关闭窗口",
    "打印本页关闭窗口",
    "返回顶部",
    "上一篇",
    "下一篇",
    "扫一扫在手机打开当前页",
    "我要纠错",
    "无障碍浏览",
    "footer",
    "header",
    "来源",
];
/// What a line of date and source begins with.
const DATES: [&str; 5] = ["日期", "发布日期", "发布时间", "时间", "来源"];
/// What may stand before [`HOME`] in a breadcrumb.
const PLACES: [&str; 2] = ["当前位置", "您的位置"];
/// What a breadcrumb begins with.
const HOME: &str = "首页";
/// What the row of buttons for passing a page on begins with.
const SHARE: &str = "分享到";
/// The first characters of all of these, in small letters. A line whose first letter is none of them is no furniture, which settles
/// nearly all lines at once.
static FIRST: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
    let begins = WORDS.iter().chain(&DATES).chain(&PLACES).chain([&HOME, &SHARE]);
    begins.filter_map(|word| word.chars().next()).collect()
});
/// Bytes of the longest line that is looked at: 80 Han characters, which is more than any such line has.
const LONGEST: usize = 80 * '字'.len_utf8();
/// Places that are named; the others are counted.
const NAMED: usize = 5;

fn check(text: &Text<'_>) -> Vec<Remark> {
    let blocks = text.prose.blocks.iter().filter(|block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Item)
            && block.range.len() <= LONGEST
            && is_furniture(text.prose.text_of(block))
    });
    let groups = text.told_together(RULE.name, blocks, |block| text.span(block.range.clone()));
    groups.iter().filter_map(|found| remark(text, found)).collect()
}

fn remark(text: &Text<'_>, found: &[&Block]) -> Option<Remark> {
    let (first, others) = found.split_first()?;
    let count = if others.is_empty() { String::new() } else { format!("，共 {} 处", found.len()) };
    let shown: String = text.prose.text_of(first).split_whitespace().collect::<Vec<_>>().join(" ");
    let remark = Remark::new(text.span(first.range.clone()), format!("正文里混有网页上的 `{shown}`{count}"));
    let remark = remark.help("删去；日期写进 `date`，来源写进 `source`，相关的文章写进 `related`，其余的程序自己会显示");
    let others = others.iter().take(NAMED - 1);
    Some(others.fold(remark, |remark, block| remark.related(text.span(block.range.clone()), "这里也是")))
}

fn is_furniture(line: &str) -> bool {
    // Nearly all characters of a report are Han characters, for which two comparisons are quicker than the table of all letters that
    // `is_alphanumeric` looks into.
    let is_letter = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric();
    let begins = line.chars().find(is_letter).is_some_and(|c| FIRST.contains(&c.to_ascii_lowercase()));
    begins && (is_word(line) || is_breadcrumb(line) || is_date_and_source(line) || is_share(line))
}

fn is_word(line: &str) -> bool {
    let solid = || line.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase());
    let first = solid().next();
    let begins = |word: &str| word.chars().next().is_some_and(|c| Some(c) == first);
    WORDS.iter().any(|word| begins(word) && word.chars().eq(solid()))
}

/// 首页 > 信息公开 > 规划计划.
fn is_breadcrumb(line: &str) -> bool {
    let line = line.trim_start();
    let line = PLACES.iter().find_map(|place| line.strip_prefix(place)).unwrap_or(line);
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let after = line.strip_prefix(HOME).map(|rest| rest.trim_start());
    after.is_some_and(|rest| rest.starts_with(['>', '＞', '›', '»']))
}

/// 分享到：微信 微博.
fn is_share(line: &str) -> bool {
    const TARGETS: [&str; 9] = ["微信", "微博", "新浪", "QQ", "空间", "好友", "朋友圈", "复制链接", "更多"];
    let Some(rest) = line.trim_start().strip_prefix(SHARE) else { return false };
    let mut rest = rest.to_string();
    TARGETS.iter().for_each(|target| rest = rest.replace(target, ""));
    !rest.chars().any(char::is_alphanumeric)
}

/// 日期：2024年11月11日　信息来源：某街道办.
fn is_date_and_source(line: &str) -> bool {
    let line = line.trim_start();
    let begins =
        DATES.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with([':', '：'])));
    let has_both = line.contains("来源") && line.chars().any(|c| c.is_ascii_digit());
    begins && has_both && !line.contains('。')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_character_settles_nothing_that_a_closer_look_would_find() {
        let lines = WORDS.iter().chain(&["当前位置：首页 > 信息公开", "您的位置：首页›甲", "【首页 > 甲", "FOOTER"]);
        for line in lines.chain(&DATES.map(|word| format!("{word}：2024年 来源：甲")).each_ref().map(String::as_str)) {
            assert!(is_furniture(line), "{line}");
        }
        assert!(!is_furniture("本街道全年工作总结") && !is_furniture("") && !is_furniture("来源于首页"));
    }
}
