//! A withdrawal always goes through, whatever else is wrong, and changes nothing else.

use std::collections::BTreeMap;

use crate::support::site::{Run, Site, TODAY};

/// Three reports in one column, one in another; the second links to the first, each has a file of its own.
pub fn site() -> Site {
    let site = Site::minimal();
    for (name, title, text) in [
        ("误发/index", "关于误发名单的通知", "误发的内容，见[名单](名单.csv)。"),
        ("引用/index", "关于引用的通知", "详见[通知](../误发/index.md)和[表](表.csv)。"),
        ("别篇/index", "关于举办活动的通知", "活动的内容。"),
    ] {
        site.report(&format!("通知/{name}"), &format!("title = \"{title}\"\ndate = 2024-05-06"), text);
    }
    site.write("reports/通知/误发/名单.csv", "姓名\n某某\n").write("reports/通知/引用/表.csv", "甲\n");
    site
}

pub fn withdraw(site: &Site) -> Run {
    site.build(&["--withdraw-only"])
}

/// What a clean build gives when `site` has no report `误发`, and the link to it is plain text.
fn without(change: impl Fn(&Site)) -> BTreeMap<String, Vec<u8>> {
    let clean = site();
    std::fs::remove_dir_all(clean.root.join("reports/通知/误发")).expect("deleted");
    change(&clean);
    clean.build(&[]).succeeds();
    but_digests(&clean)
}

/// What is published, but for the digests that tell a dead link from plain text.
fn but_digests(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let mut files = site.files("output");
    for list in ["SHA256SUMS", "search/map.js"] {
        assert!(files.remove(list).is_some(), "{list}");
    }
    files
}

pub fn plain_link(site: &Site) {
    site.report("通知/引用/index", "title = \"关于引用的通知\"\ndate = 2024-05-06", "详见通知和[表](表.csv)。");
}

#[track_caller]
pub fn is_gone(site: &Site) {
    for (file, bytes) in site.files("output") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("误发名单") && !text.contains("误发的内容") && !text.contains("某某"), "{file}");
    }
}

#[test]
fn a_refused_build_says_what_is_still_online_and_how_to_withdraw_it() {
    let site = site();
    site.build(&[]).succeeds();
    site.remove("reports/通知/误发/index.md").remove("reports/通知/误发/名单.csv");
    site.write("reports/通知/别篇/index.md", "同事还没有写好开头\n");
    let run = site.build(&[]);
    run.exits(1).says("还在网上、等着撤下 1 篇：\n  《关于误发名单的通知》").says("gongkai build --withdraw-only");
    let json = site.build(&["--format", "json"]).json();
    assert_eq!(json["waiting"][0]["title"], "关于误发名单的通知");
    assert!(json["waiting"][0]["address"].as_str().is_some_and(|address| address.ends_with(".html")), "{json}");
    assert_eq!(json["withdrawn"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_withdrawal_goes_through_while_others_are_broken_and_changes_nothing_else() {
    let site = site();
    site.build(&[]).succeeds();
    std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    site.write("reports/通知/别篇/index.md", "同事还没有写好开头\n");
    // Neither what is new nor what was edited meanwhile comes along.
    site.report("通知/新的", "title = \"还没有说要发的\"\ndate = 2024-05-07", "正文。");
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "改了一半");
    site.build(&[]).exits(1);
    withdraw(&site).succeeds().says("撤下 1 篇：\n  《关于误发名单的通知》").says("只撤下了这些文章");
    is_gone(&site);
    let (now, expected) = (but_digests(&site), without(plain_link));
    assert_eq!(now.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (file, bytes) in &now {
        assert!(bytes == &expected[file], "{file} is not that of a clean build");
    }
    // Told once, and the next build that goes through is that of any other day.
    withdraw(&site).succeeds().says("没有等着撤下的文章");
    site.build(&[]).exits(1).never_says("还在网上");
    plain_link(&site);
    site.report("通知/别篇/index", "title = \"关于举办活动的通知\"\ndate = 2024-05-06", "活动的内容。");
    site.build(&[]).succeeds().says("新发布 1 篇").never_says("撤下");
}

#[test]
fn a_draft_is_withdrawn_like_a_deleted_report() {
    let site = site();
    site.build(&[]).succeeds();
    site.report("通知/误发/index", "title = \"关于误发名单的通知\"\ndate = 2024-05-06\ndraft = true", "误发的内容。");
    site.write("reports/通知/别篇/index.md", "坏的\n");
    withdraw(&site).succeeds().says("撤下 1 篇");
    is_gone(&site);
}

#[test]
fn a_link_that_keeps_the_build_from_going_through_keeps_no_withdrawal() {
    let site = site();
    site.build(&[]).succeeds();
    std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    site.build(&["--deny", "warnings"]).exits(1).says("已经撤下").says("还在网上、等着撤下 1 篇");
    withdraw(&site).succeeds();
    is_gone(&site);
    assert!(site.output_paths().iter().any(|file| file.ends_with("表.csv")), "files of others stay");
}

#[test]
fn settings_theme_and_columns_may_be_broken_too() {
    for (file, text) in [
        ("site.toml", "title = \"没有结束\n[[["),
        ("templates/home.html", "{% broken"),
        ("reports/通知/_category.toml", "name = [[["),
        ("words.toml", "= ="),
    ] {
        let site = site();
        site.build(&[]).succeeds();
        std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
        site.write(file, text);
        assert_ne!(site.build(&[]).code, Some(0), "{file}");
        withdraw(&site).succeeds().says("撤下 1 篇");
        is_gone(&site);
        assert!(but_digests(&site) == without(plain_link), "{file}");
    }
}

#[test]
fn a_report_that_is_broken_or_has_another_file_is_not_withdrawn() {
    let site = site();
    site.build(&[]).succeeds();
    let before = site.files("output");
    site.write("reports/通知/别篇/index.md", "draft = true 写错了地方\n");
    site.write("reports/示例栏目/文章.md", b"\xff\xfe");
    std::fs::rename(site.root.join("reports/通知/误发"), site.root.join("reports/通知/改名")).expect("renamed");
    site.build(&[]).exits(1).never_says("还在网上");
    withdraw(&site).succeeds().says("没有等着撤下的文章");
    assert!(before == site.files("output"));
}

#[test]
fn withdrawing_needs_no_cache_and_another_day_changes_nothing() {
    let site = site();
    site.report("通知/有期限", "title = \"有期限的通知\"\ndate = 2024-05-01\nexpires = 2025-01-31", "正文。");
    site.build(&["--no-cache"]).succeeds();
    std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    site.write("reports/通知/别篇/index.md", "坏的\n");
    site.run(&["build", "--withdraw-only", "--as-of", "2030-01-01"]).succeeds().says("撤下 1 篇");
    let expected = without(|clean| {
        plain_link(clean);
        clean.report("通知/有期限", "title = \"有期限的通知\"\ndate = 2024-05-01\nexpires = 2025-01-31", "正文。");
    });
    assert!(but_digests(&site) == expected);
}

#[test]
fn where_nobody_knows_what_the_site_was_made_from_it_says_what_to_delete_by_hand() {
    let site = site();
    withdraw(&site).exits(2).says("没有上次发布的记录");
    site.build(&[]).succeeds();
    let before = site.files("output");
    std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    for file in site.files(".gongkai").into_keys().filter(|file| file.starts_with("last-")) {
        site.write(&format!(".gongkai/{file}"), "坏的");
    }
    withdraw(&site).exits(2).says("没有留下完整的记录").says("《关于误发名单的通知》 ").says(".html");
    assert!(before == site.files("output"));
    // The next build that goes through keeps it again.
    plain_link(&site);
    site.build(&[]).succeeds();
    std::fs::remove_dir_all(site.root.join("reports/通知/引用")).expect("deleted");
    withdraw(&site).succeeds().says("撤下 1 篇：\n  《关于引用的通知》");
}

/// What is kept for the next withdrawal.
pub fn kept(site: &Site) -> String {
    let files = site.files(".gongkai").into_iter().filter(|(file, _)| file.starts_with("last-"));
    files.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

#[test]
fn nothing_of_what_was_withdrawn_is_kept_for_the_next_withdrawal() {
    let site = site();
    site.build(&[]).succeeds();
    assert!(kept(&site).contains("误发的内容") && kept(&site).contains("活动的内容"));
    site.report("通知/别篇/index", "title = \"关于举办活动的通知\"\ndate = 2024-05-06", "另外的内容。");
    site.build(&[]).succeeds();
    assert!(!kept(&site).contains("活动的内容") && kept(&site).contains("另外的内容"));
    std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    withdraw(&site).succeeds();
    assert!(!kept(&site).contains("误发的内容") && kept(&site).contains("另外的内容"));
    // Drafts never were.
    site.report("通知/草稿", "title = \"草稿\"\ndate = 2024-05-06\ndraft = true", "草稿的内容。");
    plain_link(&site);
    site.build(&[]).succeeds();
    assert!(!kept(&site).contains("草稿的内容"));
}

#[test]
fn each_output_folder_is_withdrawn_from_on_its_own() {
    let site = site();
    site.build(&[]).succeeds();
    site.build(&["--output", "另一处", "--base-url", "https://other.example.org/x"]).succeeds();
    std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    site.write("site.toml", "坏的");
    withdraw(&site).succeeds().says("撤下 1 篇").says("output/");
    is_gone(&site);
    let run = site.run(&["build", "--as-of", TODAY, "--output", "另一处", "--withdraw-only"]);
    run.succeeds().says("撤下 1 篇").says("另一处/");
    let sitemap = &site.files("另一处")["sitemap.xml"];
    assert!(String::from_utf8_lossy(sitemap).contains("https://other.example.org/x/"));
    assert!(site.output("sitemap.xml").contains("https://www.example.gov.cn/"));
}

#[test]
fn what_is_left_is_the_clean_site_to_the_byte_where_nothing_led_to_what_went() {
    let (site, clean) = (site(), site());
    for site in [&site, &clean] {
        plain_link(site);
    }
    site.build(&[]).succeeds();
    for site in [&site, &clean] {
        std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    }
    site.write("reports/通知/别篇/index.md", "坏的\n");
    withdraw(&site).succeeds();
    clean.build(&[]).succeeds();
    assert!(site.files("output") == clean.files("output"));
}

#[test]
fn a_site_too_large_to_be_held_in_memory_is_kept_whole_and_without_drafts() {
    let paragraphs = |word: &str| format!("{word}的内容。\n\n").repeat(30_000);
    let site = site();
    site.report("通知/长篇", "title = \"关于长篇的通知\"\ndate = 2024-05-06", &paragraphs("长篇"));
    site.report("通知/草稿", "title = \"草稿\"\ndate = 2024-05-06\ndraft = true", &paragraphs("草稿"));
    site.build(&[]).succeeds();
    assert!(kept(&site).contains("长篇的内容") && kept(&site).contains("活动的内容") && !kept(&site).contains("草稿的内容"));
    std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    site.write("reports/通知/长篇.md", "坏的\n");
    withdraw(&site).succeeds().says("撤下 1 篇");
    is_gone(&site);
    assert!(kept(&site).contains("长篇的内容") && !kept(&site).contains("误发的内容"));
    // Where the cache is lost all is read once more, and the file of texts becomes another.
    site.report("通知/长篇", "title = \"关于长篇的通知\"\ndate = 2024-05-06", &paragraphs("改过"));
    plain_link(&site);
    site.build(&["--no-cache"]).succeeds();
    assert!(kept(&site).contains("改过的内容") && kept(&site).contains("活动的内容") && !kept(&site).contains("长篇的内容"));
    assert!(!kept(&site).contains("草稿的内容"));
}
