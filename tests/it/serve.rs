//! The live preview: what is served, what a page is told when files change, and who is refused.

use std::fs;
use std::net::TcpListener;

use super::support::preview::Preview;
use super::support::site::Site;

const PAGE: &str = "/sllm/wz.html";
const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";

fn file(name: &str) -> String {
    format!("reports/示例栏目/{name}.md")
}

#[test]
fn pages_are_those_of_a_build_and_the_script() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    assert!(preview.url.starts_with("http://127.0.0.1:") && preview.url.ends_with('/'), "{}", preview.url);
    site.build(&[]).succeeds();
    let built = site.output(PAGE.trim_start_matches('/'));
    assert!(!built.contains("_gongkai"));
    let served = preview.get(PAGE);
    let tag = served.body.lines().find(|line| line.contains("/_gongkai/reload.js?v=")).expect("the script");
    assert_eq!(served.body.replace(&format!("{tag}\n"), ""), built);
    assert!(served.head.contains("Content-Type: text/html; charset=utf-8"), "{}", served.head);
    assert!(preview.page("/").contains("示例文章") && preview.page("/_gongkai/reload.js").contains("EventSource"));
    for path in ["feed.xml", "sitemap.xml", "api/categories.json", "sllm/index.html"] {
        let served = preview.page(&format!("/{path}"));
        let lines: Vec<&str> = served.lines().filter(|line| !line.contains("/_gongkai/")).collect();
        assert_eq!(lines, site.output(path).lines().collect::<Vec<_>>(), "{path}");
    }
    assert!(preview.get("/sllm").head.contains("Location: /sllm/"));
}

#[test]
fn a_saved_report_is_new_on_its_page_in_lists_and_in_the_feed() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let mut events = preview.events();
    site.report("示例栏目/文章", "title = \"改过的标题\"\ndate = 2024-01-08", "改过的正文。");
    events.reloads_until(|| preview.page(PAGE).contains("改过的正文"));
    for path in ["/", "/sllm/", "/sllm/feed.xml", "/feed.xml", "/search/t0.js"] {
        assert!(preview.page(path).contains("改过的标题"), "{path}");
    }
    site.remove(&file("文章")).report("示例栏目/别的", "title = \"别的\"\ndate = 2024-02-08", "正文。");
    events.reloads_until(|| preview.get(PAGE).status == 404);
    // Between the two changes the category may be empty for a moment, and then it has no page.
    events.reloads_until(|| preview.get("/sllm/").body.contains("别的"));
    assert!(!site.root.join("output").exists() && !site.root.join(".gongkai").exists(), "a preview writes nothing");
}

#[test]
fn after_any_saves_the_preview_shows_what_a_build_would_make() {
    let site = Site::minimal();
    let other = "title = \"别的\"\ndate = 2024-02-08\nrelated = [\"文章.md\"]";
    site.report("示例栏目/别的", other, "正文。");
    let preview = Preview::start(&site, &[]);
    let mut events = preview.events();
    let saves = [
        (MATTER, "第一次保存的正文。"),
        (MATTER, "第二次，有标题。\n\n一、第一部分\n\n正文。"),
        (MATTER, "第三次，别的文字。\n\n一、第二部分\n\n正文,半角逗号。"),
        (MATTER, "第四次，有[链接](别的.md)。"),
        (MATTER, "第五次，链接在[这里](别的.md)。"),
        ("title = \"第六次\"\ndate = 2024-01-08", "标题也改了。"),
        ("title = \"第六次\"\ndate = 2024-01-08", "第七次，只改正文。"),
    ];
    for (matter, body) in saves {
        site.report("示例栏目/文章", matter, body);
        let words: String = body.chars().take(3).collect();
        events.reloads_until(|| preview.page(PAGE).contains(&words));
        site.build(&[]).succeeds();
        let compared = site.output_paths().into_iter().filter(|path| !path.contains("SHA256SUMS"));
        for path in compared.filter(|path| [".html", ".xml", ".json", ".js"].iter().any(|end| path.ends_with(end))) {
            let served = preview.page(&format!("/{path}"));
            let lines: Vec<&str> = served.lines().filter(|line| !line.contains("/_gongkai/")).collect();
            assert_eq!(lines, site.output(&path).lines().collect::<Vec<_>>(), "{path} after 「{body}」");
        }
    }
}

#[test]
fn the_last_good_site_stays_until_the_fault_is_mended() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let mut events = preview.events();
    site.report("示例栏目/文章", "titel = \"<b>示例\"\ndate = 2024-01-08", "新的正文。");
    let problems = events.problems();
    let problem = problems.iter().find(|problem| problem["rule"] == "unknown-key").expect("the fault");
    assert_eq!(problem["place"], format!("{}:2:1", file("文章")));
    assert!(problem["message"].as_str().is_some_and(|text| text.contains("titel")), "{problem}");
    assert!(problem["help"].as_str().is_some_and(|text| text.contains("title")), "{problem}");
    assert!(preview.page(PAGE).contains("示例文章") && !preview.page(PAGE).contains("新的正文"));
    // A page that is opened now is told as well.
    assert!(!preview.events().problems().is_empty());
    site.report("示例栏目/文章", MATTER, "新的正文。");
    while !events.problems().is_empty() {}
    assert!(preview.page(PAGE).contains("新的正文"));
}

#[test]
fn without_any_good_site_a_page_lists_what_is_wrong() {
    let site = Site::bare();
    site.report("示例栏目/文章", "titel = \"<b>示例\"\ndate = 2024-01-08", "正文。");
    let preview = Preview::start(&site, &[]);
    let answer = preview.get("/");
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("unknown-key") && answer.body.contains("/_gongkai/reload.js"), "{}", answer.body);
    assert!(answer.body.contains(&format!("{}:2:1", file("文章"))) && answer.body.contains("处理："), "{}", answer.body);
    let mut events = preview.events();
    site.report("示例栏目/文章", MATTER, "正文。");
    events.reloads_until(|| preview.get(PAGE).status == 200);
}

#[test]
fn a_save_by_renaming_is_seen_time_and_again_and_droppings_are_not() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let mut events = preview.events();
    for round in 0..3 {
        site.write("reports/示例栏目/.文章.md.swp", "x").write("reports/示例栏目/4913", "x").remove("reports/示例栏目/4913");
        site.report("示例栏目/文章.md.tmp", MATTER, &format!("第{round}次。"));
        fs::rename(site.root.join(file("文章.md.tmp")), site.root.join(file("文章"))).unwrap();
        events.reloads_until(|| preview.page(PAGE).contains(&format!("第{round}次")));
    }
}

#[test]
fn a_moved_folder_moves_its_pages_and_is_watched_on() {
    let site = Site::minimal();
    let titled = |title: &str| format!("title = \"{title}\"\ndate = 2024-01-08");
    site.report("旧栏目/甲/一", &titled("甲一"), "甲一。");
    let preview = Preview::start(&site, &[]);
    assert!(preview.page("/jlm/j/y.html").contains("甲一"));
    let mut events = preview.events();
    fs::rename(site.root.join("reports/旧栏目"), site.root.join("reports/新栏目")).unwrap();
    events.reloads_until(|| preview.get("/xlm/j/y.html").status == 200);
    events.reloads_until(|| preview.get("/jlm/j/y.html").status == 404);
    site.report("新栏目/甲/一", &titled("甲一"), "改过的甲一。");
    events.reloads_until(|| preview.page("/xlm/j/y.html").contains("改过的甲一"));
    site.report("新栏目/乙/深/处/二", &titled("乙二"), "乙二。");
    events.reloads_until(|| preview.get("/xlm/y/s/c/e.html").status == 200);
}

#[test]
fn hundreds_of_files_at_once_are_all_seen() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let mut events = preview.events();
    for number in 0..300 {
        site.report(
            &format!("栏目{}/n{number}", number % 7),
            &format!("title = \"第{number}篇\"\ndate = 2024-03-01"),
            "正文。",
        );
    }
    events.reloads_until(|| {
        let groups = (0..128).map(|group| preview.get(&format!("/search/t{group}.js")).body);
        let titles = groups.collect::<String>();
        (0..300).all(|number| titles.contains(&format!("第{number}篇")))
    });
}

#[test]
fn style_sheets_are_swapped_and_a_broken_template_is_named() {
    let site = Site::minimal();
    site.write("assets/my.css", "h1 { color: red }");
    let settings = fs::read_to_string(site.root.join("site.toml")).unwrap();
    site.write("site.toml", format!("{settings}[theme]\nextra_css = [\"assets/my.css\"]\n"));
    let preview = Preview::start(&site, &[]);
    let mut events = preview.events();
    site.write("assets/my.css", "h1 { color: blue }");
    let event = events.take();
    assert_eq!(event.name, "styles", "{event:?}");
    let sheets: Vec<String> = serde_json::from_str(&event.data).unwrap();
    let mine = sheets.iter().find(|sheet| sheet.contains("my.")).expect("the sheet");
    assert!(preview.page(mine).contains("blue"));

    for broken in ["{% extends \"theme/report.html\" %}\n{% block title %}{{ nosuch.thing }}{% endblock %}", "{% if %}"] {
        // At once: on a busy machine the file could be seen empty, and an empty template is a good one.
        site.write("spare.html", broken).write("templates/.keep", "");
        fs::rename(site.root.join("spare.html"), site.root.join("templates/report.html")).unwrap();
        let problems = events.problems();
        let text = problems.first().map(|problem| problem.to_string()).unwrap_or_default();
        assert!(text.contains("templates/report.html:"), "{text}");
        assert!(preview.page(PAGE).contains("示例文章"));
    }
    site.remove("templates/report.html");
    while !events.problems().is_empty() {}

    site.write("site.toml", settings.replace("示例街道信息公开\"", "另一个名字\""));
    events.reloads_until(|| preview.page(PAGE).contains("另一个名字"));
}

#[test]
fn only_readers_on_this_machine_are_answered() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let host = format!("127.0.0.1:{}", preview.port());
    let status = |request: &str| preview.send(request).status;
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        let answer = preview.send(&format!("{method} / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n"));
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.head.contains("Allow: GET, HEAD"));
    }
    assert_eq!(status("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421);
    assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), 421);
    assert_eq!(status("nonsense\r\n\r\n"), 400);
    assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}", "x".repeat(40_000))), 431);
    for path in [
        "/../site.toml",
        "/%2e%2e/site.toml",
        "/sllm/%2e%2e/%2e%2e/site.toml",
        "/..%2fsite.toml",
        "//etc/passwd",
        "/a\\..\\b",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("base_url"), "{path}");
    }
    let missing = preview.get("/none.html");
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("name=\"page-type\" content=\"404\""), "{}", missing.body);
    let head = preview.send(&format!("HEAD {PAGE} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    assert!(head.status == 200 && head.body.is_empty() && !head.head.contains("Content-Length: 0"), "{head:?}");
}

#[test]
fn nothing_is_given_to_pages_of_other_origins() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let host = format!("127.0.0.1:{}", preview.port());
    let asked = |path: &str, fetch: [&str; 3]| {
        let [from, mode, destination] = fetch;
        preview.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: {from}\r\nSec-Fetch-Mode: {mode}\r\n\
             Sec-Fetch-Dest: {destination}\r\nConnection: close\r\n\r\n"
        ))
    };
    for path in ["/search/t0.js", "/search/map.js", "/", "/_gongkai/state", "/_gongkai/events", "/none"] {
        for fetch in
            [["cross-site", "no-cors", "script"], ["same-site", "cors", "empty"], ["cross-site", "navigate", "iframe"]]
        {
            let answer = asked(path, fetch);
            assert_eq!(answer.status, 403, "{path} {fetch:?}");
            assert!(!answer.body.contains("示例文章"), "{path}");
        }
    }
    assert_eq!(asked("/", ["cross-site", "navigate", "document"]).status, 200);
    assert_eq!(asked("/search/t0.js", ["same-origin", "no-cors", "script"]).status, 200);
    for path in ["/", "/search/t0.js", "/none.html", "/_gongkai/reload.js", "/_gongkai/state"] {
        let head = preview.get(path).head;
        assert!(head.contains("Cross-Origin-Resource-Policy: same-origin"), "{path}: {head}");
    }
}

#[test]
fn silent_connections_make_room_for_readers() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let _silent: Vec<_> = (0..300).map(|_| preview.silence()).collect();
    assert!(preview.page(PAGE).contains("示例文章"));
}

#[test]
fn pages_are_marked_and_told_of_warnings() {
    let site = Site::minimal();
    site.report("示例栏目/别的", "title = \"别的\"\ndate = 2024-02-08", "正文,半角逗号。");
    let preview = Preview::start(&site, &[]);
    for path in ["/", PAGE, "/none.html"] {
        assert!(preview.get(path).body.contains("预览，还没有发布"), "{path}");
    }
    let state = preview.state("");
    assert_eq!((&state["shown"], &state["change"]), (&"newest".into(), &"none".into()), "{state:#}");
    let remarks = state["remarks"]["problems"].as_array().expect("a list");
    let place = format!("{}:", file("别的"));
    assert!(remarks.iter().any(|found| found["place"].as_str().is_some_and(|at| at.starts_with(&place))), "{state:#}");
    assert!(remarks.iter().all(|found| found["level"] != "错误") && state["problems"]["problems"] == serde_json::json!([]));
}

#[test]
fn a_tab_asks_what_has_changed_since_its_page_was_made() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let before = preview.state("")["version"].to_string();
    assert_eq!(preview.state(&before)["change"], "none");
    let mut events = preview.events();
    site.report("示例栏目/文章", MATTER, "改过的正文。");
    events.reloads_until(|| preview.page(PAGE).contains("改过的正文"));
    assert_eq!(preview.state(&before)["change"], "reload");
    site.report("示例栏目/文章", "titel = \"示例\"", "正文。");
    events.problems();
    assert_eq!(preview.state(&before)["shown"], "before");
}

#[test]
fn a_first_start_with_a_fault_shows_what_the_last_build_wrote() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    site.write(&file("坏的"), "没有开头的设置。");
    let preview = Preview::start(&site, &[]);
    let page = preview.page(PAGE);
    assert!(page.contains("示例文章") && page.contains("/_gongkai/reload.js"), "{page}");
    assert!(preview.get("/sllm").head.contains("Location: /sllm/"));
    assert_eq!(preview.get("/none.html").status, 404);
    assert_eq!(preview.get("/SHA256SUMS").status, 404);
    let state = preview.state("");
    assert_eq!(state["shown"], "published");
    assert!(!state["problems"]["problems"].as_array().expect("a list").is_empty(), "{state:#}");
    // What somebody changed since is not what the program wrote.
    site.write(&format!("output{PAGE}"), "<p>别人改的");
    assert!(!preview.get(PAGE).body.contains("别人改的"));
    let mut events = preview.events();
    site.remove(&file("坏的"));
    events.reloads_until(|| preview.state("")["shown"] == "newest");
    assert!(preview.page(PAGE).contains("示例文章"));
}

#[test]
fn a_folder_that_is_not_ours_is_not_shown() {
    let site = Site::bare();
    site.report("示例栏目/文章", "titel = \"示例\"", "正文。");
    site.write("output/index.html", "<p>别人的");
    let preview = Preview::start(&site, &[]);
    let answer = preview.get("/");
    assert!(answer.status == 503 && !answer.body.contains("别人的"), "{answer:?}");
    assert_eq!(preview.state("")["shown"], "nothing");
}

#[test]
fn a_connection_is_kept_for_the_next_request() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let host = format!("Host: 127.0.0.1:{}", preview.port());
    let both = preview
        .send(&format!("HEAD / HTTP/1.1\r\n{host}\r\n\r\nGET /robots.txt HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n"));
    assert_eq!(both.body.matches("HTTP/1.1 200 OK").count(), 1, "{}", both.body);
}

#[test]
fn drafts_are_shown_and_marked_on_request() {
    let site = Site::minimal();
    site.report("示例栏目/草", "title = \"草稿一篇\"\ndate = 2024-02-01\ndraft = true", "正文。");
    let path = "/sllm/c.html";
    assert_eq!(Preview::start(&site, &[]).get(path).status, 404);
    assert!(Preview::start(&site, &["--drafts"]).page(path).contains("草稿"));
}

#[test]
fn a_port_in_use_and_a_missing_site_end_the_program() {
    let site = Site::minimal();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = site.run(&["serve", "--port", &port]);
    run.exits(2).says(&port).says("--port");
    assert_eq!(run.stdout, "");
    site.run(&["serve", "--port", "70000"]).exits(2).says("65535");
    site.run(&["serve", "--bind", "nowhere"]).exits(2).says("127.0.0.1");
    Site::empty().run(&["-C", ".", "serve", "--port", "0"]).exits(2).says("site.toml");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let site = Site::minimal();
    let preview = Preview::start(&site, &[]);
    let _open = preview.events();
    assert_eq!(preview.interrupt(), Some(0));
}
