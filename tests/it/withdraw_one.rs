//! `gongkai withdraw`: one report goes, whatever else is wrong, and nothing else changes.

use std::fs;

use crate::permalinks::{build, line, record};
use crate::support::site::Site;

const FILE: &str = "reports/通知/误发/index.md";
const PAGE: &str = "tz/wf.html";

/// One report to withdraw, with a file, and one to leave.
fn site() -> Site {
    let site = Site::bare();
    site.report("通知/误发/index", "title = \"误发的名单\"\ndate = 2024-05-06", "见[名单](名单.csv)。");
    site.write("reports/通知/误发/名单.csv", "姓名\n某某\n");
    site.report("通知/别篇", "title = \"别篇\"\ndate = 2024-05-06", "别篇的内容。");
    build(&site).succeeds();
    site
}

#[track_caller]
fn is_gone(site: &Site) {
    for (file, bytes) in site.files("output") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("误发的名单") && !text.contains("某某"), "{file}");
    }
    assert!(!site.root.join("reports/通知/误发").exists());
    assert!(site.root.join(".gongkai/withdrawn/reports/通知/误发/名单.csv").is_file(), "nothing is lost");
}

#[test]
fn a_report_is_withdrawn_while_another_is_broken_and_that_one_stays_as_it_is_online() {
    let site = site();
    let text = |site: &Site| site.page("tz/bp.html").words(".prose").concat();
    let other = text(&site);
    site.write("reports/通知/别篇.md", "还没有写好开头\n");
    let run = site.run(&["withdraw", FILE, "--reason", "含有个人信息"]);
    run.succeeds().says("《误发的名单》已撤下").says("原稿移到了 .gongkai/withdrawn/reports/通知/误发");
    is_gone(&site);
    assert!(site.page(PAGE).words("main").concat().contains("原因：含有个人信息"));
    assert_eq!(text(&site), other);
    assert!(line(&site, PAGE).ends_with(" 含有个人信息"));
    site.report("通知/别篇", "title = \"别篇\"\ndate = 2024-05-06", "别篇的内容。");
    build(&site).succeeds().never_says("撤下 1 篇").never_says("[withdrawn-without-reason]");
    is_gone(&site);
}

#[test]
fn a_report_is_withdrawn_by_its_address_as_people_copy_it() {
    for address in ["https://www.example.gov.cn/tz/wf.html?from=timeline", "/tz/wf.html", "tz/wf.html"] {
        let site = site();
        site.run(&["withdraw", address, "--reason", "含有个人信息"]).succeeds();
        is_gone(&site);
    }
}

#[test]
fn the_title_stays_only_where_somebody_asks_for_it() {
    let site = site();
    site.run(&["withdraw", FILE, "--keep-title", "--reason", "已失效"]).succeeds();
    assert!(site.page(PAGE).words("main").concat().contains("《误发的名单》已经撤下"));
    build(&site).succeeds();
    assert!(site.page(PAGE).words("main").concat().contains("《误发的名单》已经撤下"), "a build keeps it");
}

#[test]
fn an_erased_address_leaves_nothing_but_a_digest_and_is_never_given_away() {
    let site = site();
    site.run(&["withdraw", FILE, "--erase"]).succeeds().says("还要在服务器上删去");
    assert!(!site.has_output(PAGE) && !record(&site).contains("wf"), "{}", record(&site));
    assert!(record(&site).contains("\terased 20"));
    let list = fs::read_to_string(site.root.join(".gongkai/服务器上要删去的文件.txt")).expect("the list");
    assert!(list.contains(PAGE) && list.contains("tz/wf/名单.csv"), "{list}");
    build(&site).succeeds();
    assert!(!site.has_output(PAGE));
    site.report("通知/新的", "title = \"新的\"\ndate = 2024-05-06\nslug = \"wf\"", "新的。");
    build(&site).exits(1).says("[address-taken]").says("已经抹去");
}

#[test]
fn a_reason_is_added_to_what_was_deleted_by_hand() {
    let site = site();
    fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
    build(&site).succeeds().says("gongkai withdraw /tz/wf.html --reason");
    site.run(&["withdraw", "/tz/wf.html", "--reason", "已失效"]).succeeds();
    assert!(site.page(PAGE).words("main").concat().contains("原因：已失效"));
}

#[test]
fn without_what_the_last_builds_kept_the_site_is_made_again_as_it_is() {
    let site = site();
    fs::remove_dir_all(site.root.join(".gongkai")).expect("removed");
    site.run(&["withdraw", FILE, "--reason", "含有个人信息"]).succeeds();
    is_gone(&site);
}

#[test]
fn what_cannot_be_withdrawn_is_refused_with_the_cure() {
    let site = site();
    site.report("通知/没公开", "title = \"没公开\"\ndate = 2024-05-06\ndraft = true", "没公开。");
    for (what, words) in [
        ("reports/通知/没公开.md", "没有公开过"),
        ("reports/通知", "`draft = true`"),
        ("/tz/index.html", "`draft = true`"),
        ("/tz/wf/名单.csv", "是附件"),
        ("reports/通知/没有.md", "没有"),
        ("/tz/wff.html", "没有公开过"),
        ("/tz/mgk.html", "没有公开过"),
    ] {
        let run = site.run(&["withdraw", what]);
        assert_ne!(run.code, Some(0), "{run}");
        run.says(words);
    }
    site.run(&["withdraw", FILE, "--reason", "身份证号11010519491231002X"]).exits(1).says("个人信息");
    site.run(&["withdraw", FILE, "--reason", "已\u{202e}失效"]).exits(1).says("看不见的字符");
    assert!(site.root.join(FILE).exists() && site.page(PAGE).meta("page-type") == Some("report"));
}

#[test]
fn a_withdrawal_that_fails_leaves_the_report_where_it_was() {
    let site = site();
    let page = site.output(PAGE);
    // Nobody knows what the last good site was made of, and a template of today is at fault.
    fs::remove_dir_all(site.root.join(".gongkai")).expect("removed");
    site.write("templates/base.html", "{% nonsense");
    site.run(&["withdraw", FILE, "--reason", "含有个人信息"]).exits(2);
    assert!(site.root.join(FILE).is_file() && site.output(PAGE) == page);
}

#[test]
fn the_only_report_of_a_site_can_be_withdrawn() {
    let site = Site::bare();
    site.report("通知/误发/index", "title = \"误发的名单\"\ndate = 2024-05-06", "见[名单](名单.csv)。");
    site.write("reports/通知/误发/名单.csv", "姓名\n某某\n");
    build(&site).succeeds();
    site.run(&["withdraw", FILE]).succeeds();
    is_gone(&site);
    assert_eq!(site.page(PAGE).meta("page-type"), Some("gone"));
}

#[test]
fn what_is_withdrawn_goes_even_where_a_copy_has_its_text() {
    let site = site();
    let text = fs::read(site.root.join(FILE)).expect("the report");
    // Somebody keeps a copy of the text elsewhere; the next build takes it for the report itself where that is gone.
    site.write("reports/别处/留底.md", text);
    site.write("reports/别处/名单.csv", "姓名\n");
    site.run(&["withdraw", FILE, "--reason", "含有个人信息"]).succeeds().says("《误发的名单》已撤下");
    is_gone(&site);
    assert_eq!(site.page(PAGE).meta("page-type"), Some("gone"));
}

#[test]
fn a_report_that_would_stand_there_again_keeps_a_withdrawal_from_being_said() {
    let site = site();
    fs::remove_dir_all(site.root.join(".gongkai")).expect("removed");
    site.report("通知/误发的", "title = \"误发的名单\"\ndate = 2024-05-06\nslug = \"wf\"", "某某的另一稿。");
    let page = site.output(PAGE);
    let run = site.run(&["withdraw", FILE, "--reason", "含有个人信息"]);
    run.exits(2).says("reports/通知/误发的.md 又会出现在这个网址").never_says("已撤下");
    assert!(site.root.join(FILE).is_file() && site.output(PAGE) == page);
}

#[test]
fn a_record_with_a_line_that_nobody_can_read_is_not_written_anew() {
    let site = site();
    let before = record(&site) + "tz/mystery.html\n";
    site.write("permalinks.txt", &before);
    site.run(&["withdraw", FILE, "--reason", "含有个人信息"]).exits(2).says("读不出来的行").says("gongkai check");
    assert!(record(&site) == before && site.root.join(FILE).is_file());
    site.remove("reports/通知/别篇.md").build(&["--withdraw-only"]).exits(2).says("读不出来的行");
    assert_eq!(record(&site), before);
}

#[test]
fn what_another_machine_published_since_is_not_given_up() {
    let site = site();
    let (page, output) = (record(&site), site.files("output").into_keys().collect::<Vec<_>>());
    // As git brings it: the line of a report that was published elsewhere, whose page this folder has never had.
    let other = Site::bare();
    other.report("通知/新的", "title = \"新的\"\ndate = 2024-06-06", "新的。");
    build(&other).succeeds();
    site.write(
        "permalinks.txt",
        page + record(&other).lines().find(|line| line.contains("tz/xd.html")).expect("a line") + "\n",
    );
    site.run(&["withdraw", FILE, "--reason", "含有个人信息"]).succeeds();
    assert!(!line(&site, "tz/xd.html").contains("gone") && line(&site, PAGE).contains(" gone "));
    assert!(!site.has_output("tz/xd.html") && output.contains(&PAGE.to_string()));
}

#[test]
fn a_withdrawal_that_must_wait_is_noted_with_its_reason() {
    let site = site();
    fs::remove_dir_all(site.root.join(".gongkai")).expect("removed");
    site.write("reports/通知/别篇.md", "还没有写好开头\n");
    let run = site.run(&["withdraw", FILE, "--keep-title", "--reason", "已失效"]);
    run.exits(1).says("网页还没有撤下").says("已经记进 permalinks.txt").says("原稿移到了");
    site.report("通知/别篇", "title = \"别篇\"\ndate = 2024-05-06", "别篇的内容。");
    build(&site).succeeds().never_says("[withdrawn-without-reason]");
    let words = site.page(PAGE).words("main").concat();
    assert!(words.contains("《误发的名单》已经撤下") && words.contains("原因：已失效"), "{words}");
}

#[test]
fn erasing_a_report_leaves_the_reports_of_a_column_that_has_its_name() {
    let site = site();
    site.report("通知/下级/文", "title = \"下级的文\"\ndate = 2024-05-06", "下级的文。");
    site.write("reports/通知/下级/_category.toml", "slug = \"wf\"\n");
    build(&site).succeeds();
    site.run(&["withdraw", FILE, "--erase"]).succeeds();
    assert!(site.has_output("tz/wf/w.html") && !line(&site, "tz/wf/w.html").contains("gone"));
    assert!(!record(&site).contains("wf.html"), "{}", record(&site));
}

#[test]
fn an_address_below_a_folder_of_the_server_is_taken_with_and_without_it() {
    for address in ["/gk/tz/wf.html", "/tz/wf.html"] {
        let site = site();
        site.write(
            "site.toml",
            crate::support::site::SETTINGS.replace("https://www.example.gov.cn", "https://www.example.gov.cn/gk"),
        );
        site.run(&["withdraw", address, "--reason", "含有个人信息"]).succeeds();
        is_gone(&site);
    }
}

#[test]
fn a_report_is_withdrawn_where_the_memory_of_the_site_is_kept_elsewhere() {
    let site = site();
    fs::remove_dir_all(site.root.join(".gongkai")).expect("removed");
    site.run(&["build", "--no-sync", "--state", "kept"]).succeeds();
    site.write("reports/通知/别篇.md", "还没有写好开头\n");
    let run = site.run(&["withdraw", FILE, "--reason", "含有个人信息", "--state", "kept"]);
    run.succeeds().says("原稿移到了 kept/withdrawn/reports/通知/误发");
    assert_eq!(site.page(PAGE).meta("page-type"), Some("gone"));
}
