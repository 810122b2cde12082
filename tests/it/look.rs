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
