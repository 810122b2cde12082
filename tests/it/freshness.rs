//! Columns that are not kept up: counted as inspections count, told as findings and as a table.

use crate::support::site::{CATEGORY, Site, TODAY};

fn category(cadence: &str) -> String {
    format!("{CATEGORY}cadence = \"{cadence}\"\n")
}

/// Columns that were updated on 8 January and on 20 December 2024; today is the last day of the year.
fn site() -> Site {
    let site = Site::bare();
    site.write("reports/动态/_category.toml", category("14天"));
    site.write("reports/通知/_category.toml", category("6个月"));
    site.write("reports/机构/_category.toml", category("不限"));
    site.write("reports/空白/_category.toml", category("14天"));
    site.report("动态/新", "title = \"新\"\ndate = 2024-12-20", "正文。");
    site.report("通知/旧", "title = \"旧\"\ndate = 2024-01-08", "正文。");
    site.report("机构/职能", "title = \"职能\"\ndate = 2024-01-08", "正文。");
    site
}

#[test]
fn the_table_shows_last_update_deadline_and_state() {
    let run = site().run(&["check", "--report", "--as-of", TODAY]);
    let expected = "\
栏目  期限   最近更新    应更新到    状态
首页  14天   2024-12-20  2025-01-03  正常，还有 3 天
动态  14天   2024-12-20  2025-01-03  正常，还有 3 天
机构  不限   2024-01-08  —           不限
空白  14天   —           —           空白
通知  6个月  2024-01-08  2024-07-08  超期 176 天
共 4 个栏目，超期 1 个，空白 1 个
";
    assert_eq!(run.succeeds().stdout, expected);
    run.says("0 处错误，2 处警告，共 3 篇");
}

#[test]
fn the_same_is_in_json() {
    let site = site();
    let json = site.run(&["check", "--report", "--as-of", TODAY, "--format", "json"]).json();
    let late = json["columns"].as_array().expect("columns").iter().find(|column| column["name"] == "通知");
    let expected = serde_json::json!(
        { "name": "通知", "cadence": "6个月", "newest": "2024-01-08", "deadline": "2024-07-08", "state": "stale" }
    );
    assert_eq!(late, Some(&expected));
    assert!(site.check().json().get("columns").is_none(), "only where it was asked for");
}

#[test]
fn the_day_that_counts_as_today_decides() {
    let site = site();
    let rules = |day: &str| site.run(&["check", "--as-of", day, "--format", "json"]).rules();
    assert!(!rules("2024-07-08").contains(&"stale-category".to_string()));
    assert!(rules("2024-07-09").contains(&"stale-category".to_string()));
    assert!(!rules("2025-01-03").contains(&"stale-home".to_string()));
    assert!(rules("2025-01-04").contains(&"stale-home".to_string()));
}

#[test]
fn drafts_and_reports_of_the_future_update_nothing() {
    let site = site();
    site.report("通知/草稿", "title = \"草稿\"\ndate = 2024-12-30\ndraft = true", "正文。");
    site.report("通知/明年", "title = \"明年\"\ndate = 2025-03-01", "正文。");
    assert!(site.check().rules().contains(&"stale-category".to_string()));
    site.report("通知/下级/新", "title = \"下级\"\ndate = 2024-12-30", "正文。");
    assert!(!site.check().rules().contains(&"stale-category".to_string()), "what is below counts for what is above");
}
