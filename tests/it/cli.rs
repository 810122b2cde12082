//! The commands beside `build`: `init`, `new`, `check`, `rules`, `explain`, `completions`, `man`.

use std::fs;

use gongkai::check::registry::RULES;

use crate::support::site::{Site, TODAY};

#[test]
fn a_new_site_builds_at_once_without_errors() {
    let site = Site::empty();
    site.run(&["init", "公开栏目"]).succeeds().says("gongkai build");
    let run = site.run(&["-C", "公开栏目", "build", "--as-of", TODAY]);
    run.succeeds().says("0 处错误");
    assert!(site.root.join("公开栏目/output/index.html").exists());
    let json = site.run(&["-C", "公开栏目", "check", "--as-of", TODAY, "--format", "json"]).succeeds().json();
    assert_eq!(json["summary"]["errors"], 0, "{json:#}");
    assert_eq!(json["summary"]["held"], 0, "{json:#}");
    assert!(json["summary"]["published"].as_u64().is_some_and(|count| count > 0), "{json:#}");
}

#[test]
fn init_refuses_a_folder_with_files_and_keeps_them() {
    let site = Site::empty();
    site.write("栏目/site.toml", "# 我的").write("栏目/笔记.txt", "笔记");
    let before = site.files("");
    site.run(&["init", "栏目"]).exits(2).says("不是空文件夹");
    assert!(before == site.files(""));
    site.run(&["init", "栏目", "--force"]).succeeds().says("已有的文件保持原样：site.toml");
    let after = site.files("");
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "no file was overwritten");
    assert!(after.len() > before.len());
}

#[test]
fn new_prints_the_path_of_a_report_that_passes_check() {
    let site = Site::minimal();
    let run = site.run(&["new", "示例栏目", "关于“停车”的通知：第1期", "--date", "2024-02-01"]);
    let path = run.succeeds().stdout.trim_end();
    assert_eq!(path, "reports/示例栏目/2024-02-01-关于“停车”的通知：第1期.md");
    assert!(site.root.join(path).is_file());
    let json = site.check().succeeds().json();
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(0), "{json:#}");
    assert_eq!(json["held"][0]["file"], path, "a new report is a draft");
    assert_eq!(json["held"][0]["reason"], "draft");

    let text = fs::read_to_string(site.root.join(path)).expect("the report");
    site.write(path, text.replace("draft = true", "draft = false"));
    site.build(&[]).succeeds().says("发布 2");
}

#[test]
fn new_makes_a_folder_for_attachments_when_asked() {
    let site = Site::minimal();
    let run = site.run(&["new", "示例栏目", "带\"引号\"的\\标题", "--date", "2024-02-01", "--bundle"]);
    let path = run.succeeds().stdout.trim_end().to_string();
    assert!(path.ends_with("/index.md"), "{path}");
    assert_eq!(site.check().succeeds().rules(), [""; 0]);
}

#[test]
fn new_refuses_what_is_there_and_categories_that_are_not() {
    let site = Site::minimal();
    let again = ["new", "示例栏目", "通知", "--date", "2024-02-01"];
    site.run(&again).succeeds();
    let before = site.files("");
    site.run(&again).exits(2).says("已经存在");
    site.run(&["new", "示例栏木", "通知"]).exits(2).says("示例栏目");
    assert!(before == site.files(""));
}

#[test]
fn check_of_a_path_tells_what_is_wrong_there_only() {
    let site = Site::bare();
    for name in ["甲栏目", "甲栏目二", "乙栏目"] {
        site.report(&format!("{name}/文章"), "titel = \"错\"\ndate = 2024-01-08", "正文。");
    }
    let files = |path: &str| {
        let json = site.run(&["check", path, "--as-of", TODAY, "--format", "json"]).json();
        let mut files: Vec<String> = json["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|f| f["file"].as_str().expect("a file").into())
            .collect();
        files.dedup();
        files
    };
    assert_eq!(files("reports/甲栏目"), ["reports/甲栏目/文章.md"]);
    assert_eq!(files("reports/乙栏目/文章.md"), ["reports/乙栏目/文章.md"]);
    assert_eq!(files("reports").len(), 3);
    site.run(&["check", "reports/甲栏目"]).exits(1);
    site.run(&["check", "site.toml"]).exits(0);
    site.run(&["check", "reports/没有"]).exits(2).says("reports/没有");
}

#[test]
fn every_rule_is_listed_and_explained() {
    let site = Site::empty();
    let table = site.run(&["rules"]).succeeds().stdout.clone();
    let json = site.run(&["rules", "--format", "json"]).succeeds().json();
    assert_eq!(json.as_array().map(Vec::len), Some(RULES.len()));
    for (rule, row) in RULES.iter().zip(json.as_array().expect("rules")) {
        assert!(table.lines().any(|line| line.starts_with(&format!("{} ", rule.name))), "{}", rule.name);
        assert_eq!(
            (&row["name"], &row["summary"], &row["basis"]),
            (&rule.name.into(), &rule.summary.into(), &rule.basis.into())
        );
        let page = site.run(&["explain", rule.name]).succeeds().stdout.clone();
        for title in ["检查什么", "依据", "如何修改"] {
            assert!(page.contains(title), "{title} in\n{page}");
        }
    }
    site.run(&["explain", "unknow-key"]).exits(2).says("unknown-key");
}

#[test]
fn completions_and_manual_pages_come_for_every_command() {
    let site = Site::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(site.run(&["completions", shell]).succeeds().stdout.contains("gongkai"), "{shell}");
    }
    site.run(&["man", "man1"]).succeeds();
    for page in ["gongkai.1", "gongkai-build.1", "gongkai-check.1", "gongkai-new.1"] {
        assert!(site.files("man1").contains_key(page), "{page}");
    }
}

#[test]
fn help_and_version_go_to_stdout() {
    let site = Site::empty();
    let help = site.run(&["--help"]);
    assert!(help.succeeds().stdout.contains("build") && help.stderr.is_empty());
    for command in ["init", "new", "build", "check", "rules", "explain", "theme", "completions", "man"] {
        assert!(help.stdout.lines().any(|line| line.trim_start().starts_with(command)), "{command}");
        assert!(site.run(&[command, "--help"]).succeeds().stdout.contains("gongkai"), "{command}");
    }
    assert!(site.run(&["--version"]).succeeds().stdout.contains(env!("CARGO_PKG_VERSION")));
    site.run(&[]).exits(2);
}

#[test]
fn colour_appears_only_when_asked_for() {
    let site = Site::bare();
    site.report("示例栏目/文章", "titel = \"错\"\ndate = 2024-01-08", "正文。");
    site.run(&["check"]).exits(1).never_says("\u{1b}[");
    site.run(&["--color", "always", "check"]).exits(1).says("\u{1b}[");
    site.run_with(&["--color", "auto", "check"], &[("NO_COLOR", "1")]).exits(1).never_says("\u{1b}[");
}
