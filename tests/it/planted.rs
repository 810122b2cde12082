//! Faults planted into clean texts, each of a kind that rules over text look for: nearly all must be found, by the right rule, and
//! nothing may be found in the clean texts. All texts are written for this test.

use crate::support::site::Site;

/// Sentences without a fault, with what is easily taken for one.
const CLEAN: [&str; 10] = [
    "全年新增学位6030座（5310+720=6030），其中中小学学位5310座，惠及居民3.5万人。",
    "深入实施“工业立区”战略，创业创新氛围浓厚，新引进企业120家，增长15%～30%。",
    "PM2.5年平均浓度降至18微克/立方米，一氧化碳浓度为0.8毫克/立方米，空气质量优良。",
    "印发《安全生产工作方案》（示街办〔2024〕5号），明确“谁主管、谁负责”的原则。",
    "截至2024年3月1日，排查隐患1,242处，整改率98.5%，比上年提高2.1个百分点。",
    "党员干部一步一步走访，认真研究研究群众反映的问题，为了解民情打下基础。",
    "建成GDP核算系统（Windows, Linux通用），接口为f(x)，网址https://zw.example.gov.cn/a,b。",
    "二〇二四年，街道把“我为群众办实事”作为主线；商会会员单位增至86家。",
    "会上强调：“抓好落实，务求实效。”与会代表一致赞同，通知要求各社区及时报送。",
    "矛盾纠纷化解率稳步提升……下一步，继续完善“社区—网格—楼栋”三级体系！",
];

/// Rule, what stands in a clean text, and the fault that takes its place. Empty: the fault is added as a paragraph.
const FAULTS: [(&str, &str, &str); 36] = [
    ("forbidden-wording", "", "深入开展扫黑险恶专项斗争。"),
    ("forbidden-wording", "", "成立由主要负责人任组长的领导小姐。"),
    ("forbidden-wording", "", "坚持中国特色杜会主义道路。"),
    ("wrong-word", "", "对重点工作作出布署。"),
    ("wrong-word", "", "推进水污染防冶。"),
    ("wrong-word", "", "截止目前完成投资八百万元。"),
    ("wrong-word", "", "己经建成三个站点。"),
    ("wrong-word", "", "群众反应的问题全部办结。"),
    ("wrong-word", "", "加强党风廉正建设。"),
    ("half-width-punctuation", "", "工作进展顺利,成效明显。"),
    ("half-width-punctuation", "", "加强示范(试点)建设。"),
    ("half-width-punctuation", "", "会议要求:认真落实。"),
    ("half-width-punctuation", "", "工作完成得很好!"),
    ("unpaired-mark", "", "擦亮“文明城区名片。"),
    ("unpaired-mark", "", "落实《工作要点，压实责任。"),
    ("unpaired-mark", "", "全年（含上半年完成投资。"),
    ("unpaired-mark", "", "擦亮文明城区”名片。"),
    ("repeated-punctuation", "", "进展顺利，，成效明显。"),
    ("repeated-punctuation", "", "任务全部完成。。"),
    ("repeated-punctuation", "", "加强领导、，压实责任。"),
    ("repeated-word", "", "大力推进推进城市更新。"),
    ("repeated-word", "", "完成了全年的的任务。"),
    ("repeated-word", "", "做好网格员培训网格员培训工作。"),
    ("invisible-character", "", "完成投资\u{200b}八百万元。"),
    ("invisible-character", "", "完成投资\u{202e}八百万元。"),
    ("wrong-unit", "", "PM10浓度降至36毫克/立方米。"),
    ("wrong-unit", "", "臭氧浓度为140毫克/立方米。"),
    ("malformed-range", "", "整治时间为2019年9月——10月。"),
    ("malformed-range", "", "目标增长15～30%。"),
    ("wrong-zero", "", "二0二四年完成建设。"),
    ("space-in-date", "", "2024年 3月 1日印发方案。"),
    ("name-variant", "我为群众办实事", "我为群众办实事”“我帮群众办实事"),
    ("total-mismatch", "5310+720=6030", "5310+720=6040"),
    ("total-mismatch", "", "全年共受理诉求100件，分别为环境类20件、治安类90件。"),
    ("part-exceeds-total", "", "全年共受理诉求100件，其中环境类200件。"),
    ("part-exceeds-total", "", "累计投入1.2亿元，其中道路8000万元、公园5000万元，成效明显。"),
];

/// Whole texts with a fault of structure.
const STRUCTURES: [(&str, &str); 5] = [
    ("broken-numbering", "一、总结\n\n甲。\n\n三、计划\n\n乙。"),
    ("broken-numbering", "一、总结\n\n（一）党建\n\n甲。\n\n（三）经济\n\n乙。"),
    ("broken-numbering", "一、总结\n\n甲。\n\n二、计划\n\n乙。\n\n二、建议\n\n丙。"),
    ("mixed-numbering", "一、总结\n\n（一）党建\n\n甲。\n\n(二)经济\n\n乙。"),
    ("total-mismatch", "| 项目 | 数量 |\n|---|---|\n| 甲 | 10 |\n| 乙 | 25 |\n| 合计 | 45 |"),
];

const COPIES: usize = 4;

fn clean(first: usize) -> Vec<String> {
    (0..CLEAN.len()).map(|at| CLEAN[(first + at) % CLEAN.len()].to_string()).collect()
}

fn report(site: &Site, name: &str, paragraphs: &[String]) {
    let matter = format!("title = \"工作总结（{name}）\"\ndate = 2024-01-08");
    site.report(&format!("示例栏目/{name}"), &matter, &paragraphs.join("\n\n"));
}

/// Rules that speak of `name`, at warning or above.
fn said(findings: &serde_json::Value, name: &str) -> Vec<String> {
    let file = format!("reports/示例栏目/{name}.md");
    let all = findings["findings"].as_array().expect("findings").iter();
    let own = all.filter(|finding| finding["file"] == file.as_str() && finding["level"] != "info");
    own.map(|finding| finding["rule"].as_str().unwrap_or_default().to_string()).collect()
}

#[test]
fn planted_faults_are_found_and_clean_texts_are_silent() {
    let site = Site::bare();
    let mut planted = Vec::new();
    for first in 0..CLEAN.len() {
        report(&site, &format!("clean{first}"), &clean(first));
    }
    for copy in 0..COPIES {
        for (number, (rule, clean_text, fault)) in FAULTS.iter().enumerate() {
            let mut paragraphs = clean(number + 3 * copy);
            match clean_text.is_empty() {
                true => paragraphs.insert((number + copy) % CLEAN.len(), (*fault).to_string()),
                false => paragraphs.iter_mut().for_each(|text| *text = text.replace(clean_text, fault)),
            }
            let name = format!("fault{copy}-{number}");
            report(&site, &name, &paragraphs);
            planted.push((name, *rule));
        }
    }
    for (number, (rule, text)) in STRUCTURES.iter().enumerate() {
        let name = format!("structure{number}");
        report(&site, &name, &[(*text).to_string()]);
        planted.push((name, *rule));
    }
    let findings = site.check().json();
    for first in 0..CLEAN.len() {
        assert_eq!(said(&findings, &format!("clean{first}")), [""; 0], "{first}");
    }
    let missed: Vec<&(String, &str)> =
        planted.iter().filter(|(name, rule)| !said(&findings, name).iter().any(|said| said == rule)).collect();
    let wrong: Vec<_> = planted
        .iter()
        .map(|(name, rule)| (name, rule, said(&findings, name)))
        .filter(|(_, rule, said)| said.iter().any(|said| said != *rule && **rule != "mixed-numbering"))
        .collect();
    assert!(planted.len() >= 120, "{}", planted.len());
    assert!(missed.len() * 50 <= planted.len(), "{} of {} are missed: {missed:?}", missed.len(), planted.len());
    assert!(wrong.is_empty(), "{wrong:?}");
}
