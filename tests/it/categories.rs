//! Categories as visitors see them: addresses, lists, pages of lists, years, 目录, the tree.

use crate::support::search;
use crate::support::site::Site;

fn matter(title: &str, date: &str) -> String {
    format!("title = \"{title}\"\ndate = {date}")
}

/// Five reports in one category, from two years.
fn five_reports() -> Site {
    let site = Site::bare();
    let dates = ["2023-05-01", "2023-11-01", "2024-02-01", "2024-03-01", "2024-04-01"];
    for (at, date) in dates.iter().enumerate() {
        site.report(&format!("示例栏目/第{at}篇"), &matter(&format!("第{at}篇"), date), "正文。");
    }
    site
}

#[test]
fn an_address_is_made_of_pinyin_initials() {
    let site = Site::bare();
    site.report("信息公开/五公开专栏/结果公开/工作计划及总结/2024-01-22-工作总结", &matter("总结", "2024-01-22"), "正文。");
    site.build(&[]).succeeds();
    assert!(site.has_output("xxgk/wgkzl/jggk/gzjhjzj/2024-01-22-gzzj.html"), "{:#?}", site.output_paths());
    assert!(site.has_output("xxgk/wgkzl/index.html"));
}

#[test]
fn a_given_slug_stays_whatever_the_folder_is_called() {
    let site = Site::bare();
    site.write("reports/新名称/_category.toml", "name = \"政策文件\"\nslug = \"zcwj\"\n");
    site.report("新名称/文章", "title = \"甲\"\ndate = 2024-01-08\nslug = \"jia\"", "正文。");
    site.build(&[]).succeeds();
    assert_eq!(site.page("zcwj/jia.html").words("nav[aria-label=当前位置] li"), ["首页", "政策文件", "正文"]);
}

#[test]
fn a_report_in_several_categories_is_listed_in_each_and_lives_at_one_address() {
    let site = Site::bare();
    site.report("甲栏目/文章", "title = \"一稿两栏\"\ndate = 2024-01-08\ncategories = [\"乙栏目\"]", "正文。");
    site.report("乙栏目/别的", &matter("别的", "2024-01-09"), "正文。");
    site.build(&[]).succeeds();
    assert_eq!(site.page("ylm/index.html").words("ol.docs .t"), ["别的", "一稿两栏"]);
    assert_eq!(site.page("ylm/index.html").attributes("ol.docs a", "href")[1], "../jlm/wz.html");
    let pages: Vec<String> = site.output_paths().into_iter().filter(|path| path.ends_with("wz.html")).collect();
    assert_eq!(pages, ["jlm/wz.html"]);
    assert_eq!(search::reports(&site).iter().filter(|report| report.title == "一稿两栏").count(), 1);
}

#[test]
fn a_parent_lists_what_its_children_hold() {
    let site = Site::bare();
    site.report("上级/甲栏目/文章", &matter("甲的", "2024-01-08"), "正文。");
    site.report("上级/乙栏目/文章", &matter("乙的", "2024-01-09"), "正文。");
    site.write("reports/上级/甲栏目/_category.toml", "weight = 1\n");
    site.build(&[]).succeeds();
    let page = site.page("sj/index.html");
    assert_eq!(page.meta("page-type"), Some("category"));
    assert_eq!(page.words("ol.docs .t"), ["乙的", "甲的"]);
    assert_eq!(page.words("ul.docs .t"), ["甲的", "乙的"], "the newest of each child, in the order of their weights");
}

#[test]
fn an_empty_category_has_no_page_and_no_link() {
    let site = Site::minimal();
    site.write("reports/空白栏目/_category.toml", "name = \"空白栏目\"\n");
    site.build(&[]).succeeds().says("empty-category");
    for (path, bytes) in site.files("output") {
        assert!(!path.starts_with("kblm/"), "{path}");
        assert!(!String::from_utf8_lossy(&bytes).contains("空白栏目"), "{path}");
    }
}

#[test]
fn a_long_list_goes_on_over_pages_newest_first() {
    let site = five_reports();
    site.setting("per_page = 2").build(&[]).succeeds();
    let titles = |page: &str| site.page(page).words("ol.docs .t");
    assert_eq!(titles("sllm/index.html"), ["第4篇", "第3篇"]);
    assert_eq!(titles("sllm/index_2.html"), ["第2篇", "第1篇"]);
    assert_eq!(titles("sllm/index_3.html"), ["第0篇"]);
    assert!(!site.has_output("sllm/index_4.html"));

    let second = site.page("sllm/index_2.html");
    let pager = "nav[aria-label=分页]";
    assert_eq!(second.attributes(&format!("{pager} a[rel=prev]"), "href"), ["../sllm/index.html"]);
    assert_eq!(second.attributes(&format!("{pager} a[rel=next]"), "href"), ["../sllm/index_3.html"]);
    assert_eq!(second.words(&format!("{pager} p")), ["第 2 页，共 3 页"]);
    assert_eq!(second.words("ol.docs time"), ["2024-02-01", "2023-11-01"]);
}

#[test]
fn a_year_has_a_page_of_its_own() {
    let site = five_reports();
    site.build(&[]).succeeds();
    assert_eq!(site.page("sllm/2023.html").words("ol.docs .t"), ["第1篇", "第0篇"]);
    assert_eq!(site.page("sllm/2024.html").words("ol.docs .t"), ["第4篇", "第3篇", "第2篇"]);
    assert!(!site.has_output("sllm/2022.html"));
    let list = site.page("sllm/index.html");
    assert_eq!(list.words("nav[aria-label=按年份筛选] a"), ["全部", "2024", "2023"]);
    assert_eq!(list.words("h2.year"), ["2024年", "2023年"]);
}

#[test]
fn the_catalogue_is_a_table_with_the_columns_that_are_used() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    assert_eq!(site.page("sllm/mulu.html").words("thead th"), ["名称", "发布日期"]);

    site.report(
        "示例栏目/通知",
        "title = \"通知\"\ndate = 2024-02-01\nnumber = \"示例办〔2024〕1号\"\nindex = \"0/2024-1\"",
        "正文。",
    );
    site.build(&[]).succeeds();
    let page = site.page("sllm/mulu.html");
    assert_eq!(page.meta("page-type"), Some("catalog"));
    assert_eq!(page.words("thead th"), ["索引号", "名称", "文号", "发布日期"]);
    assert_eq!(page.words("tbody th"), ["通知", "示例文章"]);
    assert_eq!(page.words("tbody td"), ["0/2024-1", "示例办〔2024〕1号", "2024-02-01", "无", "无", "2024-01-08"]);
}

#[test]
fn the_source_is_shown_where_a_category_has_several() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    assert!(!site.output("sllm/index.html").contains("信息来源"));
    site.report("示例栏目/外来", "title = \"外来\"\ndate = 2024-02-01\nsource = \"示例区司法局\"", "正文。");
    site.build(&[]).succeeds();
    assert_eq!(site.page("sllm/index.html").words("ol.docs .o"), ["信息来源：示例区司法局", "信息来源：示例街道办"]);
    assert_eq!(site.page("sllm/mulu.html").words("thead th"), ["名称", "信息来源", "发布日期"]);
}

#[test]
fn neighbours_lead_from_report_to_report() {
    let site = five_reports();
    site.build(&[]).succeeds();
    let links = |page: &str| {
        let page = site.page(page);
        let near = "nav[aria-label=上一篇与下一篇]";
        (page.words(&format!("{near} a[rel=prev]")).concat(), page.words(&format!("{near} a[rel=next]")).concat())
    };
    assert_eq!(links("sllm/d2p.html"), ("上一篇第3篇".into(), "下一篇第1篇".into()));
    assert_eq!(links("sllm/d4p.html"), (String::new(), "下一篇第3篇".into()));
    assert_eq!(links("sllm/d0p.html"), ("上一篇第1篇".into(), String::new()));
}

#[test]
fn two_reports_with_one_address_stop_the_build_and_both_are_named() {
    let site = Site::bare();
    site.report("示例栏目/甲", "title = \"甲\"\ndate = 2024-01-08\nslug = \"x\"", "正文。");
    site.report("示例栏目/乙", "title = \"乙\"\ndate = 2024-01-08\nslug = \"X\"", "正文。");
    let run = site.build(&[]);
    run.exits(1).says("duplicate-url").says("甲.md").says("乙.md");
    assert!(!site.has_output("index.html"));
}

#[test]
fn a_menu_names_a_category_by_any_end_of_its_path_and_is_never_dropped_in_silence() {
    let site = Site::empty();
    let menu = "[nav]\nitems = [{ text = \"总结\", to = \"结果公开/工作计划\" }]\n";
    site.write("site.toml", format!("{}{menu}", crate::support::site::SETTINGS));
    site.write("assets/mark.png", crate::support::site::PNG);
    site.write("reports/信息公开/结果公开/工作计划/a.md", "+++\ntitle = \"总结\"\ndate = 2024-01-08\n+++\n\n正文。\n");
    site.build(&[]).succeeds();
    assert!(site.output("index.html").contains("href=\"xxgk/jggk/gzjh/index.html\""), "the entry leads to its category");
    site.write("site.toml", format!("{}{}", crate::support::site::SETTINGS, menu.replace("工作计划", "工作汇报")));
    site.build(&[]).exits(1).says("链接 `结果公开/工作汇报` 指向的页面不存在").says("是不是 `信息公开/结果公开/工作计划`？");
}
