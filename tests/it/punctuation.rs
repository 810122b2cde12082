//! Half-width marks in Chinese text: told, left alone, or shown full-width while the source stays as it is.

use std::fs;

use crate::support::site::Site;

const MATTER: &str =
    "title = \"总结,与计划\"\ntitle_breaks = [\"总结,\", \"与计划\"]\ndate = 2024-01-08\ndescription = \"甲,乙。\"";
const BODY: &str = "一、总体情况:良好\n\n全年进展顺利,收入1,242.60万元,会议定于10:30(周一)召开。\n\n\
                    见[网站,首页](https://zw.example.gov.cn/?a=1,2:3)和`代码,不动`。\n\n| 甲,乙 | 丙 |\n|---|---|\n| 1,000 | 2 |\n";

fn site(punctuation: &str) -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, BODY);
    site.write("site.toml", format!("{}\n[markdown]\npunctuation = \"{punctuation}\"\n", site_toml(&site)));
    site
}

fn site_toml(site: &Site) -> String {
    fs::read_to_string(site.root.join("site.toml")).expect("settings")
}

const PAGE: &str = "sllm/wz.html";

#[test]
fn pages_show_full_width_marks_where_the_site_wants_them() {
    let site = site("fullwidth");
    let source = fs::read(site.root.join("reports/示例栏目/文章.md")).expect("a report");
    site.build(&["--format", "json"]).succeeds().never_says("half-width-punctuation");
    let page = site.output(PAGE);
    for shown in [
        "总体情况：良好",
        "全年进展顺利，收入1,242.60万元，会议定于10:30（周一）召开。",
        ">网站，首页</a>",
        "https://zw.example.gov.cn/?a=1,2:3",
        "代码,不动",
        "甲，乙",
        "1,000",
        "<title>总结，与计划",
    ] {
        assert!(page.contains(shown), "{shown}\n{page}");
    }
    for (path, bytes) in site.files("output") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("总结,") && !text.contains("顺利,"), "{path} shows marks as they were written");
    }
    assert_eq!(fs::read(site.root.join("reports/示例栏目/文章.md")).expect("a report"), source);
}

#[test]
fn what_is_read_again_is_shown_as_what_was_read_first() {
    let site = site("fullwidth");
    site.build(&[]).succeeds();
    let pages = site.files("output");
    // Only its neighbour changes, so the page is made from a text that is read again.
    site.report("示例栏目/新闻", "title = \"新的一篇\"\ndate = 2024-02-01", "正文。");
    site.build(&[]).succeeds();
    assert!(site.output(PAGE).contains("新的一篇") && site.output(PAGE).contains("全年进展顺利，收入"));
    site.remove("reports/示例栏目/新闻.md");
    site.build(&[]).succeeds();
    assert!(pages == site.files("output"));
}

#[test]
fn marks_stay_as_they_are_where_nothing_is_asked_and_where_a_report_allows_them() {
    let warned = site("warn");
    warned.build(&[]).succeeds().says("half-width-punctuation");
    assert!(warned.output(PAGE).contains("顺利,收入"));
    let kept = site("keep");
    kept.build(&[]).succeeds().never_says("half-width-punctuation");
    assert!(kept.output(PAGE).contains("顺利,收入"));

    let allowing = site("fullwidth");
    let reason = "[[allow]]\nrule = \"half-width-punctuation\"\nreason = \"照录来文\"";
    allowing.report("示例栏目/文章", &format!("{MATTER}\n{reason}"), BODY);
    allowing.build(&[]).succeeds().never_says("half-width-punctuation").never_says("unused-allowance");
    assert!(allowing.output(PAGE).contains("顺利,收入"));
}

#[test]
fn another_choice_counts_at_once_and_a_wrong_one_is_told() {
    let site = site("warn");
    site.build(&[]).succeeds();
    let settings = site_toml(&site);
    site.write("site.toml", settings.replace("\"warn\"", "\"fullwidth\""));
    site.build(&[]).succeeds();
    assert!(site.output(PAGE).contains("顺利，收入"));
    site.write("site.toml", settings.replace("\"warn\"", "\"全角\""));
    site.build(&[]).exits(1).says("markdown.punctuation").says("fullwidth");
}
