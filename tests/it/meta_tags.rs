//! The tags that inspection crawlers read (国办发〔2017〕47号): they are there, say what the page shows, and are never empty.

use crate::support::full;
use crate::support::html::Html;
use crate::support::site::Site;

const ALWAYS: [(&str, &str); 3] =
    [("SiteName", "示例街道办事处信息公开专栏"), ("SiteDomain", "www.example.gov.cn"), ("SiteIDCode", "0000000000")];
const OF_REPORTS: [&str; 8] =
    ["ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url"];

fn built() -> Site {
    let site = full::site();
    site.build(&[]).succeeds();
    site
}

fn pages(site: &Site) -> Vec<(String, Html)> {
    let is_page = |path: &String| path.ends_with(".html");
    let pages = site.output_paths().into_iter().filter(is_page).map(|path| (path.clone(), site.page(&path)));
    pages.filter(|(_, page)| !page.has("meta[http-equiv=refresh]")).collect()
}

#[test]
fn every_page_names_the_site() {
    for (path, page) in pages(&built()) {
        for (name, value) in ALWAYS {
            assert_eq!(page.meta(name), Some(value), "{path}: {name}");
        }
    }
}

#[test]
fn no_tag_is_empty_or_given_twice() {
    for (path, page) in pages(&built()) {
        let names = page.attributes("meta[name]", "name");
        for tag in page.all("meta[name]") {
            let content = tag.attribute("content").trim();
            assert!(!["", "null", "undefined", "None", "无"].contains(&content), "{path}: {tag:?}");
            let same = names.iter().filter(|name| *name == tag.attribute("name")).count();
            assert_eq!(same, 1, "{path}: {}", tag.attribute("name"));
        }
    }
}

#[test]
fn the_tags_of_a_report_say_what_its_page_shows() {
    let mut seen = 0;
    for (path, page) in pages(&built()).into_iter().filter(|(_, page)| page.meta("page-type") == Some("report")) {
        seen += 1;
        assert_eq!(page.meta("ArticleTitle").map(String::from), Some(page.one("h1").words()), "{path}");
        let shown = page.one("dl.meta time");
        let given = page.meta("PubDate").unwrap_or_default();
        assert_eq!(given.split(' ').next(), Some(shown.attribute("datetime")), "{path}");
        let minutes = given.split(' ').nth(1).unwrap_or_else(|| panic!("{path}: no minutes in {given}"));
        assert!(minutes == "00:00" || shown.words().ends_with(minutes), "{path}: {given} but {}", shown.words());
        let source = page.meta("ContentSource").unwrap_or_else(|| panic!("{path}: no source"));
        assert!(page.words("dl.meta dd").iter().any(|shown| shown == source), "{path}: {source}");
        assert_eq!(page.meta("Url"), Some(page.one("link[rel=canonical]").attribute("href")), "{path}");
        assert!(page.meta("Description").is_some(), "{path}");
    }
    assert_eq!(seen, 8);
}

#[test]
fn the_column_is_the_last_category_of_the_breadcrumb() {
    for (path, page) in pages(&built()).into_iter().filter(|(path, _)| path.contains('/')) {
        let crumbs = page.words("nav[aria-label=当前位置] li");
        let is_extra = |step: &String| step == "正文" || step == "目录" || step.ends_with('年') || step.starts_with("第 ");
        let last = crumbs.iter().rfind(|step| !is_extra(step));
        assert_eq!(page.meta("ColumnName"), last.map(String::as_str), "{path}: {crumbs:?}");
    }
}

#[test]
fn pages_outside_any_category_have_no_column() {
    for (path, page) in pages(&built()).into_iter().filter(|(path, _)| !path.contains('/')) {
        assert_eq!(page.meta("ColumnName"), None, "{path}");
    }
}

#[test]
fn the_column_tags_are_those_of_the_category_file() {
    let site = built();
    let page = site.page("xxgk/zcwj/index.html");
    assert_eq!(page.meta("ColumnDescription"), Some("政策全文"));
    assert_eq!(page.meta("ColumnKeywords"), Some("政策,文件"));
    assert_eq!(page.meta("ColumnType"), Some("政策文件"));
}

#[test]
fn only_reports_have_the_tags_of_reports() {
    for (path, page) in pages(&built()).into_iter().filter(|(_, page)| page.meta("page-type") != Some("report")) {
        for name in OF_REPORTS {
            assert_eq!(page.meta(name), None, "{path}: {name}");
        }
    }
}

#[test]
fn all_that_a_report_gives_is_in_its_tags() {
    let site = built();
    let page = site.page("xxgk/zcwj/bf.html");
    assert_eq!(page.meta("PubDate"), Some("2024-01-15 10:30"));
    assert_eq!(page.meta("Keywords"), Some("停车,管理"));
    assert_eq!(page.meta("Author"), Some("党政办"));
    assert_eq!(page.meta("ContentSource"), Some("示例街道办"));
    let page = site.page("xxgk/gzjh/fa.html");
    assert_eq!(page.meta("Description"), Some("方案的摘要"));
    let image = "https://www.example.gov.cn/gk/xxgk/gzjh/fa/%E5%AE%8C%E6%88%90%E7%8E%87.png";
    assert_eq!(page.meta("Image"), Some(image));
    let labels = site.page("xxgk/zcwj/bf.html").words("dl.meta dt");
    let all = ["日期", "信息来源", "索引号", "文号", "发布机构", "成文日期", "主题词", "有效性", "责任编辑"];
    assert_eq!(labels, all);
}
