//! Addresses and names that a site of files cannot have: each is told at its place, and nothing is changed.

use gongkai::load::sources::DEEPEST;

use crate::support::site::{Run, Site};

/// Finding of a rule: file and line.
fn found(run: &Run, rule: &str) -> Vec<(String, u64)> {
    let json = run.json();
    let findings = json["findings"].as_array().expect("findings").iter();
    let of_rule = findings.filter(|finding| finding["rule"] == rule);
    of_rule.map(|f| (f["file"].as_str().unwrap_or_default().to_string(), f["line"].as_u64().unwrap_or(0))).collect()
}

/// Builds a site, adds something to it, and expects that the next build is refused and changes nothing.
#[track_caller]
fn is_refused(site: &Site, add: impl FnOnce(&Site)) -> Run {
    site.build(&[]).succeeds();
    let before = site.files("output");
    add(site);
    let run = site.build(&["--format", "json"]);
    run.exits(1);
    assert!(before == site.files("output"), "nothing has changed");
    run
}

fn with_alias(alias: &str) -> impl FnOnce(&Site) {
    let line = format!("aliases = [{}]", serde_json::to_string(alias).expect("a string"));
    move |site: &Site| {
        site.report("示例栏目/文章", &format!("title = \"示例文章\"\ndate = 2024-01-08\n{line}"), "改过的正文。");
    }
}

#[test]
fn old_addresses_that_the_program_needs_itself_are_refused() {
    for alias in ["/SHA256SUMS", "/sha256sums", "/SHA256SUMS/x.html", "/api/", "/Assets/x.html", "/search/map"] {
        let site = Site::minimal();
        let run = is_refused(&site, with_alias(alias));
        assert_eq!(found(&run, "alias-conflict"), [("reports/示例栏目/文章.md".to_string(), 4)], "{alias}");
    }
    for alias in ["/sitemap.xml/", "/feed.xml/", "/index.html/", "/robots.txt/x"] {
        let site = Site::minimal();
        let run = is_refused(&site, with_alias(alias));
        assert_eq!(found(&run, "alias-conflict"), [("reports/示例栏目/文章.md".to_string(), 4)], "{alias}");
    }
}

#[test]
fn old_addresses_that_no_file_can_answer_are_refused() {
    let forged = format!("/a.html\n{}  404.html", "0".repeat(64));
    for alias in ["/a\nb.html", &forged, "/.gongkai-staging/x", "/show.asp?id=12", "/x.jsp", "/a%00b.html", "/CON", "/x./y"]
    {
        let site = Site::minimal();
        let run = is_refused(&site, with_alias(alias));
        assert_eq!(found(&run, "invalid-value"), [("reports/示例栏目/文章.md".to_string(), 4)], "{alias:?}");
    }
}

#[test]
fn a_query_is_told_with_what_the_host_must_do() {
    let site = Site::minimal();
    with_alias("/show.asp?id=12")(&site);
    site.run(&["check"]).exits(1);
    let words = site.check().stdout;
    assert!(words.contains("?id=12") && words.contains("托管方") && words.contains("转向"), "{words}");
}

#[test]
fn columns_cannot_have_names_that_the_program_or_windows_needs() {
    for slug in ["SHA256SUMS", "assets", "API", "search", "con", "Nul", "com1"] {
        let site = Site::minimal();
        let run = is_refused(&site, |site| {
            site.report("又一栏目/文章", "title = \"又一篇\"\ndate = 2024-01-09", "正文。");
            site.write(
                "reports/又一栏目/_category.toml",
                format!("description = \"说明公开什么。\"\nslug = \"{slug}\"\nkeywords = [\"示例\"]\nkind = \"工作动态\"\n"),
            );
        });
        let expected = ("reports/又一栏目/_category.toml".to_string(), 2);
        assert_eq!(found(&run, "invalid-category-slug"), [expected], "{slug}");
    }
}

#[test]
fn reports_cannot_have_names_that_windows_needs() {
    for slug in ["con", "AUX", "lpt9"] {
        let site = Site::minimal();
        let run = is_refused(&site, |site| {
            let matter = format!("title = \"示例文章\"\ndate = 2024-01-08\nslug = \"{slug}\"");
            site.report("示例栏目/文章", &matter, "正文。");
        });
        assert_eq!(found(&run, "invalid-slug"), [("reports/示例栏目/文章.md".to_string(), 4)], "{slug}");
    }
}

#[cfg(unix)]
#[test]
fn files_that_windows_cannot_hold_are_refused_by_name() {
    for name in
        ["是否完成?.csv", "CON.csv", "9:00.csv", "aux", "注*.csv", "末尾.csv ", "末尾.", "双\u{202e}向.csv", "a|b.csv"]
    {
        let site = Site::minimal();
        site.report("示例栏目/带附件/index", "title = \"带附件\"\ndate = 2024-01-09", "见附件。");
        let run = is_refused(&site, |site| {
            site.write(&format!("reports/示例栏目/带附件/{name}"), "任务,单位\n");
        });
        assert_eq!(found(&run, "unusable-file-name"), [(format!("reports/示例栏目/带附件/{name}"), 1)], "{name:?}");
    }
    let site = Site::minimal();
    let run = is_refused(&site, |site| {
        site.report("示例栏目/带附件/index", "title = \"带附件\"\ndate = 2024-01-09", "见附件。");
        site.write("reports/示例栏目/带附件/表?/甲.csv", "任务\n").write("reports/示例栏目/带附件/表?/乙.csv", "任务\n");
    });
    assert_eq!(found(&run, "unusable-file-name"), [("reports/示例栏目/带附件/表?".to_string(), 1)]);
}

#[cfg(unix)]
#[test]
fn a_column_that_is_a_link_is_told_as_a_folder_that_is_not_published() {
    let site = Site::minimal();
    site.write("store/共享/a.md", "+++\ntitle = \"共享的\"\ndate = 2024-01-09\n+++\n\n正文。\n");
    std::os::unix::fs::symlink("../store/共享", site.root.join("reports/共享")).expect("a link");
    std::os::unix::fs::symlink("../../store/共享", site.root.join("reports/示例栏目/下级")).expect("a link");
    let run = site.build(&[]);
    run.succeeds().says("文件夹 `共享` 是一个链接").says("文件夹 `下级` 是一个链接").says("没有发布");
    run.never_says("作为附件");
    let mut pages = site.output_paths().into_iter().filter(|path| path.ends_with(".html"));
    assert!(!pages.any(|path| site.output(&path).contains("共享的")));
}

#[test]
fn folders_too_deep_are_told_once_and_not_read() {
    let site = Site::minimal();
    let deep = vec!["层"; DEEPEST + 24].join("/");
    let run = is_refused(&site, |site| {
        site.write(&format!("reports/{deep}/文章.md"), "+++\ntitle = \"深处\"\ndate = 2024-01-09\n+++\n\n正文。\n");
    });
    let told = found(&run, "unusable-file-name");
    assert_eq!(told, [(format!("reports/{}", vec!["层"; DEEPEST + 1].join("/")), 1)]);
    let site = Site::minimal();
    let long = vec!["长".repeat(80); 6].join("/");
    let run = is_refused(&site, |site| {
        site.write(&format!("reports/{long}/文章.md"), "+++\ntitle = \"长\"\ndate = 2024-01-09\n+++\n\n正文。\n");
    });
    assert_eq!(found(&run, "unusable-file-name").len(), 1);
}

#[test]
fn a_file_without_an_extension_cannot_have_the_name_of_a_column() {
    let site = Site::minimal();
    site.report("示例栏目/下级/再下级/文章", "title = \"深一些\"\ndate = 2024-01-09", "正文。");
    site.write(
        "reports/示例栏目/下级/_category.toml",
        "slug = \"a\"\ndescription = \"说明。\"\nkeywords = [\"示\"]\nkind = \"动态\"\n",
    );
    site.write(
        "reports/示例栏目/下级/再下级/_category.toml",
        "slug = \"b\"\ndescription = \"说明。\"\nkeywords = [\"示\"]\nkind = \"动态\"\n",
    );
    let run = is_refused(&site, |site| {
        site.report("示例栏目/带附件/index", "title = \"带附件\"\ndate = 2024-01-09\nslug = \"a\"", "见附件。");
        site.write("reports/示例栏目/带附件/b", "没有扩展名");
    });
    assert_eq!(found(&run, "duplicate-url"), [("reports/示例栏目/带附件/b".to_string(), 1)]);
}
