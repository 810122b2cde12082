//! Characters that are not what they look like: told, mended where that is certain, and taken for what is meant by search and rules.

use std::fs;

use crate::support::search::Index;
use crate::support::site::Site;

const MATTER: &str = "title = \"工作总结\"\ndate = 2024-01-08";
const FILE: &str = "reports/示例栏目/文章.md";

fn site(body: &str) -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, body);
    site
}

fn source(site: &Site) -> String {
    fs::read_to_string(site.root.join(FILE)).expect("a report")
}

#[test]
fn radicals_and_compatibility_forms_are_told_and_mended() {
    let site = site("本年度⾦额五万元，⼯作⻓期进行，效果\u{f97c}好。⼾数不变，见[⾦额](https://www.gov.cn/⾦)和 `⾦`。");
    site.build(&[]).says("look-alike-character").says("U+2FA6").says("有 6 个");
    site.run(&["fix"]).succeeds();
    let expected = "本年度金额五万元，工作长期进行，效果良好。⼾数不变，见[金额](https://www.gov.cn/⾦)和 `⾦`。";
    assert!(source(&site).contains(expected), "{}", source(&site));
    let mended = source(&site);
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
    assert_eq!(source(&site), mended);
}

#[test]
fn search_finds_what_is_meant_by_a_look_alike() {
    let site = site("本年度⾦额，面积100m²，cafe\u{301}。");
    site.build(&[]).succeeds();
    let index = Index::of(&site);
    assert_eq!(index.reports("金额").len(), 1);
    assert_eq!(index.reports("m2").len(), 1);
    assert!(site.output("search/t0.js").contains("café"), "letters and their accents are one character");
    assert!(site.output("sllm/wz.html").contains("⾦额"), "the page shows what was written");
}

#[test]
fn other_rules_take_a_look_alike_for_what_is_meant() {
    let plain = site("目前工作己经完成。");
    plain.build(&[]).says("wrong-word");
    let disguised = site("目前工作⼰经完成。");
    disguised.build(&[]).says("wrong-word").says("look-alike-character");
    disguised.run(&["fix"]).succeeds();
    assert!(!source(&disguised).contains('⼰'));
}

#[test]
fn characters_of_one_font_alone_are_told() {
    for (body, name) in [("\u{f0b7} 按时报送", "U+F0B7"), ("甲\u{e000}乙", "U+E000"), ("甲\u{f0000}乙", "U+F0000")] {
        let site = site(body);
        site.build(&[]).says("private-character").says(name);
        site.run(&["fix"]).succeeds();
        assert!(source(&site).contains(body), "which sign is meant, nobody knows");
    }
    site("- 按时报送\n\n● 完成√").build(&[]).never_says("private-character");
}

#[test]
fn ends_of_lines_of_other_programs_are_told_and_stay() {
    let site = site("第一行\u{2028}第二行\u{200b}。");
    site.build(&[]).says("U+2028").says("行分隔符");
    site.run(&["fix"]).succeeds();
    assert!(source(&site).contains("第一行\u{2028}第二行。"));
}

#[test]
fn a_question_mark_in_place_of_a_character_is_told_and_never_mended() {
    for body in [
        "堤防加固二期、?水灌区开工建设。",
        "李?同志主持会议。",
        "新建北??村道路。",
        "完成清淤\u{fffd}处。",
        "?河综合治理。",
        "联系人：?某。",
        "工程名为锟斤拷。",
    ] {
        let site = site(body);
        site.build(&[]).says("lost-character").never_says("半角标点 `?`");
        site.run(&["fix"]).succeeds();
        assert!(source(&site).contains(body), "{body}: {}", source(&site));
    }
}

#[test]
fn questions_are_questions() {
    for body in [
        "需要带什么材料?带身份证。",
        "是否收费?不收费。",
        "能不能代办?可以。",
        "办好了吗?",
        "他问：“几天?”答三天。",
        "为公还是为私?这是分水岭。",
    ] {
        let site = site(body);
        site.build(&[]).never_says("lost-character").says("half-width-punctuation");
        site.run(&["fix"]).succeeds();
        assert!(source(&site).contains('？'), "{body}");
    }
}
