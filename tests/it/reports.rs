//! The page of a report: banners, old addresses, relations, attachments, and text that came from anywhere.

use crate::support::site::{CATEGORY, PNG, SETTINGS, Site};

const PAGE: &str = "sllm/wz.html";

/// One report with more front matter and a body of its own, built.
fn built(more: &str, body: &str) -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章", &format!("title = \"示例文章\"\ndate = 2024-01-08\n{more}"), body);
    site.build(&[]).succeeds();
    site
}

#[test]
fn an_expired_report_says_so_on_its_page_and_in_the_list() {
    let site = built("expires = 2024-06-30", "正文。");
    assert_eq!(site.page(PAGE).words(".banner"), ["本文件已于2024年6月30日失效，仅供查阅"]);
    assert_eq!(site.page("sllm/index.html").words("ol.docs .tag"), ["已失效"]);
    assert!(site.output("api/sllm/index.json").contains("\"is_expired\":true"));
}

#[test]
fn a_report_expires_after_its_last_day_and_not_before() {
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08\nexpires = 2024-06-30", "正文。");
    site.run(&["build", "--as-of", "2024-06-30"]).succeeds();
    assert!(!site.page(PAGE).has(".banner"));
    site.run(&["build", "--as-of", "2024-07-01"]).succeeds();
    assert!(site.page(PAGE).has(".banner"));
}

#[test]
fn an_abolished_report_says_so() {
    let site = built("validity = \"废止\"", "正文。");
    assert_eq!(site.page(PAGE).words(".banner"), ["本文件已废止，仅供查阅"]);
    assert_eq!(site.page("sllm/index.html").words("ol.docs .tag"), ["已废止"]);
}

#[test]
fn a_valid_report_has_no_banner() {
    let site = built("validity = \"有效\"\nexpires = 2026-12-31", "正文。");
    let page = site.page(PAGE);
    assert!(!page.has(".banner"));
    assert!(
        page.words("dl.meta dd").contains(&"有效（有效期至2026年12月31日）".to_string()),
        "{:?}",
        page.words("dl.meta dd")
    );
}

#[test]
fn an_old_address_leads_to_the_report() {
    let site = built("aliases = [\"/old/post_123.html\", \"/旧栏目/\"]", "正文。");
    for (old, way) in [("old/post_123.html", "../"), ("旧栏目/index.html", "../")] {
        let page = site.page(old);
        let target = format!("{way}{PAGE}");
        assert_eq!(page.one("main a").attribute("href"), target);
        assert_eq!(page.one("meta[http-equiv=refresh]").attribute("content"), format!("0; url={target}"));
        assert_eq!(page.meta("robots"), Some("noindex"));
    }
    assert!(!site.output("sitemap.xml").contains("post_123"));
}

/// A file cannot be a folder as well.
#[test]
fn old_addresses_of_which_one_is_a_folder_of_the_other_stop_the_build() {
    for aliases in
        [["/old.html", "/old.html/x.html"], ["/old.html/x.html", "/old.html"], ["/index.html/x.html", "/old.html"]]
    {
        let site = Site::bare();
        site.report("示例栏目/文章", &format!("title = \"示例\"\ndate = 2024-01-08\naliases = {aliases:?}"), "正文。");
        site.build(&[]).exits(1).says("alias-conflict");
        assert!(!site.has_output("index.html"));
    }
}

#[test]
fn an_interpretation_and_its_policy_link_to_each_other() {
    let site = Site::bare();
    site.report("政策文件/办法", "title = \"停车办法\"\ndate = 2024-01-08", "正文。");
    site.report(
        "政策解读/解读",
        "title = \"办法解读\"\ndate = 2024-01-09\ninterprets = [\"../政策文件/办法.md\"]",
        "正文。",
    );
    site.build(&[]).succeeds();
    let related = |page: &str| {
        let page = site.page(page);
        (page.words(".rel li span").concat(), page.attributes(".rel a", "href").concat())
    };
    let (policy, interpretation) = ("zcwj/bf.html", "zcjd/jd.html");
    assert_eq!(related(policy), ("【政策解读】办法解读".into(), format!("../{interpretation}")));
    assert_eq!(related(interpretation), ("【政策原文】停车办法".into(), format!("../{policy}")));
}

#[test]
fn a_relation_shows_on_both_pages_and_nowhere_else() {
    let site = Site::bare();
    site.report("示例栏目/甲", "title = \"甲文\"\ndate = 2024-01-08\nrelated = [\"乙.md\"]", "正文。");
    site.report("示例栏目/乙", "title = \"乙文\"\ndate = 2024-01-09", "正文。");
    site.report("示例栏目/丙", "title = \"丙文\"\ndate = 2024-01-10", "正文。");
    site.build(&[]).succeeds();
    assert_eq!(site.page("sllm/j.html").words(".rel li span"), ["乙文"]);
    assert_eq!(site.page("sllm/y.html").words(".rel li span"), ["甲文"]);
    assert!(!site.output("sllm/b.html").contains("相关政策法规/解读"));
}

#[test]
fn a_held_interpretation_is_not_mentioned_by_its_policy() {
    let site = Site::bare();
    site.report("政策文件/办法", "title = \"停车办法\"\ndate = 2024-01-08", "正文。");
    let matter = "title = \"办法解读\"\ndate = 2025-01-09\ninterprets = [\"../政策文件/办法.md\"]";
    site.report("政策文件/解读", matter, "正文。");
    site.build(&[]).succeeds();
    assert!(!site.page("zcwj/bf.html").has(".rel"));
}

#[test]
fn files_in_a_reports_folder_are_its_attachments_with_kind_and_size() {
    let site = Site::bare();
    site.write("reports/示例栏目/文章/index.md", "+++\ntitle = \"示例文章\"\ndate = 2024-01-08\n+++\n\n正文。\n");
    site.write("reports/示例栏目/文章/附件10.xlsx", vec![b'x'; 35 * 1024]);
    site.write("reports/示例栏目/文章/附件2.csv", "任务,单位\n");
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    assert_eq!(page.words(".files li"), ["附件2CSV 表格，不足 1 KB", "附件10Excel 表格，35 KB"]);
    let folder = "../sllm/wz/%E9%99%84%E4%BB%B6";
    assert_eq!(page.attributes(".files a", "href"), [format!("{folder}2.csv"), format!("{folder}10.xlsx")]);
    assert_eq!(site.output("sllm/wz/附件2.csv"), "任务,单位\n");
    assert_eq!(site.page("sllm/index.html").words("ol.docs .tag"), ["附件 2"]);
}

#[test]
fn a_loose_file_becomes_an_attachment_of_the_report_that_links_to_it() {
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "见[分工表](表/任务分工表.csv)。");
    site.write("reports/示例栏目/表/任务分工表.csv", "任务,单位\n");
    site.build(&["--deny", "warnings"]).succeeds();
    let page = site.page(PAGE);
    assert_eq!(page.words(".files li"), ["任务分工表CSV 表格，不足 1 KB"]);
    for link in [page.one(".prose a"), page.one(".files a")] {
        assert!(link.attribute("href").ends_with("wz/%E4%BB%BB%E5%8A%A1%E5%88%86%E5%B7%A5%E8%A1%A8.csv"), "{link:?}");
    }
    assert_eq!(site.output("sllm/wz/任务分工表.csv"), "任务,单位\n");
}

#[test]
fn a_picture_in_the_text_is_shown_there_and_not_listed_again() {
    let site = Site::bare();
    site.write(
        "reports/示例栏目/文章/index.md",
        "+++\ntitle = \"示例文章\"\ndate = 2024-01-08\n+++\n\n![完成率](完成率.png)\n",
    );
    site.write("reports/示例栏目/文章/完成率.png", PNG).write("reports/示例栏目/_category.toml", CATEGORY);
    site.build(&["--deny", "warnings"]).succeeds();
    let page = site.page(PAGE);
    let picture = page.one(".prose img");
    let shown = ["alt", "width", "height"].map(|name| picture.attribute(name));
    assert_eq!(shown, ["完成率", "3", "2"]);
    assert!(!page.has(".files"));
    assert!(site.has_output("sllm/wz/完成率.png"));
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let text = "+++\ntitle = \"示例文章\"\ndate = 2024-01-08\n+++\n\n一、目标\n\n第一段，\n接着写。\n\n| 项目 | 数 |\n|---|---|\n| 甲 | 1 |\n";
    let plain = Site::bare();
    plain.write("reports/示例栏目/文章.md", text).build(&[]).succeeds();
    let windows = Site::bare();
    windows.write("reports/示例栏目/文章.md", format!("\u{feff}{}", text.replace('\n', "\r\n"))).build(&[]).succeeds();
    assert_eq!(plain.output(PAGE), windows.output(PAGE));
    assert_eq!(plain.page(PAGE).words(".prose p"), ["第一段，接着写。"]);
}

#[test]
fn template_signs_in_a_report_are_text() {
    let body = "写作 {{ site.name }} 和 {% if x %}，还有 {# 注 #}。";
    let site = built("", body);
    assert_eq!(site.page(PAGE).one(".prose").words(), body);
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"{{ site.name }}{% raw %}\"\ndate = 2024-01-08", "正文。").build(&[]).succeeds();
    assert_eq!(site.page(PAGE).one("h1").words(), "{{ site.name }}{% raw %}");
}

#[test]
fn dangerous_html_is_removed_and_reported() {
    let body = "前<script>alert(1)</script>后\n\n<a href=\"https://www.gov.cn/\" onclick=\"x()\">链接</a>\n\n<iframe src=\"https://x.example/\"></iframe>\n\nH<sub>2</sub>O";
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", body);
    let run = site.build(&[]);
    run.succeeds().says("removed-html").says("<script>").says("<iframe>");
    let html = site.output(PAGE);
    let prose = html.split("class=\"prose\"").nth(1).expect("a body").split("</div>").next().unwrap_or_default();
    for bad in ["<script", "alert", "onclick", "<iframe"] {
        assert!(!prose.contains(bad), "{bad} in {prose}");
    }
    assert!(prose.contains("H<sub>2</sub>O"), "{prose}");
}

#[test]
fn official_numbering_becomes_headings_and_a_table_of_contents() {
    let site = built("", "一、目标\n\n（一）总体，分两步\n\n正文。\n\n(二)具体\n\n正文。\n\n二、措施\n\n正文。");
    let page = site.page(PAGE);
    assert_eq!(page.words(".prose h2"), ["一、目标", "二、措施"]);
    assert_eq!(page.words(".prose h3").len(), 2);
    let links = page.all("nav.toc a");
    assert_eq!(links.len(), 4);
    for link in links {
        assert!(page.ids().contains(link.attribute("href").trim_start_matches('#')), "{link:?}");
    }
}

#[test]
fn the_table_of_contents_and_every_address_of_the_share_row_are_there_once() {
    let site = built("", "一、目标\n\n正文。\n\n二、措施\n\n正文。\n\n三、保障\n\n正文。");
    let page = site.page(PAGE);
    assert_eq!(page.all("a[href=#s1]").len(), 1);
    assert_eq!(page.one(".toc button").attribute("aria-expanded"), "false");
    let shared: Vec<String> =
        page.attributes(".share a", "href").into_iter().filter(|href| href.contains("&title=")).collect();
    assert_eq!(shared.len(), 2, "微博 and QQ");
    for href in shared {
        assert!(href.contains("url=https://www.example.gov.cn/") && href.ends_with(&page.one("h1").words()), "{href}");
    }
    assert!(page.one(".qr svg").attribute("viewbox").starts_with("-4 -4.5 "));
}

#[test]
fn without_a_base_url_there_is_nothing_that_needs_one() {
    let site = Site::minimal();
    let settings = SETTINGS.replace("base_url = \"https://www.example.gov.cn\"\n", "");
    site.write("site.toml", settings).build(&[]).succeeds();
    let needing = |path: &String| path.ends_with("feed.xml") || path.starts_with("sitemap") && path.ends_with(".xml");
    assert_eq!(site.output_paths().into_iter().filter(needing).collect::<Vec<_>>(), [""; 0]);
    for path in site.output_paths().iter().filter(|path| path.ends_with(".html")) {
        let page = site.page(path);
        assert!(!page.has("link[rel=canonical]") && !page.has("link[rel=alternate]"), "{path}");
        assert!(page.meta("Url").is_none(), "{path}");
    }
    assert!(!site.output("robots.txt").contains("Sitemap"));

    site.build(&["--base-url", "https://mirror.example.org/gk/"]).succeeds();
    assert_eq!(site.page(PAGE).one("link[rel=canonical]").attribute("href"), "https://mirror.example.org/gk/sllm/wz.html");
    assert!(site.has_output("sitemap.xml") && site.has_output("sllm/feed.xml"));
}
