//! `gongkai withdraw` takes down what is meant and nothing else, however it is named: each of these went wrong once.

use std::fs;

use crate::permalinks::{build, line, record, rename};
use crate::support::site::Site;

const A: &str = "tz/a.html";
const B: &str = "tz/b.html";

/// Two public reports.
fn site() -> Site {
    let site = Site::bare();
    site.report("通知/a", "title = \"甲的题目\"\ndate = 2024-05-06\naliases = [\"/old/1.html\"]", "甲的内容。");
    site.report("通知/b", "title = \"乙的题目\"\ndate = 2024-05-06", "乙的内容。");
    build(&site).succeeds();
    site
}

fn kind(site: &Site, address: &str) -> String {
    site.page(address).meta("page-type").unwrap_or_default().to_string()
}

#[test]
fn an_old_address_means_what_it_led_to_even_where_the_source_is_gone() {
    let site = site();
    site.remove("reports/通知/a.md");
    site.run(&["withdraw", "/old/1.html", "--reason", "有误"]).succeeds().says("网址 tz/a.html");
    assert_eq!([kind(&site, A), kind(&site, "old/1.html"), kind(&site, B)], ["gone", "gone", "report"]);
    assert!(line(&site, A).ends_with(" 有误"));
}

#[test]
fn a_draft_that_asks_for_the_address_is_not_what_stands_there() {
    let site = site();
    site.report("通知/草稿", "title = \"草稿的题目\"\ndate = 2024-05-06\nslug = \"a\"\ndraft = true", "草稿。");
    site.run(&["withdraw", "/tz/a.html", "--reason", "有误"]).succeeds().says("《甲的题目》已撤下");
    assert!(site.root.join("reports/通知/草稿.md").is_file() && !site.root.join("reports/通知/a.md").exists());
    build(&site).succeeds().never_says("重新公开");
    assert_eq!(kind(&site, A), "gone");
}

#[test]
fn a_reason_for_what_is_gone_touches_no_report_that_has_its_name_now() {
    let site = site();
    site.remove("reports/通知/a.md");
    build(&site).succeeds();
    site.report("通知/a", "title = \"丁的题目\"\ndate = 2024-05-06\nslug = \"d\"", "丁的内容。");
    build(&site).succeeds();
    site.run(&["withdraw", "/tz/a.html", "--reason", "有误"]).succeeds().never_says("丁");
    assert!(site.root.join("reports/通知/a.md").is_file() && kind(&site, "tz/d.html") == "report");
    assert!(line(&site, A).ends_with(" 有误"));
}

#[test]
fn a_new_draft_in_the_file_of_a_withdrawn_report_was_never_public() {
    let site = site();
    site.run(&["withdraw", "reports/通知/a.md", "--reason", "有误"]).succeeds();
    site.report("通知/a", "title = \"丁的题目\"\ndate = 2024-05-06\ndraft = true", "丁的内容。");
    site.run(&["withdraw", "reports/通知/a.md", "--reason", "再一个"]).exits(1).says("没有公开过");
    assert!(line(&site, A).ends_with(" 有误"));
}

#[test]
fn an_address_that_another_report_claims_and_nobody_built_is_its_own_still() {
    let site = site();
    site.remove("reports/通知/a.md");
    site.report("通知/b", "title = \"乙的题目\"\ndate = 2024-05-06\naliases = [\"/tz/a.html\"]", "乙的内容。");
    site.run(&["withdraw", "/tz/a.html", "--reason", "有误"]).succeeds().says("网址 tz/a.html");
    assert_eq!([kind(&site, A), kind(&site, B)], ["gone", "report"]);
    assert!(site.root.join("reports/通知/b.md").is_file());
}

#[test]
fn a_file_that_was_renamed_onto_another_is_in_doubt_until_the_site_is_built() {
    let site = site();
    rename(&site, "reports/通知/b.md", "reports/通知/a.md");
    site.run(&["withdraw", "reports/通知/a.md", "--reason", "有误"]).exits(1).says("分不清");
    site.run(&["withdraw", "/tz/a.html", "--reason", "有误"]).succeeds().says("《甲的题目》已撤下");
    assert!(site.root.join("reports/通知/a.md").is_file(), "that is the other report");
    assert_eq!([kind(&site, A), kind(&site, B)], ["gone", "report"]);
}

#[test]
fn a_renamed_report_goes_with_its_file() {
    let site = site();
    rename(&site, "reports/通知/a.md", "reports/通知/新名字.md");
    site.run(&["withdraw", "/tz/a.html", "--reason", "有误"]).succeeds();
    assert!(!site.root.join("reports/通知/新名字.md").exists());
    build(&site).succeeds().never_says("重新公开");
    assert_eq!(kind(&site, A), "gone");
}

#[test]
fn where_the_record_is_lost_no_old_address_is_given_up() {
    let site = site();
    site.report("通知/b", "title = \"乙的题目\"\ndate = 2024-05-06\nslug = \"b2\"", "乙的内容。");
    build(&site).succeeds();
    site.remove("permalinks.txt");
    let before = site.files("output");
    let run = site.run(&["withdraw", "reports/通知/a.md", "--reason", "有误"]);
    run.exits(2).says("permalinks.txt 里没有 tz/b.html").says("gongkai build");
    assert!(site.files("output") == before && site.root.join("reports/通知/a.md").is_file());
    build(&site).succeeds().says("[record-behind]");
    site.run(&["withdraw", "reports/通知/a.md", "--reason", "有误"]).succeeds();
}

#[test]
fn what_only_a_preview_showed_is_no_ones() {
    let site = site();
    site.report("通知/草稿", "title = \"草稿的题目\"\ndate = 2024-05-06\nslug = \"cg\"\ndraft = true", "草稿。");
    site.run(&["build", "--no-sync", "--drafts"]).succeeds();
    site.run(&["withdraw", "reports/通知/草稿.md", "--reason", "有误"]).exits(1).says("没有公开过");
    fs::remove_file(site.root.join(".gongkai/cache.bin")).expect("the cache");
    build(&site).succeeds().never_says("撤下 1 篇");
    assert!(!record(&site).contains("cg.html") && !site.has_output("tz/cg.html"));
}

#[test]
fn an_erased_report_leaves_no_name_of_a_file_wherever_it_stood() {
    let site = site();
    site.report("通知/c/index", "title = \"丙的题目\"\ndate = 2024-05-06\nslug = \"c1\"", "见[名单](名单.csv)。");
    site.write("reports/通知/c/名单.csv", "某某\n");
    build(&site).succeeds();
    site.report("通知/c/index", "title = \"丙的题目\"\ndate = 2024-05-06\nslug = \"c2\"", "见[名单](名单.csv)。");
    build(&site).succeeds();
    assert!(record(&site).contains("tz/c1/"));
    site.run(&["withdraw", "reports/通知/c", "--erase"]).succeeds();
    assert!(!record(&site).contains("tz/c"), "{}", record(&site));
    assert!(!site.has_output("tz/c1/名单.csv") && !site.has_output("tz/c2/名单.csv") && !site.has_output("tz/c1.html"));
}

#[test]
fn another_output_folder_is_named() {
    let site = site();
    site.run(&["build", "--no-sync", "--output", "www"]).succeeds();
    site.run(&["withdraw", "reports/通知/a.md", "--reason", "有误"]).succeeds().says("生成到 www 的网站里也有这一篇");
    site.report("通知/c", "title = \"丙的题目\"\ndate = 2024-05-06", "丙的内容。");
    site.run(&["build", "--no-sync", "--output", "www"]).succeeds();
    site.run(&["withdraw", "reports/通知/c.md"]).exits(1).says("只公开在 www").says("build --output www");
}

#[test]
fn a_list_of_the_server_tells_what_a_fresh_clone_does_not() {
    let site = site();
    site.write("online.txt", site.output("SHA256SUMS"));
    for gone in ["output", ".gongkai"] {
        fs::remove_dir_all(site.root.join(gone)).expect("removed");
    }
    site.remove("permalinks.txt");
    site.run(&["withdraw", "reports/通知/a.md"]).exits(1).says("没有公开过");
    site.run(&["withdraw", "reports/通知/a.md", "--previous", "online.txt", "--reason", "有误"]).succeeds();
    assert_eq!([kind(&site, A), kind(&site, B)], ["gone", "report"]);
}

#[test]
fn a_column_keeps_its_address_and_a_file_of_the_site_stands_for_its_own() {
    let site = site();
    for column in ["/tz/", "https://www.example.gov.cn/tz/", "/tz/index.html"] {
        site.run(&["withdraw", column]).exits(1).says("是栏目的网页");
    }
    site.run(&["withdraw", "output/tz/b.html", "--reason", "有误"]).succeeds().says("《乙的题目》已撤下");
}

#[test]
fn a_title_with_private_data_is_not_kept_and_a_reason_without_words_is_none() {
    let site = site();
    site.report("通知/c", "title = \"某某13800138000的通知\"\ndate = 2024-05-06", "丙的内容。");
    site.write("site.toml", crate::support::site::settings_with_levels("personal-number = \"off\"\nprivate-data = \"off\""));
    let _ = build(&site);
    let run = site.run(&["withdraw", "reports/通知/c.md", "--keep-title", "--reason", "有误"]);
    assert_ne!(run.code, Some(0), "{run}");
    assert!(!record(&site).contains("13800138000"));
    site.run(&["withdraw", "reports/通知/a.md", "--reason", "。"]).exits(1).says("没有文字");
}

#[test]
fn a_report_that_is_only_held_back_keeps_its_address_from_others() {
    let site = site();
    review(&site);
    build(&site).exits(1).says("[address-taken]");
}

fn review(site: &Site) {
    site.report("通知/a", "title = \"甲的题目\"\ndate = 2024-05-06\ndraft = true", "甲的内容。");
    site.report("通知/b", "title = \"乙的题目\"\ndate = 2024-05-06\naliases = [\"/tz/a.html\"]", "乙的内容。");
}

#[test]
fn a_broken_report_goes_with_its_file_where_nothing_but_the_record_knows_it() {
    let site = site();
    fs::remove_dir_all(site.root.join(".gongkai")).expect("removed, as in a fresh clone");
    site.write("reports/通知/a.md", "还没有写好开头\n");
    // Its own fault is gone with it, so the site can be made again.
    site.run(&["withdraw", "/tz/a.html", "--reason", "有误"]).succeeds().says("网址 tz/a.html");
    assert!(!site.root.join("reports/通知/a.md").exists());
    assert_eq!([kind(&site, A), kind(&site, B)], ["gone", "report"]);
}
