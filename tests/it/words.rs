//! The site's own list of words, and what is remembered of a report from build to build.

use crate::support::site::Site;

const MATTER: &str = "title = \"工作总结\"\ndate = 2024-01-08";

#[test]
fn a_faulty_list_is_a_finding_with_its_place() {
    let site = Site::bare();
    site.write("words.toml", "[words]\n\"街\" = \"街道\"\n[exception]\n\"甲\" = \"乙\"\n").report(
        "示例栏目/文章",
        MATTER,
        "正文。",
    );
    let json = site.check().json();
    let places: Vec<(&str, u64)> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["file"] == "words.toml")
        .map(|finding| (finding["rule"].as_str().unwrap_or_default(), finding["line"].as_u64().unwrap_or_default()))
        .collect();
    assert_eq!(places, [("invalid-value", 2), ("unknown-key", 3)], "{json:#}");
}

#[test]
fn warnings_of_reports_that_did_not_change_are_told_again_and_follow_the_list() {
    let site = Site::bare();
    let other = MATTER.replace("title = \"", "title = \"另一篇");
    site.report("示例栏目/甲", MATTER, "对光明新区工作作出布署。").report("示例栏目/乙", &other, "正文。");
    let rules = |site: &Site| site.build(&["--format", "json"]).succeeds().rules();
    assert_eq!(rules(&site), ["wrong-word"]);
    site.report("示例栏目/乙", &other, "正文改了。");
    assert_eq!(rules(&site), ["wrong-word"], "the other report was not read again");
    site.write("words.toml", "[words]\n\"光明新区\" = \"光明区\"\n");
    assert_eq!(rules(&site), ["site-word", "wrong-word"]);
    site.write("words.toml", "[exceptions]\n\"作出布署\" = \"引用\"\n");
    assert_eq!(rules(&site), [""; 0]);
}

#[test]
fn a_comment_allows_one_place_and_reaches_no_page() {
    let site = Site::bare();
    let body = "来文写作“布署”。 <!-- gongkai: allow wrong-word 引用原文 -->\n\n对工作作出布暑。";
    site.report("示例栏目/甲", MATTER, body);
    let run = site.build(&["--format", "json"]);
    assert_eq!(run.succeeds().rules(), ["wrong-word"]);
    assert!(
        site.output_paths()
            .iter()
            .filter(|path| path.ends_with(".html"))
            .all(|path| !site.output(path).contains("gongkai:"))
    );
}
