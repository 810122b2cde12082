//! What `gongkai init` writes for git: whoever clones the repository of a site publishes the same bytes, whatever git makes of line ends on
//! that machine, and what is made again at any time stays out of it.

use std::path::Path;
use std::process::Command;

use crate::support::site::{PNG, Site, TODAY};

/// Runs git as on a machine where nobody set anything but what is given here, which is the default of Git for Windows.
#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> String {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let run = Command::new("git")
        .args(["-c", "core.autocrlf=true", "-c", "core.safecrlf=false", "-c", "core.quotepath=false"])
        .args(["-c", "user.name=editor", "-c", "user.email=editor@example.invalid", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", nowhere)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .current_dir(folder)
        .output()
        .expect("git starts");
    assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// A new site in `site/`, under git.
fn started() -> Site {
    let outside = Site::empty();
    outside.run(&["init", "site"]).succeeds();
    git(&outside.root.join("site"), &["init", "--quiet"]);
    outside
}

fn commit(outside: &Site) {
    git(&outside.root.join("site"), &["add", "--all"]);
    git(&outside.root.join("site"), &["commit", "--quiet", "-m", "发布"]);
}

fn clone(outside: &Site) {
    git(&outside.root, &["clone", "--quiet", "-c", "core.autocrlf=true", "site", "clone"]);
}

#[track_caller]
fn build(outside: &Site, site: &str) {
    outside.run(&["-C", site, "build", "--as-of", TODAY, "--no-sync"]).succeeds();
}

/// A folder of `reports/` of a new site that has reports.
const COLUMN: &str = "site/reports/信息公开/五公开专栏/结果公开/工作计划及总结";

/// A report with attachments whose bytes look like texts.
fn with_attachments(outside: &Site) {
    let folder = format!("{COLUMN}/2024-02-01-统计表");
    let text = "+++\ntitle = \"2024年1月统计表\"\ndate = 2024-02-01\n+++\n\n见[表](表.csv)、[旧表](旧表.csv)、[说明](说明.txt)。\n\n![图](图.png)\n";
    outside
        .write(&format!("{folder}/index.md"), text)
        .write(&format!("{folder}/表.csv"), "甲,乙\n1,2\n")
        .write(&format!("{folder}/旧表.csv"), "甲,乙\r\n1,2\r\n")
        .write(&format!("{folder}/说明.txt"), "一行\r\n又一行\n")
        .write(&format!("{folder}/图.png"), PNG);
}

#[test]
fn a_clone_publishes_the_same_bytes_although_git_changes_line_ends() {
    let outside = started();
    with_attachments(&outside);
    outside.write("site/templates/404.html", "{% extends \"theme/404.html\" %}\r\n").write("site/assets/my.css", "a {}\n");
    commit(&outside);
    clone(&outside);
    build(&outside, "site");
    build(&outside, "clone");
    assert!(outside.files("site/output") == outside.files("clone/output"));
    outside.run(&["verify", "clone/output", "--against", "site/output/SHA256SUMS"]).exits(0);
}

#[test]
fn a_report_that_notepad_saved_is_published_the_same_from_a_clone() {
    let outside = started();
    let report = "+++\r\ntitle = \"记事本写的文章\"\r\ndate = 2024-02-01\r\n+++\r\n\r\n第一段。\r\n\r\n第二段。\r\n";
    outside.write(&format!("{COLUMN}/2024-02-01-记事本.md"), report);
    build(&outside, "site");
    commit(&outside);
    clone(&outside);
    build(&outside, "clone");
    assert!(outside.files("site/output") == outside.files("clone/output"));
}

#[test]
fn a_record_of_addresses_and_its_seal_are_the_same_in_a_clone() {
    let outside = started();
    build(&outside, "site");
    outside.write("site/permalinks.txt", "# 网址记录\n");
    outside.run(&["-C", "site", "seal"]).succeeds();
    commit(&outside);
    clone(&outside);
    let bytes = |path: &str| std::fs::read(outside.root.join(path)).expect(path);
    assert_eq!(bytes("site/permalinks.txt"), bytes("clone/permalinks.txt"));
    assert!(outside.files("site/公开单") == outside.files("clone/公开单"));
}

#[test]
fn what_can_be_made_again_stays_out_of_git() {
    let outside = started();
    build(&outside, "site");
    outside.run(&["-C", "site", "seal"]).succeeds();
    commit(&outside);
    let kept = git(&outside.root.join("site"), &["ls-tree", "-r", "--name-only", "HEAD"]);
    let has = |folder: &str| kept.lines().any(|path| path.starts_with(folder));
    assert!(!has("output/") && !has(".gongkai/") && has("公开单/公开单-") && has("reports/"), "{kept}");
}

#[test]
fn a_signing_key_that_was_made_in_the_wrong_folder_stays_out_of_git_and_an_attachment_does_not() {
    let outside = started();
    let slides = format!("{COLUMN}/2024-02-01-统计表/宣讲.key");
    for file in ["site/公开单.key", "site/公开单.sm2.key", "site/公开单/公开单.key", "site/公开单签名人.txt", &slides]
    {
        outside.write(file, "x");
    }
    commit(&outside);
    let kept = git(&outside.root.join("site"), &["ls-tree", "-r", "-z", "--name-only", "HEAD"]);
    let keys: Vec<&str> = kept.split('\0').filter(|path| path.ends_with(".key")).collect();
    assert_eq!(keys, [slides.strip_prefix("site/").expect("a file of the site")]);
    assert!(kept.contains("公开单签名人.txt"));
}

#[test]
fn what_git_ignores_is_never_published() {
    let outside = started();
    with_attachments(&outside);
    let folder = format!("{COLUMN}/2024-02-01-统计表");
    let names = ["~$表.xlsx", "表.csv~", "表.tmp", "表.bak", "表.part", ".~lock.表.xlsx#", "Thumbs.db", "desktop.ini"];
    for name in names {
        outside.write(&format!("{folder}/{name}"), "x");
    }
    outside.write(&format!("{COLUMN}/output/x/index.md"), "+++\ntitle = \"输出\"\ndate = 2024-02-01\n+++\n\n正文。\n");
    let ignored = git(&outside.root.join("site"), &["ls-files", "--others", "--ignored", "--exclude-standard"]);
    let ignored: Vec<&str> = ignored.lines().map(|path| path.rsplit('/').next().unwrap_or(path)).collect();
    assert!(names.iter().all(|name| ignored.contains(name)) && ignored.len() == names.len(), "{ignored:?}");
    build(&outside, "site");
    let published = outside.files("site/output");
    let is_ignored = |path: &&String| ignored.contains(&path.rsplit('/').next().unwrap_or(path));
    assert_eq!(published.keys().find(is_ignored), None);
}

#[test]
fn an_editor_sees_the_sources_and_one_readme() {
    let outside = started();
    let entries = std::fs::read_dir(outside.root.join("site")).expect("the site").filter_map(Result::ok);
    let mut seen: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    seen.retain(|name| !name.starts_with('.'));
    seen.sort();
    assert_eq!(seen, ["README.md", "reports", "site.toml"]);
}
