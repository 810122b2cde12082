//! Somebody else's things in the output folder, and builds that meet there: nothing of theirs is touched, and a build that cannot be
//! finished changes nothing.

use std::fs;
use std::path::PathBuf;

use crate::support::site::Site;

/// A site that is published, with a report more that is not.
fn published() -> Site {
    let site = Site::minimal();
    site.report("示例栏目/又一篇", "title = \"又一篇\"\ndate = 2024-01-09\nslug = \"youyipian\"", "正文。");
    site.build(&[]).succeeds();
    site.report("示例栏目/又一篇", "title = \"又一篇\"\ndate = 2024-01-09\nslug = \"youyipian\"", "改过。");
    site.report("示例栏目/新的/index", "title = \"新的\"\ndate = 2024-01-10\nslug = \"xinde\"", "见附件。");
    site.write("reports/示例栏目/新的/表.csv", "甲,乙\n");
    site
}

#[cfg(unix)]
fn elsewhere(site: &Site) -> PathBuf {
    let folder = site.root.with_extension("elsewhere");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[track_caller]
fn is_refused_without_a_change(site: &Site, words: &str) {
    let before = site.files("output");
    site.build(&[]).exits(2).says(words).says("处理");
    assert!(before == site.files("output"), "nothing has changed");
    assert!(!site.root.join("output/.gongkai-staging").exists());
}

#[test]
fn a_foreign_folder_in_the_place_of_a_page_ends_the_build_before_the_first_change() {
    let site = published();
    site.write("output/sllm/xinde.html/theirs.txt", "theirs");
    is_refused_without_a_change(&site, "xinde.html");
    fs::remove_dir_all(site.root.join("output/sllm/xinde.html")).expect("moved away");
    site.build(&[]).succeeds();
}

#[test]
fn a_foreign_file_in_the_place_of_a_folder_ends_the_build_before_the_first_change() {
    let site = published();
    site.write("output/sllm/xinde", "theirs");
    is_refused_without_a_change(&site, "output/sllm/xinde");
}

#[cfg(unix)]
#[test]
fn a_folder_that_became_a_link_ends_the_build_before_the_first_change() {
    let site = published();
    let folder = elsewhere(&site);
    fs::rename(site.root.join("output/sllm"), folder.join("sllm")).expect("moved");
    std::os::unix::fs::symlink(folder.join("sllm"), site.root.join("output/sllm")).expect("a link");
    is_refused_without_a_change(&site, "是一个链接");
    let _ = fs::remove_dir_all(folder);
}

#[cfg(unix)]
#[test]
fn a_forged_list_deletes_nothing_outside() {
    let site = published();
    let folder = elsewhere(&site);
    fs::write(folder.join("notes"), "theirs").expect("a file");
    std::os::unix::fs::symlink(&folder, site.root.join("output/a")).expect("a link");
    let line = |path: &str| format!("{}  {path}\n", "0".repeat(64));
    let list = site.output("SHA256SUMS") + &line("a/notes") + &line(".git/config") + &line("CNAME/../x");
    site.write("output/.git/config", "theirs").write("output/SHA256SUMS", list.replace("CNAME/../x", "z"));
    is_refused_without_a_change(&site, "是一个链接");
    fs::remove_file(site.root.join("output/a")).expect("the link");
    site.build(&[]).succeeds();
    assert_eq!(fs::read_to_string(folder.join("notes")).expect("still there"), "theirs");
    assert_eq!(site.output(".git/config"), "theirs");
    let _ = fs::remove_dir_all(folder);
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_is_a_link_to_nothing_is_told() {
    let site = Site::minimal();
    std::os::unix::fs::symlink("nowhere", site.root.join("output")).expect("a link");
    site.build(&[]).exits(2).says("链接").says("不存在").says("处理");
    site.build(&["--output", "elsewhere"]).succeeds();
}

#[cfg(unix)]
#[test]
fn a_list_that_is_a_pipe_or_a_link_is_refused() {
    let site = published();
    let list = site.root.join("output/SHA256SUMS");
    let theirs = site.root.join("theirs");
    fs::rename(&list, &theirs).expect("moved");
    std::os::unix::fs::symlink(&theirs, &list).expect("a link");
    site.build(&[]).exits(2).says("SHA256SUMS").says("不是普通文件");
    fs::remove_file(&list).expect("removed");
    assert!(std::process::Command::new("mkfifo").arg(&list).status().expect("mkfifo").success());
    site.build(&[]).exits(2).says("SHA256SUMS").says("不是普通文件");
}

#[test]
fn a_list_that_a_power_cut_emptied_is_made_good() {
    for broken in ["", "\0\0\0\0", "00"] {
        let site = published();
        site.write("output/SHA256SUMS", broken);
        site.build(&[]).succeeds();
        site.build(&["--no-cache", "--output", "clean"]).succeeds();
        assert!(site.files("output") == site.files("clean"), "{broken:?}");
    }
}

#[test]
fn a_list_and_a_cache_that_a_power_cut_emptied_leave_nothing_unsaid() {
    let site = published();
    site.remove("reports/示例栏目/又一篇.md");
    site.write("output/SHA256SUMS", "").write(".gongkai/cache.bin", "").write("output/CNAME", "theirs");
    site.build(&[]).succeeds().says("SHA256SUMS 不完整").says("CNAME").says("sllm/youyipian.html");
    assert_eq!(site.output("CNAME"), "theirs");
    site.build(&[]).succeeds().never_says("SHA256SUMS");
}

#[test]
fn a_folder_that_nothing_was_published_into_is_not_ours_for_a_broken_list() {
    let site = Site::minimal();
    site.write("output/SHA256SUMS", "").write("output/index.html", "theirs");
    site.build(&[]).exits(2);
    assert_eq!(site.output("index.html"), "theirs");
}

#[cfg(unix)]
#[test]
fn two_sites_do_not_build_into_one_folder_at_once() {
    let (one, two) = (Site::minimal(), Site::minimal());
    let folder = one.root.join("output");
    one.build(&[]).succeeds();
    let lock = fs::File::open(&folder).expect("the folder");
    lock.lock().expect("another build holds it");
    two.build(&["--output", &folder.display().to_string()]).exits(2).says("正在生成到").says("处理");
    lock.unlock().expect("unlocked");
    two.build(&["--output", &folder.display().to_string()]).succeeds();
}

#[test]
fn what_cannot_be_kept_for_the_next_build_changes_nothing() {
    let site = published();
    let before = site.files("output");
    // As a disk that is full: nothing can be written there.
    fs::create_dir_all(site.root.join(".gongkai/published.json.tmp/full")).expect("a folder");
    site.build(&[]).exits(2).says("published.json.tmp");
    assert!(before == site.files("output"));
    fs::remove_dir_all(site.root.join(".gongkai/published.json.tmp")).expect("room");
    fs::create_dir_all(site.root.join(".gongkai/cache.bin.tmp/full")).expect("a folder");
    fs::create_dir_all(site.root.join(".gongkai/cache-changes.bin.tmp/full")).expect("a folder");
    site.build(&[]).succeeds().says("网站已生成，但没有为下次保存好");
    assert!(before != site.files("output"));
}
