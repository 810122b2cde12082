//! An address that was public once stays: whatever becomes of the file, the date, the column, it is answered, and never by another report.

use std::fs;

use crate::support::site::{Run, Site};

/// The office's own build of today, which keeps the record.
pub fn build(site: &Site) -> Run {
    site.run(&["build", "--no-sync"])
}

pub fn record(site: &Site) -> String {
    fs::read_to_string(site.root.join("permalinks.txt")).expect("the record")
}

/// The record's line of an address, without its key and marks: the first day, and what answers there.
#[track_caller]
pub fn line(site: &Site, address: &str) -> String {
    let record = record(site);
    let line = record.lines().find(|line| line.split('\t').nth(1) == Some(address));
    let columns: Vec<&str> = line.unwrap_or_else(|| panic!("{address} in\n{record}")).split('\t').collect();
    [&columns[2..3], &columns[4..]].concat().join(" ")
}

pub fn rename(site: &Site, from: &str, to: &str) {
    let to = site.root.join(to);
    fs::create_dir_all(to.parent().expect("a folder")).expect("its folder");
    fs::rename(site.root.join(from), to).expect("a new name");
}

/// Two reports in one column, without `slug`, published.
pub fn published() -> Site {
    let site = Site::bare();
    site.report("通知/停车办法", "title = \"停车办法\"\ndate = 2024-01-08", "停车的内容。");
    site.report("通知/用水办法", "title = \"用水办法\"\ndate = 2024-02-08", "用水的内容。");
    build(&site).succeeds();
    site
}

pub const PARKING: &str = "tz/tcbf.html";
pub const FILE: &str = "reports/通知/停车办法.md";

/// What a reader finds at the address of the first report.
#[track_caller]
pub fn still_stands(site: &Site) {
    let page = site.page(PARKING);
    assert_eq!(page.meta("page-type"), Some("report"));
    assert!(page.words(".prose").concat().contains("停车的内容"));
}

#[test]
fn a_renamed_file_keeps_its_address() {
    let site = published();
    rename(&site, FILE, "reports/通知/机动车停放.md");
    build(&site).succeeds().says("改名或移动 1 篇").says("（网址不变）").never_says("撤下");
    still_stands(&site);
    assert!(!site.has_output("tz/jdctf.html"));
}

#[test]
fn another_date_or_title_keeps_the_address() {
    let site = published();
    site.report("通知/停车办法", "title = \"停车办法\"\ndate = 2024-03-01", "停车的内容。");
    build(&site).succeeds();
    still_stands(&site);
    site.report("通知/停车办法", "title = \"停车管理办法\"\ndate = 2024-03-01", "停车的内容。");
    build(&site).succeeds();
    still_stands(&site);
    assert_eq!(line(&site, PARKING), "~2024-01-08", "the first day is that of the first build");
}

#[test]
fn a_report_that_goes_to_another_column_keeps_its_address_and_the_empty_column_answers() {
    let site = published();
    site.report("公告/别的", "title = \"别的\"\ndate = 2024-03-08", "别的内容。");
    for name in ["停车办法", "用水办法"] {
        rename(&site, &format!("reports/通知/{name}.md"), &format!("reports/公告/{name}.md"));
    }
    build(&site).succeeds();
    still_stands(&site);
    assert!(site.page("gg/index.html").words("ol.docs").concat().contains("停车办法"), "its column lists it");
    let column = site.page("tz/index.html");
    assert_eq!((column.meta("page-type"), column.meta("robots")), (Some("gone"), Some("noindex")));
    assert_eq!(column.one("h1").words(), "栏目暂无内容");
    assert_eq!(site.page("tz/mulu.html").meta("page-type"), Some("gone"));
    assert!(!site.output("tz/feed.xml").contains("<entry>"));
}

#[test]
fn another_slug_of_the_column_moves_the_column_and_no_report() {
    let site = published();
    site.write("reports/通知/_category.toml", format!("{}slug = \"notice\"\n", crate::support::site::CATEGORY));
    build(&site).succeeds();
    still_stands(&site);
    assert!(site.page("notice/index.html").words("ol.docs").concat().contains("停车办法"));
    assert!(site.output("tz/index.html").contains("url=../notice/index.html"));
    assert!(site.output("tz/mulu.html").contains("url=../notice/mulu.html"));
    assert_eq!(site.output("tz/feed.xml"), site.output("notice/feed.xml"), "programs that read feeds follow no page");
    assert_eq!(line(&site, "tz/index.html"), "~2024-01-08 to notice/index.html");
}

#[test]
fn the_old_folder_of_a_column_is_an_alias_of_all_its_pages() {
    let site = published();
    site.write("reports/通知/_category.toml", format!("{}aliases = [\"/old/tongzhi/\"]\n", crate::support::site::CATEGORY));
    build(&site).succeeds();
    assert!(site.output("old/tongzhi/index.html").contains("url=../../tz/index.html"));
    assert!(site.output("old/tongzhi/mulu.html").contains("url=../../tz/mulu.html"));
    assert_eq!(site.output("old/tongzhi/feed.xml"), site.output("tz/feed.xml"));
}

#[test]
fn another_slug_moves_the_report_and_its_files_and_the_old_addresses_lead_there() {
    let site = Site::bare();
    site.report("通知/停车/index", "title = \"停车办法\"\ndate = 2024-01-08\nslug = \"a\"", "见[表](附表.csv)。");
    site.write("reports/通知/停车/附表.csv", "甲,乙\n");
    build(&site).succeeds();
    for slug in ["b", "c"] {
        site.report(
            "通知/停车/index",
            &format!("title = \"停车办法\"\ndate = 2024-01-08\nslug = \"{slug}\""),
            "见[表](附表.csv)。",
        );
        build(&site).succeeds();
    }
    for old in ["a", "b"] {
        assert!(site.output(&format!("tz/{old}.html")).contains("url=../tz/c.html"), "straight to the end");
        assert_eq!(site.output(&format!("tz/{old}/附表.csv")), "甲,乙\n", "a file cannot lead on, so it is there twice");
    }
    assert_eq!(line(&site, "tz/a.html"), "~2024-01-08 to tz/c.html");
}

#[test]
fn a_deleted_report_leaves_a_page_that_says_so_and_nothing_else() {
    let site = published();
    site.remove(FILE);
    let run = build(&site);
    run.succeeds().says("[withdrawn-without-reason]").says("撤下 1 篇").says("《停车办法》");
    let page = site.page(PARKING);
    assert_eq!((page.meta("page-type"), page.meta("robots")), (Some("gone"), Some("noindex")));
    assert_eq!(page.one("h1").words(), "页面已撤下");
    for (file, bytes) in site.files("output") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("停车"), "{file}");
    }
    assert!(!site.output("sitemap.xml").contains("tcbf"), "crawlers are not led there");
    assert!(line(&site, PARKING).contains(" gone 20"));
}

#[test]
fn what_the_server_must_delete_is_listed_until_it_is_there_again() {
    let site = Site::bare();
    site.report("通知/甲", "title = \"甲文\"\ndate = 2023-01-08", "甲。");
    site.report("通知/乙", "title = \"乙文\"\ndate = 2024-01-08", "乙。");
    build(&site).succeeds();
    let saved = fs::read(site.root.join("reports/通知/甲.md")).expect("the file");
    site.remove("reports/通知/甲.md");
    build(&site).succeeds().says("还要在服务器上删去").says("服务器上要删去的文件.txt");
    let list = || fs::read_to_string(site.root.join(".gongkai/服务器上要删去的文件.txt")).expect("the list");
    assert!(list().lines().any(|line| line == "tz/2023.html"), "{}", list());
    build(&site).succeeds().never_says("还要在服务器上删去");
    site.write("reports/通知/甲.md", saved);
    build(&site).succeeds();
    assert!(!list().contains("tz/2023.html"), "{}", list());
}

#[test]
fn a_report_that_is_back_is_at_its_address_since_its_first_day() {
    let site = published();
    let saved = fs::read(site.root.join(FILE)).expect("the file");
    site.remove(FILE);
    build(&site).succeeds();
    site.write(FILE, saved);
    build(&site).succeeds().says("重新公开 1 篇").never_says("新发布");
    still_stands(&site);
    assert_eq!(line(&site, PARKING), "~2024-01-08");
}

#[test]
fn a_copy_is_not_published_a_second_time() {
    let site = published();
    fs::copy(site.root.join(FILE), site.root.join("reports/通知/停车办法 - 副本.md")).expect("a copy");
    build(&site).exits(1).says("[duplicate-report]").says("[copied-file]");
    still_stands(&site);
}

#[test]
fn a_column_that_is_off_is_off_with_all_that_is_in_it_and_says_so() {
    let site = published();
    site.report("公告/引用", "title = \"引用\"\ndate = 2024-03-08", "见[停车办法](../通知/停车办法.md)。");
    build(&site).succeeds();
    site.write("reports/通知/_category.toml", format!("{}draft = true\n", crate::support::site::CATEGORY));
    let run = build(&site);
    run.succeeds().says("栏目已停用").says("撤下 2 篇").says("[withdrawn-link]").never_says("[withdrawn-without-reason]");
    assert_eq!(site.page("tz/index.html").one("h1").words(), "栏目已停用");
    assert!(site.page(PARKING).words("main").concat().contains("原因：栏目已停用"));
    assert!(!site.page("gg/yy.html").words(".prose").is_empty() && !site.output("gg/yy.html").contains("tcbf"));
    site.write("reports/通知/_category.toml", crate::support::site::CATEGORY);
    build(&site).succeeds().says("重新公开 2 篇");
    still_stands(&site);
}

#[test]
fn another_host_changes_nothing_in_the_record() {
    let site = published();
    let before = record(&site);
    let settings = fs::read_to_string(site.root.join("site.toml")).expect("settings");
    site.write("site.toml", settings.replace("www.example.gov.cn", "gk.example.gov.cn"));
    build(&site).succeeds().says("从 https://www.example.gov.cn 改成了 https://gk.example.gov.cn").says("301");
    assert_eq!(record(&site), before);
    build(&site).succeeds().never_says("改成了");
}

#[test]
fn a_new_report_with_a_date_of_long_ago_is_told() {
    let site = published();
    build(&site).succeeds().never_says("[backdated]");
    site.report("通知/补录", "title = \"补录的\"\ndate = 2020-01-05", "补录。");
    build(&site).succeeds().says("[backdated]").says("发布日期是 2020-01-05");
}

#[test]
fn an_alias_or_a_slug_never_takes_what_was_anothers() {
    let site = published();
    site.run(&["withdraw", FILE, "--reason", "含有个人信息"]).succeeds();
    for claim in ["aliases = [\"/tz/tcbf.html\"]", "slug = \"tcbf\""] {
        site.report("通知/新的", &format!("title = \"新的\"\ndate = 2024-03-08\n{claim}"), "新的。");
        build(&site).exits(1).says("[address-taken]").says("那一篇已经撤下");
    }
    assert_eq!(site.page(PARKING).meta("page-type"), Some("gone"));
}

#[test]
fn an_alias_of_a_column_never_takes_what_was_anothers() {
    let site = published();
    site.remove(FILE);
    build(&site).succeeds();
    site.write("reports/通知/_category.toml", "aliases = [\"/tz/tcbf.html\"]\n");
    build(&site).exits(1).says("[address-taken]").says("reports/通知/_category.toml");
}

#[test]
fn whoever_says_that_a_report_got_another_name_and_title_at_once_is_believed() {
    let cure = "aliases = [\"/tz/tcbf.html\"]";
    for is_told_before in [false, true] {
        let site = published();
        site.remove(FILE);
        site.report("通知/新的", "title = \"新的\"\ndate = 2024-03-08", "新的。");
        if is_told_before {
            build(&site).succeeds().says("[possible-rename]").says(cure);
            assert_eq!(site.page(PARKING).meta("page-type"), Some("gone"));
        }
        site.report("通知/新的", &format!("title = \"新的\"\ndate = 2024-03-08\n{cure}"), "新的。");
        site.run(&["build", "--no-sync", "-v"]).succeeds().never_says("[possible-rename]").says("[moved-address]");
        assert!(line(&site, PARKING).ends_with(" to tz/xd.html"), "{}", line(&site, PARKING));
        assert!(site.output(PARKING).contains("tz/xd.html") || site.output(PARKING).contains("xd.html"));
        // In another column it is another report, as far as anybody knows.
        site.report("别处/另一篇", "title = \"另一篇\"\ndate = 2024-03-08\naliases = [\"/tz/ysbf.html\"]", "另一篇。");
        site.remove("reports/通知/用水办法.md");
        build(&site).exits(1).says("[address-taken]");
    }
}

#[test]
fn a_report_with_the_title_of_its_column_keeps_its_address_under_another_name() {
    let site = published();
    site.report("通知/总说明", "title = \"通知\"\ndate = 2024-03-08", "栏目的说明。");
    build(&site).succeeds();
    rename(&site, "reports/通知/总说明.md", "reports/通知/说明.md");
    build(&site).succeeds();
    assert_eq!(site.page("tz/zsm.html").meta("page-type"), Some("report"));
}

#[test]
fn what_is_only_faulty_now_counts_nowhere_as_given_up() {
    let site = published();
    site.write(FILE, "还没有写好开头\n");
    site.run(&["redirects"]).succeeds().never_says("tcbf");
    site.report("通知/新的", "title = \"新的\"\ndate = 2024-03-08", "新的。");
    let run = build(&site);
    run.exits(1).never_says("[withdrawn-without-reason]").never_says("[possible-rename]");
    let why = site.run(&["why", "/tz/tcbf.html"]);
    why.succeeds().says(FILE).never_says("撤下");
}

#[test]
fn what_is_held_back_again_is_told_by_its_file() {
    let site = published();
    site.report("通知/停车办法", "title = \"停车办法\"\ndate = 2024-01-08\ndraft = true", "停车的内容。");
    build(&site)
        .succeeds()
        .says("[withdrawn-without-reason]")
        .says("reports/通知/停车办法.md）现在暂不发布")
        .says("去掉 `draft`");
}

#[test]
fn fix_writes_no_address_that_is_anothers() {
    let site = published();
    site.report("通知/停车 办法", "title = \"另一个停车办法\"\ndate = 2024-03-08", "另一篇。");
    site.run(&["fix"]).succeeds();
    let text = fs::read_to_string(site.root.join("reports/通知/停车 办法.md")).expect("the report");
    assert!(!text.contains("slug"), "{text}");
}

#[test]
fn all_addresses_of_a_deleted_report_answer() {
    let site = Site::bare();
    site.report(
        "通知/停车/index",
        "title = \"停车办法\"\ndate = 2024-01-08\naliases = [\"/old/1.html\"]",
        "见[表](附表.csv)。",
    );
    site.write("reports/通知/停车/附表.csv", "某某的电话\n");
    site.report("通知/别的", "title = \"别的\"\ndate = 2024-01-08", "别的。");
    build(&site).succeeds();
    fs::remove_dir_all(site.root.join("reports/通知/停车")).expect("deleted");
    build(&site).succeeds();
    for address in ["tz/tc.html", "old/1.html"] {
        assert_eq!(site.page(address).meta("page-type"), Some("gone"), "{address}");
    }
    assert!(site.output("tz/tc/附表.csv").contains("撤下"), "whoever copies the site overwrites the file");
}

#[test]
fn fix_writes_down_where_public_reports_stand_and_nothing_else() {
    let site = published();
    rename(&site, FILE, "reports/通知/机动车停放.md");
    site.report("通知/没公开", "title = \"没公开\"\ndate = 2024-01-08\ndraft = true", "没公开。");
    build(&site).succeeds();
    site.run(&["check"]).succeeds().says("[unpinned-address]");
    site.run(&["fix", "--dry-run"]).succeeds().says("slug = \"tcbf\"");
    site.run(&["fix"]).succeeds();
    let text = fs::read_to_string(site.root.join("reports/通知/机动车停放.md")).expect("the report");
    assert_eq!(text, "+++\ntitle = \"停车办法\"\ndate = 2024-01-08\nslug = \"tcbf\"\n+++\n\n停车的内容。\n");
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
    site.remove("permalinks.txt");
    build(&site).succeeds();
    still_stands(&site);
    site.run(&["check"]).succeeds().never_says("[unpinned-address]");
}

#[test]
fn a_new_report_says_where_it_will_stand() {
    let site = published();
    let new = |more: &[&str]| {
        let run = site.run(&[&["new", "通知", "停车办法", "--date", "2024-03-08"], more].concat());
        fs::read_to_string(site.root.join(run.succeeds().stdout.trim())).expect("the report")
    };
    assert!(new(&[]).contains("slug = \"2024-03-08-tcbf\""));
    site.remove("reports/通知/2024-03-08-停车办法.md");
    let with_same = "title = \"听从办法\"\ndate = 2024-01-08\nslug = \"2024-03-08-tcbf\"";
    site.report("通知/听从", with_same, "同样的首字母。");
    assert!(new(&[]).contains("slug = \"2024-03-08-tcbf-2\""), "no address is given twice");
}

#[test]
fn servers_are_told_what_to_lead_on_and_what_is_gone() {
    let site = published();
    site.report("通知/用水办法", "title = \"用水办法\"\ndate = 2024-02-08\nslug = \"water\"", "用水的内容。");
    site.remove(FILE);
    build(&site).succeeds();
    let nginx = site.run(&["redirects"]);
    nginx.succeeds().says("    \"/tz/ysbf.html\" \"/tz/water.html\";\n").says("    \"/tz/tcbf.html\" 1;\n");
    let iis = site.run(&["redirects", "--format", "iis"]);
    iis.succeeds().says("<add key=\"/tz/ysbf.html\" value=\"/tz/water.html\" />").says("statusCode=\"410\"");
    let caddy = site.run(&["redirects", "--format", "caddy"]);
    caddy.succeeds().says("    \"/tz/ysbf.html\" \"/tz/water.html\"\n").says("status 410");
}

#[test]
fn whoever_names_a_withdrawn_report_as_related_does_not_keep_it_online() {
    let site = published();
    site.report("通知/解读", "title = \"解读\"\ndate = 2024-03-08\ninterprets = [\"停车办法.md\"]", "解读的内容。");
    build(&site).succeeds();
    site.remove(FILE);
    for _ in 0..2 {
        build(&site).succeeds().says("[withdrawn-link]").says("停车办法.md");
    }
    assert_eq!(site.page(PARKING).meta("page-type"), Some("gone"));
}
