//! 更新记录 (`[[updates]]`): a correction of a published report is said on its page, and programs that ask when it changed are told.

use serde_json::Value;

use crate::support::search::reports;
use crate::support::site::Site;
use crate::support::xml;

/// A report of 8 January that was corrected twice, the older correction written first.
fn corrected() -> Site {
    let site = Site::bare();
    let updates = "[[updates]]\ndate = 2024-02-01\nnote = \"更正第二条的联系电话\"\n\n\
                   [[updates]]\ndate = 2024-03-05T09:30:00\nnote = \"补充附件<一>\"";
    site.report("示例栏目/文章", &format!("title = \"示例文章\"\ndate = 2024-01-08\nslug = \"wz\"\n\n{updates}"), "正文。");
    site.report("示例栏目/别的", "title = \"别的文章\"\ndate = 2024-01-09\nslug = \"bd\"", "正文。");
    site.build(&[]).succeeds();
    site
}

fn texts(site: &Site, path: &str, name: &str) -> Vec<String> {
    let elements = xml::read(&site.output(path)).expect("well-formed XML");
    elements.into_iter().filter(|element| element.name == name).map(|element| element.text).collect()
}

/// Where the page of the report `wz` stands.
fn page(site: &Site) -> String {
    let paths = site.output_paths();
    paths.into_iter().find(|path| path.ends_with("/wz.html")).expect("its page")
}

#[test]
fn the_page_shows_what_was_changed_newest_first() {
    let site = corrected();
    let page = site.page(&page(&site));
    assert_eq!(page.words(".log h2"), ["更新记录"]);
    assert_eq!(page.words(".log li span"), ["补充附件<一>", "更正第二条的联系电话"]);
    assert_eq!(page.words(".log time"), ["2024年3月5日 09:30", "2024年2月1日"]);
    assert_eq!(page.attributes(".log time", "datetime"), ["2024-03-05", "2024-02-01"]);
}

#[test]
fn a_report_without_updates_shows_no_record() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    for path in site.output_paths().into_iter().filter(|path| path.ends_with(".html")) {
        assert!(!site.output(&path).contains("更新记录"), "{path}");
    }
}

#[test]
fn the_feed_says_when_it_was_updated_and_keeps_when_it_was_published() {
    let site = corrected();
    // The other report is newer, so it comes first.
    assert_eq!(texts(&site, "feed.xml", "published"), ["2024-01-09T00:00:00+08:00", "2024-01-08T00:00:00+08:00"]);
    let newest = "2024-03-05T09:30:00+08:00";
    assert_eq!(texts(&site, "feed.xml", "updated"), [newest, "2024-01-09T00:00:00+08:00", newest]);
}

#[test]
fn the_sitemap_says_when_the_page_changed() {
    let site = corrected();
    let addresses = texts(&site, "sitemap.xml", "loc");
    let at = addresses.iter().position(|address| address.ends_with("/wz.html")).expect("the page");
    let sitemap = site.output("sitemap.xml");
    let entry = sitemap.split("<url>").nth(at + 1).expect("its entry");
    assert!(entry.contains("<lastmod>2024-03-05T09:30:00+08:00</lastmod>"), "{entry}");
}

#[test]
fn the_catalogue_lists_the_updates() {
    let site = corrected();
    let path = site.output_paths().into_iter().find(|path| path.starts_with("api/") && path.ends_with("/index.json"));
    let catalogue: Value = serde_json::from_str(&site.output(&path.expect("a catalogue"))).expect("JSON");
    let expected = serde_json::json!([
        { "date": "2024-03-05T09:30:00", "note": "补充附件<一>" },
        { "date": "2024-02-01", "note": "更正第二条的联系电话" },
    ]);
    assert_eq!(catalogue["articles"][1]["updates"], expected);
    assert!(catalogue["articles"][0].get("updates").is_none(), "{catalogue:#}");
}

#[test]
fn structured_data_says_when_it_was_modified() {
    let site = corrected();
    let html = site.output(&page(&site));
    assert!(html.contains("\"datePublished\":\"2024-01-08\",\"dateModified\":\"2024-03-05T09:30:00+08:00\""), "{html}");
}

#[test]
fn search_looks_into_the_notes() {
    let found = reports(&corrected());
    let report = found.iter().find(|report| report.title == "示例文章").expect("the report");
    assert_eq!(report.text, "正文。\n补充附件<一>\n更正第二条的联系电话");
}

#[test]
fn a_note_that_changes_makes_the_search_data_new() {
    let site = corrected();
    let file = "reports/示例栏目/文章.md";
    let text = std::fs::read_to_string(site.root.join(file)).expect("the report");
    site.write(file, text.replace("联系电话", "联系地址")).build(&[]).succeeds();
    let found = reports(&site);
    assert!(found.iter().any(|report| report.text.contains("更正第二条的联系地址")));
}

#[test]
fn an_update_before_the_publication_or_still_to_come_is_told() {
    for (date, told) in [("2024-01-07", "早于发布日期"), ("2025-01-01", "还没有到")] {
        let site = Site::bare();
        let matter = format!("title = \"甲\"\ndate = 2024-01-08\n[[updates]]\ndate = {date}\nnote = \"更正\"");
        site.report("示例栏目/文章", &matter, "正文。");
        let run = site.check();
        assert_eq!(run.rules(), ["misdated-update"], "{date}");
        assert!(run.stdout.contains(told), "{}", run.stdout);
    }
}

#[test]
fn an_update_that_lacks_its_note_or_its_date_is_an_error() {
    for update in ["date = 2024-01-09", "date = 2024-01-09\nnote = \"  \"", "note = \"更正\""] {
        let site = Site::bare();
        site.report("示例栏目/文章", &format!("title = \"甲\"\ndate = 2024-01-08\n[[updates]]\n{update}"), "正文。");
        let run = site.check();
        assert_eq!(run.exits(1).rules(), ["invalid-value"], "{update}");
        assert!(run.stdout.contains("`date`（更新的日期）和 `note`（改了什么，一句话）"), "{}", run.stdout);
    }
}

#[test]
fn a_date_that_cannot_be_read_is_told_once() {
    let site = Site::bare();
    site.report(
        "示例栏目/文章",
        "title = \"甲\"\ndate = 2024-01-08\n[[updates]]\ndate = \"2024.1.9\"\nnote = \"更正\"",
        "正文。",
    );
    assert_eq!(site.check().exits(1).rules(), ["malformed-date"]);
}

#[test]
fn a_note_is_looked_at_for_private_data_and_wording() {
    let number = crate::privacy::identity(21);
    for (note, rule) in [(number.as_str(), "identity-number"), ("更正帐号", "discouraged-wording")] {
        let site = Site::bare();
        let matter = format!("title = \"甲\"\ndate = 2024-01-08\n[[updates]]\ndate = 2024-01-09\nnote = \"{note}\"");
        site.report("示例栏目/文章", &matter, "正文。");
        assert!(site.check().rules().contains(&rule.to_string()), "{rule}");
    }
}
