//! Ways around the signatures that are none: each was open once. What signatures lead to is told in `review`.

use crate::review::{FILE, demanding, edit, sign};
use crate::support::site::CATEGORY;

#[test]
fn the_last_step_alone_does_not_let_an_edited_text_out() {
    let site = demanding();
    sign(&site, FILE, &["初审", "复审", "终审"]);
    site.build(&[]).succeeds();
    let before = site.output("sllm/wz.html");
    edit(&site, FILE, "正文。", "正文，改过。");
    let told = site.run(&["review", FILE]).stdout;
    let code = told.lines().find_map(|line| line.strip_prefix("审签码：")).expect("the code");
    let code = code.split('（').next().unwrap_or_default();
    // Whoever is in a hurry writes the last line by hand.
    let last =
        format!("\n[[review.again]]\ncode = \"{code}\"\n\"终审\" = {{ by = \"甲\", on = 2024-01-05 }}\n+++\n\n正文，");
    edit(&site, FILE, "\n+++\n\n正文，", &last);
    site.build(&[]).exits(1).says("review-stale").says("--step 初审");
    assert_eq!(site.output("sllm/wz.html"), before);
}

#[test]
fn a_copy_that_waits_for_signatures_does_not_stop_the_site() {
    let site = demanding();
    sign(&site, FILE, &["初审", "复审", "终审"]);
    site.build(&[]).succeeds();
    site.report("示例栏目/改稿", "title = \"示例文章\"\ndate = 2024-01-08", "正文，改过。");
    let run = site.build(&[]);
    run.succeeds().never_says("duplicate-report").says("reports/示例栏目/改稿.md（待初审）");
}

#[test]
fn faults_in_a_column_that_is_off_say_that_the_column_is_off() {
    let site = demanding();
    sign(&site, FILE, &["初审", "复审", "终审"]);
    site.report("停用的/文", "date = 2024-01-08", "见[链接](没有.md)。");
    site.write("reports/停用的/_category.toml", format!("{CATEGORY}draft = true\n"));
    let run = site.check();
    let held = run.json()["held"].clone();
    assert_eq!(held[0]["reason"], "column-off", "{held}");
    assert!(run.exits(0).stdout.contains("停用的栏目不影响发布"), "{run}");
}

#[test]
fn an_address_that_fix_writes_down_takes_no_new_signature() {
    let site = demanding();
    edit(&site, FILE, "slug = \"wz\"\n", "");
    sign(&site, FILE, &["初审", "复审", "终审"]);
    site.run(&["build", "--no-sync"]).succeeds();
    site.run(&["fix"]).succeeds().says("slug = ").never_says("重新审签");
    site.run(&["build", "--no-sync"]).succeeds();
}
