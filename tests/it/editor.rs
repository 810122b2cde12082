//! What an editor who is no programmer reads: the cure fits the fault, and nothing is said twice or left unsaid.

use std::process::Command;

use crate::support::site::Site;

const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";

#[test]
fn a_missing_file_is_not_taken_for_one_that_has_only_its_extension() {
    let site = Site::bare();
    site.report("示例栏目/文章/index", MATTER, "见[附表](附表.xls)、[清单](任务清单.xls)。\n\n![图](图.png)");
    site.write("reports/示例栏目/文章/名单.xls", "x").write("reports/示例栏目/文章/任务清单.csv", "任务");
    let json = site.check().exits(1).json();
    let findings = json["findings"].as_array().expect("findings");
    let missing: Vec<_> = findings.iter().filter(|finding| finding["rule"] == "missing-attachment").collect();
    let told = |at: usize, key: &str| missing[at][key].as_str().expect("a sentence").to_string();
    assert!(told(0, "help").starts_with("把文件放进文章自己的文件夹"), "{}", told(0, "help"));
    assert!(told(1, "help").starts_with("是不是 `任务清单.csv`？"), "{}", told(1, "help"));
    assert_eq!([told(0, "effect"), told(2, "effect")], ["附件打不开", "图片不显示"]);
}

#[test]
fn a_build_that_is_refused_says_that_nothing_was_written() {
    let site = Site::minimal();
    site.build(&[]).succeeds().never_says("没有写任何文件");
    site.report("示例栏目/文章", "title = \"示例文章\"", "正文。");
    let run = site.build(&[]);
    run.exits(1).says("\n没有写任何文件，上次的页面保持不变\n1 处错误，0 处警告，共 1 篇\n");
    assert!(!site.check().exits(1).stderr.contains("没有写任何文件"));
}

#[test]
fn what_was_done_stands_below_what_was_changed() {
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, "各位:好。");
    let command = format!("{} fix --dry-run 2>&1", env!("CARGO_BIN_EXE_gongkai"));
    let output = Command::new("sh").args(["-c", &command]).current_dir(&site.root).output().expect("a shell");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(said.starts_with("reports/示例栏目/文章.md\n"), "{said}");
    assert!(said.ends_with("没有写入，去掉 `--dry-run` 就会改\n"), "{said}");
}

#[test]
fn the_name_of_a_rule_written_in_part_is_recognised() {
    let site = Site::bare();
    site.report("示例栏目/文章", &format!("{MATTER}\n[[allow]]\nrule = \"mobile\"\nreason = \"对外公布\""), "正文。");
    site.run(&["check"]).exits(1).says("是不是 `mobile-number`？");
}

#[test]
fn an_example_of_several_files_names_each() {
    let page = Site::empty().run(&["explain", "identity-number"]).stdout;
    assert!(page.contains("\n  reports/示例栏目/文章/名单.csv：\n    序号,备注\n"), "{page}");
    assert_eq!(page.matches("identity-number").count(), 2, "once as the heading, once in the cure: {page}");
}

#[test]
fn the_preview_shows_no_private_data_of_a_file_name() {
    let site = Site::minimal();
    site.report("示例栏目/15400001234名单", "title = \"名单\"", "正文。");
    let preview = crate::support::preview::Preview::start(&site, &[]);
    let problems = preview.events().problems();
    let text = format!("{problems:?}");
    assert!(text.contains("154****1234名单.md"), "{text}");
    assert!(!text.contains("15400001234"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_name_that_cannot_be_published_is_a_finding_and_all_else_is_checked() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let site = Site::minimal();
    site.build(&[]).succeeds();
    let published = site.files("output");
    let folder = site.root.join("reports/示例栏目");
    for name in [b"a\nb.md".as_slice(), b"a\\b.csv", b"\xb1\xea.md"] {
        std::fs::write(folder.join(OsStr::from_bytes(name)), "+++").expect("a file");
    }
    let broken = folder.join(OsStr::from_bytes(b"\xb1\xea"));
    std::fs::create_dir(&broken).expect("a folder");
    std::fs::write(broken.join("c.md"), "+++").expect("a file");
    site.report("示例栏目/别的", "titel = \"别的\"\ndate = 2024-01-08", "正文。");
    let json = site.check().exits(1).json();
    let findings = json["findings"].as_array().expect("findings");
    let told: Vec<_> =
        findings.iter().map(|f| (f["rule"].as_str().unwrap_or(""), f["file"].as_str().unwrap_or(""))).collect();
    let misnamed = |name: &str| format!("reports/示例栏目/{name}");
    let names = [misnamed("a‹U+000A›b.md"), misnamed("a‹U+005C›b.csv"), misnamed("��"), misnamed("��.md")];
    for name in &names {
        assert!(told.contains(&("unusable-file-name", name)), "{name}: {told:?}");
    }
    assert_eq!(told.len(), names.len() + 1, "{told:?}");
    assert!(told.contains(&("unknown-key", "reports/示例栏目/别的.md")), "{told:?}");
    site.remove("reports/示例栏目/别的.md").build(&[]).exits(1).says("unusable-file-name").says("给它改名");
    assert!(site.files("output") == published);
}

#[cfg(unix)]
#[test]
fn the_preview_notices_a_name_that_cannot_be_published_and_that_it_is_gone() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let site = Site::minimal();
    let preview = crate::support::preview::Preview::start(&site, &[]);
    let mut events = preview.events();
    for name in [b"a\nb.md".as_slice(), b"\xb1\xea.md"] {
        let file = site.root.join("reports/示例栏目").join(OsStr::from_bytes(name));
        std::fs::write(&file, "+++").expect("a file");
        let problems = events.problems();
        assert_eq!(
            problems.first().map(|problem| problem["rule"].clone()),
            Some("unusable-file-name".into()),
            "{problems:?}"
        );
        std::fs::remove_file(&file).expect("a file to remove");
        while !events.problems().is_empty() {}
    }
}

#[test]
fn a_chinese_key_of_a_category_is_not_sent_to_the_key_of_reports() {
    let site = Site::minimal();
    site.write("reports/示例栏目/_category.toml", "名称 = \"示例\"\n");
    site.run(&["check"]).exits(1).says("字段名不能写中文 `名称`").says("栏目和主题里改为 `name`");
}

#[test]
fn private_data_of_a_column_is_found_and_told_by_no_output() {
    let site = Site::minimal();
    let number = "15400001234";
    let folder = format!("示例栏目/张某{number}");
    site.report(&format!("{folder}/文章"), MATTER, &format!("见![图]({number}.png)、[甲](文章.md#{number})。"));
    site.write(&format!("reports/{folder}/_category.toml"), format!("description = \"联系人手机{number}\""));
    let formats = ["text", "json", "github", "sarif"].map(|format| vec!["check", "--format", format]);
    for arguments in formats.into_iter().chain([vec!["build"], vec!["check", "--report"], vec!["fix", "--dry-run"]]) {
        let run = site.run(&arguments);
        assert!(!format!("{run}").contains(number), "{run}");
    }
    let json = site.check().exits(1).json();
    let findings = json["findings"].as_array().expect("findings");
    let told = findings.iter().filter(|finding| finding["rule"] == "mobile-number");
    let files: Vec<_> = told.filter_map(|finding| finding["file"].as_str()).collect();
    let masked = "reports/示例栏目/张某154****1234";
    assert_eq!(files, [masked, &format!("{masked}/_category.toml")]);
}
