//! The account of a build: what is new, changed, elsewhere and withdrawn, and what comes next by itself.

use crate::support::site::{Run, Site};

fn report(site: &Site, name: &str, title: &str, more: &str) {
    site.report(&format!("示例栏目/{name}"), &format!("title = \"{title}\"\ndate = 2024-01-09\n{more}"), "正文一段。");
}

/// `field` of every entry of the list `list`.
fn named(run: &Run, list: &str, field: &str) -> Vec<String> {
    let json = run.json();
    let entries = json[list].as_array().cloned().unwrap_or_default();
    entries.iter().map(|entry| entry[field].as_str().unwrap_or("?").to_string()).collect()
}

fn build(site: &Site) -> Run {
    let run = site.build(&["--format", "json"]);
    run.succeeds();
    run
}

#[test]
fn new_and_changed_reports_are_named_with_their_addresses() {
    let site = Site::minimal();
    let first = build(&site);
    assert_eq!(named(&first, "new", "title"), ["示例文章"], "{first}");
    report(&site, "新的", "关于报名的通知", "slug = \"bm\"");
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "改过的正文。");
    site.build(&[])
        .succeeds()
        .says("新发布 1 篇：\n  《关于报名的通知》 ")
        .says("/bm.html\n")
        .says("改动 1 篇：\n  《示例文章》")
        .says("网页在 output/");
    let again = build(&site);
    for list in ["new", "changed", "moved", "withdrawn", "waiting"] {
        assert!(named(&again, list, "title").is_empty(), "{list} of {again}");
    }
}

#[test]
fn what_changed_is_known_without_a_cache_too() {
    let site = Site::minimal();
    site.build(&["--no-cache"]).succeeds();
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "改过的正文。");
    site.build(&["--no-cache"]).succeeds().says("改动 1 篇");
    site.build(&["--no-cache"]).succeeds().never_says("改动").never_says("新发布");
}

#[test]
fn files_written_and_deleted_are_named() {
    let site = Site::minimal();
    report(&site, "另一篇", "另一篇", "slug = \"other\"");
    let changes = |run: &Run, list: &str| -> Vec<String> {
        let files = run.json()["changes"][list].as_array().cloned().unwrap_or_default();
        files.iter().map(|file| file.as_str().expect("a name").to_string()).collect()
    };
    let first = build(&site);
    let mut written = changes(&first, "written_files");
    written.sort();
    assert_eq!(written, site.output_paths());
    let before = site.files("output");
    site.remove("reports/示例栏目/另一篇.md");
    let run = build(&site);
    let after = site.files("output");
    let gone: Vec<String> = before.keys().filter(|file| !after.contains_key(*file)).cloned().collect();
    assert_eq!(changes(&run, "deleted_files"), gone);
    assert!(gone.iter().any(|file| file.ends_with("/other.html")), "{gone:?}");
    let mut written = changes(&run, "written_files");
    written.sort();
    let changed: Vec<String> =
        after.iter().filter(|(file, bytes)| before.get(*file) != Some(bytes)).map(|(file, _)| file.clone()).collect();
    assert_eq!(written, changed);
    let json = run.json();
    assert_eq!(json["changes"]["written"].as_u64(), Some(changed.len() as u64 - 1), "the list of digests is not counted");
    report(&site, "另一篇", "另一篇", "slug = \"other\"");
    site.build(&["-v"]).succeeds().says("写入的文件：\n").says("/other.html\n").never_says("删除的文件");
}

#[test]
fn a_renamed_report_is_not_withdrawn_and_its_dead_address_is_told_with_the_line_to_paste() {
    let site = Site::minimal();
    build(&site);
    let name = |from: &str, to: &str| {
        std::fs::rename(site.root.join(from), site.root.join(to)).expect("a new name");
    };
    name("reports/示例栏目/文章.md", "reports/示例栏目/办法.md");
    let run = build(&site);
    assert!(named(&run, "withdrawn", "title").is_empty() && named(&run, "new", "title").is_empty(), "{run}");
    let line = named(&run, "moved", "help").concat();
    assert!(line.starts_with("aliases = [\"/") && line.ends_with("/wz.html\"]"), "{run}");
    // Pasted, the address answers and nothing is told.
    site.report("示例栏目/办法", &format!("title = \"示例文章\"\ndate = 2024-01-08\n{line}"), "正文。");
    assert!(named(&build(&site), "moved", "title").is_empty());
    assert!(site.has_output(line.trim_start_matches("aliases = [\"/").trim_end_matches("\"]")));
}

#[test]
fn an_address_that_dies_with_another_slug_or_column_is_told() {
    let site = Site::minimal();
    build(&site);
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-10", "正文。");
    site.build(&[]).succeeds().never_says("aliases").never_says("撤下");
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-10\nslug = \"new\"", "正文。");
    site.build(&[]).succeeds().says("wz.html\"]");
    site.write("reports/示例栏目/_category.toml", format!("{}slug = \"sl\"\n", crate::support::site::CATEGORY));
    site.build(&[]).succeeds().says("sl/new.html").says("/new.html\"]");
    site.report("别的栏目/文章", "title = \"示例文章\"\ndate = 2024-01-10\nslug = \"new\"", "正文。");
    site.remove("reports/示例栏目/文章.md");
    site.build(&[]).succeeds().says("改名或移动 1 篇").says("aliases = [\"/sl/new.html\"]").never_says("撤下");
}

#[test]
fn a_report_with_a_slug_that_is_renamed_keeps_its_address() {
    let site = Site::minimal();
    report(&site, "甲", "甲", "slug = \"jia\"");
    build(&site);
    site.remove("reports/示例栏目/甲.md");
    report(&site, "乙", "改了标题也改了文件名", "slug = \"jia\"");
    site.build(&[]).succeeds().says("（网址不变）").never_says("撤下").never_says("aliases");
}

#[test]
fn two_reports_of_one_title_are_not_taken_for_one() {
    let site = Site::minimal();
    report(&site, "甲", "工作动态", "slug = \"a\"");
    build(&site);
    site.remove("reports/示例栏目/甲.md");
    site.report("示例栏目/乙", "title = \"工作动态\"\ndate = 2024-02-01\nslug = \"b\"", "第二期。");
    site.report("示例栏目/丙", "title = \"工作动态\"\ndate = 2024-03-01\nslug = \"c\"", "第三期。");
    site.build(&[]).succeeds().says("撤下 1 篇").says("新发布 2 篇");
}

#[test]
fn the_next_day_on_which_something_is_due_is_told_again_and_again() {
    let site = Site::minimal();
    site.build(&[]).succeeds().never_says("下次有文章到期");
    report(&site, "到期的", "办法", "expires = 2025-06-30");
    site.build(&[]).succeeds().says("下次有文章到期：2025-07-01（过了有效期，");
    site.report("示例栏目/预告", "title = \"预告\"\ndate = 2025-02-01", "正文。");
    for _ in 0..2 {
        site.build(&[]).succeeds().says("下次有文章到期：2025-02-01（发布，reports/示例栏目/预告.md）");
    }
    assert_eq!(build(&site).json()["next_due"]["day"], "2025-02-01");
}

#[test]
fn a_link_to_a_deleted_report_says_so() {
    let site = Site::minimal();
    report(&site, "旧办法", "旧办法", "");
    site.report("示例栏目/文件夹/index", "title = \"带附件\"\ndate = 2024-01-08", "正文。");
    site.write("reports/示例栏目/文件夹/表.csv", "甲,乙\n");
    site.report(
        "示例栏目/引用",
        "title = \"引用\"\ndate = 2024-01-09",
        "见[旧办法](旧办法.md)、[文件夹](文件夹)和[表](文件夹/表.csv)。",
    );
    build(&site);
    site.remove("reports/示例栏目/旧办法.md")
        .remove("reports/示例栏目/文件夹/index.md")
        .remove("reports/示例栏目/文件夹/表.csv");
    let run = site.build(&[]);
    run.succeeds().says("指向的《旧办法》已经撤下").says("删去它").says("`文件夹` 指向的《带附件》已经撤下");
    run.says("`文件夹/表.csv` 指向的《带附件》已经撤下").says("撤下 2 篇");
    // Only its name is another.
    report(&site, "新办法", "旧办法", "");
    site.run(&["check", "--as-of", "2024-01-10"]).exits(1).says("是不是 `新办法.md`？");
    // What never was there is a slip of the pen.
    site.report("示例栏目/引用", "title = \"引用\"\ndate = 2024-01-09", "见[没有过的](没有过的.md)。");
    site.run(&["check", "--as-of", "2024-01-10"]).exits(1).never_says("已经撤下");
}
