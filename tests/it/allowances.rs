//! What a report allows itself, and what is told where a name means too much or too little.

use crate::support::site::{SETTINGS, Site, TODAY};

const DEAD: &str = "见[办法](办法.md)和![图](图.png)。";

#[test]
fn an_allowed_dead_link_is_text_and_never_an_empty_address() {
    let site = Site::bare();
    let allow = |rule: &str| format!("\n[[allow]]\nrule = \"{rule}\"\nreason = \"由其他系统生成\"");
    let matter = format!("title = \"示例文章\"\ndate = 2024-01-08{}{}", allow("dead-link"), allow("missing-attachment"));
    site.report("示例栏目/文章", &matter, DEAD);
    site.build(&["--deny", "warnings"]).succeeds();
    let page = site.output("sllm/wz.html");
    assert!(page.contains("<p>见办法和图。</p>") && !page.contains("href=\"\"") && !page.contains("src=\"\""), "{page}");
}

#[test]
fn an_allowance_that_nothing_needs_is_told_unless_the_rule_is_off() {
    let site = Site::bare();
    let matter = "title = \"示例文章\"\ndate = 2024-01-08\n[[allow]]\nrule = \"dead-link\"\nreason = \"已经核对\"";
    site.report("示例栏目/文章", matter, "正文。");
    assert_eq!(site.check().rules(), ["unused-allowance"]);
    site.write("site.toml", crate::support::site::settings_with_levels("dead-link = \"off\"\n"));
    assert_eq!(site.check().rules(), [""; 0]);
}

#[test]
fn links_to_one_site_are_told_once_and_an_allowance_speaks_for_its_report_alone() {
    let site = Site::bare();
    let link = "见[平台](https://www.example.com/)。";
    let allowed = "[[allow]]\nrule = \"non-government-link\"\nreason = \"主管部门指定的平台\"";
    site.report("示例栏目/甲", &format!("title = \"甲\"\ndate = 2024-01-08\n{allowed}"), link);
    for name in ["乙", "丙"] {
        site.report(&format!("示例栏目/{name}"), &format!("title = \"{name}\"\ndate = 2024-01-08"), link);
    }
    let json = site.check().json();
    let findings = json["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1, "{json:#}");
    assert_eq!(findings[0]["message"], "链接通向非政府网站 `www.example.com`，共 2 处");
    assert_eq!(findings[0]["related"].as_array().map(Vec::len), Some(1));
}

#[test]
fn two_categories_of_one_address_are_told_once() {
    let site = Site::bare();
    for folder in ["甲", "乙"] {
        let text = "slug = \"x\"\ndescription = \"说明公开什么。\"\nkeywords = [\"示例\"]\nkind = \"工作动态\"\n";
        site.write(&format!("reports/{folder}/_category.toml"), text);
        site.report(&format!("{folder}/下级/文章{folder}"), "title = \"示例文章\"\ndate = 2024-01-08", "正文。");
    }
    let json = site.check().exits(1).json();
    let clashes: Vec<_> =
        json["findings"].as_array().expect("findings").iter().map(|found| found["message"].clone()).collect();
    assert_eq!(clashes.len(), 1, "{clashes:#?}");
}

#[test]
fn a_name_in_the_menu_that_means_two_categories_is_told_as_such() {
    let site = Site::bare();
    for folder in ["甲", "乙"] {
        site.report(&format!("{folder}/总结/文章"), "title = \"示例文章\"\ndate = 2024-01-08", "正文。");
    }
    site.write("site.toml", format!("{SETTINGS}[nav]\nitems = [{{ text = \"总结\", to = \"总结\" }}]\n"));
    let run = site.run(&["check", "--as-of", TODAY]);
    run.exits(1).says("名为 `总结` 的栏目不止一个").says("`乙/总结`、`甲/总结`");
}

#[test]
fn a_theme_for_a_newer_program_is_refused() {
    let site = Site::minimal();
    site.setting("").write("themes/新/theme.toml", "min_generator = \"99.0.0\"\n");
    site.write("site.toml", format!("{SETTINGS}[theme]\nname = \"新\"\n"));
    site.build(&[]).exits(2).says("要求 gongkai 99.0.0 以上");
}

#[test]
fn a_tag_that_is_cut_off_is_told_and_swallows_nothing() {
    let site = Site::minimal();
    site.report("示例栏目/另一篇", "title = \"另一篇\"\ndate = 2024-01-08", "第一段。\n\n<div 这些文字不见了\n\n第二段。");
    let run = site.run(&["check", "--as-of", TODAY]);
    run.says("标签 `<div` 没有写完，照原样显示").says("这些文字不见了");
}

#[test]
fn many_findings_are_also_counted_by_rule() {
    let site = Site::minimal();
    let links = "见[这里](https://www.example.gov.cn/)。\n\n".repeat(12);
    site.report("示例栏目/另一篇", "title = \"另一篇\"\ndate = 2024-01-08", &links);
    site.run(&["check", "--as-of", TODAY]).says("按规则统计：\n  警告  vague-link-text  12 处，1 个文件\n");
    let expected = serde_json::json!([{ "rule": "vague-link-text", "level": "warning", "count": 12, "files": 1 }]);
    assert_eq!(site.check().json()["statistics"], expected);
}
