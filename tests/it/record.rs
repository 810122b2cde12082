//! The record of addresses: whoever loses, merges or edits it, and whatever backup it comes from, no address is lost by it.

use std::fs;

use crate::permalinks::{FILE, PARKING, build, line, published, record, rename, still_stands};
use crate::review;
use crate::support::site::Site;

#[test]
fn a_lost_record_is_made_again_from_what_is_published() {
    let site = published();
    rename(&site, FILE, "reports/通知/机动车停放.md");
    build(&site).succeeds();
    site.remove("permalinks.txt");
    build(&site).succeeds().says("[record-behind]").says("记录可能丢过");
    build(&site).succeeds().never_says("[record-behind]");
    still_stands(&site);
    assert!(line(&site, PARKING).starts_with("~"));
}

#[test]
fn a_record_without_its_lines_gets_them_back_from_what_is_published() {
    let site = published();
    site.remove(FILE);
    build(&site).succeeds();
    let kept: Vec<String> = record(&site).lines().filter(|line| !line.contains("tcbf")).map(str::to_string).collect();
    site.write("permalinks.txt", kept.join("\n") + "\n");
    build(&site).succeeds().says("[record-behind]").says(PARKING);
    assert_eq!(site.page(PARKING).meta("page-type"), Some("gone"));
}

#[test]
fn whatever_order_and_line_ends_somebody_left_the_record_is_put_in_order() {
    let site = published();
    let before = record(&site);
    let mut lines: Vec<&str> = before.lines().collect();
    lines.reverse();
    let conflict = format!("\u{feff}{}\r\n<<<<<<< HEAD\r\n=======\r\n{}\r\n>>>>>>> 别人\r\n", lines.join("\r\n"), lines[0]);
    site.write("permalinks.txt", conflict);
    build(&site).succeeds();
    assert_eq!(record(&site), before);
}

#[test]
fn a_line_that_nobody_can_read_is_told_and_left_alone() {
    let site = published();
    let broken = record(&site).replacen("\t~2024-01-08\t", "\t前天\t", 1);
    site.write("permalinks.txt", &broken);
    build(&site).exits(1).says("[unreadable-record]").says("permalinks.txt:").says("第三栏不是日期");
    assert_eq!(record(&site), broken);
    site.write("permalinks.txt", encoding_rs::GBK.encode(&record(&site)).0);
    build(&site).exits(1).says("不是 UTF-8").says("GBK");
}

#[test]
fn what_two_branches_published_is_there_after_the_merge() {
    let site = published();
    let base = record(&site);
    let publish = |name: &str, title: &str| {
        site.write("permalinks.txt", &base);
        site.report(&format!("通知/{name}"), &format!("title = \"{title}\"\ndate = 2024-03-08"), "新的。");
        build(&site).succeeds();
        record(&site)
    };
    let one = publish("甲方", "甲方的文章");
    site.remove("reports/通知/甲方.md");
    let two = publish("乙方", "乙方的文章");
    site.report("通知/甲方", "title = \"甲方的文章\"\ndate = 2024-03-08", "新的。");
    site.write("permalinks.txt", format!("{one}<<<<<<<\n{two}>>>>>>>\n"));
    build(&site).succeeds();
    for address in ["tz/jf.html", "tz/yf.html", PARKING] {
        assert_eq!(site.page(address).meta("page-type"), Some("report"), "{address}");
    }
    assert_eq!(record(&site).matches("tz/jf.html").count(), 1);
}

#[test]
fn two_branches_that_gave_one_address_to_two_reports_are_told_both_files() {
    let site = published();
    site.report("通知/甲", "title = \"甲方的文章\"\ndate = 2024-03-08\nslug = \"x\"", "新的。");
    site.report("通知/乙", "title = \"乙方的文章\"\ndate = 2024-03-08\nslug = \"x\"", "新的。");
    build(&site).exits(1).says("[duplicate-url]").says("通知/甲.md").says("通知/乙.md");
}

#[test]
fn automatic_publication_refuses_what_is_not_recorded_and_writes_nothing() {
    let site = published();
    let (before, online) = (record(&site), site.output("SHA256SUMS"));
    site.run(&["build", "--no-sync", "--locked"]).succeeds();
    site.report("通知/新的", "title = \"新的\"\ndate = 2024-03-08", "新的。");
    site.run(&["build", "--no-sync", "--locked"]).exits(1).says("[unrecorded-address]").says("tz/xd.html");
    site.remove("reports/通知/新的.md");
    site.remove(FILE);
    // A withdrawal waits for nobody.
    site.run(&["build", "--no-sync", "--locked"]).succeeds();
    assert_eq!(site.page(PARKING).meta("page-type"), Some("gone"));
    // The day would be another one each time, because nobody writes it down.
    assert!(!site.page(PARKING).words("main").concat().contains("年"), "{}", site.output(PARKING));
    // Nor does it wait where only the list of files knows of what was withdrawn.
    let kept: String = before.lines().filter(|line| !line.contains(PARKING)).map(|line| format!("{line}\n")).collect();
    site.write("permalinks.txt", &kept).write("online.txt", &online);
    site.run(&["build", "--no-sync", "--locked", "--previous", "online.txt"]).succeeds();
    site.write("permalinks.txt", &before);
    assert_eq!(record(&site), before);
}

#[test]
fn a_site_put_back_from_an_old_backup_does_not_lose_what_is_online() {
    let site = published();
    let online = site.output("SHA256SUMS");
    for gone in [FILE, "permalinks.txt", "output/SHA256SUMS"] {
        site.remove(gone);
    }
    fs::remove_dir_all(site.root.join("output")).expect("removed");
    fs::remove_dir_all(site.root.join(".gongkai")).expect("removed");
    site.write("online.txt", &online);
    let run = site.run(&["build", "--no-sync", "--previous", "online.txt"]);
    run.exits(1).says("[lost-address]").says(PARKING).says("gongkai withdraw /tz/tcbf.html --previous");
    site.run(&["withdraw", "/tz/tcbf.html", "--reason", "已失效"]).exits(1).says("--previous");
    site.run(&["withdraw", "/tz/tcbf.html", "--previous", "online.txt", "--reason", "已失效"]).succeeds();
    site.run(&["build", "--no-sync", "--previous", "online.txt"]).succeeds();
    assert!(site.page(PARKING).words("main").concat().contains("原因：已失效"));
}

#[test]
fn builds_of_another_day_or_into_another_folder_or_with_drafts_leave_the_record_alone() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    site.run(&["build", "--no-sync", "--drafts"]).succeeds();
    site.run(&["build", "--no-sync", "--output", "other"]).succeeds();
    site.run(&["check"]).succeeds();
    assert!(!site.root.join("permalinks.txt").exists());
}

#[test]
fn a_second_build_writes_nothing() {
    let site = published();
    site.remove(FILE);
    build(&site).succeeds();
    let before = (record(&site), site.files("output"));
    build(&site).succeeds().says("写入 0 个文件");
    site.run(&["build", "--no-sync", "--no-cache"]).succeeds();
    assert_eq!((record(&site), site.files("output")), before);
    fs::remove_dir_all(site.root.join("output")).expect("removed");
    build(&site).succeeds();
    assert_eq!((record(&site), site.files("output")), before, "a clean build gives the same");
}

#[test]
fn addresses_of_a_site_from_before_the_record_stay() {
    let site = Site::bare();
    site.report("通知/停车办法", "title = \"停车办法\"\ndate = 2024-01-08\nslug = \"2024-01-08-tcbf\"", "停车的内容。");
    site.report("通知/用水办法", "title = \"用水办法\"\ndate = 2024-02-08\nslug = \"2024-02-08-ysbf\"", "用水的内容。");
    site.run(&["build", "--no-sync"]).succeeds();
    // As earlier versions left it: no slug was needed for these addresses, and nothing but the list of files tells them.
    for file in ["reports/通知/停车办法.md", "reports/通知/用水办法.md"] {
        let text = fs::read_to_string(site.root.join(file)).expect("a report");
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("slug")).collect();
        site.write(file, kept.join("\n") + "\n");
    }
    for without in ["permalinks.txt", ".gongkai"] {
        let path = site.root.join(without);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("removed");
        let before: Vec<String> = site.output_paths();
        build(&site).succeeds().never_says("撤下");
        assert_eq!(site.output_paths(), before, "without {without}");
    }
}

#[test]
fn a_site_on_which_nothing_was_ever_public_has_no_record() {
    let site = Site::bare();
    site.report("通知/草稿", "title = \"草稿\"\ndate = 2024-01-08\ndraft = true", "草稿。");
    build(&site).succeeds();
    assert!(!site.root.join("permalinks.txt").exists());
}

#[test]
fn what_is_public_is_told_by_the_record_where_nothing_else_was_kept() {
    let site = review::demanding();
    review::sign(&site, review::FILE, &["初审", "复审", "终审"]);
    site.run(&["build", "--no-sync"]).succeeds();
    std::fs::remove_dir_all(site.root.join(".gongkai")).expect("removed, as in a fresh clone");
    // Under another name it is the same report, so an edit that nobody signed is told and the report stays.
    review::edit(&site, review::FILE, "正文。", "正文，改过。");
    rename(&site, review::FILE, "reports/示例栏目/改名.md");
    site.run(&["build", "--no-sync"]).exits(1).says("[review-stale]");
    review::edit(&site, "reports/示例栏目/改名.md", "正文，改过。", "正文。");
    // One that only has the title of a public one is new.
    site.report("示例栏目/别的", "title = \"示例文章\"\ndate = 2024-02-08\nslug = \"bd\"", "别的正文。");
    site.run(&["build", "--no-sync"]).succeeds().says("reports/示例栏目/别的.md（待初审）");
    assert!(!site.has_output("sllm/bd.html") && site.has_output("sllm/wz.html"));
}

#[test]
fn a_preview_makes_nothing_known_as_withdrawn() {
    let site = published();
    site.report("通知/草稿", "title = \"草稿\"\ndate = 2024-05-06\ndraft = true", "草稿。");
    site.run(&["build", "--drafts", "--output", "preview", "--no-sync"]).succeeds();
    site.remove("reports/通知/草稿.md");
    site.report("通知/引用", "title = \"引用\"\ndate = 2024-05-06", "见[草稿](草稿.md)。");
    site.check().exits(1).says("dead-link").never_says("withdrawn-link");
}

#[test]
fn another_output_folder_adds_nothing_to_what_the_server_must_delete() {
    let site = published();
    site.report("通知/别篇", "title = \"别篇\"\ndate = 2024-05-06", "见[附件](附.csv)。");
    site.write("reports/通知/附.csv", "甲\n");
    let elsewhere = ["build", "--output", "other", "--no-sync"];
    site.run(&elsewhere).succeeds();
    site.remove("reports/通知/别篇.md").remove("reports/通知/附.csv");
    site.run(&elsewhere).succeeds().never_says("服务器上");
    assert!(!site.root.join(".gongkai/服务器上要删去的文件.txt").exists());
}

/// A site with every kind of address that the record decides, built until nothing changes any more.
fn with_history() -> Site {
    let site = published();
    site.report("通知/供暖", "title = \"供暖办法\"\ndate = 2024-03-08\naliases = [\"/old/7.html\"]", "供暖的内容。");
    site.report("通知/撤下的", "title = \"撤下的\"\ndate = 2024-03-08", "撤下的内容。");
    site.report("下级/文", "title = \"下级的文\"\ndate = 2024-03-08", "下级的内容。");
    build(&site).succeeds();
    rename(&site, FILE, "reports/通知/机动车停放.md");
    site.report("通知/用水办法", "title = \"用水办法\"\ndate = 2024-02-08\nslug = \"water\"", "用水的内容。");
    site.report("通知/补录", "title = \"补录的\"\ndate = 2020-01-05", "补录。");
    site.write("reports/下级/_category.toml", "slug = \"xiaji\"\naliases = [\"/lower/\"]\n");
    site.remove("reports/通知/撤下的.md");
    build(&site).succeeds();
    build(&site).succeeds();
    site
}

#[test]
fn whatever_is_changed_afterwards_addresses_are_those_of_a_clean_build() {
    let edit = |site: &Site, file: &str, from: &str, to: &str| review::edit(site, &format!("reports/{file}"), from, to);
    type Change<'c> = (&'c str, &'c dyn Fn(&Site));
    let changes: [Change; 12] = [
        ("a text", &|site| edit(site, "通知/供暖.md", "供暖的内容", "供暖的新内容")),
        ("a title", &|site| edit(site, "通知/供暖.md", "供暖办法", "供热办法")),
        ("a date", &|site| edit(site, "通知/供暖.md", "2024-03-08", "2024-03-09")),
        ("a date of long ago", &|site| edit(site, "通知/供暖.md", "2024-03-08", "2019-03-08")),
        ("an alias", &|site| edit(site, "通知/供暖.md", "/old/7.html", "/old/8.html")),
        ("a file", &|site| rename(site, "reports/通知/供暖.md", "reports/通知/供热.md")),
        ("a slug", &|site| edit(site, "通知/供暖.md", "aliases", "slug = \"gongnuan\"\naliases")),
        ("a column", &|site| edit(site, "下级/_category.toml", "xiaji", "xj")),
        ("an alias of a column", &|site| edit(site, "下级/_category.toml", "/lower/", "/lower2/")),
        ("a column that is off", &|site| edit(site, "下级/_category.toml", "slug", "draft = true\nslug")),
        ("a report that is gone", &|site| {
            site.remove("reports/通知/供暖.md");
        }),
        ("a draft", &|site| edit(site, "通知/供暖.md", "aliases", "draft = true\naliases")),
    ];
    for (what, change) in changes {
        let site = with_history();
        change(&site);
        let told = build(&site).succeeds().stderr.clone();
        let after = (record(&site), site.files("output"));
        assert!(site.page(PARKING).meta("page-type") == Some("report"), "{what}");
        for folder in ["output", ".gongkai"] {
            fs::remove_dir_all(site.root.join(folder)).expect("removed");
        }
        build(&site).succeeds();
        assert_eq!((record(&site), site.files("output")), after, "after {what}: {told}");
    }
}
