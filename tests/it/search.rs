//! Search: the published data knows every report, leads from any short string to exactly the reports that have it and from a longer
//! one to all of them, and holds nothing that is not on the pages. How the page's script uses the data is proven by
//! `tests/search/prove.mjs`, which `.ci/run` starts.

use std::collections::BTreeSet;

use gongkai::model::path::percent_decode;

use crate::support::full;
use crate::support::search::{Index, reports};
use crate::support::site::Site;

#[test]
fn every_published_report_is_known_as_its_page_shows_it() {
    let site = full::site();
    site.build(&[]).succeeds();
    let found = reports(&site);
    assert_eq!(found.len(), 8);
    for report in found {
        let page = site.page(&percent_decode(&report.path));
        assert_eq!(report.title, page.one("h1").words());
        assert_eq!(report.day, page.one("dl.meta time").attribute("datetime"));
        let words = |text: &str| text.split_whitespace().collect::<String>();
        let shown = words(&page.one("div.prose").words());
        // Facts from the front matter come first, and numbers of notes are no text.
        assert!(!shown.is_empty() && report.text.lines().filter(|line| *line == "正文。").all(|line| shown.contains(line)));
    }
    let policy = reports(&site).into_iter().find(|report| report.title == "停车管理办法").expect("the policy");
    assert!(policy.text.starts_with("示例办〔2024〕1号\n00000000-0/2024-00001\n一、总则\n"), "{}", policy.text);
    assert!(
        policy.text.contains("自2024年2月1日起施行。") && policy.text.ends_with("具体日期以通知为准。"),
        "{}",
        policy.text
    );
}

#[test]
fn held_and_withdrawn_reports_leave_nothing() {
    let site = Site::minimal();
    site.report("示例栏目/草稿", "title = \"鸿鹄草稿\"\ndate = 2024-01-08\ndraft = true", "燕雀。");
    site.report("示例栏目/撤下", "title = \"鸿鹄文件\"\ndate = 2024-01-08", "燕雀。");
    site.build(&[]).succeeds();
    assert_eq!(Index::of(&site).reports("鸿鹄").len(), 1);
    site.remove("reports/示例栏目/撤下.md").build(&[]).succeeds();
    for path in site.output_paths().iter().filter(|path| path.starts_with("search/")) {
        let text = site.output(path);
        assert!(!text.contains('鸿') && !text.contains('雀'), "{path}");
    }
}

/// Numbers that are the same in every run.
fn dice(state: &mut u64, sides: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).expect("31 bits") % sides
}

/// Reports of phrases that share beginnings and ends, as official texts do.
fn generated(count: usize) -> Site {
    const PHRASES: [&str; 14] = [
        "加强组织领导",
        "加强安全生产",
        "安全生产工作",
        "健全生态机制",
        "健全工作机制",
        "推动政务公开",
        "政务公开工作",
        "工作总结",
        "公开总结",
        "完成投资298万元",
        "增长10.1%",
        "PM2.5浓度下降",
        "示例办〔2024〕5号",
        "“一网通办”",
    ];
    const JOINTS: [&str; 6] = ["，", "。", "、", "", "\n\n", "；"];
    let site = Site::bare();
    let mut state = 7;
    for number in 0..count {
        let mut text = String::new();
        for _ in 0..3 + dice(&mut state, 12) {
            text.push_str(PHRASES[dice(&mut state, PHRASES.len())]);
            text.push_str(JOINTS[dice(&mut state, JOINTS.len())]);
        }
        let title = PHRASES[dice(&mut state, PHRASES.len())];
        site.report(&format!("栏目/第{number}篇"), &format!("title = \"{title}{number}\"\ndate = 2024-03-01"), &text);
    }
    site.build(&[]).succeeds();
    site
}

#[test]
fn a_thousand_strings_lead_to_the_reports_that_have_them() {
    let site = generated(60);
    let (index, reports) = (Index::of(&site), reports(&site));
    assert_eq!(reports.len(), 60);
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let mut state = 1;
    let mut tried = 0;
    while tried < 1000 {
        let text: Vec<char> = reports[dice(&mut state, reports.len())].text.chars().collect();
        let (start, length) = (dice(&mut state, text.len()), 1 + dice(&mut state, 6));
        let Some(part) = text.get(start..start + length).filter(|part| part.iter().all(is_han)) else { continue };
        tried += 1;
        let string: String = part.iter().collect();
        let has = |number: &usize| reports[*number].title.contains(&string) || reports[*number].text.contains(&string);
        let expected: BTreeSet<usize> = (0..reports.len()).filter(has).collect();
        let terms: Vec<String> = part.windows(length.min(3)).map(|term| term.iter().collect()).collect();
        let found = terms.iter().map(|term| index.reports(term)).reduce(|found, other| &found & &other).expect("terms");
        assert!(found.is_superset(&expected), "{string} is lost");
        assert!(length > 3 || found == expected, "{string} is found where it is not");
    }
}

#[test]
fn numbers_words_and_document_numbers_are_found_in_any_width_and_bracket() {
    let site = Site::bare();
    site.report("栏目/一", "title = \"一\"\ndate = 2024-03-01\nnumber = \"光玉办〔2024〕5号\"", "ＰＭ２．５达标，APP上线。");
    site.report("栏目/二", "title = \"二\"\ndate = 2024-03-01", "正文。");
    site.build(&[]).succeeds();
    let index = Index::of(&site);
    for term in ["2024", "光玉办", "(2", "5号", "pm2", "2.5", "app"] {
        assert_eq!(index.reports(term).len(), 1, "{term}");
    }
    assert_eq!([index.reports("PM2").len(), index.reports("〔2").len()], [0, 0], "terms are folded");
}

#[test]
fn without_scripts_the_search_page_leads_on() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let page = site.output("search.html");
    let inside = page.split("<noscript>").nth(1).and_then(|rest| rest.split("</noscript>").next()).expect("a way on");
    assert!(inside.contains("sitemap.html") && inside.contains("mulu.html"), "{inside}");
}
