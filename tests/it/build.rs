//! What `build` publishes, what it holds back, what it refuses, and that every report is accounted for.

use std::fs;
use std::time::SystemTime;

use crate::support::site::{Run, Site};

const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";
const LIST: &str = "sllm/index.html";
const PAGE: &str = "sllm/wz.html";

#[test]
fn a_report_becomes_a_page_and_an_entry_in_its_list() {
    let site = Site::minimal();
    site.build(&[]).succeeds().says("共 1 篇 = 发布 1 + 暂不发布 0 + 有错误 0");
    let page = site.page(PAGE);
    assert_eq!(page.one("h1").words(), "示例文章");
    assert_eq!(page.one(".prose").words(), "正文。");
    assert_eq!(site.page(LIST).words("ol.docs li .t"), ["示例文章"]);
}

#[test]
fn a_draft_is_held_back_and_named() {
    let site = Site::minimal();
    site.report("示例栏目/草稿", "title = \"草稿一\"\ndate = 2024-01-09\ndraft = true", "正文。");
    site.build(&[]).succeeds().says("reports/示例栏目/草稿.md（草稿）").says("发布 1 + 暂不发布 1");
    assert!(!site.has_output("sllm/cg.html"));
    assert_nowhere(&site, "草稿一");
}

#[test]
fn a_future_report_is_held_back_and_named_with_its_day() {
    let site = Site::minimal();
    site.report("示例栏目/明年", "title = \"明年的公告\"\ndate = 2025-03-01", "正文。");
    site.build(&[]).succeeds().says("reports/示例栏目/明年.md（将于 2025-03-01 发布）");
    assert_nowhere(&site, "明年的公告");

    site.run(&["build", "--as-of", "2025-02-28"]).succeeds().says("暂不发布 1");
    site.run(&["build", "--as-of", "2025-03-01"]).succeeds().says("发布 2 + 暂不发布 0");
    assert_eq!(site.page("sllm/mn.html").one("h1").words(), "明年的公告");
}

#[test]
fn drafts_and_future_reports_are_shown_marked_when_asked_for() {
    let site = Site::minimal();
    site.report("示例栏目/草稿", "title = \"草稿一\"\ndate = 2024-01-09\ndraft = true", "正文。");
    site.report("示例栏目/明年", "title = \"明年的公告\"\ndate = 2025-03-01", "正文。");
    site.build(&["--drafts"]).succeeds().says("发布 3 + 暂不发布 0");
    let draft = site.page("sllm/cg.html");
    assert_eq!(draft.words(".preview"), ["草稿，未发布"]);
    assert_eq!(draft.meta("robots"), Some("noindex"));
    assert_eq!(site.page("sllm/mn.html").words(".preview"), ["尚未发布，将于2025年3月1日发布"]);
    let published = site.page(PAGE);
    assert!(!published.has(".preview") && published.meta("robots").is_none());
    assert_eq!(site.page(LIST).words("ol.docs .tag"), ["定时发布", "草稿"]);
}

#[test]
fn the_summary_adds_up_whatever_the_reports_are_like() {
    let site = Site::minimal();
    site.report("示例栏目/草稿", "title = \"草稿\"\ndate = 2024-01-09\ndraft = true", "正文。");
    site.report("示例栏目/明年", "title = \"明年\"\ndate = 2025-03-01", "正文。");
    site.report("示例栏目/坏一", "titel = \"坏\"\ndate = 2024-01-08", "正文。");
    site.report("示例栏目/坏二", "title = \"坏\"\ndate = 2024-01-08", "见[没有](没有.md)。");
    let run = site.check();
    let summary = &run.exits(1).json()["summary"];
    let number = |name: &str| summary[name].as_u64().unwrap_or_else(|| panic!("{name} in {run}"));
    assert_eq!(number("reports"), 5);
    assert_eq!(number("published") + number("held") + number("rejected"), number("reports"), "{run}");
    assert_eq!((number("published"), number("held")), (1, 2), "{run}");
}

#[test]
fn an_error_leaves_the_previous_site_untouched() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let before = state(&site);
    site.report("示例栏目/文章", "titel = \"写错\"\ndate = 2024-01-08", "改了的正文。");
    site.build(&[]).exits(1).says("unknown-key").says("上次的页面保持不变").never_says("写入");
    assert!(before == state(&site), "bytes and times stay");
}

#[test]
fn a_template_error_leaves_the_previous_site_untouched() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let before = state(&site);
    site.report("示例栏目/文章", MATTER, "改了的正文。");
    site.write("templates/sitemap.html", "{{ no_such_name }}");
    site.build(&[]).exits(2);
    assert!(before == state(&site), "bytes and times stay");
}

#[test]
fn denied_warnings_fail_the_build_and_write_nothing() {
    let site = Site::minimal();
    site.write("reports/示例栏目/旧表.csv", "任务,单位\n");
    site.build(&["--deny", "warnings"]).exits(1).says("unused-file");
    assert!(!site.has_output("index.html"));
    site.build(&[]).exits(0).says("unused-file");
    assert!(site.has_output("index.html"));
    site.run(&["check", "--deny", "warnings"]).exits(1);
    site.run(&["check"]).exits(0);
}

#[test]
fn a_build_counts_warnings_beyond_the_first_and_a_check_tells_all() {
    let site = Site::minimal();
    for day in 1..=30 {
        let matter = format!("title = \"{day}日的文章\"\ndate = 2024-01-{day:02}");
        site.report(&format!("示例栏目/{day:02}"), &matter, &format!("第{day}处,半角逗号。"));
    }
    let told = |run: &Run| format!("{}{}", run.stdout, run.stderr).matches("警告[half-width-punctuation]").count();
    for _ in 0..2 {
        let run = site.build(&["-q"]);
        run.succeeds().says("还有 10 处警告没有逐条列出，全部内容用 gongkai check 查看").says("10 处，10 个文件");
        assert_eq!(told(&run), 20);
    }
    for all in [site.run(&["check"]), site.build(&["-v"]), site.build(&["--deny", "warnings"])] {
        assert_eq!(told(&all), 30);
        all.never_says("没有逐条列出");
    }

    // A handful more is told rather than counted.
    for day in 24..=30 {
        site.remove(&format!("reports/示例栏目/{day:02}.md"));
    }
    assert_eq!(told(&site.build(&[])), 23);
}

#[test]
fn a_withdrawn_report_is_named_and_leaves_no_trace() {
    let site = Site::minimal();
    site.report("示例栏目/另一篇", "title = \"另一篇文章\"\ndate = 2024-01-09", "正文。");
    site.write("reports/示例栏目/带附件/index.md", "+++\ntitle = \"带附件的\"\ndate = 2024-01-10\n+++\n\n正文。\n");
    site.write("reports/示例栏目/带附件/名册.csv", "单位\n");
    site.build(&[]).succeeds().never_says("撤下");
    assert!(site.has_output("sllm/dfj/名册.csv"));

    fs::remove_dir_all(site.root.join("reports/示例栏目/带附件")).expect("removed");
    site.report("示例栏目/另一篇", "title = \"另一篇文章\"\ndate = 2024-01-09\ndraft = true", "正文。");
    let run = site.build(&[]);
    run.succeeds().says("撤下 2 篇").says("《带附件的》 reports/示例栏目/带附件/index.md");
    run.says("《另一篇文章》 reports/示例栏目/另一篇.md");
    for gone in ["sllm/dfj.html", "sllm/dfj", "sllm/lyp.html"] {
        assert!(!site.has_output(gone), "{gone}");
    }
    assert_nowhere(&site, "带附件的");
    assert_nowhere(&site, "另一篇文章");
    site.build(&[]).succeeds().never_says("撤下");
}

#[test]
fn withdrawn_reports_are_counted_in_json() {
    let site = Site::minimal();
    site.report("示例栏目/另一篇", "title = \"另一篇\"\ndate = 2024-01-09", "正文。");
    site.build(&[]).succeeds();
    site.remove("reports/示例栏目/另一篇.md");
    let json = site.build(&["--format", "json"]).succeeds().json();
    assert_eq!(json["summary"]["withdrawn"], 1, "{json:#}");
    assert!(json["changes"]["deleted"].as_u64().is_some_and(|count| count >= 1), "{json:#}");
}

#[test]
fn a_folder_with_somebody_elses_files_is_refused_and_stays() {
    let site = Site::minimal();
    site.write("output/家庭照片.txt", "不能丢");
    site.build(&[]).exits(2).says("家庭照片.txt");
    assert_eq!(site.files("output").into_iter().collect::<Vec<_>>(), [("家庭照片.txt".into(), "不能丢".into())]);
}

#[test]
fn a_file_added_to_our_folder_by_hand_is_never_touched() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    site.write("output/baidu_verify.html", "核验").write("output/sllm/说明.txt", "手放的");
    site.remove("reports/示例栏目/文章.md");
    site.report("别的栏目/文章", MATTER, "正文。");
    site.build(&[]).succeeds();
    assert_eq!(site.output("baidu_verify.html"), "核验");
    assert_eq!(site.output("sllm/说明.txt"), "手放的");
    assert!(!site.has_output(PAGE));
}

/// An attachment 表 is replaced by a folder 表 with a file in it, and back.
#[test]
fn a_file_that_becomes_a_folder_is_replaced_and_back() {
    let site = Site::bare();
    site.write("reports/示例栏目/文章/index.md", format!("+++\n{MATTER}\n+++\n\n正文。\n"));
    let (file, folder) = ("reports/示例栏目/文章/表", "reports/示例栏目/文章/表/甲.csv");
    site.write(file, "一");
    site.build(&[]).succeeds();
    site.remove(file).write(folder, "二");
    site.build(&[]).succeeds();
    assert_eq!(site.output("sllm/wz/表/甲.csv"), "二");
    fs::remove_dir_all(site.root.join(file)).expect("removed");
    site.write(file, "三");
    site.build(&[]).succeeds();
    assert_eq!(site.output("sllm/wz/表"), "三");
}

#[test]
fn the_output_may_not_lie_among_the_sources_nor_hold_them() {
    let site = Site::minimal();
    let before = site.files("");
    for folder in ["reports", "reports/公开", "assets", "themes/x", ".", ".."] {
        site.build(&["--output", folder]).exits(2).says("不能把网站生成到");
    }
    assert!(before == site.files(""), "nothing was written");
    site.build(&["--output", "发布/网站"]).succeeds();
    assert!(site.root.join("发布/网站/index.html").exists());
}

#[test]
fn a_folder_without_a_site_is_told_apart_from_a_faulty_site() {
    let site = Site::empty();
    // With `-C` the folders above are not searched: one of them may hold a site.
    site.run(&["-C", ".", "build"]).exits(2).says("没有找到 site.toml");
    site.run(&["build", "--as-of", "昨天"]).exits(2);
    site.run(&["biuld"]).exits(2).says("build");
}

#[test]
fn the_site_is_found_from_a_folder_inside_it_and_by_the_option() {
    let site = Site::minimal();
    let elsewhere = Site::empty();
    let folder = site.root.to_str().expect("a path in UTF-8");
    elsewhere.run(&["-C", folder, "check"]).succeeds().says("共 1 篇");
    let inside = Site { root: site.root.join("reports/示例栏目") };
    inside.run(&["check"]).succeeds().says("共 1 篇");
    std::mem::forget(inside);
}

#[test]
fn a_file_that_no_report_uses_is_warned_about_and_not_published() {
    let site = Site::minimal();
    site.write("reports/示例栏目/任务分工表.csv", "任务,单位\n");
    let run = site.check();
    assert_eq!(run.succeeds().rules(), ["unused-file"]);
    site.build(&[]).succeeds().says("任务分工表.csv");
    assert!(!site.output_paths().iter().any(|path| path.contains("任务分工表")));
}

#[test]
fn the_sample_site_of_the_repository_has_no_error() {
    let run = Site::empty().run(&["-C", env!("CARGO_MANIFEST_DIR"), "check", "--as-of", "2026-01-01", "--format", "json"]);
    let summary = &run.succeeds().json()["summary"];
    assert_eq!((&summary["errors"], &summary["rejected"]), (&0.into(), &0.into()), "{run}");
    assert!(summary["published"].as_u64().is_some_and(|count| count > 0), "{run}");
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let run = Site::minimal().run(&["-q", "build", "--as-of", "2024-12-31"]);
    let Run { stdout, stderr, .. } = run.succeeds();
    assert_eq!((stdout.as_str(), stderr.as_str()), ("", ""));
}

/// No published file mentions the text, in any form in which titles are written.
#[track_caller]
fn assert_nowhere(site: &Site, text: &str) {
    for (path, bytes) in site.files("output") {
        assert!(!String::from_utf8_lossy(&bytes).contains(text), "{path} mentions {text}");
    }
}

/// Every published file with its bytes and time of change.
fn state(site: &Site) -> Vec<(String, Vec<u8>, SystemTime)> {
    let changed = |path: &str| {
        let metadata = fs::metadata(site.root.join("output").join(path)).expect("a published file");
        metadata.modified().expect("a time")
    };
    site.files("output").into_iter().map(|(path, bytes)| (path.clone(), bytes, changed(&path))).collect()
}
