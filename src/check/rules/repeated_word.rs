//! A word that stands twice in a row.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::{Terms, Text, TextCheck};
use crate::check::wording::stands_in;
use crate::diagnostics::Level;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "repeated-word",
    summary: "词语重复",
    basis: "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）：内容准确，无错别字、多字漏字",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("repeated_word.md"),
    check: Check::Text(TextCheck { patterns, look }),
};

/// Longest word looked for, in characters.
const LONGEST: usize = 6;
/// A character of a Chinese word takes so many bytes.
const HAN: usize = 3;
/// With these, two in a row are a way of speaking: 一步一步, 非常非常, 研究研究.
const WAYS: [&str; 12] = ["一", "很", "非", "好", "又", "再", "边", "研究", "讨论", "考虑", "商量", "看看"];
/// After these the second word goes on: 企业企业家, 商会商会会员.
const GOES_ON: &str = "会家员长局院所部处室者站厅委办人们化性区街镇村";
/// Words of two characters that are words wherever they stand; of any other two, 企业创业创新 may be made.
const COMMON: &str = "推进 加强 完成 开展 工作 建设 落实 提升 发展 实施 组织 管理 服务 企业 群众 社区 街道 项目 活动 安全 环境 治理 积极 持续 \
    全面 深入 通过 进行 推动 促进 提高 强化 完善 健全 加快 确保 做好 坚持 有效 不断 认真 及时 我们 共同 同时 同比 增长 全年 全市 全区 \
    今年 去年 目前 计划 目标 任务 问题 矛盾 纠纷 居民 人员 机制 制度 体系 领导 干部 党员 党建 基层 经济 产业 文化 教育 医疗 生态 \
    城市 政府 政策 资金 投资";
/// Doubled words of grammar, and longer texts in which they are right.
const DOUBLED: [(&str, &[&str]); 7] = [
    ("的的", &["目的的", "标的的", "的的确", "的的士", "的的哥", "中的的"]),
    ("了了", &["为了了", "除了了", "了了解", "了了然", "了了结", "不了了之", "了了心愿"]),
    (
        "和和",
        &[
            "和和气",
            "和和美",
            "和和睦",
            "温和和",
            "和和平",
            "和和谐",
            "调和和",
            "缓和和",
            "饱和和",
            "总和和",
            "和和硕",
            "共和和",
            "祥和和",
            "谐和和",
        ],
    ),
    ("与与", &["参与与", "赠与与", "与与会", "授与与", "给与与"]),
    ("及及", &["及及时", "普及及", "涉及及", "触及及"]),
    ("们们", &[]),
    ("这这", &[]),
];

fn patterns(_: &Terms) -> Vec<Cow<'static, str>> {
    DOUBLED.iter().map(|(word, _)| Cow::Borrowed(*word)).collect()
}

fn look(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for hit in text.hits {
        let Some((word, except)) = DOUBLED.get(hit.pattern) else { continue };
        let mut allowed = except.iter().map(|longer| longer.to_string()).chain(text.terms.exceptions.iter().cloned());
        if text.is_prose(hit.range.start) && !allowed.any(|longer| stands_in(text.text(), hit, &longer)) {
            remarks.push(remark(text, hit.range.clone(), &word[..HAN]));
        }
    }
    let bytes = text.text().as_bytes();
    let mut at = 0;
    while at + 4 * HAN <= bytes.len() {
        if !(0xE4..=0xE9).contains(&bytes[at]) {
            at += 1;
            continue;
        }
        match stands_near(bytes, at).then(|| repeated(text, at)).flatten() {
            Some(length) => {
                remarks.push(remark(text, at..at + 2 * length, &text.text()[at..at + length]));
                at += 2 * length;
            }
            None => at += HAN,
        }
    }
    remarks
}

/// Whether the character at `at` may stand again so near that a word of two characters or more can be repeated. Nearly none does, so
/// this is asked of every character, and nothing else.
fn stands_near(bytes: &[u8], at: usize) -> bool {
    const REACH: usize = (LONGEST + 1) * HAN;
    // The first byte is the same for most characters.
    let Some(near) = bytes.get(at..).and_then(|rest| rest.first_chunk::<REACH>()) else { return true };
    let end_of = |number: usize| u16::from_le_bytes([near[number * HAN + 1], near[number * HAN + 2]]);
    (2..=LONGEST).fold(false, |stands, number| stands | (end_of(number) == end_of(0)))
}

/// Bytes of the word at `at` that stands there twice.
fn repeated(text: &Text<'_>, at: usize) -> Option<usize> {
    let all = text.text();
    let bytes = all.as_bytes();
    let last = bytes.get(at + HAN - 1)?;
    let same = |length: usize| {
        // The last byte of a character differs most often.
        bytes.get(at + length + HAN - 1) == Some(last)
            && bytes.get(at..at + length) == bytes.get(at + length..at + 2 * length)
    };
    let length = (2..=LONGEST).map(|count| count * HAN).find(|length| same(*length))?;
    let word = all.get(at..at + length)?;
    let rest = &all[at + 2 * length..];
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_word = word.chars().all(is_han) && word.chars().any(|c| !"一二三四五六七八九十百千万亿零".contains(c));
    let is_way = WAYS.iter().any(|way| word.starts_with(way)) || word.chars().all(|c| word.starts_with(c));
    let goes_on = rest.starts_with(|c| GOES_ON.contains(c));
    let goes_on_before = text.before(at).is_some_and(|c| word.ends_with(c));
    let is_bounded = |c: Option<char>| c.is_none_or(|c| !is_han(c) || "的了和与在对将把被为及等".contains(c));
    let is_certain = length > 2 * HAN
        || COMMON.split_whitespace().any(|common| common == word)
        || (is_bounded(text.before(at)) && is_bounded(rest.chars().next()));
    let is_excepted = text.terms.exceptions.iter().any(|longer| longer.contains(&all[at..at + 2 * length]));
    (is_word && is_certain && !is_way && !goes_on && !goes_on_before && !is_excepted && text.is_prose(at)).then_some(length)
}

fn remark(text: &Text<'_>, range: std::ops::Range<usize>, word: &str) -> Remark {
    Remark::new(text.span(range), format!("“{word}”重复"))
        .label("多了一个")
        .help(format!("只留一个“{word}”；确实要重复的，换一种说法"))
}
