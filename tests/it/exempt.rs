//! Exemptions of one place: what a comment covers is neither told nor mended, and everything else is, whatever the rule and whichever
//! of two places comes first.

use std::collections::BTreeSet;
use std::fs;

use gongkai::check::registry;
use gongkai::check::rule::Check;
use serde_json::Value;

use crate::support::site::Site;

/// A rule, and two places that have its fault.
type Twice = (&'static str, &'static str, &'static str);

/// For every rule over text. A rule that is missing here fails the first story.
const RULES: [Twice; 45] = [
    ("stray-tab", "投资\t31\t项目\t18", "收入\t20\t支出\t10"),
    ("lone-caption", "图1 活动现场", "表2 收入情况"),
    ("malformed-table", "| 领域 | 总数 |\n|---|---|\n\n｜领域｜总数｜", "甲。\n\n｜项目｜数量｜"),
    ("stray-markup", "#工作安排", "请注意** 截止时间 **，逾期不候。"),
    ("look-alike-character", "\u{2f00}是学习。", "\u{2f2f}作推进。"),
    ("lost-character", "堤防加固二期、?水灌区开工。", "甲\u{fffd}乙。"),
    ("private-character", "\u{f0d8}加强学习。", "甲\u{e000}乙。"),
    ("look-alike-mark", "三个一――一张图。", "卡尔・马克思。"),
    ("full-width-figure", "２０２４年完成。", "增长3．5%。"),
    ("nested-mark", "要求“落实“两个责任””。", "《关于《办法》的通知》。"),
    ("zero-in-date", "定于2024年05月6日。", "定于04月17日。"),
    ("malformed-numbering", "一，加强领导。", "（一）、压实责任。"),
    ("stray-space", "张三 、李四。", "加强领导， 压实责任。"),
    ("space-in-date", "截至2024年 3月1日。", "自2024年 5月6日起。"),
    ("malformed-range", "补贴为500~800元。", "增长15～30%。"),
    ("mobile-number", "张某，电话：15400001234。", "李某，电话：15400005678。"),
    ("bank-card-number", "张某的银行卡，卡号：6200000000000000125。", "李某的银行卡，卡号：6200000000000000117。"),
    ("identity-number", "张某（119999198501010073）。", "李某（身份证号：119999198501010073）。"),
    ("passport-number", "张某的护照号码：E00000012。", "李某的护照号码：E00000034。"),
    ("home-address", "张某，家庭住址：某区甲街道乙路1号2栋301室。", "李某，家庭住址：某区甲街道丙路3号402室。"),
    (
        "personal-table",
        "| 姓名 | 残疾等级 |\n|---|---|\n| 甲乙丙 | 二级 |",
        "| 姓名 | 患病情况 |\n|---|---|\n| 丁戊己 | 重病 |",
    ),
    (
        "table-without-header",
        "<table><tr><td>项目</td><td>数量</td></tr><tr><td>车位</td><td>298</td></tr></table>",
        "<table><tr><td>项目</td><td>数量</td></tr><tr><td>道路</td><td>5</td></tr></table>",
    ),
    (
        "repeated-paragraph",
        "甲。\n\n全面加强基层治理，完善网格化服务管理体系，推动矛盾纠纷就地化解，群众满意度稳步提升。\n\n全面加强基层治理，完善网格化服务管理体系，推动矛盾纠纷就地化解，群众满意度稳步提升。",
        "乙。\n\n持续优化营商环境，推行一网通办和限时办结，企业办事更加便捷，市场活力进一步释放出来。\n\n持续优化营商环境，推行一网通办和限时办结，企业办事更加便捷，市场活力进一步释放出来。",
    ),
    ("broken-numbering", "一是学习；二是组织；四是纪律。", "一是宣传；三是巡查。"),
    ("half-width-punctuation", "进展顺利,成效明显。", "加强引领(示范)作用。"),
    ("malformed-document-number", "根据示例办【2024】5号办理。", "依照示例府〔2024〕06号执行。"),
    ("repeated-word", "大力推进推进更新。", "完成了任务的的目标。"),
    ("page-furniture", "分享到：", "字号：[大 中 小]"),
    ("wrong-zero", "二零二一年完成。", "二O二二年完成。"),
    ("name-variant", "印发《安全生产工作方案》，落实《安全生成工作方案》。", "推进“民生微实事”项目，“民生微事实”办结。"),
    ("mixed-numbering", "（一）党建\n\n正文。\n\n(二)经济", "三、乙\n\n1.学习\n\n正文。\n\n2、组织"),
    ("part-exceeds-total", "受理诉求120件，其中环境类150件。", "走访居民3000户，其中困难户3200户。"),
    ("heading-jump", "## 丁\n\n##### 甲", "## 丙\n\n##### 乙"),
    ("discouraged-wording", "服务对象包括残废人。", "来访的残废人。"),
    ("skipped-numbering-level", "一、总结\n\n1.党建", "二、计划\n\n1.学习"),
    ("repeated-punctuation", "进展顺利，，成效明显。", "加强领导、、压实责任。"),
    ("nonexistent-date", "自2024年2月30日起。", "自4月31日起。"),
    ("title-year-mismatch", "一、2022年工作总结", "二、2021年工作总结"),
    ("unpaired-mark", "甲）和乙。", "丙》和丁。"),
    ("wrong-unit", "PM2.5浓度降至18.2毫克/立方米。", "可吸入颗粒物浓度36毫克/立方米。"),
    ("invisible-character", "甲\u{200b}乙。", "丙\u{202e}丁。"),
    ("wrong-word", "来文写作“布署”。", "作出布署。"),
    ("total-mismatch", "新增学位6040座（5310+720=6040）。", "新建停车场3个、口袋公园4个，合计8个。"),
    ("forbidden-wording", "把“扫黑险恶”改正。", "不得写作“扫黑险恶”。"),
    ("site-word", "来文写作“甲错”。", "写成甲错。"),
];

const MATTER: &str = "title = \"2024年工作总结\"\ndate = 2024-12-20";

/// The report with the places one after another, and comments above those of `exempt`.
fn body(rule: &str, places: [&str; 2], exempt: &[usize]) -> String {
    let place = |number: usize| {
        // The comment stands above the line that is at fault, the last one of the place.
        let (before, fault) = match places[number].rsplit_once("\n\n") {
            Some((before, fault)) => (format!("{before}\n\n"), fault),
            None => (String::new(), places[number]),
        };
        let comment = if exempt.contains(&number) {
            format!("<!-- gongkai: allow {rule} 照录来文 -->\n\n")
        } else {
            String::new()
        };
        format!("{before}{comment}{fault}")
    };
    format!("{}\n\n中间一段。\n\n{}\n\n最后一段。", place(0), place(1))
}

/// One report of a rule with two places at fault.
struct Case {
    rule: &'static str,
    places: [&'static str; 2],
    exempt: &'static [usize],
}

/// Every rule with its places in both orders, and comments above none, one and both of them.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (rule, first, second) in RULES {
        for exempt in [&[][..], &[0], &[1], &[0, 1]] {
            cases.push(Case { rule, places: [first, second], exempt });
            cases.push(Case { rule, places: [second, first], exempt });
        }
    }
    cases
}

fn path(number: usize) -> String {
    format!("示例栏目/文章{number}")
}

/// All cases as reports of one site. Rules over marks speak of many a text that is about another fault.
fn site(cases: &[Case]) -> Site {
    let site = Site::bare();
    site.write("words.toml", "[words]\n\"甲错\" = \"甲对\"\n");
    for (number, case) in cases.iter().enumerate() {
        let others = ["half-width-punctuation"].into_iter().filter(|rule| *rule != case.rule);
        let allowed: String = others.map(|rule| format!("\n[[allow]]\nrule = \"{rule}\"\nreason = \"另有用途\"")).collect();
        let matter = format!("title = \"2024年工作总结（{number}）\"\ndate = 2024-12-20{allowed}");
        site.report(&path(number), &matter, &body(case.rule, case.places, case.exempt));
    }
    site
}

/// Rules of which a report has one place at most, or none where a comment may stand.
const ONCE: [&str; 3] = ["repeated-title", "placeholder-value", "sample-content"];

/// What is told of the rule and of comments in one file.
fn told(found: &[Value], rule: &str, name: &str) -> Vec<Value> {
    let file = format!("reports/{name}.md");
    let is_meant =
        |finding: &&Value| finding["file"] == file && (finding["rule"] == rule || finding["rule"] == "misused-comment");
    found.iter().filter(is_meant).cloned().collect()
}

fn findings(site: &Site) -> Vec<Value> {
    site.check().json()["findings"].as_array().cloned().unwrap_or_default()
}

fn lines(site: &Site, name: &str) -> Vec<String> {
    let text = fs::read_to_string(site.root.join(format!("reports/{name}.md"))).expect("the report");
    text.lines().map(str::to_string).collect()
}

#[test]
fn every_rule_over_text_is_tried() {
    let tried: BTreeSet<&str> = RULES.iter().map(|(rule, ..)| *rule).collect();
    let over_text = registry::RULES.iter().filter(|rule| matches!(rule.check, Check::Text(_)));
    let missing: Vec<&str> =
        over_text.map(|rule| rule.name).filter(|name| !tried.contains(name) && !ONCE.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn places_with_a_comment_are_left_and_the_others_are_told_and_mended() {
    let cases = cases();
    let site = site(&cases);
    let found = findings(&site);
    let before: Vec<Vec<String>> = (0..cases.len()).map(|number| lines(&site, &path(number))).collect();
    site.run(&["fix"]).succeeds();
    let mut wrong = Vec::new();
    for (number, Case { rule, places, exempt }) in cases.iter().enumerate() {
        let told = told(&found, rule, &path(number));
        let comments: Vec<usize> =
            (0..before[number].len()).filter(|at| before[number][*at].starts_with("<!--")).map(|at| at + 1).collect();
        // The line that a comment is about is the second one behind it.
        let is_exempt = |line: usize| comments.iter().any(|comment| line == comment + 2);
        let lines_told: Vec<usize> =
            told.iter().filter_map(|found| found["line"].as_u64()).map(|line| line as usize).collect();
        let is_right = match exempt.len() {
            0 => !told.is_empty() && told.iter().all(|found| found["rule"] == *rule),
            1 => told.len() == 1 && told[0]["rule"] == *rule && !is_exempt(lines_told[0]),
            _ => told.is_empty(),
        };
        let after = lines(&site, &path(number));
        let changed = (0..before[number].len()).filter(|at| before[number][*at] != after[*at]).map(|at| at + 1);
        let spoilt: Vec<usize> = changed.filter(|line| is_exempt(*line)).collect();
        if !is_right || !spoilt.is_empty() {
            wrong.push(format!("{rule} {places:?} {exempt:?}: told {lines_told:?}, exempt but changed {spoilt:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_comment_covers_every_place_of_its_line() {
    let site = Site::bare();
    let text = "<!-- gongkai: allow half-width-punctuation 照录来文 -->\n甲,乙;丙\n\n丁,戊。\n\n己,庚。 <!-- gongkai: allow half-width-punctuation 照录来文 -->";
    site.report("示例栏目/文章", MATTER, text);
    let told = told(&findings(&site), "half-width-punctuation", "示例栏目/文章");
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0]["message"], "中文里用了半角标点 `,`");
    site.run(&["fix"]).succeeds();
    assert!(
        lines(&site, "示例栏目/文章").join("\n").contains(&text.replace("丁,戊", "丁，戊")),
        "{:#?}",
        lines(&site, "示例栏目/文章")
    );
}

#[test]
fn comments_for_several_rules_may_stand_above_one_line() {
    let site = Site::bare();
    let allow = |rule: &str| format!("<!-- gongkai: allow {rule} 照录来文 -->\n");
    let text = format!("{}{}作出布署,进展顺利。", allow("wrong-word"), allow("half-width-punctuation"));
    site.report("示例栏目/文章", MATTER, &text);
    let rules = site.check().rules();
    let told = ["wrong-word", "half-width-punctuation", "misused-comment"].map(|rule| rules.iter().any(|told| told == rule));
    assert_eq!(told, [false; 3], "{rules:?}");
}

#[test]
fn links_that_comments_allow_hide_no_others_in_this_report_or_another() {
    for (rule, host) in [("insecure-link", "http://www.gov.cn"), ("non-government-link", "https://www.example.org")] {
        for exempt in [0, 1, 2] {
            let site = Site::bare();
            let comment = |number: usize| match number == exempt {
                true => format!(" <!-- gongkai: allow {rule} 已经核对 -->"),
                false => String::new(),
            };
            let text = format!("见[甲文]({host}/a)。{}\n\n见[乙文]({host}/b)。{}", comment(0), comment(1));
            site.report("示例栏目/文章", MATTER, &text);
            let other = format!("见[丙文]({host}/c)。{}", comment(2));
            site.report("示例栏目/另一篇", "title = \"另一篇\"\ndate = 2024-01-09", &other);
            let told: Vec<Value> = findings(&site).into_iter().filter(|finding| finding["rule"] == rule).collect();
            assert_eq!(told.len(), 1, "{rule} {exempt}: {told:#?}");
            assert!(told[0]["message"].as_str().is_some_and(|message| message.ends_with("，共 2 处")), "{told:#?}");
        }
    }
}

#[test]
fn pages_show_marks_full_width_but_on_lines_that_are_exempt() {
    let site = Site::bare();
    let settings = fs::read_to_string(site.root.join("site.toml")).expect("settings");
    site.write("site.toml", format!("{settings}[markdown]\npunctuation = \"fullwidth\"\n"));
    site.report("示例栏目/文章", MATTER, "甲,乙。 <!-- gongkai: allow half-width-punctuation 照录来文 -->\n\n丙,丁。");
    site.build(&[]).succeeds().never_says("misused-comment").never_says("half-width");
    let page = site.output("sllm/wz.html");
    assert!(page.contains("甲,乙") && page.contains("丙，丁"), "{page}");
}
