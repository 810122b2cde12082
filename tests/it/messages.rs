//! What is printed where: findings of a check as data, one level of them, paths as GitHub wants them, and refusals with the cure that
//! fits.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::site::Site;

/// A report without a title, with a warning and a hint beside the error.
fn faulty() -> Site {
    let site = Site::minimal();
    site.report("示例栏目/坏的", "titel = \"没有标题\"\ndate = 2024-01-09", "正文,有半角逗号。");
    site
}

#[test]
fn a_check_writes_findings_to_stdout_and_the_account_to_stderr() {
    let run = faulty().run(&["check"]);
    run.exits(1);
    assert!(run.stdout.contains("错误[unknown-key]") && !run.stdout.contains("共 2 篇 ="), "{run}");
    assert!(run.stderr.contains("共 2 篇 =") && !run.stderr.contains("错误["), "{run}");
}

#[test]
fn a_check_without_findings_writes_no_data() {
    let run = Site::minimal().run(&["check", "--as-of", "2024-01-10"]);
    assert_eq!(run.succeeds().stdout, "", "{run}");
}

#[test]
fn a_build_keeps_findings_with_what_it_has_to_say() {
    let run = faulty().build(&[]);
    assert!(run.exits(1).stdout.is_empty() && run.stderr.contains("错误[unknown-key]"), "{run}");
}

#[test]
fn the_gravest_findings_stand_last() {
    let run = faulty().run(&["check"]);
    let at = |level: &str| run.stdout.rfind(level).unwrap_or_else(|| panic!("no {level} in {run}"));
    assert!(at("警告[") < run.stdout.find("错误[").expect("an error"), "{run}");
}

#[test]
fn a_check_can_show_errors_only_and_counts_all() {
    let site = faulty();
    let run = site.run(&["check", "--level", "error"]);
    assert!(run.exits(1).stdout.contains("错误[") && !run.stdout.contains("警告["), "{run}");
    assert!(run.stderr.contains("处警告") && !run.stderr.contains(" 0 处警告"), "{run}");
    let json = site.run(&["check", "--level", "error", "--format", "json"]).json();
    let findings = json["findings"].as_array().expect("findings");
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding["level"] == "error"), "{json}");
    assert!(json["summary"]["warnings"].as_u64() > Some(0), "{json}");
    let warnings = site.run(&["check", "--level", "warning"]).stdout;
    assert!(warnings.contains("警告[") && !warnings.contains("提示["), "{warnings}");
}

#[test]
fn github_gets_paths_from_the_root_of_the_repository() {
    let site = Site::empty();
    site.write("街道/公开/site.toml", "title = \"x\"");
    site.write("街道/公开/reports/通知/文章.md", "+++\ntitel = \"x\"\n+++\n");
    let github = |arguments: &[&str]| site.run(&[arguments, &["check", "--format", "github"]].concat()).stdout;
    fs::create_dir(site.root.join(".git")).expect("a repository");
    assert!(github(&["-C", "街道/公开"]).contains("file=街道/公开/reports/通知/文章.md,"));
    // As git knows it, wherever the command runs.
    fs::create_dir(site.root.join("街道/.git")).expect("a repository");
    assert!(github(&["-C", "街道/公开"]).contains("file=公开/reports/通知/文章.md,"));
    fs::create_dir(site.root.join("街道/公开/.git")).expect("a repository");
    assert!(github(&["-C", "./街道/公开"]).contains("file=reports/通知/文章.md,"));
}

#[test]
fn what_a_run_could_not_do_names_files_from_the_folder_of_the_site() {
    let site = Site::minimal();
    site.write("templates/home.html", "{% broken");
    site.build(&[]).exits(2).never_says(&site.root.display().to_string());
    fs::remove_dir_all(site.root.join("templates")).expect("no templates");
    site.build(&["--output", "reports/x"]).exits(2).says("生成到 reports/x").never_says(&site.root.display().to_string());
    site.build(&["--output", "."]).exits(2).says("网站文件夹").never_says(&site.root.display().to_string());
    site.write("output/自己的.txt", "x");
    site.build(&[]).exits(2).says("output 里有").never_says(&site.root.display().to_string());
}

#[test]
fn a_lost_list_of_files_is_told_with_its_own_cure() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    site.remove("output/SHA256SUMS");
    site.build(&[]).exits(2).says("SHA256SUMS 不见了").says("删去整个 output 文件夹").never_says("--output");
    // Of a broken one the rest is known while the program knows that it has published there.
    site.write("output/SHA256SUMS", "坏了\n");
    fs::remove_dir_all(site.root.join(".gongkai")).expect("nothing is known");
    site.build(&[]).exits(2).says("SHA256SUMS 读不出来了");
    site.write("output/SHA256SUMS", b"\xff\xfe");
    site.build(&[]).exits(2).says("SHA256SUMS 读不出来了");
    fs::remove_dir_all(site.root.join("output")).expect("the cure");
    site.build(&[]).succeeds();
}

#[test]
fn from_the_folder_above_the_site_is_named() {
    let site = Site::empty();
    site.write("公开栏目/site.toml", "title = \"x\"");
    site.run(&["-C", ".", "build"]).exits(2).says("cd 公开栏目").says("-C 公开栏目");
    site.write("另一个/site.toml", "title = \"y\"");
    site.run(&["-C", ".", "build"]).exits(2).says("公开栏目、另一个");
}

#[test]
fn a_build_may_wait_for_another() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let lock = fs::File::options().write(true).open(site.root.join(".gongkai/lock")).expect("the lock");
    lock.lock().expect("held");
    site.build(&[]).exits(2).says("--wait");
    let mut waiting = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["build", "--wait"])
        .current_dir(&site.root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    assert!(waiting.try_wait().expect("its state").is_none());
    drop(lock);
    assert!(waiting.wait().expect("its end").success());
}

#[test]
fn commands_of_other_programs_are_told_what_does_it_here() {
    let site = Site::empty();
    for (command, cure) in [
        ("import", "gongkai new"),
        ("publish", "gongkai build"),
        ("list", "gongkai check"),
        ("unpublish", "gongkai withdraw"),
        ("deploy", "output"),
        ("preview", "gongkai serve"),
    ] {
        site.run(&[command]).exits(2).says("不认识的命令").says(cure);
    }
}
