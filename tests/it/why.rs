//! `gongkai why` tells what became of a file, and what a page was made from.

use serde_json::Value;

use crate::support::site::{CATEGORY, Run, Site, TODAY};

/// A report with an attachment, an old address and a category above its own.
fn site() -> Site {
    let site = Site::minimal();
    site.report(
        "公开/通知/活动/index",
        "title = \"关于举办活动的通知\"\ndate = 2024-05-06\nslug = \"hd\"\naliases = [\"/old/post_1.html\"]",
        "见[名单](名单.csv)。",
    );
    site.write("reports/公开/通知/活动/名单.csv", "甲\n");
    site
}

const REPORT: &str = "reports/公开/通知/活动/index.md";

fn why(site: &Site, what: &str) -> Run {
    site.run(&["why", what, "--as-of", TODAY])
}

fn json(site: &Site, what: &str) -> Value {
    site.run(&["why", what, "--as-of", TODAY, "--format", "json"]).json()
}

#[test]
fn a_report_tells_its_page_category_template_old_addresses_and_files() {
    let site = site();
    let expected = "\
reports/公开/通知/活动/index.md
  是什么：文章《关于举办活动的通知》
  栏目：公开 / 通知
  网页：gk/tz/hd.html
  完整网址：https://www.example.gov.cn/gk/tz/hd.html
  模板：内置主题 report.html
  旧网址：old/post_1.html，自动转到这一篇
  附件：reports/公开/通知/活动/名单.csv，网址 gk/tz/hd/名单.csv
";
    assert_eq!(why(&site, REPORT).exits(0).stdout, expected);
    // The folder of a report is the report.
    assert!(why(&site, "reports/公开/通知/活动").exits(0).stdout.contains("gk/tz/hd.html"));
    let json = json(&site, REPORT);
    assert_eq!((&json["known"], &json["kind"]), (&true.into(), &"report".into()));
    assert_eq!((&json["page"]["address"], &json["page"]["template"]), (&"gk/tz/hd.html".into(), &"report.html".into()));
    assert_eq!(json["attachments"][0]["address"], "gk/tz/hd/名单.csv");
}

#[test]
fn an_address_leads_to_its_file_however_it_is_written() {
    let site = site();
    for address in [
        "gk/tz/hd.html",
        "/gk/tz/hd.html",
        "https://www.example.gov.cn/gk/tz/hd.html?a=1#b",
        "http://www.example.gov.cn/gk/tz/hd.html",
    ] {
        why(&site, address).exits(0).says("  是什么：文章《关于举办活动的通知》").says(&format!("  来自：{REPORT}\n"));
    }
    for address in ["gk/tz", "/gk/tz/", "gk/tz/index.html", "https://www.example.gov.cn/gk/tz/"] {
        why(&site, address).exits(0).says("gk/tz/index.html\n  是什么：栏目《通知》\n");
    }
    why(&site, "https://www.example.gov.cn/").exits(0).says("  是什么：首页\n  来自：程序自己生成\n").says("home.html");
}

#[test]
fn a_redirect_and_an_attachment_tell_where_they_belong() {
    let site = site();
    why(&site, "/old/post_1.html").exits(0).says("  是什么：旧地址").says("  转到：gk/tz/hd.html\n");
    why(&site, "gk/tz/hd/名单.csv").exits(0).says("来自：reports/公开/通知/活动/名单.csv");
    why(&site, "https://www.example.gov.cn/gk/tz/hd/%E5%90%8D%E5%8D%95.csv").exits(0).says("名单.csv");
    why(&site, "reports/公开/通知/活动/名单.csv").exits(0).says(&format!("  属于：{REPORT}，网址 gk/tz/hd/名单.csv\n"));
}

#[test]
fn a_file_of_the_output_is_its_page() {
    let site = site();
    site.build(&[]).succeeds();
    why(&site, "reports").exits(0).says("首页");
    why(&site, "output").exits(0).says("首页");
    why(&site, "output/gk/tz/hd.html").exits(0).says(&format!("来自：{REPORT}"));
}

#[test]
fn a_report_that_waits_says_why_it_has_no_page() {
    let site = site();
    site.report("通知/草稿", "title = \"草稿\"\ndate = 2024-05-07\ndraft = true", "正文。");
    site.report("通知/以后", "title = \"以后\"\ndate = 2025-05-07T09:00:00", "正文。");
    site.report("通知/_放着", "title = \"放着\"\ndate = 2024-05-07", "正文。");
    why(&site, "reports/通知/草稿.md").exits(0).says("没有网页：草稿");
    why(&site, "reports/通知/以后.md").exits(0).says("没有网页：将于 2025-05-07 09:00 发布");
    why(&site, "reports/通知/_放着.md").exits(0).says("没有网页：名称以 `_` 开头");
    why(&site, "reports/通知").exits(0).says("没有网页：里面没有公开的文章");
    assert_eq!(json(&site, "reports/通知/草稿.md")["reason"], "draft");
    assert_eq!(json(&site, "reports/通知/以后.md")["until"], "2025-05-07T09:00:00");
}

#[test]
fn a_report_that_waits_is_told_in_the_words_of_the_account() {
    let site = site();
    site.report("通知/待审", "title = \"待审\"\ndate = 2024-05-07", "正文。");
    site.write("reports/通知/_category.toml", format!("{CATEGORY}review = [\"初审\", \"终审\"]\n"));
    site.report("停用/文章", "title = \"停用的\"\ndate = 2024-05-07", "正文。");
    site.write("reports/停用/_category.toml", format!("{CATEGORY}draft = true\n"));
    let (unsigned, off) = ("reports/通知/待审.md", "reports/停用/文章.md");
    site.build(&[])
        .succeeds()
        .says(&format!("{unsigned}（待初审）"))
        .says(&format!("{off}（栏目已停用：`_category.toml` 里有 `draft = true`）"));
    why(&site, unsigned).exits(0).says("没有网页：待初审\n");
    for what in [off, "reports/停用", "reports/停用/_category.toml"] {
        why(&site, what).exits(0).says("没有网页：栏目已停用：`_category.toml` 里有 `draft = true`\n");
        assert_eq!(json(&site, what)["reason"], "column-off", "{what}");
    }
    let json = json(&site, unsigned);
    assert_eq!((&json["reason"], &json["state"]), (&"unreviewed".into(), &"待初审".into()));
}

#[test]
fn a_report_with_errors_says_which_rule_speaks_against_it_and_where() {
    let site = site();
    site.report("通知/坏的", "title = \"坏的\"\ndate = 2024-05-07\ntitel = \"x\"", "正文。");
    let run = why(&site, "reports/通知/坏的.md");
    run.exits(0).says("没有网页：有错误").says("错误：第 4 行，").says("（规则 unknown-key）");
    let json = json(&site, "reports/通知/坏的.md");
    assert_eq!((&json["errors"][0]["rule"], &json["errors"][0]["line"]), (&"unknown-key".into(), &4.into()));
    // Others are explained as they would be.
    why(&site, REPORT).exits(0).says("gk/tz/hd.html").says("网站有 1 处错误，改好以前不会生成");
}

#[test]
fn files_that_nothing_is_made_from_say_why() {
    let site = site();
    site.write("reports/公开/没用到.csv", "x").write("reports/公开/Thumbs.db", "x").write("notes.txt", "x");
    why(&site, "reports/公开/没用到.csv").exits(0).says("没有文章用到它");
    why(&site, "reports/公开/Thumbs.db").exits(0).says("系统、编辑软件留下的文件");
    why(&site, "notes.txt").exits(0).says("生成网站不用它");
}

#[test]
fn templates_tell_whether_pages_are_made_with_them() {
    let site = site();
    site.write("templates/report.html", "{% extends \"theme/report.html\" %}");
    site.write("themes/别的/templates/report.html", "{% extends \"theme/report.html\" %}");
    why(&site, "templates/report.html").exits(0).says("用它生成网页");
    why(&site, "themes/别的/templates/report.html").exits(0).says("没有用到");
    why(&site, REPORT).exits(0).says("模板：templates/report.html");
    why(&site, "assets/mark.png").exits(0).says("网址：assets/mark");
    why(&site, "site.toml").exits(0).says("设置");
}

#[test]
fn what_is_unknown_is_told_with_the_nearest_addresses() {
    let site = site();
    let run = why(&site, "/gk/tz/hb.html");
    run.exits(1).says("没有 /gk/tz/hb.html 这个文件，网站里也没有这个网址").says("    gk/tz/hd.html\n");
    assert_eq!(run.stdout, "");
    let json = json(&site, "/gk/tz/hb.html");
    assert_eq!((&json["known"], &json["nearest"][0]), (&false.into(), &"gk/tz/hd.html".into()));
    why(&site, "https://www.example.org/gk/tz/hd.html").exits(1);
    why(&site, "reports/公开/没有.md").exits(1);
}

#[test]
fn the_template_that_is_named_is_the_one_that_made_the_page() {
    let site = site();
    let names = ["home", "search", "sitemap", "about", "404", "category", "list", "catalog", "report"]
        .map(|name| format!("{name}.html"));
    for name in &names {
        let marked = format!(
            "{{% extends \"theme/{name}\" %}}{{% block head_meta %}}{{{{ super() }}}}<meta name=\"made-with\" content=\"{name}\">{{% endblock head_meta %}}"
        );
        site.write(&format!("templates/{name}"), marked);
    }
    site.build(&[]).succeeds();
    let mut made = std::collections::BTreeSet::new();
    for path in site.output_paths().into_iter().filter(|path| path.ends_with(".html")) {
        let page = site.output(&path);
        let marked = page.split_once("<meta name=\"made-with\" content=\"").and_then(|(_, rest)| rest.split_once('"'));
        let template = marked.map_or("redirect.html", |(name, _)| name).to_string();
        assert_eq!(json(&site, &path)["page"]["template"], template.as_str(), "{path}");
        made.insert(template);
    }
    assert!(names.iter().all(|name| made.contains(name)), "{made:?}");
}

#[test]
fn what_the_record_says_of_an_address_is_told() {
    let site = crate::permalinks::published();
    let why = |address: &str| site.run(&["why", address]);
    why("/tz/tcbf.html").succeeds().says("网址记录").says("2024-01-08 以前就有");
    site.remove("reports/通知/停车办法.md");
    site.run(&["build", "--no-sync"]).succeeds();
    why("/tz/tcbf.html").succeeds().says("撤下，没有写原因").says("gone.html");
    let json = site.run(&["why", "/tz/tcbf.html", "--format", "json"]).json();
    assert!(json.to_string().contains("\"since\":\"2024-01-08\""), "{json}");
}

#[test]
fn a_private_number_in_the_reason_of_a_withdrawal_is_covered_in_every_format() {
    let site = crate::permalinks::published();
    site.run(&["withdraw", crate::permalinks::FILE, "--reason", "已失效"]).succeeds();
    // The command refuses such a reason, so it was written by hand.
    site.write("permalinks.txt", crate::permalinks::record(&site).replace("已失效", "来电13812345678要求撤下"));
    for format in ["text", "json"] {
        let run = site.run(&["why", "/tz/tcbf.html", "--format", format]);
        run.succeeds().says("来电138****5678要求撤下").never_says("13812345678");
    }
}
