//! Editors and git end lines in line feeds or in carriage returns and line feeds, as they like. No published byte may differ by that.

use gongkai::trial::extremes;

use crate::support::site::Site;

/// Builds the site as it is and again with the other line ends in every text that the program reads; both give the same files.
#[track_caller]
fn gives_the_same_with_carriage_returns(site: &Site) {
    site.build(&["--output", "one"]).succeeds();
    for (path, bytes) in site.files("") {
        let is_source = path.starts_with("reports/") || !path.contains('/');
        if is_source && [".md", ".toml"].iter().any(|ending| path.ends_with(ending)) {
            let text = String::from_utf8(bytes).expect("UTF-8");
            site.write(&path, text.replace("\r\n", "\n").replace('\n', "\r\n"));
        }
    }
    site.build(&["--output", "other", "--no-cache"]).succeeds();
    let (one, mut other) = (site.files("one"), site.files("other"));
    let differing: Vec<String> =
        one.into_iter().filter(|(path, bytes)| other.remove(path).as_ref() != Some(bytes)).map(|(path, _)| path).collect();
    assert!(differing.is_empty() && other.is_empty(), "{differing:?} {:?}", other.keys());
}

#[test]
fn a_report_of_several_paragraphs_is_the_same() {
    let site = Site::minimal();
    site.report(
        "示例栏目/两段",
        "title = \"两段\"\ndate = 2024-02-08",
        "第一段。\n\n第二段，\n又一行。\n\n一、小节\n\n- 甲\n- 乙",
    );
    gives_the_same_with_carriage_returns(&site);
}

#[test]
fn code_is_the_same() {
    let site = Site::minimal();
    let body = "```text\n一\n\n二\n```\n\n    缩进\n    两行\n\n一段`行内\n代码`，硬换行  \n又一行。\n\n<div>\n\n<p>原样\n的网页</p>\n\n</div>\n\n> 引文\n> 两行\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n\n[链接](https://www.example.gov.cn/ \"标题\n两行\")";
    site.report("示例栏目/代码", "title = \"代码\"\ndate = 2024-02-08", body);
    gives_the_same_with_carriage_returns(&site);
}

#[test]
fn whatever_reports_can_have_is_the_same() {
    let site = Site::empty();
    for (path, bytes) in &extremes::site() {
        site.write(path, bytes);
    }
    gives_the_same_with_carriage_returns(&site);
}
