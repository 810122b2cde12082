//! A word that stands twice in a row.

use std::borrow::Cow;

use crate::check::rule::{Check, Rule};
use crate::check::text::occurrences::stands_in;
use crate::check::text::{Terms, Text, TextCheck};
use crate::diagnostics::Level;
use crate::model::numeral;
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "repeated-word",
    summary: "词语重复",
    basis: "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）：内容准确，无错别字、多字漏字",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("repeated_word.md"),
    check: Check::Text(TextCheck { patterns, check }),
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
    城市 政府 政策 资金 投资 提供 累计 切实 严格 严肃 严厉 扎实 稳步 稳妥 稳定 统筹 协调 配合 指导 督促 检查 督查 排查 整治 整改 处理 处置 \
    解决 化解 调解 受理 办理 办结 回复 答复 宣传 培训 走访 慰问 帮扶 关爱 救助 保障 支持 鼓励 引导 引进 培育 打造 建立 构建 形成 推广 \
    巩固 拓展 深化 优化 细化 量化 压实 夯实 提出 指出 强调 要求 明确 制定 印发 召开 举办 参加 参与 负责 牵头 按照 根据 依据 围绕 结合 \
    针对 对于 关于 由于 因此 以及 并且 而且 但是 其中 主要 重点 重要 重大 基本 显著 明显 更加 进展 成效 成果 成绩 情况 方面 领域 行业 \
    部门 单位 机关 机构 公司 园区 小区 村民 市民 市场 道路 交通 消防 应急 防汛 防火 垃圾 污水 绿化 公园 广场 学校 医院 幼儿 老人 儿童 \
    妇女 青年 退役 军人 就业 创业 社保 医保 养老 住房 租房 物业 安置 拆迁 征收 土地 规划 设计 施工 验收 竣工 审核 审批 审查 审计 监督 \
    监管 执法 处罚 纪律 作风 廉洁 政治 思想 理论 学习 教育 宣讲 研究 部署 安排 落地 见效 上级 下级 区委 市委 党委 支部 党组 书记 主任 \
    主席 代表 委员 会议 大会 座谈 报告 总结 方案 意见 通知 办法 规定 条例 法律 法规";
/// Nouns that are verbs as well: where the first of the two ends a longer noun, the second is its verb (本规定规定, 经济组织组织).
const NOUNS_AND_VERBS: &str = "规定 组织 申请 决定 通知 要求 报告 建议 计划 规划 指导 领导 代表 委托 裁定 判决 管理 服务 监督 检查 处分 \
    处罚 担保 投资 承诺 保证 代理 裁决 评估 鉴定 审计 调查 记录 登记 备案 公告 公示 授权 任命 提案 协议 约定";
/// Words that show that the repeated part is no word of its own: its first character ends one of these, or its last one begins one.
const AROUND: &str = "人民 区域 针对 高等 工会 民政 面对 反对 应对 相对 绝对 人员 人士 人才 人口 人数 工人 法人 个人 他人 中等 初等 同等 平等 \
    社会 机会 协会 商会 学会 大会 市区 地区 园区 社区 区级 区属 市级 市场 市民 会员 会议 会计 家庭 国家 农民 居民 村民 民生 民主 民族 \
    大学 中学 小学 学生 学校 学习 生产 生活 生态 产业 产品 企业 行业 行政 行为 进行 执行 银行 政府 政策 政治 财政 业务 业主 作业 农业 \
    工业 工程 工作 动作 合作 法院 法律 法规 方法 依法 执法 院校 医院 学院 校园 公园 园林 理论 管理 办理 员工 成员 党员 委员";
/// Doubled words of grammar, and longer texts in which they are right.
const DOUBLED: [(&str, &[&str]); 13] = [
    (
        "在在",
        &[
            "存在在",
            "所在在",
            "实在在",
            "内在在",
            "外在在",
            "现在在",
            "正在在",
            "潜在在",
            "旨在在",
            "重在在",
            "好在在",
            "贵在在",
            "自在在",
            "同在在",
            "在在建",
            "在在职",
            "在在校",
            "在在线",
            "在在册",
            "在在编",
            "在在岗",
            "在在读",
            "在在营",
            "在在押",
            "在在逃",
        ],
    ),
    (
        "是是",
        &[
            "是是非",
            "求是是",
            "于是是",
            "但是是",
            "还是是",
            "凡是是",
            "只是是",
            "总是是",
            "或是是",
            "若是是",
            "要是是",
            "不是是",
            "可是是",
        ],
    ),
    (
        "对对",
        &[
            "面对对",
            "针对对",
            "应对对",
            "相对对",
            "绝对对",
            "反对对",
            "核对对",
            "比对对",
            "校对对",
            "对对方",
            "对对象",
            "对对手",
            "对对口",
            "对对策",
            "对对联",
            "对对外",
            "对对比",
            "对对应",
            "对对照",
            "对对称",
            "对对立",
            "对对接",
            "对对标",
            "对对子",
            "派对对",
            "配对对",
        ],
    ),
    (
        "将将",
        &[
            "将将军",
            "即将将",
            "大将将",
            "小将将",
            "必将将",
            "干将将",
            "健将将",
            "将将士",
            "将将领",
            "将将于",
            "老将将",
            "武将将",
            "名将将",
            "将将校",
        ],
    ),
    ("由由", &["自由由", "理由由", "缘由由", "事由由", "经由由", "由由于", "案由由"]),
    ("以以人民", &[]),
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

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for hit in text.hits {
        let Some((word, except)) = DOUBLED.get(hit.pattern) else { continue };
        let mut allowed = except.iter().map(|longer| longer.to_string()).chain(text.terms.exceptions.iter().cloned());
        if text.is_prose(hit.range.start) && !allowed.any(|longer| stands_in(text.text(), hit, &longer)) {
            remarks.push(remark(text, hit.range.start..hit.range.start + 2 * HAN, &word[..HAN]));
        }
    }
    remarks.extend(years(text));
    remarks.extend(quoted(text));
    let codes = &text.scan.codes;
    let mut end = 0;
    for at in echoes(codes.all()).map(codes.places()) {
        if let Some(length) = (at >= end).then(|| repeated(text, at)).flatten() {
            end = at + 2 * length;
            remarks.push(remark(text, at..end, &text.text()[at..at + length]));
        }
    }
    remarks
}

/// 2023年2023年.
fn years<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Remark> + 't {
    let all = text.text();
    text.scan.digits.windows(2).filter_map(move |pair| {
        let [first, second] = pair else { return None };
        let is_twice = first.len() == 4
            && all[first.clone()] == all[second.clone()]
            && &all[first.end..second.start] == "年"
            && all[second.end..].starts_with('年');
        let end = second.end + '年'.len_utf8();
        (is_twice && text.is_prose(first.start)).then(|| remark(text, first.start..end, &all[second.start..end]))
    })
}

/// “三会一课”“三会一课”.
fn quoted<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Remark> + 't {
    let all = text.text();
    let opening = text.scan.marks.iter().filter(|mark| mark.c == '“');
    opening.clone().zip(opening.skip(1)).filter_map(move |(first, second)| {
        let name = &all[first.at..second.at];
        let is_twice = name.ends_with('”') && all[second.at..].starts_with(name) && text.is_prose(first.at);
        is_twice.then(|| remark(text, first.at..second.at + name.len(), name.trim_matches(['“', '”'])))
    })
}

/// Characters that are asked at once whether they stand again.
const LANES: usize = 8;
/// What must be seen of a text for that.
const NEAR: usize = LANES + LONGEST + 1;

/// Indices, ascending, of all characters that stand again, with the one behind them, so near that a word of two characters or more
/// can be repeated. Nearly none does, so this is asked of every character, and nothing else.
fn echoes(codes: &[u16]) -> impl Iterator<Item = usize> {
    let may_stand = move |first: &usize| codes[*first..].first_chunk::<NEAR>().is_none_or(echoes_in);
    let stands = move |index: &usize| {
        let pair = |at: usize| codes.get(at..at + 2);
        pair(*index).is_some() && (2..=LONGEST).any(|count| pair(*index) == pair(index + count))
    };
    let blocks = (0..codes.len()).step_by(LANES).filter(may_stand);
    blocks.flat_map(move |first| (first..codes.len().min(first + LANES)).filter(stands))
}

/// Whether one of the first characters is an echo. No branches, so that the processor compares several with one instruction.
fn echoes_in(near: &[u16; NEAR]) -> bool {
    let mut found = [false; LANES];
    for count in 2..=LONGEST {
        for (lane, found) in found.iter_mut().enumerate() {
            *found |= (near[lane] == near[lane + count]) & (near[lane + 1] == near[lane + count + 1]);
        }
    }
    found.contains(&true)
}

/// Bytes of the word at `at` that stands there twice.
fn repeated(text: &Text<'_>, at: usize) -> Option<usize> {
    let all = text.text();
    let bytes = all.as_bytes();
    let last = bytes.get(at + HAN - 1)?;
    let same = |length: usize| {
        // Han characters that stand near each other in a text mostly share their first two bytes, so the third tells most pairs apart.
        bytes.get(at + length + HAN - 1) == Some(last)
            && bytes.get(at..at + length) == bytes.get(at + length..at + 2 * length)
    };
    let length = (2..=LONGEST).map(|count| count * HAN).find(|length| same(*length))?;
    let word = all.get(at..at + length)?;
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_counted = |c| numeral::is_numeral(c) || matches!(c, '百' | '千' | '万' | '亿' | '零');
    let is_word = word.chars().all(is_han) && word.chars().any(|c| !is_counted(c));
    let is_way = WAYS.iter().any(|way| word.starts_with(way)) || word.chars().all(|c| word.starts_with(c));
    if !is_word || is_way || !text.is_prose(at) {
        return None;
    }
    let rest = &all[at + 2 * length..];
    let is_common = COMMON.split_whitespace().any(|common| common == word);
    let goes_on = rest.starts_with(|c| if is_common { "会家们员型性化".contains(c) } else { GOES_ON.contains(c) });
    let goes_on_before = text.before(at).is_some_and(|c| word.ends_with(c));
    let is_bounded = |c: Option<char>| c.is_none_or(|c| !is_han(c) || "的了和与在对将把被为及等".contains(c));
    let is_certain = length > 2 * HAN || is_common || (is_bounded(text.before(at)) && is_bounded(rest.chars().next()));
    let is_excepted = || text.terms.exceptions.iter().any(|longer| longer.contains(&all[at..at + 2 * length]));
    let is_part = || {
        let ends_a_noun = NOUNS_AND_VERBS.split_whitespace().any(|both| both == word) && text.before(at).is_some_and(is_han);
        ends_a_noun || is_across(text.before(at), word, rest.chars().next())
    };
    (is_certain && !goes_on && !goes_on_before && !is_part() && !is_excepted()).then_some(length)
}

/// Whether the repeated part begins within one word or ends within another: 针对企业对企业, 申请人申请人民法院.
fn is_across(before: Option<char>, word: &str, after: Option<char>) -> bool {
    let is_word = |first: Option<char>, second: Option<char>| {
        first
            .zip(second)
            .is_some_and(|(first, second)| AROUND.split_whitespace().any(|known| known.chars().eq([first, second])))
    };
    is_word(before, word.chars().next()) || is_word(word.chars().next_back(), after)
}

fn remark(text: &Text<'_>, range: std::ops::Range<usize>, word: &str) -> Remark {
    Remark::new(text.span(range), format!("“{word}”重复"))
        .label("多了一个")
        .help(format!("只留一个“{word}”；确实要重复的，换一种说法"))
}
