//! Whatever lies in the sources, the program ends with findings or a site, never with a panic and never without an answer.

use crate::support::site::{SETTINGS, Site, TODAY};

const HEAD: &str = "+++\ntitle = \"示例\"\ndate = 2024-01-08\n+++\n\n";

#[track_caller]
fn answers(site: &Site, what: &str) {
    let run = site.run(&["build", "--as-of", TODAY]);
    let is_answer = matches!(run.code, Some(0 | 1)) && !run.stderr.contains("panicked");
    assert!(is_answer, "{what}: {run}");
    assert!(run.stderr.contains("处错误"), "{what}: no account by {run}");
}

#[test]
fn a_report_of_any_bytes_gets_an_answer() {
    let deep = |sign: &str| format!("{HEAD}{}\n", sign.repeat(5000));
    let texts: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("a byte order mark", b"\xef\xbb\xbf".to_vec()),
        ("zeros", vec![0; 4096]),
        ("half a character", b"+++\ntitle = \"\xe7\xa4\"\n+++\n".to_vec()),
        ("UTF-16", "+++\ntitle = \"示例\"\n+++\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("one fence", b"+++".to_vec()),
        ("two fences", b"+++\n+++".to_vec()),
        ("no text", HEAD.into()),
        ("control characters", format!("{HEAD}\u{0}\u{1}\u{7}\u{1b}[2J\u{202e}正文\u{fffe}\n").into()),
        ("quotes in quotes", deep("> ").into()),
        ("lists in lists", deep("- ").into()),
        ("brackets", deep("[").into()),
        ("emphasis", deep("*_").into()),
        ("raw tags", deep("<div>").into()),
        ("tags that never end", format!("{HEAD}<table><tr><td><b><a href=\"x").into()),
        ("a comment that never ends", format!("{HEAD}<!-- 注").into()),
        ("a table with a ragged edge", format!("{HEAD}| a | b |\n|---|\n| 1 | 2 | 3 |\n|\n").into()),
        ("a note of itself", format!("{HEAD}甲[^1]\n\n[^1]: 乙[^1]\n").into()),
        ("brackets on one line", format!("{HEAD}{}\n", "甲［甲[".repeat(30_000)).into()),
        ("a sum on one line", format!("{HEAD}{}=3\n", "1+".repeat(60_000)).into()),
        ("a long line", format!("{HEAD}{}\n", "长".repeat(300_000)).into()),
        ("dates beyond the calendar", b"+++\ntitle = \"a\"\ndate = 2024-02-30\nexpires = 9999-99-99\n+++\n".to_vec()),
        (
            "links to strange places",
            format!("{HEAD}[a](../../../../etc/passwd) [b](//x) [c](%zz) [d](#%00) ![e](a:b)\n").into(),
        ),
        (
            "wrong types all over",
            b"+++\ntitle = 1\ndate = \"x\"\nslug = []\naliases = 3\nhighlights = 1\n[[allow]]\n+++\n".to_vec(),
        ),
    ];
    for (what, text) in texts {
        let site = Site::bare();
        site.write("reports/示例栏目/文章.md", text);
        answers(&site, what);
    }
}

#[test]
fn settings_of_any_bytes_get_an_answer() {
    let settings = [
        "",
        "\u{feff}",
        "[",
        "title = ",
        "title = 1\n[org]\nname = []\n[nav]\nitems = 3",
        "per_page = 99999999999999999999",
    ];
    for text in settings {
        let site = Site::minimal();
        site.write("site.toml", text);
        answers(&site, text);
    }
    let site = Site::minimal();
    site.write("site.toml", encoding_rs::GBK.encode(SETTINGS).0);
    answers(&site, "GBK");
}

#[test]
fn a_category_file_of_any_bytes_gets_an_answer() {
    for text in ["[", "name = 3", "slug = \"a/../b\"", "order = \"上下\"", "cadence = \"常常\"", "weight = \"1\""] {
        let site = Site::minimal();
        site.write("reports/示例栏目/_category.toml", text);
        answers(&site, text);
    }
}

#[test]
fn files_of_any_name_get_an_answer() {
    let mut names = vec!["空 格", "百分号%20", "井号#1", "和号&", "点..", "表情😀", "ＡＢＣ", "-横线", "Ünïcode"];
    if cfg!(unix) {
        names.extend(["问号?", "引号\"'", "尖<括>号", "竖|线", "冒:号", "CON"]);
    }
    let site = Site::bare();
    for name in &names {
        site.write(&format!("reports/示例栏目/{name}/index.md"), HEAD.replace("示例", "文章"));
        site.write(&format!("reports/示例栏目/{name}/{name}.csv"), "甲\n");
    }
    answers(&site, "strange names");
    if site.has_output("index.html") {
        assert_eq!(site.page("sllm/index.html").all("ol.docs li").len(), names.len());
    }
}

/// Such names would mean another path elsewhere, or do harm on a terminal.
#[cfg(unix)]
#[test]
fn a_name_with_a_backslash_or_a_control_character_is_refused_and_shown_visibly() {
    for name in ["反\\斜杠.md", "换\n行.md", "红\u{1b}[31m色.md", "倒\u{202e}写\u{7}.md"] {
        let site = Site::minimal();
        site.write(&format!("reports/示例栏目/{name}"), HEAD);
        let run = site.build(&[]);
        run.exits(1).says("给它改名").says(&name.chars().take(1).collect::<String>());
        run.never_says("\u{1b}").never_says("\u{7}").never_says("换\n行").never_says("\u{202e}");
        assert!(!site.has_output("index.html"));
    }
}

#[test]
fn a_site_without_reports_has_a_home_page() {
    let site = Site::bare();
    site.write("reports/.gitkeep", "");
    answers(&site, "no reports");
    assert_eq!(site.page("index.html").one("h1").words(), "示例街道办事处信息公开专栏");
}

/// An output path never leaves the output folder, whatever a report asks for.
#[test]
fn nothing_is_written_outside_the_output() {
    let site = Site::bare();
    let before = site.files("");
    let matter =
        "title = \"示例\"\ndate = 2024-01-08\nslug = \"../../out\"\naliases = [\"/../../alias.html\", \"/a/../../b.html\"]";
    site.report("示例栏目/文章", matter, "正文。");
    answers(&site, "paths that climb");
    let mut after = site.files("");
    after.retain(|path, _| !path.starts_with("output/") && !path.starts_with(".gongkai/") && !path.starts_with("reports/"));
    assert!(before == after, "{:?}", after.keys().collect::<Vec<_>>());
    assert!(!site.root.with_file_name("alias.html").exists() && !site.root.with_file_name("b.html").exists());
}
