//! 三审三校: what is demanded and not signed is held, what was changed since is told, and nobody's name gets out. How signatures are
//! written is told in `review_command`.

use serde_json::Value;

use crate::support::preview::Preview;
use crate::support::site::{Run, SETTINGS, Site};

pub const FILE: &str = "reports/示例栏目/文章.md";
const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08\nslug = \"wz\"";
const NAMES: [&str; 4] = ["欧阳初一", "上官复二", "诸葛终三", "司马校四"];

/// A site that demands all steps, with one report that nobody has signed.
pub fn demanding() -> Site {
    let site = Site::bare();
    demand(&site, "require = [\"初审\", \"复审\", \"终审\"]");
    site.report("示例栏目/文章", MATTER, "正文。");
    site
}

fn demand(site: &Site, lines: &str) {
    site.write("site.toml", format!("{SETTINGS}[review]\n{lines}\n"));
}

#[track_caller]
pub fn sign(site: &Site, file: &str, steps: &[&str]) {
    for step in steps {
        let (by, on) = match *step {
            "初审" => (NAMES[0], "2024-01-03"),
            "复审" => (NAMES[1], "2024-01-04"),
            "终审" => (NAMES[2], "2024-01-05"),
            _ => (NAMES[3], "2024-01-05"),
        };
        site.run(&["review", file, "--step", step, "--by", by, "--on", on]).succeeds();
    }
}

pub fn edit(site: &Site, file: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(site.root.join(file)).expect("the report");
    assert!(text.contains(from), "{text}");
    site.write(file, text.replace(from, to));
}

/// What is held, with the state of its review and its day.
fn held(run: &Run) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let json = run.json();
    let held = json["held"].as_array().expect("held reports").clone();
    held.iter().map(|held| (text(&held["reason"]), text(&held["state"]), text(&held["until"]))).collect()
}

fn waiting(state: &str) -> Vec<(String, String, String)> {
    vec![("unreviewed".to_string(), state.to_string(), String::new())]
}

#[test]
fn a_report_is_held_until_the_last_step_is_signed() {
    let site = demanding();
    for (step, state) in [("初审", "待初审"), ("复审", "待复审"), ("终审", "待终审")] {
        assert_eq!(held(&site.check()), waiting(state));
        site.build(&[]).succeeds().says(&format!("{FILE}（{state}）"));
        assert!(!site.has_output("sllm/wz.html"), "{state}");
        sign(&site, FILE, &[step]);
    }
    assert_eq!(held(&site.check()), []);
    site.build(&[]).succeeds();
    assert!(site.has_output("sllm/wz.html"));
}

#[test]
fn an_edit_after_the_last_step_holds_a_report_that_is_not_public() {
    let site = demanding();
    sign(&site, FILE, &["初审", "复审", "终审"]);
    edit(&site, FILE, "正文。", "正文，改过。");
    assert_eq!(held(&site.check()), waiting("审后改过"));
    site.build(&[]).succeeds();
    assert!(!site.has_output("sllm/wz.html"));
    edit(&site, FILE, "正文，改过。", "正文。");
    assert_eq!(held(&site.check()), [], "the text is the signed one again");
}

#[test]
fn an_edit_of_a_public_report_is_an_error_until_it_is_signed() {
    let site = demanding();
    sign(&site, FILE, &["初审", "复审", "终审"]);
    site.build(&[]).succeeds();
    edit(&site, FILE, "正文。", "正文，改过。");
    let before = site.output("sllm/wz.html");
    site.build(&[]).exits(1).says("终审以后改过").says("--step 初审").says("review-stale");
    assert_eq!(site.output("sllm/wz.html"), before, "nothing was written");
    assert_eq!(site.check().rules(), ["review-stale"]);
    sign(&site, FILE, &["初审", "复审"]);
    site.build(&[]).exits(1).says("--step 终审");
    sign(&site, FILE, &["终审"]);
    site.build(&[]).succeeds();
    assert!(site.output("sllm/wz.html").contains("正文，改过。"));
}

#[test]
fn a_correction_goes_as_far_as_the_site_says() {
    let site = demanding();
    demand(&site, "require = [\"初审\", \"复审\", \"终审\"]\ncorrection = \"复审\"");
    sign(&site, FILE, &["初审", "复审", "终审"]);
    site.build(&[]).succeeds();
    edit(&site, FILE, "正文。", "正文，改过。");
    sign(&site, FILE, &["初审"]);
    site.build(&[]).exits(1);
    sign(&site, FILE, &["复审"]);
    site.build(&[]).succeeds();
    assert!(site.output("sllm/wz.html").contains("正文，改过。"));
}

#[test]
fn a_correction_before_publication_takes_all_steps() {
    let site = demanding();
    demand(&site, "require = [\"初审\", \"复审\", \"终审\"]\ncorrection = \"初审\"");
    sign(&site, FILE, &["初审", "复审", "终审"]);
    edit(&site, FILE, "正文。", "正文，改过。");
    sign(&site, FILE, &["初审"]);
    assert_eq!(held(&site.check()), waiting("待复审"));
}

#[test]
fn a_column_demands_what_it_says_and_those_below_it_inherit_that() {
    let site = demanding();
    for name in ["甲/文", "甲/乙/文", "丙/文"] {
        site.report(name, "title = \"文\"\ndate = 2024-01-08", "正文。");
    }
    let settings = crate::support::site::CATEGORY;
    site.write("reports/甲/_category.toml", format!("{settings}review = []\n"));
    site.write("reports/丙/_category.toml", format!("{settings}review = [\"终审\"]\n"));
    let states: Vec<String> = held(&site.check()).into_iter().map(|(_, state, _)| state).collect();
    assert_eq!(states, ["待终审", "待初审"], "丙, 示例栏目");
    site.write("reports/甲/乙/_category.toml", format!("{settings}review = [\"复审\"]\n"));
    let states: Vec<String> = held(&site.check()).into_iter().map(|(_, state, _)| state).collect();
    assert_eq!(states, ["待终审", "待复审", "待初审"], "丙, 甲/乙, 示例栏目");
}

#[test]
fn a_step_that_is_none_is_told_in_settings_and_in_columns() {
    let site = demanding();
    demand(&site, "require = [\"初审\", \"四审\"]");
    assert!(site.check().exits(1).stdout.contains("`review.require` 不能写 `四审`"));
    demand(&site, "require = [\"初审\"]");
    site.write("reports/示例栏目/_category.toml", format!("{}review = [\"一审\"]\n", crate::support::site::CATEGORY));
    assert!(site.check().exits(1).stdout.contains("`review` 不能写 `一审`"));
}

#[test]
fn a_draft_is_a_draft_and_waits_for_no_signature() {
    let site = demanding();
    site.report("示例栏目/文章", &format!("{MATTER}\ndraft = true"), "正文。");
    let run = site.check();
    assert_eq!(held(&run)[0].0, "draft");
    assert!(!run.rules().contains(&"unreviewed-report".to_string()));
}

#[test]
fn a_scheduled_report_that_is_not_signed_is_told_early_and_does_not_appear() {
    let site = demanding();
    site.report("示例栏目/文章", &MATTER.replace("2024-01-08", "2025-01-08"), "正文。");
    assert_eq!(held(&site.check()), [("unreviewed".to_string(), "待初审".to_string(), "2025-01-08".to_string())]);
    let run = site.run(&["check", "--as-of", "2024-12-31"]);
    run.succeeds().says("待初审，定在 2025-01-08 发布");
    assert!(run.stdout.contains("到那时还没审完就不会发布"), "{run}");
    assert!(!run.stderr.contains("下次有文章到期"), "{run}");
    site.run(&["build", "--as-of", "2025-01-08", "--no-sync"]).succeeds();
    assert!(!site.has_output("sllm/wz.html"));
    sign(&site, FILE, &["初审", "复审", "终审"]);
    assert_eq!(held(&site.check())[0].0, "scheduled");
    site.run(&["build", "--as-of", "2025-01-08", "--no-sync"]).succeeds();
    assert!(site.has_output("sllm/wz.html"));
}

#[test]
fn what_is_not_signed_fails_a_build_that_denies_it() {
    let site = demanding();
    site.report("示例栏目/另一篇", "title = \"另一篇\"\ndate = 2024-01-09", "正文。");
    let run = site.build(&["--deny", "unreviewed"]);
    run.exits(1).says("错误[unreviewed-report]").says(FILE).says("reports/示例栏目/另一篇.md");
    assert!(!site.has_output("index.html"));
    site.run(&["check", "--as-of", "2024-12-31", "--deny", "unreviewed"]).exits(1);
    // What was said is not said again where it is no longer denied.
    site.build(&[]).succeeds();
    site.build(&["--deny", "unreviewed"]).exits(1);
    sign(&site, FILE, &["初审", "复审", "终审"]);
    sign(&site, "reports/示例栏目/另一篇.md", &["初审", "复审", "终审"]);
    site.build(&["--deny", "unreviewed"]).succeeds();
}

#[test]
fn no_name_of_a_reviewer_is_in_any_published_file() {
    let site = demanding();
    site.report("示例栏目/草稿", "title = \"草稿\"\ndate = 2024-01-08\ndraft = true", "正文。");
    site.report("示例栏目/第二篇", "title = \"第二篇\"\ndate = 2024-01-09", "正文。");
    for file in [FILE, "reports/示例栏目/草稿.md", "reports/示例栏目/第二篇.md"] {
        sign(&site, file, &["初审", "复审", "校对", "终审"]);
    }
    edit(&site, FILE, "正文。", "正文，改过。");
    sign(&site, FILE, &["初审", "复审", "校对", "终审"]);
    for more in [&[][..], &["--drafts"][..]] {
        site.build(more).succeeds();
        assert!(site.has_output("sllm/wz.html"));
        for (path, bytes) in site.files("output") {
            let text = String::from_utf8_lossy(&bytes);
            for name in NAMES {
                assert!(!text.contains(name) && !path.contains(name), "{name} is in {path}");
                // Search data and indexes take words apart.
                assert!(!text.contains(&name[..6]) && !text.contains(&name[6..]), "a part of {name} is in {path}");
            }
        }
    }
}

#[test]
fn what_was_public_before_reviews_were_demanded_stays_public() {
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, "正文。");
    site.build(&[]).succeeds();
    demand(&site, "require = [\"初审\", \"复审\", \"终审\"]");
    assert_eq!(site.check().exits(0).rules(), ["missing-review"]);
    site.build(&[]).succeeds();
    assert!(site.has_output("sllm/wz.html"));
    // So does one that is being signed now, and is changed meanwhile.
    sign(&site, FILE, &["初审"]);
    edit(&site, FILE, "正文。", "正文，改过。");
    assert_eq!(site.check().exits(0).rules(), ["missing-review"]);
}

#[test]
fn a_preview_of_drafts_makes_nothing_public() {
    let site = demanding();
    site.build(&["--drafts"]).succeeds();
    assert_eq!(site.page("sllm/wz.html").words(".preview"), ["尚未发布，待初审"]);
    site.build(&[]).succeeds();
    assert!(!site.has_output("sllm/wz.html"));
    assert_eq!(held(&site.check()), waiting("待初审"));
}

#[test]
fn a_withdrawal_neither_publishes_what_waits_nor_takes_down_what_nobody_signed() {
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, "正文。");
    site.report("示例栏目/撤下", "title = \"撤下\"\ndate = 2024-01-09\nslug = \"cx\"", "正文。");
    site.build(&[]).succeeds();
    demand(&site, "require = [\"终审\"]");
    site.report("示例栏目/等着", "title = \"等着\"\ndate = 2024-01-10\nslug = \"dz\"", "正文。");
    site.build(&[]).succeeds();
    site.remove("reports/示例栏目/撤下.md");
    site.build(&["--withdraw-only"]).succeeds().says("撤下 1 篇");
    assert!(site.has_output("sllm/wz.html") && !site.has_output("sllm/cx.html") && !site.has_output("sllm/dz.html"));
}

#[test]
fn a_file_that_is_published_with_a_report_is_signed_with_it() {
    let site = demanding();
    site.remove(FILE);
    site.report("示例栏目/文章/index", MATTER, "见附件。").write("reports/示例栏目/文章/附件.csv", "甲,乙\n");
    let file = "reports/示例栏目/文章/index.md";
    sign(&site, file, &["初审", "复审", "终审"]);
    site.build(&[]).succeeds();
    site.build(&[]).succeeds();
    site.write("reports/示例栏目/文章/附件.csv", "丙,丁\n");
    site.build(&[]).exits(1).says("review-stale");
    site.write("reports/示例栏目/文章/附件.csv", "甲,乙\n");
    site.build(&[]).succeeds();
    site.write("reports/示例栏目/文章/附件2.csv", "丙,丁\n");
    site.build(&[]).exits(1).says("review-stale");
}

#[test]
fn what_readers_do_not_get_may_change() {
    let site = demanding();
    sign(&site, FILE, &["初审", "复审", "终审"]);
    edit(&site, FILE, "slug = \"wz\"", "slug = \"xwz\"\naliases = [\"/old/1.html\"]");
    site.build(&[]).succeeds();
    assert!(site.has_output("sllm/xwz.html"));
}

#[test]
fn faults_of_a_report_that_waits_keep_no_other_from_being_published() {
    let site = demanding();
    site.report("示例栏目/等着", "title = \"等着\"\ndate = 2024-01-09", "见[链接](没有.md)。");
    sign(&site, FILE, &["初审", "复审", "终审"]);
    site.build(&[]).succeeds().says("审完以后按错误处理");
    sign(&site, "reports/示例栏目/等着.md", &["初审", "复审", "终审"]);
    site.build(&[]).exits(1).says("dead-link");
}

#[test]
fn a_report_without_date_waits_like_others() {
    let site = demanding();
    site.report("示例栏目/文章", "title = \"示例文章\"", "正文。");
    assert_eq!(held(&site.check()), waiting("待初审"));
}

#[test]
fn a_link_to_what_waits_is_told_as_such() {
    let site = demanding();
    site.report("示例栏目/等着", "title = \"等着\"\ndate = 2024-01-09", "正文。");
    site.report("示例栏目/文章", MATTER, "见[链接](等着.md)。");
    sign(&site, FILE, &["初审", "复审", "终审"]);
    site.build(&[]).exits(1).says("还没有审完");
}

#[test]
fn signatures_that_break_the_rules_do_not_count() {
    let rows = [
        (
            "\"初审\" = { by = \"甲\", on = 2024-01-03 }\n\"复审\" = { by = \"甲 \", on = 2024-01-04 }",
            "待复审",
            "是同一个人",
        ),
        ("\"初审\" = { by = \"甲\", on = 2024-01-03 }\n\"复审\" = { by = \"乙\", on = 2024-01-02 }", "待复审", "早于初审"),
        ("\"初审\" = { by = \"甲\", on = 2999-01-03 }", "待初审", "还没有到"),
        ("\"初审\" = { by = \"\", on = 2024-01-03 }", "待初审", "没有写姓名"),
        ("\"初审\" = { by = \"甲\" }", "待初审", "没有写日期"),
    ];
    let site = demanding();
    sign(&site, FILE, &["初审"]);
    let text = std::fs::read_to_string(site.root.join(FILE)).expect("the report");
    let code = text.lines().find(|line| line.starts_with("code = ")).expect("a code").to_string();
    for (signatures, state, told) in rows {
        site.report("示例栏目/文章", &format!("{MATTER}\n[review]\n{code}\n{signatures}"), "正文。");
        let run = site.check();
        assert_eq!(held(&run), waiting(state), "{signatures}");
        assert!(run.rules().contains(&"invalid-review".to_string()) && run.stdout.contains(told), "{run}");
        assert!(!run.stdout.contains("甲"), "a message names somebody: {run}");
    }
}

#[test]
fn what_people_note_for_themselves_stays_and_is_not_told() {
    let site = Site::bare();
    let notes = "[review]\nchecked = \"甲\"\n\"初审\" = \"乙，1月3日\"\n\"主任意见\" = \"同意\"";
    site.report("示例栏目/文章", &format!("{MATTER}\n{notes}"), "正文。");
    assert_eq!(site.check().exits(0).rules(), Vec::<String>::new());
    demand(&site, "require = [\"初审\"]");
    let run = site.check();
    assert_eq!(held(&run), waiting("待初审"));
    assert!(run.stdout.contains("只写了名字的不算"), "{run}");
}

#[test]
fn a_step_of_another_name_is_told_with_the_right_one() {
    let site = Site::bare();
    for (name, meant) in [("一审", "初审"), ("三审", "终审")] {
        let review = format!("[review]\n\"{name}\" = {{ by = \"甲\", on = 2024-01-03 }}");
        site.report("示例栏目/文章", &format!("{MATTER}\n{review}"), "正文。");
        let run = site.check();
        assert_eq!(run.exits(1).rules(), ["unknown-key"]);
        assert!(run.stdout.contains(meant), "{run}");
    }
    site.report("示例栏目/文章", &format!("{MATTER}\n[review]\n初审 = {{ by = \"甲\", on = 2024-01-03 }}"), "正文。");
    assert!(site.check().exits(1).stdout.contains("两边要加英文引号"));
}

#[test]
fn what_waits_is_no_update_of_its_column() {
    let site = demanding();
    site.write("reports/示例栏目/_category.toml", format!("{}cadence = \"14天\"\n", crate::support::site::CATEGORY));
    let state = || {
        let json = site.run(&["check", "--as-of", "2024-01-09", "--report", "--format", "json"]).json();
        json["columns"][0]["state"].as_str().unwrap_or_default().to_string()
    };
    assert_eq!(state(), "empty");
    sign(&site, FILE, &["初审", "复审", "终审"]);
    assert_eq!(state(), "fresh");
}

#[test]
fn mending_a_signed_report_is_told() {
    let site = demanding();
    site.report("示例栏目/文章", MATTER, "正文,有半角逗号。");
    site.run(&["fix", "--dry-run"]).succeeds().never_says("审签");
    sign(&site, FILE, &["初审"]);
    site.run(&["fix", "--dry-run"]).succeeds().says("其中 1 篇审签过").says(FILE);
    site.run(&["fix"]).succeeds().says("要重新审签");
    assert_eq!(held(&site.check()), waiting("审后改过"));
}

#[test]
fn a_preview_holds_what_a_build_holds() {
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, "正文。");
    site.build(&[]).succeeds();
    demand(&site, "require = [\"终审\"]");
    site.report("示例栏目/等着", "title = \"等着\"\ndate = 2024-01-10\nslug = \"dz\"", "正文。");
    let preview = Preview::start(&site, &[]);
    assert!(preview.get("/sllm/wz.html").status == 200, "public before reviews were demanded");
    assert!(preview.get("/sllm/dz.html").status == 404, "it waits for a signature");
}
