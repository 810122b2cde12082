//! What an editor changes in `site.toml` alone: the masthead, the home page, the footer. Themes have stories of their own.

use crate::support::site::{PNG, SETTINGS, Site};

/// The settings with lines added to `[org]`, and more tables after it.
fn settings(org: &str, rest: &str) -> String {
    SETTINGS.replace("[org]\n", &format!("[org]\n{org}")) + rest
}

fn site(org: &str, rest: &str) -> Site {
    let site = Site::minimal();
    site.report("示例栏目/下级/另一篇", "title = \"另一篇\"\ndate = 2024-01-09", "正文。");
    site.write("site.toml", settings(org, rest));
    site
}

/// Which part of the home page begins where, in its order.
fn parts(site: &Site) -> Vec<&'static str> {
    let html = site.output("index.html");
    let marks = [("tiles", "class=\"tiles\""), ("newest", "id=\"new\""), ("categories", "id=\"all\"")];
    let mut found: Vec<(usize, &str)> = marks.iter().filter_map(|(name, mark)| Some((html.find(mark)?, *name))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn the_masthead_has_words_and_a_picture_of_its_own() {
    let site = site("brand = \"示例政务公开\"\nlogo = \"assets/logo.png\"\n", "");
    site.write("assets/logo.png", PNG);
    site.build(&[]).succeeds();
    let page = site.page("index.html");
    assert_eq!(page.one(".brand b").words(), "示例政务公开");
    assert_eq!(page.attributes(".brand img", "alt"), [""]);
    assert_eq!(
        (page.attributes(".brand img", "width"), page.attributes(".brand img", "height")),
        (vec!["3".into()], vec!["2".into()])
    );
    assert!(page.attributes(".brand img", "src")[0].starts_with("assets/logo."));
    // The office keeps its name where its name is meant.
    assert!(page.words("footer dl").iter().any(|text| text.contains("示例街道办事处")));
}

#[test]
fn a_logo_that_is_not_there_is_told() {
    let site = site("logo = \"assets/lgoo.png\"\n", "");
    site.build(&[]).exits(2).says("`org.logo`").says("`assets/lgoo.png`");
}

#[test]
fn the_home_page_has_the_parts_and_the_order_that_the_site_chose() {
    let site = site("", "");
    site.build(&[]).succeeds();
    assert_eq!(parts(&site), ["tiles", "newest", "categories"]);
    for (written, order) in [
        ("\"newest\", \"categories\", \"tiles\"", vec!["newest", "categories", "tiles"]),
        ("\"categories\", \"newest\"", vec!["categories", "newest"]),
    ] {
        site.write("site.toml", settings("", &format!("[home]\nsections = [{written}]\n")));
        site.build(&[]).succeeds();
        assert_eq!(parts(&site), order);
    }
}

#[test]
fn a_template_changes_one_part_wherever_it_stands() {
    let site = site("", "[home]\nsections = [\"newest\", \"tiles\"]\n");
    site.write(
        "templates/home.html",
        "{% extends \"theme/home.html\" %}{% block highlights %}<p id=\"own\">本站</p>{{ super() }}{% endblock highlights %}",
    );
    site.build(&[]).succeeds();
    assert_eq!(parts(&site), ["newest", "tiles"]);
    let html = site.output("index.html");
    assert_eq!(html.matches("id=\"own\"").count(), 1);
    assert!(html.find("id=\"new\"") < html.find("id=\"own\"") && html.find("id=\"own\"") < html.find("class=\"tiles\""));
}

#[test]
fn a_part_that_does_not_exist_or_is_there_twice_is_told_at_its_place() {
    let site = site("", "[home]\nsections = [\"newst\", \"tiles\", \"tiles\"]\n");
    let run = site.build(&[]);
    run.exits(1).says("invalid-value").says("home.sections").says("`newst`").says("`categories`").says("每项最多写一次");
    assert!(!site.has_output("index.html"));
}

/// The style sheet of the last build.
fn style(site: &Site) -> String {
    let path = site.page("index.html").attributes("link[rel=stylesheet]", "href").remove(0);
    site.output(&path)
}

#[test]
fn pages_are_printed_as_official_documents_unless_the_site_says_otherwise() {
    let site = site("", "");
    site.build(&[]).succeeds();
    let unsaid = site.files("output");
    assert!(style(&site).contains("counter(page)") && !style(&site).contains("content:none"));
    assert!(!site.output_paths().iter().any(|path| path.contains("print")));
    site.write("site.toml", settings("", "[print]\nstyle = \"gov\"\n"));
    site.build(&[]).succeeds();
    assert!(site.files("output") == unsaid);
    site.write("site.toml", settings("", "[print]\nstyle = \"plain\"\n"));
    site.build(&[]).succeeds();
    let plain = style(&site);
    let (gov, own) = (plain.rfind("counter(page)"), plain.rfind("content:none"));
    assert!(gov < own, "what comes later counts");
    assert!(!site.output_paths().iter().any(|path| path.contains("print")));
}

#[test]
fn a_theme_has_a_plain_print_of_its_own_and_tokens_stay_the_last() {
    let site = site("", "[print]\nstyle = \"plain\"\n[theme.tokens]\naccent = \"#0b3d91\"\n");
    site.write("assets/print-plain.css", "@media print { .prose { color: #010203 } }");
    site.build(&[]).succeeds();
    let style = style(&site);
    assert!(style.find("#010203") < style.rfind("#0b3d91") && !style.contains("content:none"));
}

#[test]
fn a_print_style_that_does_not_exist_is_told_at_its_place() {
    let site = site("", "[print]\nstyle = \"office\"\n");
    site.build(&[]).exits(1).says("`print.style` 不能写 `office`").says("`gov`").says("`plain`");
}

/// Label and value of 网站标识码 in the footer.
fn site_id(site: &Site) -> Option<String> {
    site.page("index.html").words("body footer dl div").into_iter().find(|text| text.starts_with("网站标识码"))
}

#[test]
fn a_column_of_another_site_says_whose_code_it_shows() {
    let site = site("", "");
    let inherit = |from: &str| SETTINGS.replace("[gov]\n", &format!("[gov]\ninherit_from = \"{from}\"\n"));
    for (from, words) in [
        ("光明区人民政府", "（沿用“光明区人民政府”网站）"),
        ("光明区政府网站", "（沿用“光明区政府网站”）"),
        ("中国政府网", "（沿用“中国政府网”）"),
    ] {
        site.write("site.toml", inherit(from));
        site.build(&["--deny", "warnings"]).succeeds();
        assert_eq!(site_id(&site), Some(format!("网站标识码0000000000{words}")));
        assert_eq!(site.page("index.html").meta("SiteIDCode"), Some("0000000000"));
    }
    site.write("site.toml", inherit("<b>甲</b>&乙"));
    site.build(&[]).succeeds();
    assert!(site_id(&site).is_some_and(|text| text.contains("“<b>甲</b>&乙”")), "it is text");
}

#[test]
fn without_the_code_of_the_other_site_none_is_invented() {
    let site = site("", "");
    let settings = SETTINGS.replace("site_id = \"0000000000\"", "inherit_from = \"光明区人民政府\"");
    site.write("site.toml", &settings);
    site.build(&[]).succeeds().says("没有写网站标识码 `gov.site_id`").says("填“光明区人民政府”的标识码");
    assert_eq!((site_id(&site), site.page("index.html").meta("SiteIDCode")), (None, None));
    // The code in the place of the name.
    site.write("site.toml", settings.replace("光明区人民政府", "4403110024"));
    site.build(&[]).succeeds().says("malformed-site-code").says("它的标识码写在 `site_id`");
}
