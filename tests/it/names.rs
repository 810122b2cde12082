//! What names of files and folders say: what is not meant for readers is held back and listed, copies are told, and nothing is passed
//! over without being counted.

use crate::support::site::{Run, Site};

fn told(run: &Run, rule: &str) -> Vec<String> {
    let json = run.json();
    let of_rule = json["findings"].as_array().expect("findings").iter().filter(|found| found["rule"] == rule);
    of_rule.map(|found| found["file"].as_str().expect("a file").to_string()).collect()
}

#[test]
fn what_lies_among_drafts_or_begins_with_a_low_line_is_held_and_listed() {
    let site = Site::minimal();
    let matter = |title: &str| format!("title = \"{title}\"\ndate = 2024-05-06");
    site.report("示例栏目/_草稿/意见", &matter("意见稿"), "正文。");
    site.report("草稿/方案", &matter("方案稿"), "正文。");
    site.report("示例栏目/_讲话", &matter("讲话稿"), "正文。");
    site.write("reports/示例栏目/_带附件/index.md", format!("+++\n{}\n+++\n正文。\n", matter("附件稿")));
    let run = site.build(&["--format", "json"]);
    run.succeeds();
    let held: Vec<String> = run.json()["held"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|held| format!("{} {}", held["reason"].as_str().expect("a reason"), held["file"].as_str().expect("a file")))
        .collect();
    assert_eq!(
        held,
        [
            "set-aside reports/示例栏目/_带附件/index.md",
            "set-aside reports/示例栏目/_草稿/意见.md",
            "set-aside reports/示例栏目/_讲话.md",
            "set-aside reports/草稿/方案.md"
        ]
    );
    let all = site.files("output").into_values().flatten().collect::<Vec<u8>>();
    assert!(!String::from_utf8_lossy(&all).contains('稿'), "nothing of them is published");
    assert!(run.rules().iter().all(|rule| rule != "empty-category" && rule != "missing-category-field"), "{run}");
    site.build(&["--drafts"]).succeeds();
    assert!(site.output("index.html").contains("讲话稿"), "a preview shows them");
}

#[test]
fn two_reports_of_one_title_and_date_stop_the_build_and_both_are_named() {
    let site = Site::minimal();
    site.report("另一个栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "改正以前的正文。");
    let run = site.build(&["--format", "json"]);
    run.exits(1);
    assert_eq!(told(&run, "duplicate-report"), ["reports/示例栏目/文章.md"]);
    assert!(run.stdout.contains("reports/另一个栏目/文章.md"), "{run}");
    let allow =
        "title = \"示例文章\"\ndate = 2024-01-08\n[[allow]]\nrule = \"duplicate-report\"\nreason = \"两个单位各一篇\"";
    site.report("示例栏目/文章", allow, "正文。");
    site.build(&[]).succeeds();
}

#[test]
fn a_draft_or_a_report_of_another_day_is_no_duplicate() {
    let site = Site::minimal();
    site.report("示例栏目/旧稿", "title = \"示例文章\"\ndate = 2024-01-08\ndraft = true", "正文。");
    site.report("示例栏目/去年", "title = \"示例文章\"\ndate = 2023-01-08", "正文。");
    site.report("示例栏目/_又一份", "title = \"示例文章\"\ndate = 2024-01-08", "正文。");
    assert_eq!(site.check().succeeds().rules(), Vec::<String>::new());
}

#[test]
fn names_of_copies_are_told_of_reports_and_attachments() {
    let site = Site::bare();
    for (number, name) in ["通知 - 副本", "通知（旧版）", "通知-备份2", "复件 通知", "数据备份"].iter().enumerate()
    {
        site.report(&format!("示例栏目/{name}"), &format!("title = \"通知{number}\"\ndate = 2024-01-08"), "正文。");
    }
    site.report("示例栏目/方案/index", "title = \"方案\"\ndate = 2024-01-08", "正文。");
    for name in ["表.csv", "表(1).csv", "名单(1).csv", "表 - 副本.csv"] {
        site.write(&format!("reports/示例栏目/方案/{name}"), "甲\n");
    }
    let run = site.check();
    run.succeeds();
    let mut files = told(&run, "copied-file");
    files.sort();
    let mut expected: Vec<String> =
        ["通知 - 副本.md", "通知（旧版）.md", "通知-备份2.md", "复件 通知.md", "方案/表(1).csv", "方案/表 - 副本.csv"]
            .map(|name| format!("reports/示例栏目/{name}"))
            .to_vec();
    expected.sort();
    assert_eq!(files, expected);
}

#[test]
fn texts_with_another_extension_get_the_name_to_give_them() {
    let site = Site::minimal();
    site.write("reports/示例栏目/甲.markdown", "正文").write("reports/示例栏目/乙.md.txt", "正文");
    site.run(&["check"]).succeeds().says("改名为 `甲.md`").says("改名为 `乙.md`");
}

#[test]
fn hidden_texts_are_named_and_every_file_that_is_passed_over_is_counted() {
    let site = Site::minimal();
    for name in [".甲.md", ".隐藏/乙.md", "._文章.md", "~$文章.docx", "Thumbs.db", ".DS_Store"] {
        site.write(&format!("reports/示例栏目/{name}"), "正文");
    }
    let run = site.check();
    assert_eq!(told(&run, "unused-file"), ["reports/示例栏目/.甲.md", "reports/示例栏目/.隐藏/乙.md"]);
    assert_eq!(run.json()["summary"]["skipped"], 6);
    site.build(&[]).succeeds().says("跳过 6 个文件");
    site.build(&[]).succeeds().says("跳过 6 个文件");
}

const MENU: &str = "[nav]\nitems = [{ text = \"总结\", to = \"总结\" }]";

#[test]
fn a_menu_that_works_goes_on_working_when_another_category_gets_its_first_report() {
    let site = Site::bare();
    let settings = crate::support::site::SETTINGS;
    site.write("site.toml", format!("{settings}\n{MENU}\n"));
    site.report("党建/总结/甲", "title = \"党建总结\"\ndate = 2024-01-08", "正文。");
    site.write("reports/财政/总结/_category.toml", "");
    let run = site.build(&["--format", "json"]);
    run.succeeds();
    assert_eq!(told(&run, "ambiguous-category"), ["site.toml"], "told from the first day");
    assert!(site.output("index.html").contains("href=\"dj/zj/index.html\""));
    site.report("财政/总结/乙", "title = \"财政总结\"\ndate = 2024-01-08", "正文。");
    let run = site.build(&["--format", "json"]);
    run.succeeds();
    assert_eq!(told(&run, "ambiguous-category"), ["site.toml"]);
}

#[test]
fn a_report_listed_elsewhere_by_an_ambiguous_name_is_told_where_it_is_listed() {
    let site = Site::bare();
    site.report("党建/总结/甲", "title = \"党建总结\"\ndate = 2024-01-08", "正文。");
    site.report("财政/总结/乙", "title = \"财政总结\"\ndate = 2024-01-08", "正文。");
    site.report("综合/丙", "title = \"全年总结\"\ndate = 2024-01-08\ncategories = [\"总结\"]", "正文。");
    let run = site.build(&[]);
    run.succeeds().says("现在列在 `党建/总结` 里").says("写全路径：`党建/总结`、`财政/总结`");
    assert!(site.output("dj/zj/index.html").contains("全年总结"));
    assert!(!site.output("cz/zj/index.html").contains("全年总结"));
}
