//! The page that this program was made for: the yearly summary and plan of a street office, 57 blocks of text.

use std::fs;

use crate::corpus::{assert_same_text, prose, same_width, shared, solid};
use crate::support::html::Html;
use crate::support::site::{SETTINGS, Site};

const TITLE: &str = "光明区玉塘街道办事处2023年工作总结及2024年工作计划";
const PAGE: &str = "xxgk/wgkzl/jggk/gzjhjzj/2023zj.html";

/// The blocks of text without the page around them.
fn blocks() -> Vec<String> {
    let folder = shared("seed");
    let mut files = fs::read_dir(folder).expect("the seed").map(|entry| entry.expect("a file").path());
    let text = files.find(|path| path.extension().is_some_and(|extension| extension == "txt")).expect("the text");
    let text = fs::read_to_string(text).expect("UTF-8");
    let body = text.lines().skip(10).take_while(|line| !line.starts_with("相关政策法规"));
    let blocks: Vec<String> = body.map(|line| line.trim().to_string()).filter(|line| !line.is_empty()).collect();
    assert_eq!(blocks.len(), 57);
    blocks
}

fn site(blocks: &[String]) -> Site {
    let site = Site::bare();
    let matter = format!("title = \"{TITLE}\"\ndate = 2024-11-11\nsource = \"光明区玉塘街道办\"\nslug = \"2023zj\"");
    site.report("信息公开/五公开专栏/结果公开/工作计划及总结/2024-11-11", &matter, &blocks.join("\n\n"));
    site
}

fn page() -> (Vec<String>, Html) {
    let blocks = blocks();
    let site = site(&blocks);
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    (blocks, page)
}

#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn the_head_of_the_page_is_all_there() {
    let (_, page) = page();
    assert_eq!(page.one(".channel").words(), "信息公开", "the channel is the top of the breadcrumb");
    let crumbs = page.words("nav[aria-label=当前位置] li");
    assert_eq!(crumbs, ["首页", "信息公开", "五公开专栏", "结果公开", "工作计划及总结", "正文"]);
    assert_eq!(page.all("nav[aria-label=当前位置] a").len(), 5, "each of the five steps leads somewhere");
    assert_eq!(page.one("h1").words(), TITLE);
    assert_eq!(page.one("dl.meta time").words(), "2024年11月11日");
    assert_eq!(page.one("dl.meta time").attribute("datetime"), "2024-11-11");
    assert!(page.words("dl.meta dd").contains(&"光明区玉塘街道办".to_string()));
    assert_eq!(page.words("fieldset legend"), ["字号"]);
    assert_eq!(page.words("fieldset label"), ["小", "中", "大"]);
}

#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn all_headings_are_in_the_contents_and_lead_to_their_places() {
    let (blocks, page) = page();
    let first = ["一、2023年工作总结", "二、2024年工作计划"];
    assert_eq!(page.words(".prose h2"), first);
    let second: Vec<String> = blocks.iter().filter(|block| block.starts_with('(')).map(|block| same_width(block)).collect();
    assert_eq!(second.len(), 10);
    let shown: Vec<String> = page.words(".prose h3").iter().map(|heading| same_width(heading)).collect();
    assert_eq!(shown, second);
    let entries = page.all("nav.toc a");
    assert_eq!(entries.len(), 12);
    for (entry, heading) in entries
        .iter()
        .zip(page.elements.iter().filter(|e| matches!(e.name.as_str(), "h2" | "h3") && e.attribute("id").starts_with('s')))
    {
        assert_eq!(entry.attribute("href"), format!("#{}", heading.attribute("id")));
        assert!(heading.words().starts_with(&entry.words()), "{} / {}", entry.words(), heading.words());
    }
}

#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn all_blocks_are_there_in_order_with_no_character_lost() {
    let (blocks, page) = page();
    assert_same_text("the seed", &same_width(&solid(&blocks.concat())), &same_width(&prose(&page)));
    let shown = page.all(".prose p").len() + page.all(".prose h2").len() + page.all(".prose h3").len();
    assert_eq!(shown, blocks.len(), "each block stands for itself");
}

#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn what_follows_the_text_is_there_and_nothing_is_empty() {
    let (_, page) = page();
    assert!(page.words("section.out h2").contains(&"分享到".to_string()));
    assert!(page.has(".qr svg"));
    assert!(page.words("footer dt").contains(&"主办单位".to_string()));
    assert!(!page.has(".rel") && !page.has(".files"));
    for name in ["section", "ul", "ol", "dl", "h2", "h3", "p", "li", "dt", "dd"] {
        assert!(!page.words(&format!("main {name}")).contains(&String::new()), "an empty <{name}>");
    }
}

#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn related_policies_show_when_there_are_some() {
    let blocks = blocks();
    let site = site(&blocks);
    site.write("site.toml", SETTINGS);
    site.report(
        "政策文件/办法",
        "title = \"办法\"\ndate = 2024-01-08\nrelated = [\"/信息公开/五公开专栏/结果公开/工作计划及总结/2024-11-11.md\"]",
        "正文。",
    );
    site.build(&[]).succeeds();
    assert_eq!(site.page(PAGE).words(".rel h2"), ["相关政策法规/解读"]);
    assert_eq!(site.page(PAGE).words(".rel li span"), ["办法"]);
}

/// What was wrong with the real page beside its text: one office under two names, a plan that came when its year was nearly over, no
/// number by which the catalogue knows it.
#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn what_the_page_lacked_is_found_and_its_text_is_not_blamed_for_it() {
    let blocks = blocks();
    let site = site(&blocks);
    let findings = site.check().succeeds().json()["findings"].as_array().expect("findings").clone();
    let told = |rule: &str| findings.iter().find(|finding| finding["rule"] == rule).map(|finding| finding["level"].clone());
    assert_eq!(told("unknown-organisation"), Some("warning".into()));
    assert_eq!(told("late-annual-report"), Some("info".into()));
    assert_eq!(told("missing-catalog-field"), Some("info".into()));
    let dated = format!("title = \"{TITLE}\"\ndate = 2024-11-11\nwritten = 2024-01-22\nslug = \"2023zj\"");
    site.report("信息公开/五公开专栏/结果公开/工作计划及总结/2024-11-11", &dated, &blocks.join("\n\n"));
    let rules = site.check().rules();
    assert!(
        rules.contains(&"late-publication".to_string()) && !rules.contains(&"late-annual-report".to_string()),
        "{rules:?}"
    );
    for rule in ["title-year-mismatch", "nonexistent-date", "malformed-document-number", "heading-jump"] {
        assert!(!rules.contains(&rule.to_string()), "{rule}");
    }
}

/// The page as it was taken from the web: what stood around the text is told from it, and nothing of the text is.
#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn what_stood_around_the_text_is_told_from_it() {
    let folder = shared("seed");
    let mut files = fs::read_dir(folder).expect("the seed").map(|entry| entry.expect("a file").path());
    let text = files.find(|path| path.extension().is_some_and(|extension| extension == "txt")).expect("the text");
    let text = fs::read_to_string(text).expect("UTF-8");
    let blocks: Vec<String> = text.lines().map(|line| line.trim().to_string()).filter(|line| !line.is_empty()).collect();
    let json = site(&blocks).check().json();
    let found = json["findings"].as_array().expect("findings").iter().find(|found| found["rule"] == "page-furniture");
    let found = found.unwrap_or_else(|| panic!("{json:#}"));
    assert!(
        found["message"].as_str().is_some_and(|message| message.contains("首页 > 信息公开") && message.ends_with("共 6 处")),
        "{found:#}"
    );
}
