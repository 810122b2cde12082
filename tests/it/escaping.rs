//! A title with every character that some format must escape is shown as it was written, everywhere.

use serde_json::Value;

use crate::support::full::{self, AWKWARD};
use crate::support::search;
use crate::support::site::Site;
use crate::support::xml;

const PAGE: &str = "sllm/teshu.html";

fn built() -> Site {
    let site = full::site();
    site.build(&[]).succeeds();
    site
}

#[test]
fn its_page_shows_the_title_as_written() {
    let page = built().page(PAGE);
    assert_eq!(page.one("h1").words(), AWKWARD);
    assert_eq!(page.meta("ArticleTitle"), Some(AWKWARD));
    assert!(page.one("head title").words().starts_with(AWKWARD));
    assert_eq!(page.one(".prose").words(), "A & B < C。");
    assert!(!page.has("b script") && !page.has("h1 b"));
}

#[test]
fn lists_the_catalogue_and_the_home_page_show_the_title_as_written() {
    let site = built();
    for (path, place) in [("sllm/index.html", "ol.docs .t"), ("sllm/mulu.html", "tbody th"), ("index.html", "ol.docs .t")] {
        assert!(site.page(path).words(place).contains(&AWKWARD.to_string()), "{path}: {:?}", site.page(path).words(place));
    }
    let neighbours = site.page("sllm/wz.html").words("nav[aria-label=上一篇与下一篇] a");
    assert!(neighbours.contains(&format!("上一篇{AWKWARD}")), "{neighbours:?}");
}

#[test]
fn the_feed_has_the_title_as_written() {
    let feed = xml::read(&built().output("sllm/feed.xml")).expect("well-formed");
    assert!(feed.iter().any(|element| element.name == "title" && element.text == AWKWARD));
}

#[test]
fn structured_data_has_the_title_as_written_and_is_not_ended_by_it() {
    let page = built().page(PAGE);
    let block: Value = serde_json::from_str(&page.one("script[type=application/ld+json]").words()).expect("JSON");
    let things = block["@graph"].as_array().expect("things");
    assert!(things.iter().any(|thing| thing["headline"] == AWKWARD), "{block:#}");
}

#[test]
fn json_and_the_search_data_have_the_title_as_written() {
    let site = built();
    let json: Value = serde_json::from_str(&site.output("api/sllm/index.json")).expect("JSON");
    let titles: Vec<&Value> =
        json["articles"].as_array().expect("articles").iter().map(|article| &article["title"]).collect();
    assert!(titles.contains(&&Value::from(AWKWARD)), "{titles:?}");
    let reports = search::reports(&site);
    assert!(reports.iter().any(|report| report.title == AWKWARD));
    // Everything that a script of search data says beside its one call is JSON.
    for path in site.output_paths().iter().filter(|path| path.starts_with("search/")) {
        search::data(&site.output(path));
    }
}

#[test]
fn the_share_links_carry_the_title_whole() {
    let page = built().page(PAGE);
    let links: Vec<String> = page.attributes("section.out a", "href");
    assert_eq!(links.len(), 2);
    for link in links {
        let title = link.split("title=").nth(1).expect("a title");
        assert!(!title.contains(['&', '<', '"', '\'', ' ']), "{title}");
        assert_eq!(gongkai::model::path::percent_decode(title), AWKWARD);
    }
}

#[test]
fn names_of_settings_and_categories_are_escaped_too() {
    let site = Site::bare();
    let settings = crate::support::site::SETTINGS.replace("示例街道办事处信息公开专栏", "甲<i>&乙");
    site.write("site.toml", settings);
    site.write("reports/栏目/_category.toml", "name = \"政<b>策\"\nslug = \"zc\"\ndescription = \"说\\\"明&<i>\"\n");
    site.report("栏目/文章", "title = \"示例\"\ndate = 2024-01-08\nsource = \"某<u>局\"", "正文。");
    site.build(&[]).succeeds();
    let page = site.page("zc/wz.html");
    assert_eq!(page.meta("SiteName"), Some("甲<i>&乙"));
    assert_eq!(page.meta("ColumnName"), Some("政<b>策"));
    assert_eq!(page.meta("ColumnDescription"), Some("说\"明&<i>"));
    assert_eq!(page.words("nav[aria-label=当前位置] li"), ["首页", "政<b>策", "正文"]);
    assert!(page.words("dl.meta dd").contains(&"某<u>局".to_string()));
    assert!(page.faults.is_empty(), "{:?}", page.faults);
    xml::read(&site.output("zc/feed.xml")).expect("well-formed");
}

#[test]
fn control_and_bidirectional_characters_are_made_visible_on_the_terminal() {
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"示例\"\ndate = 2024-01-08\n\"ti\\u202etle\\u001b[31m\" = 1", "正文。");
    let run = site.build(&[]);
    run.exits(1).says("unknown-key").never_says("\u{202e}").never_says("\u{1b}");
}

/// What a terminal would obey or hide, and what a runner of GitHub Actions would take for a command.
const COMMANDS: [&str; 4] = ["\u{202e}", "\u{1b}", "##[", "\n::add-mask"];

#[test]
fn messages_of_a_run_that_could_not_begin_carry_no_commands_of_others() {
    let awkward = "a\\u202e\\u001b[31m##[add-mask]\\n::add-mask::x";
    let name = "a\u{202e}\u{1b}[31m##[add-mask]\n::add-mask::x";
    let settings = crate::support::site::SETTINGS;
    for theme in [
        format!("name = \"{awkward}\""),
        format!("extra_css = [\"{awkward}\"]"),
        format!("logo = \"{awkward}\""),
        format!("[theme.tokens]\naccent = \"{awkward}\""),
    ] {
        let site = Site::minimal();
        site.write("site.toml", format!("{settings}[theme]\n{theme}\n"));
        let run = site.build(&[]);
        assert_ne!(run.code, Some(0), "{theme}");
        for command in COMMANDS {
            run.never_says(command);
        }
    }
    let site = Site::minimal();
    for template in [
        "{{ throw(message=\"x\n::add-mask::a ##[add-mask]b\") }}",
        "{% include \"a##[x]\u{202e}\" %}",
        "{{ \u{1b}[31m ##[x] }}",
    ] {
        site.write("templates/home.html", template);
        let run = site.build(&[]);
        run.exits(2);
        for command in COMMANDS {
            run.never_says(command);
        }
    }
    for arguments in
        [&["-C", name, "build"][..], &["fix", name], &["new", name, name], &["theme", "eject", name], &["explain", name]]
    {
        let run = Site::minimal().run(arguments);
        for command in COMMANDS {
            run.never_says(command);
        }
    }
}

#[test]
fn findings_in_words_carry_no_commands_for_a_runner() {
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"示例\"\ndate = 2024-01-08\n\"##[add-mask]x\" = 1", "正文。");
    site.build(&[]).exits(1).says("unknown-key").never_says("##[add-mask]");
    let check = site.run(&["check"]);
    assert!(!check.stdout.contains("##[") && !check.stderr.contains("##["), "{check}");
}
