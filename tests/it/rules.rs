//! The page of every rule is its specification: each bad example is reported by the rule, no good example is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gongkai::check::registry::RULES;
use gongkai::diagnostics::Level;

use crate::support::site::{PNG, Site, TODAY};

const SECTIONS: [&str; 5] = ["检查什么", "依据", "不合格示例", "合格示例", "如何修改"];
/// Starts another site in the same section.
const ANOTHER: &str = "另一例：";

/// Stands in the place of a path, before the command that tells what is wrong, where that is not `check`.
const COMMAND: &str = "命令";

/// One site of an example: path → content; a path may begin with `gbk:`, `base64:`, or `size:` and the bytes of a file of zeros.
type Example = Vec<(String, String)>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules")
}

fn names_with(extension: &str) -> BTreeSet<String> {
    let files = fs::read_dir(folder()).expect("the rules").map(|entry| entry.expect("a rule").path());
    let of_kind = files.filter(|path| path.extension().is_some_and(|found| found == extension));
    of_kind.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

/// `## ` sections of a rule's page, by title.
fn sections(page: &str) -> BTreeMap<&str, &str> {
    let parts = page.split("\n## ").skip(1);
    parts.filter_map(|part| part.split_once('\n')).map(|(title, text)| (title.trim(), text)).collect()
}

/// The fenced blocks of a section, grouped into sites.
fn examples(section: &str) -> Vec<Example> {
    let mut sites: Vec<Example> = vec![Vec::new()];
    let mut block: Option<(String, String)> = None;
    for line in section.lines() {
        match (&mut block, line.strip_prefix("```")) {
            (None, Some(path)) => block = Some((path.trim().to_string(), String::new())),
            (Some(_), Some("")) => sites.last_mut().expect("a site").extend(block.take()),
            (Some((_, text)), _) => *text += &format!("{line}\n"),
            (None, None) if line.trim() == ANOTHER => sites.push(Vec::new()),
            (None, None) => {}
        }
    }
    assert!(block.is_none(), "a block never ends:\n{section}");
    sites
}

/// Bytes written as base64.
fn unpacked(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for value in text.chars().filter_map(|c| LETTERS.find(c)) {
        bits = bits << 6 | u32::try_from(value).expect("below 64");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).expect("a byte"));
        }
    }
    bytes
}

fn site(example: &Example) -> Site {
    let site = Site::bare();
    // The picture that examples of settings name.
    site.write("assets/jgbs.png", PNG);
    for (path, text) in example.iter().filter(|(path, _)| path != COMMAND) {
        if let Some((size, path)) = path.strip_prefix("size:").and_then(|path| path.split_once(':')) {
            site.write(path, "");
            let file = fs::File::options().write(true).open(site.root.join(path)).expect("the file");
            file.set_len(size.parse().expect("a number of bytes")).expect("its size");
            continue;
        }
        match path.strip_prefix("gbk:") {
            Some(path) => site.write(path, encoding_rs::GBK.encode(text).0),
            None => match path.strip_prefix("base64:") {
                Some(path) => site.write(path, unpacked(text)),
                None => site.write(path, text),
            },
        };
    }
    site
}

/// Faults of the examples of one rule under one title.
fn faults(rule: &str, page: &str, title: &str, must_report: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, example) in examples(sections(page)[title]).iter().enumerate() {
        if example.is_empty() {
            faults.push(format!("{rule}: {title} {} has no file", at + 1));
            continue;
        }
        let command = example.iter().find(|(path, _)| path == COMMAND).map(|(_, text)| text.trim());
        let run = match command {
            None => site(example).check(),
            Some(command) => {
                let arguments = command.split(' ').chain(["--as-of", TODAY, "--format", "json"]);
                site(example).run(&arguments.collect::<Vec<_>>())
            }
        };
        if run.code.is_none_or(|code| code > 1) {
            faults.push(format!("{rule}: {title} {}: {run}", at + 1));
        } else if run.rules().iter().any(|found| found == rule) != must_report {
            faults.push(format!("{rule}: {title} {}: reported are {:?}", at + 1, run.rules()));
        }
    }
    faults
}

#[test]
fn every_bad_example_is_reported_by_its_rule() {
    let faults: Vec<String> =
        RULES.iter().flat_map(|rule| faults(rule.name, rule.explanation, "不合格示例", true)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_good_example_is_reported_by_its_rule() {
    let faults: Vec<String> = RULES.iter().flat_map(|rule| faults(rule.name, rule.explanation, "合格示例", false)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_page_is_headed_by_its_rule_and_has_all_sections_in_order() {
    for rule in RULES {
        assert_eq!(rule.explanation.lines().next(), Some(format!("# {}", rule.name).as_str()));
        let titles: Vec<&str> = rule.explanation.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let known: Vec<&str> = titles.into_iter().filter(|title| SECTIONS.contains(title)).collect();
        assert_eq!(known, SECTIONS, "{}", rule.name);
        for (title, text) in sections(rule.explanation) {
            assert!(!text.trim().is_empty(), "{}: {title} is empty", rule.name);
        }
    }
}

#[test]
fn every_rule_is_one_row_one_file_and_one_page() {
    let rows: BTreeSet<String> = RULES.iter().map(|rule| rule.name.replace('-', "_")).collect();
    assert_eq!(rows.len(), RULES.len(), "a name is used twice");
    assert_eq!(names_with("rs"), rows);
    assert_eq!(names_with("md"), rows);
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert!(names.is_sorted(), "the registry is in the order of names");
}

#[test]
fn no_rule_on_unverified_ground_is_an_error() {
    let unverified = RULES.iter().filter(|rule| rule.basis.contains("待核"));
    let errors: Vec<&str> = unverified.filter(|rule| rule.level == Level::Error).map(|rule| rule.name).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn the_page_of_a_rule_is_the_file_beside_it() {
    for rule in RULES {
        let file = folder().join(format!("{}.md", rule.name.replace('-', "_")));
        assert_eq!(fs::read_to_string(file).expect("its page"), rule.explanation, "{}", rule.name);
    }
}

#[test]
fn complete_settings_and_a_plain_report_have_no_finding() {
    let run = Site::minimal().check();
    assert_eq!(run.succeeds().rules(), [""; 0], "{run}");
}

/// A rule that cannot be lowered says so: the setting is refused or the level stays.
#[test]
fn a_structural_rule_stays_an_error_whatever_the_settings_say() {
    let rule = RULES.iter().find(|rule| rule.is_structural && rule.name == "missing-title").expect("a structural rule");
    let site = Site::bare();
    let settings = format!("{}[check]\n{} = \"off\"\n", crate::support::site::SETTINGS, rule.name);
    site.write("site.toml", settings).report("示例栏目/文章", "date = 2024-01-08", "正文。");
    let run = site.check();
    run.exits(1);
    let json = run.json();
    let levels: Vec<&str> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["rule"] == rule.name)
        .filter_map(|finding| finding["level"].as_str())
        .collect();
    assert_eq!(levels, ["error"]);
}

#[test]
fn an_allowance_with_a_reason_silences_a_rule_for_that_report_only() {
    let body = "见[任务分工表](任务分工表.csv)。";
    let allowed = "\n[[allow]]\nrule = \"missing-attachment\"\nreason = \"文件由其他系统上传\"";
    let site = Site::bare();
    site.report("示例栏目/甲", &format!("title = \"甲\"\ndate = 2024-01-08{allowed}"), body);
    site.report("示例栏目/乙", "title = \"乙\"\ndate = 2024-01-08", body);
    let json = site.check().json();
    let findings = json["findings"].as_array().expect("findings").iter();
    let files: Vec<&str> = findings.filter(|f| f["level"] == "error").filter_map(|f| f["file"].as_str()).collect();
    assert_eq!(files, ["reports/示例栏目/乙.md"], "{json:#}");
}
