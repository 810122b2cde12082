//! Text as editors paste it: a line is a paragraph, tabs are columns, numbers and signs stay as they were written.

use crate::support::site::{CATEGORY, PNG, SETTINGS, Site, settings_with_levels};

const PAGE: &str = "sllm/wz.html";
const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";

fn site(body: &str) -> Site {
    let site = Site::bare();
    site.write("reports/示例栏目/_category.toml", CATEGORY);
    site.report("示例栏目/文章", MATTER, body);
    site
}

fn paragraphs(site: &Site) -> Vec<String> {
    site.build(&[]).succeeds();
    site.page(PAGE).words(".prose p")
}

#[test]
fn a_line_is_a_paragraph_on_the_page_and_in_the_search() {
    let site = site(
        "特此通知。\n联系人：办公室\n电话：0000-00000000\n问：要多久？\n答：三天。\n1、报名\n2、审核\n①甲\n②乙\n• 丙\n• 丁",
    );
    let lines = [
        "特此通知。",
        "联系人：办公室",
        "电话：0000-00000000",
        "问：要多久？",
        "答：三天。",
        "1、报名",
        "2、审核",
        "①甲",
        "②乙",
        "• 丙",
        "• 丁",
    ];
    assert_eq!(paragraphs(&site), lines);
}

#[test]
fn markdown_lines_are_joined_where_a_site_wants_it() {
    let site = site("甲方案\n乙方案");
    site.write("site.toml", format!("{SETTINGS}[markdown]\nlines = \"markdown\"\n"));
    assert_eq!(paragraphs(&site), ["甲方案乙方案"]);
    let wrong = self::site("甲方案");
    wrong.write("site.toml", format!("{SETTINGS}[markdown]\nlines = \"word\"\n"));
    let findings = wrong.check().exits(1).json().to_string();
    assert!(findings.contains("`auto`（一行就是一段）或 `markdown`（空一行才另起一段）"), "{findings}");
}

#[test]
fn a_changed_setting_is_noticed_beside_a_cache() {
    let site = site("甲方案\n乙方案");
    assert_eq!(paragraphs(&site), ["甲方案", "乙方案"]);
    site.write("site.toml", format!("{SETTINGS}[markdown]\nlines = \"markdown\"\n"));
    assert_eq!(paragraphs(&site), ["甲方案乙方案"]);
}

#[test]
fn a_hard_wrapped_text_is_one_paragraph_without_blanks() {
    let text = "街道扎实推进固定资产投资工作，全年完成投资总额为人民币\n1242.6亿元，同比增长5.2%，其中工业投资增长较快，GDP\n增长。";
    let site = site(text);
    assert_eq!(paragraphs(&site), [text.replace('\n', "")]);
    let page = site.page(PAGE);
    assert!(page.meta("Description").is_some_and(|text| text.contains("人民币1242.6亿元")));
}

#[test]
fn tabs_are_columns_with_the_caption_above() {
    let site = site("全年情况如下。\n表1 主要指标\n指标\t数量\n投资\t31\n项目\t18");
    site.build(&[]).succeeds().never_says("repeated-word");
    let page = site.page(PAGE);
    assert_eq!(page.words(".prose caption"), ["表1 主要指标"]);
    assert_eq!(page.words(".prose thead th"), ["指标", "数量"]);
    assert_eq!(page.words(".prose tbody td"), ["31", "18"]);
}

#[test]
fn a_lone_line_with_tabs_is_told_at_its_place() {
    let site = site("正文。\n\n投资\t31\t项目\t18");
    let findings = site.check().json().to_string();
    assert!(findings.contains("\"rule\":\"stray-tab\"") && findings.contains("\"line\":8"), "{findings}");
}

#[test]
fn a_row_of_a_pasted_table_is_checked_like_any_other() {
    let site = site("2023\t31\n2024\t18");
    let findings = site.check().json();
    assert!(findings.to_string().contains("table-without-header"), "{findings}");
}

#[test]
fn findings_point_at_the_line_where_a_word_stands() {
    let site = site("甲，\n1. 乙。\n丙\t丁\n戊\t完成。。");
    let findings = site.check().json().to_string();
    assert!(findings.contains("\"rule\":\"repeated-punctuation\"") && findings.contains("\"line\":9"), "{findings}");
}

#[test]
fn a_list_keeps_its_numbers_and_a_title_is_a_title() {
    let site = site(
        "一、总体\n\n1. 小节\n\n请做好：\n\n1. 按时报送材料。\n2. 及时反馈情况。\n4. 做好归档工作。\n\n2. 另一节\n\n正文。",
    );
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    assert_eq!(page.words(".prose h3"), ["1. 小节", "2. 另一节"]);
    assert_eq!(page.attributes(".prose li[value]", "value"), ["4"]);
}

#[test]
fn a_sign_off_stands_apart_and_an_addressee_flush_left() {
    let site = site("各社区居委会：\n现将有关事项通知如下。\n特此通知。\n示例街道办事处\n2024年1月8日");
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    assert_eq!(page.words(".prose .sign p"), ["示例街道办事处", "2024年1月8日"]);
    assert_eq!(page.words(".prose .to"), ["各社区居委会："]);
}

#[test]
fn chapters_are_in_the_list_of_contents() {
    let chapters = |number| format!("第{number}章 标题\n第{number}条 内容。\n");
    let site = site(&["一", "二", "三", "四", "五", "六"].map(chapters).concat());
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    assert_eq!(page.words(".prose h2").len(), 6);
    assert_eq!(page.words(".toc a")[0], "第一章 标题");
}

#[test]
fn a_picture_has_its_caption() {
    let site = Site::bare();
    site.write("reports/示例栏目/_category.toml", CATEGORY).write("reports/示例栏目/文章/现场.png", PNG);
    site.report("示例栏目/文章/index", MATTER, "正文。\n![演练现场](现场.png)\n图1 演练现场\n演练结束。");
    site.build(&[]).succeeds();
    assert_eq!(site.page(PAGE).words(".prose figcaption"), ["图1 演练现场"]);
}

#[test]
fn stars_and_tildes_of_figures_are_read_by_rules_as_written() {
    let site = site("规格100*200*300毫米，5~8人，10~12人，电话138****5678和139****1234。");
    assert_eq!(paragraphs(&site), ["规格100*200*300毫米，5~8人，10~12人，电话138****5678和139****1234。"]);
    // Half-width tildes are told as what they are, which a rule can only see where they are text.
    assert_eq!(site.check().rules(), ["malformed-range"]);
}

#[test]
fn a_comment_without_an_end_stops_the_build_and_keeps_the_text() {
    let site = site("第一段。\n\n<!-- 待核实\n\n第二段。");
    site.build(&[]).exits(1).says("unclosed-html").says("文章.md:8:1");
    assert!(!site.has_output(PAGE));
    site.write("site.toml", settings_with_levels("unclosed-html = \"warning\"\n"));
    assert_eq!(paragraphs(&site), ["第一段。", "第二段。"]);
}
