//! `gongkai diff` tells what readers will see change, report by report, before anything is published.

use std::fs;

use crate::support::site::{Run, Site, TODAY};

const TITLE: &str = "关于举办活动的通知";

/// A site with two reports, of which one has an attachment, built.
fn published() -> Site {
    let site = Site::minimal();
    activity(&site, TITLE, "全年举办活动48场，群众满意。\n\n第二段。\n\n见[名单](名单.csv)。");
    site.write("reports/通知/活动/名单.csv", "甲,乙\n");
    site.build(&[]).succeeds();
    site
}

fn activity(site: &Site, title: &str, text: &str) {
    site.report("通知/活动/index", &format!("title = \"{title}\"\ndate = 2024-05-06\nslug = \"hd\""), text);
}

fn diff(site: &Site, more: &[&str]) -> Run {
    site.run(&[&["diff", "--as-of", TODAY], more].concat())
}

#[test]
fn nothing_changes_where_nothing_was_edited() {
    let site = published();
    let run = diff(&site, &[]);
    run.exits(0).says("没有变化").says("和 output/ 里的网站比较");
    assert_eq!(run.stdout, "");
    assert_eq!(diff(&site, &["--format", "json"]).exits(0).json()["changes"], false);
}

#[test]
fn a_rewritten_paragraph_shows_what_went_and_what_came() {
    let site = published();
    activity(&site, TITLE, "全年举办活动50场，群众满意。\n\n第二段。\n\n新的一段。\n\n见[名单](名单.csv)。");
    let run = diff(&site, &[]);
    run.exits(1).says("改动 1 篇，其他网页和文件：改变");
    let expected = format!(
        "改动 1 篇：
  《{TITLE}》 tz/hd.html
    开头，改一段
      - 全年举办活动【48】场，群众满意。
      + 全年举办活动【50】场，群众满意。
    “第二段。”之后，多一段
      + 新的一段。
"
    );
    assert_eq!(run.stdout, expected);
}

#[test]
fn title_and_facts_are_told_with_their_old_values() {
    let site = published();
    site.report(
        "通知/活动/index",
        "title = \"关于举办文化活动的通知\"\ndate = 2024-05-08\nslug = \"hd\"\nnumber = \"某办〔2024〕1号\"",
        "全年举办活动48场，群众满意。\n\n第二段。\n\n见[名单](名单.csv)。",
    );
    let run = diff(&site, &[]);
    run.exits(1)
        .says(&format!("    标题：{TITLE} → 关于举办文化活动的通知\n"))
        .says("    日期：2024年5月6日 → 2024年5月8日\n")
        .says("    文号：（没有） → 某办〔2024〕1号\n");
}

#[test]
fn records_of_updates_and_related_reports_are_told_with_their_report() {
    let site = published();
    let text = "全年举办活动48场，群众满意。\n\n第二段。\n\n见[名单](名单.csv)。";
    let matter = format!(
        "title = \"{TITLE}\"\ndate = 2024-05-06\nslug = \"hd\"\nrelated = [\"../../示例栏目/文章.md\"]\n\
         [[updates]]\ndate = 2024-06-01\nnote = \"更正联系电话\""
    );
    site.report("通知/活动/index", &matter, text);
    diff(&site, &[])
        .exits(1)
        .says("    更新记录：（没有） → 2024年6月1日 更正联系电话\n")
        .says("：（没有） → 示例文章 2024-01-08\n")
        .never_says("附件：");
}

#[test]
fn reports_that_come_and_go_are_named() {
    let site = published();
    site.report("通知/新的", "title = \"关于新事的通知\"\ndate = 2024-06-01\nslug = \"xs\"", "新的正文。");
    site.remove("reports/示例栏目/文章.md");
    let run = diff(&site, &[]);
    run.exits(1).says("新发布 1 篇：\n  《关于新事的通知》 tz/xs.html\n").says("撤下 1 篇：\n  《示例文章》 ");
    run.never_says("改动 1 篇");
}

#[test]
fn a_report_that_moves_is_told_once_with_both_addresses_and_its_files_move_with_it() {
    let site = published();
    let text = "全年举办活动48场，群众满意。\n\n第二段。\n\n见[名单](名单.csv)。";
    let matter = format!("title = \"{TITLE}\"\ndate = 2024-05-06\nslug = \"huodong\"");
    site.report("通知/活动/index", &matter, text);
    let run = diff(&site, &[]);
    run.exits(1).says(&format!("改网址 1 篇：\n  《{TITLE}》 tz/huodong.html\n    网址：tz/hd.html → tz/huodong.html\n"));
    run.never_says("附件").never_says("新发布").never_says("撤下");
    site.write("reports/通知/活动/名单.csv", "甲,丙\n");
    diff(&site, &[]).exits(1).says("附件和图片：换了内容 名单.csv");
}

#[test]
fn an_old_address_that_leads_on_is_still_a_move() {
    let site = published();
    let text = "全年举办活动48场，群众满意。\n\n第二段。\n\n见[名单](名单.csv)。";
    let matter = format!("title = \"{TITLE}\"\ndate = 2024-05-06\nslug = \"huodong\"\naliases = [\"/tz/hd.html\"]");
    site.report("通知/活动/index", &matter, text);
    diff(&site, &[]).exits(1).says("改网址 1 篇").never_says("撤下");
}

#[test]
fn attachments_that_come_change_and_go_are_told_with_their_report() {
    let site = published();
    site.write("reports/通知/活动/名单.csv", "丙,丁\n").write("reports/通知/活动/新表.csv", "一\n");
    diff(&site, &[]).exits(1).says("附件和图片：换了内容 名单.csv，新增 新表.csv");
    site.remove("reports/通知/活动/名单.csv").remove("reports/通知/活动/新表.csv");
    activity(&site, TITLE, "全年举办活动48场，群众满意。\n\n第二段。\n\n见名单。");
    diff(&site, &[]).exits(1).says("附件和图片：去掉 名单.csv");
}

#[test]
fn what_stands_around_reports_is_only_counted() {
    let site = published();
    let settings = fs::read_to_string(site.root.join("site.toml")).expect("settings");
    site.write("site.toml", settings.replace("0000-00000000", "0000-11111111"));
    let run = diff(&site, &["--format", "json"]);
    let json = run.exits(1).json();
    assert_eq!(
        (&json["changed"], &json["added"], &json["gone"]),
        (&"[]".parse().expect("json"), &"[]".parse().expect("json"), &"[]".parse().expect("json"))
    );
    assert!(json["others"]["changed"].as_u64().is_some_and(|count| count > 2), "{json:#}");
}

#[test]
fn files_of_others_in_the_folder_are_no_change() {
    let site = published();
    let page = site.output_paths().into_iter().find(|path| path.ends_with("hd.html")).expect("a page");
    fs::copy(site.root.join("output").join(page), site.root.join("output/copy.html")).expect("copied");
    diff(&site, &[]).exits(0);
}

#[test]
fn a_draft_changes_nothing_unless_it_is_asked_for() {
    let site = published();
    site.report("通知/草稿", "title = \"还没有写好的通知\"\ndate = 2024-05-07\ndraft = true", "正文。");
    diff(&site, &[]).exits(0);
    diff(&site, &["--drafts"]).exits(1).says("《还没有写好的通知》");
}

#[test]
fn a_site_with_errors_cannot_be_compared_and_says_why() {
    let site = published();
    site.write("reports/通知/坏的.md", "没有开头\n");
    let run = diff(&site, &[]);
    run.exits(2).says("错误[missing-fence]").says("没法比较");
    assert_eq!(run.stdout, "");
}

#[test]
fn the_answer_for_those_who_approve_is_one_page_without_scripts() {
    let site = published();
    activity(&site, "关于<b>活动</b>的通知", "全年举办活动50场，群众满意。\n\n第二段。\n\n见[名单](名单.csv)。");
    let run = diff(&site, &["--format", "html", "--out", "变化.html"]);
    run.exits(1).says("已写到");
    assert_eq!(run.stdout, "");
    let page = fs::read_to_string(site.root.join("变化.html")).expect("the page");
    assert!(page.contains("<del>48</del><ins>50</ins>") && page.contains("关于&lt;b&gt;活动"), "{page}");
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("href="), "{page}");
    diff(&site, &["--format", "html", "--out", "output/变化.html"]).exits(2).says("会随网站一起公开");
    assert!(!site.has_output("变化.html"));
}

#[test]
fn the_answer_takes_the_place_of_an_earlier_answer_and_of_no_other_file() {
    let site = published();
    for (format, file) in [("text", "变化.txt"), ("json", "变化.json"), ("html", "变化.html")] {
        diff(&site, &["--format", format, "--out", file]).exits(0).says("已写到");
    }
    activity(&site, TITLE, "全年举办活动50场。");
    for (format, file) in [("json", "变化.txt"), ("html", "变化.json"), ("text", "变化.html")] {
        diff(&site, &["--format", format, "--out", file]).exits(1).says("已写到");
    }
    let answer = fs::read_to_string(site.root.join("变化.html")).expect("the answer");
    assert!(answer.starts_with("gongkai diff：按 ") && answer.contains("改动 1 篇"), "{answer}");
    site.write("笔记.txt", "按要求改。\n").write("空的.txt", "");
    for file in ["笔记.txt", "空的.txt"] {
        diff(&site, &["--out", file]).exits(2).says("不是 gongkai diff 写的，没有覆盖它");
    }
    assert_eq!(fs::read_to_string(site.root.join("笔记.txt")).expect("the notes"), "按要求改。\n");
}

#[test]
fn the_answer_is_written_into_no_part_of_the_site() {
    let site = published();
    let before = site.files("");
    for file in [
        "reports/通知/活动/index.md",
        "reports/变化.html",
        "site.toml",
        "words.toml",
        "permalinks.txt",
        "themes/变化.html",
        "assets/变化.html",
        "templates/page.html",
        "公开单/公开单-2024-12-31.txt",
        ".gongkai/变化.html",
        "./assets/../.git/变化.html",
    ] {
        diff(&site, &["--out", file]).exits(2).says("写到别处");
    }
    fs::create_dir(site.root.join("下载的")).expect("a folder");
    diff(&site, &["下载的", "--out", "output/变化.html"]).exits(2).says("在 output 文件夹里");
    assert!(before == site.files(""));
}

#[test]
fn private_numbers_are_covered_in_every_format() {
    let site = Site::minimal();
    let with = |number: &str| format!("联系电话{number}，请在办公时间来电咨询办理。");
    site.report(
        "通知/电话",
        "title = \"通知\"\ndate = 2024-05-06\nallow = [{ rule = \"mobile-number\", reason = \"公开的\" }]",
        &with("13812345678"),
    );
    site.build(&[]).succeeds();
    site.report(
        "通知/电话",
        "title = \"通知\"\ndate = 2024-05-06\nallow = [{ rule = \"mobile-number\", reason = \"公开的\" }]",
        &with("13912345678"),
    );
    for format in ["text", "json", "html"] {
        let run = diff(&site, &["--format", format]);
        run.exits(1).never_says("13812345678").never_says("13912345678").says("139****5678");
    }
}

#[test]
fn a_private_number_in_the_name_of_a_fact_is_covered_in_every_format() {
    let site = Site::minimal();
    let with = |value: &str| {
        format!(
            "title = \"通知\"\ndate = 2024-05-06\nhighlights = [{{ label = \"电话13812345678\", value = \"{value}\" }}]\n\
             allow = [{{ rule = \"mobile-number\", reason = \"公开的\" }}]"
        )
    };
    site.report("通知/电话", &with("48"), "正文。").build(&[]).succeeds();
    site.report("通知/电话", &with("50"), "正文。");
    for format in ["text", "json", "html"] {
        diff(&site, &["--format", format]).exits(1).never_says("13812345678").says("138****5678");
    }
}

#[test]
fn another_folder_than_the_output_may_be_compared_and_nothing_is_written() {
    let site = published();
    fs::rename(site.root.join("output"), site.root.join("下载的")).expect("moved");
    let before = site.files("");
    diff(&site, &["下载的"]).exits(0).says("和 下载的/ 里的网站比较");
    diff(&site, &[]).exits(2);
    assert!(before == site.files(""));
}
