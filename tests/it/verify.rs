//! `gongkai verify` names every file that is not what the sources make, or not what a list says that was kept elsewhere.

use std::fs;

use serde_json::Value;

use crate::support::site::{Run, Site, TODAY};

/// A site with an attachment, built.
fn published() -> Site {
    let site = Site::minimal();
    site.report("通知/活动/index", "title = \"关于举办活动的通知\"\ndate = 2024-05-06", "见[名单](名单.csv)。");
    site.write("reports/通知/活动/名单.csv", "甲,乙\n");
    site.build(&[]).succeeds();
    site
}

/// The address of the page with that title, below the output folder.
fn page_of(site: &Site, title: &str) -> String {
    let is_it = |path: &String| {
        path.ends_with(".html") && site.output(path).contains(&format!("<meta name=\"ArticleTitle\" content=\"{title}\">"))
    };
    site.output_paths().into_iter().find(is_it).unwrap_or_else(|| panic!("no page of {title}"))
}

fn append(site: &Site, path: &str, text: &str) {
    let file = site.root.join(path);
    let mut bytes = fs::read(&file).expect("a file");
    bytes.extend_from_slice(text.as_bytes());
    fs::write(&file, bytes).expect("written");
}

fn differences(run: &Run) -> Vec<(String, String)> {
    let json = run.json();
    let list = json["differences"].as_array().expect("differences");
    let text = |value: &Value| value.as_str().expect("text").to_string();
    list.iter().map(|found| (text(&found["class"]), text(&found["file"]))).collect()
}

fn verified(site: &Site) -> Vec<(String, String)> {
    differences(&site.run(&["verify", "--format", "json"]))
}

fn one(class: &str, file: &str) -> Vec<(String, String)> {
    vec![(class.to_string(), file.to_string())]
}

#[test]
fn a_folder_as_it_was_built_agrees_whatever_the_day() {
    let site = published();
    let run = site.run(&["verify"]);
    run.exits(0).says("按上次生成的时刻 2024-12-31 00:00 核对").says("一致：");
    assert_eq!(run.stdout, "");
    let json = site.run(&["verify", "output", "--format", "json"]).exits(0).json();
    assert_eq!(json["equal"], true);
    assert_eq!(json["same"].as_u64(), Some(site.output_paths().len() as u64));
    assert_eq!((&json["as_of"], &json["as_of_from"]), (&"2024-12-31T00:00:00".into(), &"last-build".into()));
}

#[test]
fn an_altered_page_is_named() {
    let site = published();
    let page = page_of(&site, "示例文章");
    let text = site.output(&page).replace("正文。", "换了的正文。");
    site.write(&format!("output/{page}"), text);
    site.run(&["verify"]).exits(1).says(&format!("被改过的 1 个：\n  {page}\n")).says("不一致");
    assert_eq!(verified(&site), one("altered", &page));
}

#[test]
fn an_altered_attachment_is_named() {
    let site = published();
    let file = site.output_paths().into_iter().find(|path| path.ends_with(".csv")).expect("an attachment");
    append(&site, &format!("output/{file}"), "丙\n");
    assert_eq!(verified(&site), one("altered", &file));
}

#[test]
fn a_page_and_the_list_altered_together_are_both_named() {
    let site = published();
    let page = page_of(&site, "示例文章");
    append(&site, &format!("output/{page}"), "<p>暗链</p>");
    let list = site.output("SHA256SUMS");
    let other =
        list.lines().map(|line| if line.ends_with(&page) { line.replace(['a', '1'], "0") } else { line.to_string() });
    site.write("output/SHA256SUMS", other.collect::<Vec<_>>().join("\n") + "\n");
    assert_eq!(verified(&site), [one("altered", "SHA256SUMS"), one("altered", &page)].concat());
}

#[test]
fn a_missing_file_is_named() {
    let site = published();
    site.remove("output/404.html");
    site.run(&["verify"]).exits(1).says("缺少的 1 个：\n  404.html\n");
    site.remove("output/SHA256SUMS");
    assert_eq!(verified(&site), [one("missing", "404.html"), one("missing", "SHA256SUMS")].concat());
}

#[test]
fn a_foreign_file_is_named_wherever_it_hides() {
    let site = published();
    for file in ["output/a.php", "output/.cache/x.html", "output/assets/web.config"] {
        site.write(file, "x");
    }
    site.run(&["verify"]).exits(1).says("多出来、网站里没有的 3 个：\n  .cache/x.html\n  a.php\n  assets/web.config\n");
}

#[test]
fn files_of_the_server_are_no_difference_and_are_named_as_not_compared() {
    let site = published();
    for file in ["web.config", "CNAME", ".nojekyll", ".well-known/acme-challenge/x"] {
        site.write(&format!("output/{file}"), "x");
    }
    site.run(&["verify"]).exits(0).says("服务器自己的文件 4 个，没有核对").says("web.config");
}

#[cfg(unix)]
#[test]
fn the_name_of_a_lock_hides_nothing_where_no_build_makes_such_a_file() {
    let site = published();
    site.write("output/.gongkai-lock", "<?php");
    site.run(&["verify"]).exits(1).says("多出来、网站里没有的 1 个：\n  .gongkai-lock\n");
}

#[cfg(unix)]
#[test]
fn a_link_is_foreign_and_what_is_behind_it_is_not_read() {
    let site = published();
    let page = page_of(&site, "示例文章");
    let elsewhere = site.root.join("elsewhere.html");
    fs::rename(site.root.join("output").join(&page), &elsewhere).expect("moved");
    std::os::unix::fs::symlink(&elsewhere, site.root.join("output").join(&page)).expect("a link");
    assert_eq!(verified(&site), [one("missing", &page), one("foreign", &page)].concat());
    site.run(&["verify"]).exits(1).says("是链接");
    let folder = site.root.join("output/assets");
    fs::rename(&folder, site.root.join("assets-elsewhere")).expect("moved");
    std::os::unix::fs::symlink(site.root.join("assets-elsewhere"), &folder).expect("a link");
    let found = verified(&site);
    assert!(found.contains(&("foreign".into(), "assets".into())), "{found:?}");
    assert!(found.iter().any(|(class, file)| class == "missing" && file.starts_with("assets/")), "{found:?}");
}

#[test]
fn a_script_of_a_firewall_is_told_from_tampering_and_told_once() {
    let site = published();
    let pages = [page_of(&site, "示例文章"), page_of(&site, "关于举办活动的通知")];
    for page in &pages {
        let text = site.output(page).replace("</head>", "<script src=\"/waf/\u{202e}1.js\"></script></head>");
        site.write(&format!("output/{page}"), text);
    }
    let run = site.run(&["verify"]);
    run.exits(1).says("被插入了一段脚本").says("脚本：<script src=\"/waf/‹U+202E›1.js\"></script>").never_says("被改过的");
    assert_eq!(run.stdout.matches("脚本：").count(), 1, "{run}");
    let expected: Vec<String> = verified(&site).into_iter().map(|(class, file)| format!("{class} {file}")).collect();
    let mut pages = pages.map(|page| format!("injected {page}"));
    pages.sort();
    assert_eq!(expected, pages);
}

#[test]
fn a_private_number_across_the_end_of_what_is_shown_of_a_script_is_covered() {
    let site = published();
    let page = page_of(&site, "示例文章");
    // What is shown ends within the number.
    let script = format!("<script>/*{}电话13812345678*/</script>", "一".repeat(100));
    site.write(&format!("output/{page}"), site.output(&page).replace("</head>", &format!("{script}</head>")));
    for format in ["text", "json"] {
        site.run(&["verify", "--format", format]).exits(1).says("电话138***").never_says("1381234").never_says("138123");
    }
}

#[test]
fn what_was_edited_since_the_last_build_is_told_from_tampering() {
    let site = published();
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "后来改的正文。");
    let tampered = page_of(&site, "关于举办活动的通知");
    append(&site, &format!("output/{tampered}"), "x");
    let run = site.run(&["verify"]);
    run.exits(1).says(&format!("被改过的 1 个：\n  {tampered}\n")).says("和上次生成的一样（后来改了源文件");
    let json = site.run(&["verify", "--format", "json"]).json();
    let list = json["differences"].as_array().expect("differences");
    let others: Vec<&Value> = list.iter().filter(|found| found["file"] != tampered.as_str()).collect();
    assert!(others.len() > 1 && others.iter().all(|found| found["as_last_built"] == true), "{json:#}");
}

#[test]
fn a_site_with_errors_cannot_be_compared_and_says_why() {
    let site = published();
    site.write("reports/通知/坏的.md", "没有开头\n");
    let run = site.run(&["verify"]);
    run.exits(2).says("错误[missing-fence]").says("没法核对").says("--against");
    assert_eq!(run.stdout, "");
    site.run(&["verify", "没有这个文件夹"]).exits(2).says("不存在").says("处理：先运行 gongkai build");
}

#[test]
fn a_build_with_another_day_drafts_and_address_is_made_again_as_it_was() {
    let site = published();
    site.report("通知/草稿", "title = \"还没有写好的通知\"\ndate = 2024-05-07\ndraft = true", "正文。");
    let other = ["build", "--as-of", "2024-06-01", "--drafts", "--base-url", "https://b.example.gov.cn", "--no-sync"];
    site.run(&other).succeeds();
    site.run(&["verify"]).exits(0).says("2024-06-01").says("草稿也算在内");
    let described =
        ["verify", "--as-of", "2024-06-01", "--drafts", "--base-url", "https://b.example.gov.cn", "--format", "json"];
    assert_eq!(site.run(&described).exits(0).json()["as_of_from"], "option");
    site.run(&["verify", "--as-of", "2024-06-01"]).exits(1).says("--base-url");
}

#[test]
fn another_moment_is_advised_only_where_it_can_help() {
    let site = published();
    let page = page_of(&site, "示例文章");
    append(&site, &format!("output/{page}"), "x");
    site.run(&["verify"]).exits(1).never_says("--as-of");
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "后来改的正文。");
    site.run(&["verify"]).exits(1).never_says("--as-of");
    // Nothing is known of the build any more, so it may have been one of another day.
    fs::remove_dir_all(site.root.join(".gongkai")).expect("what was kept");
    site.run(&["verify"]).exits(1).says("用 --as-of、--base-url 写明再核对");
}

#[test]
fn a_copy_elsewhere_is_compared_with_the_site() {
    let site = published();
    site.run(&["verify", "--as-of", TODAY, "output"]).exits(0);
    fs::rename(site.root.join("output"), site.root.join("下载的")).expect("moved");
    site.run(&["verify", "下载的"]).exits(0).says("按上次生成的时刻");
    site.run(&["verify"]).exits(2);
}

#[test]
fn a_list_kept_elsewhere_needs_no_site() {
    let site = published();
    fs::copy(site.root.join("output/SHA256SUMS"), site.root.join("另存的.txt")).expect("copied");
    site.remove("site.toml");
    let against = ["verify", "output", "--against", "另存的.txt", "--format", "json"];
    assert_eq!(site.run(&against).exits(0).json()["against"], "kept");
    let page = page_of(&site, "示例文章");
    let injected = page_of(&site, "关于举办活动的通知");
    append(&site, &format!("output/{page}"), "x");
    append(&site, &format!("output/{injected}"), "<script>waf</script>\n");
    append(&site, "output/SHA256SUMS", "");
    site.remove("output/404.html").write("output/x.jsp", "x");
    let run = site.run(&against);
    run.exits(1);
    let expected =
        [one("altered", &page), one("injected", &injected), one("missing", "404.html"), one("foreign", "x.jsp")].concat();
    assert_eq!(differences(&run), expected);
    append(&site, "output/SHA256SUMS", "\n");
    assert!(differences(&site.run(&against)).contains(&("altered".into(), "SHA256SUMS".into())));
}

#[test]
fn a_list_that_was_made_over_the_whole_folder_raises_no_false_alarm_and_is_held_against_all_of_it() {
    let site = published();
    for file in ["web.config", ".well-known/security.txt"] {
        site.write(&format!("output/{file}"), "x");
    }
    let line = |(path, bytes): (&String, &Vec<u8>)| format!("{}  ./{path}\n", crate::seal::sha256(bytes));
    let files = site.files("output");
    let whole: String = files.iter().map(line).collect();
    let without_own: String = files.iter().filter(|(path, _)| *path != "SHA256SUMS").map(line).collect();
    let verified = |list: &str| {
        site.write("另存的.txt", list);
        site.run(&["verify", "output", "--against", "另存的.txt", "--format", "json"])
    };
    for list in [&whole, &without_own] {
        let run = verified(list);
        assert_eq!((differences(&run), run.code), (Vec::new(), Some(0)));
    }
    site.write("output/web.config", "改了");
    append(&site, "output/SHA256SUMS", "\n");
    for list in [&whole, &without_own] {
        let expected = [one("altered", "SHA256SUMS"), one("altered", "web.config")].concat();
        assert_eq!(differences(verified(list).exits(1)), expected);
    }
}

#[test]
fn a_list_in_the_folder_itself_proves_little_and_that_is_said() {
    let site = published();
    site.run(&["verify", "--against", "output/SHA256SUMS"]).exits(0).says("清单就在要核对的文件夹里");
}

#[test]
fn what_is_no_list_is_refused_with_its_line() {
    let site = published();
    site.write("清单.txt", format!("{}\n第二行", site.output("SHA256SUMS").lines().next().expect("a line")));
    site.run(&["verify", "output", "--against", "清单.txt"]).exits(2).says("第 2 行");
    site.run(&["verify", "output", "--against", "没有.txt"]).exits(2).says("没有.txt");
    site.run(&["verify", "--against", "清单.txt", "--drafts"]).exits(2);
}

#[test]
fn verifying_writes_nothing() {
    let site = published();
    let before = site.files("");
    site.run(&["verify"]).exits(0);
    assert!(before == site.files(""));
}

#[test]
fn one_flipped_bit_anywhere_is_named() {
    /// Flips that are tried.
    const TRIED: u64 = 24;
    let site = published();
    let files = site.files("output");
    let names: Vec<&String> = files.keys().filter(|name| !files[*name].is_empty()).collect();
    // A sequence that differs from run to run would name a fault that nobody can repeat.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    for _ in 0..TRIED {
        let name = names[next(names.len())];
        let mut bytes = files[name].clone();
        let (place, bit) = (next(bytes.len()), next(8));
        bytes[place] ^= 1 << bit;
        site.write(&format!("output/{name}"), &bytes);
        assert_eq!(verified(&site), one("altered", name), "bit {bit} of byte {place}");
        site.write(&format!("output/{name}"), &files[name]);
    }
}

#[test]
fn a_site_whose_memory_is_kept_elsewhere_is_compared_as_it_was_built() {
    let site = Site::minimal();
    site.run(&["build", "--no-sync", "--drafts", "--base-url", "https://b.example.gov.cn", "--state", "kept"]).succeeds();
    site.run(&["verify"]).exits(1);
    site.run(&["verify", "--state", "kept"]).succeeds();
    site.run(&["diff", "--state", "kept"]).succeeds().never_says("改动");
}
