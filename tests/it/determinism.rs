//! Same sources, same bytes: in any folder, time zone and number of threads, built anew or over an older site.

use sha2::{Digest, Sha256};

use crate::support::full;
use crate::support::site::{Site, TODAY};

#[test]
fn an_unchanged_site_is_not_written_again() {
    let site = full::site();
    site.build(&[]).succeeds();
    let json = site.build(&["--format", "json"]).succeeds().json();
    assert_eq!((&json["changes"]["written"], &json["changes"]["deleted"]), (&0.into(), &0.into()));
    let files = site.output_paths().len() as u64;
    // SHA256SUMS lists all files but itself.
    assert_eq!(json["changes"]["unchanged"], files - 1);
}

#[test]
fn the_folder_of_the_site_leaves_no_mark() {
    let (one, other) = (full::site(), full::site());
    one.build(&[]).succeeds();
    other.build(&[]).succeeds();
    assert_same_output(&one, &other);
    let folder = one.root.to_string_lossy().into_owned();
    for (path, bytes) in one.files("output") {
        assert!(!String::from_utf8_lossy(&bytes).contains(&folder), "{path} names the folder");
    }
}

#[test]
fn neither_time_zone_nor_language_of_the_machine_counts() {
    let (one, other) = (full::site(), full::site());
    let build = ["build", "--as-of", TODAY];
    one.run_with(&build, &[("TZ", "America/Los_Angeles"), ("LANG", "C"), ("LC_ALL", "C")]).succeeds();
    other.run_with(&build, &[("TZ", "Asia/Tokyo"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")]).succeeds();
    assert_same_output(&one, &other);
}

#[test]
fn one_thread_or_four_give_the_same_site() {
    let (one, four) = (full::site(), full::site());
    one.build(&["--jobs", "1"]).succeeds();
    four.build(&["--jobs", "4"]).succeeds();
    assert_same_output(&one, &four);
}

/// After each edit the site built over the older one is the site built anew.
#[test]
fn a_site_built_over_an_older_one_equals_a_new_one() {
    type Edit = (&'static str, fn(&Site));
    let edits: [Edit; 6] = [
        ("a changed title", |site| {
            site.report("示例栏目/文章", "title = \"改了的标题\"\ndate = 2024-01-08", "正文。");
        }),
        ("a new report", |site| {
            site.report("示例栏目/新文章", "title = \"新文章\"\ndate = 2024-07-01", "正文。");
        }),
        ("a changed category", |site| {
            site.write("reports/示例栏目/_category.toml", "name = \"改名栏目\"\nslug = \"new\"\n");
        }),
        ("a changed setting", |site| {
            site.write("site.toml", full::settings().replace("per_page = 2", "per_page = 3"));
        }),
        ("a changed theme", |site| {
            site.write("templates/list.html", "{% extends \"theme/list.html\" %}{% block bar %}{% endblock bar %}");
        }),
        ("a removed report", |site| {
            site.remove("reports/示例栏目/新文章.md");
        }),
    ];
    let site = full::site();
    site.build(&[]).succeeds();
    for (at, (what, edit)) in edits.iter().enumerate() {
        edit(&site);
        site.build(&[]).succeeds();
        let anew = full::site();
        edits[..=at].iter().for_each(|(_, edit)| edit(&anew));
        anew.build(&[]).succeeds();
        assert!(site.files("output") == anew.files("output"), "after {what}");
    }
}

#[test]
fn the_list_of_digests_holds_every_file_and_is_right() {
    let site = full::site();
    site.build(&[]).succeeds();
    let mut files = site.files("output");
    let sums = files.remove("SHA256SUMS").expect("the list");
    let expected: String = files
        .iter()
        .map(|(path, bytes)| {
            let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{digest}  {path}\n")
        })
        .collect();
    assert_eq!(String::from_utf8_lossy(&sums), expected);
}

#[test]
fn a_file_that_was_tampered_with_is_written_again() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let page = "sllm/wz.html";
    let before = site.output(page);
    site.write(&format!("output/{page}"), before.replace("正文", "坏文"));
    site.remove("output/robots.txt");
    site.build(&[]).succeeds().says("写入 2 个文件");
    assert_eq!(site.output(page), before);
    assert!(site.has_output("robots.txt"));
}

#[test]
fn what_is_kept_from_run_to_run_may_be_deleted_or_ignored() {
    let site = full::site();
    site.build(&[]).succeeds();
    let before = site.files("output");
    std::fs::remove_dir_all(site.root.join(".gongkai")).expect("what is kept");
    for options in [&[][..], &["--no-cache"]] {
        site.build(options).succeeds().says("写入 0 个文件").never_says("撤下");
        assert!(before == site.files("output"), "{options:?}");
    }
}

#[test]
fn check_writes_nothing_at_all() {
    let site = full::site();
    let before = site.files("");
    site.check().succeeds();
    assert!(before == site.files(""));
}

#[track_caller]
fn assert_same_output(one: &Site, other: &Site) {
    let (one, other) = (one.files("output"), other.files("output"));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(*bytes == other[path], "{path} differs");
    }
}
