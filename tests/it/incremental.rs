//! A build over an older one gives what a clean one gives, after any edit; it makes only what the edit concerns, and believes
//! neither a damaged cache nor a published file that was altered from outside.

use std::collections::BTreeMap;
use std::fs;
use std::time::SystemTime;

use serde_json::Value;

use crate::support::full;
use crate::support::site::{PNG, Run, Site};

const CACHE: &str = ".gongkai/cache.bin";
const CHANGES: &str = ".gongkai/cache-changes.bin";

/// Pseudo-random numbers that are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("a small number")
    }
}

/// Does something to the site and says what. Some edits are made twice or undo each other: that is meant.
fn edit(site: &Site, dice: &mut Dice, options: &mut Vec<&'static str>) -> String {
    let number = dice.below(4);
    let name = format!("示例栏目/编辑{number}");
    let file = format!("reports/{name}.md");
    let day = format!("2024-0{}-1{}", 1 + dice.below(9), dice.below(10));
    let text = format!("正文{}。\n\n一、甲\n\n见[文章](文章.md)。", dice.below(100));
    let plain = format!("title = \"编辑{number}\"\ndate = 2024-05-0{}", number + 1);
    let what = dice.below(18);
    match what {
        0 | 1 => drop(site.report(&name, &plain, &text)),
        2 => drop(site.report(&name, &format!("title = \"改题{}\"\ndate = {day}", dice.below(9)), &text)),
        3 => drop(site.report(&name, &format!("{plain}\nslug = \"slug-{number}\"\naliases = [\"/old/{number}\"]"), &text)),
        4 => drop(site.report(&name, &format!("{plain}\ndraft = true"), &text)),
        5 => drop(site.report(&name, &format!("{plain}\n[extra]\na = {}", ["\"\"", "false", "0"][dice.below(3)]), &text)),
        6 => drop(site.report(&name, &format!("{plain}\n[[highlights]]\nlabel = \"数\"\nvalue = \"甲\""), &text)),
        7 => drop(site.report(&name, &format!("title = \"未来{number}\"\ndate = 2025-01-0{}", number + 1), &text)),
        8 => drop(fs::remove_file(site.root.join(&file))),
        9 => drop(fs::rename(site.root.join(&file), site.root.join(format!("reports/示例栏目/改名{number}.md")))),
        10 => drop(fs::remove_file(site.root.join(format!("reports/示例栏目/改名{number}.md")))),
        11 => {
            let name = format!("name = \"栏目{number}\"\nslug = \"lm{}\"\n", dice.below(2));
            site.write("reports/示例栏目/_category.toml", name);
        }
        12 => {
            let per_page = format!("per_page = {}", 1 + number);
            site.write("site.toml", full::settings().replace("per_page = 2", &per_page));
        }
        13 => {
            let leads = if number.is_multiple_of(2) { "\n[markdown]\nleads = false\n" } else { "" };
            site.write("site.toml", format!("{}{leads}", full::settings()));
        }
        14 => {
            let bar = format!("{{% extends \"theme/list.html\" %}}{{% block bar %}}{number}{{% endblock bar %}}");
            site.write("templates/list.html", bar);
        }
        15 => {
            let css = format!(":root{{--c-accent:#90{number}}}");
            site.write("assets/site.css", css);
        }
        16 => {
            site.write("reports/示例栏目/附件/index.md", "+++\ntitle = \"附件\"\ndate = 2024-03-03\n+++\n![图](图.png)\n");
            site.write("reports/示例栏目/附件/图.png", PNG).write("reports/示例栏目/附件/表.csv", format!("{number}"));
        }
        _ => {
            options.clear();
            options.extend([&["--as-of", "2024-12-31"][..], &["--as-of", "2025-01-02"], &["--drafts"]][number % 3]);
        }
    }
    format!("{what} {name}")
}

fn build(site: &Site, options: &[&str]) -> Run {
    let day: &[&str] = if options.contains(&"--as-of") { &[] } else { &["--as-of", "2024-12-31"] };
    site.run(&[&["build", "--format", "json"], day, options].concat())
}

/// Of 45 rounds of edits, those that at least must give a site to compare: the others end with an error in both builds alike.
const FEWEST_COMPARED: usize = 40;

#[test]
fn after_any_edits_the_site_equals_a_clean_build() {
    let mut compared = 0;
    for seed in 0..3 {
        let site = full::site();
        let mut dice = Dice(seed);
        let mut options = Vec::new();
        let mut done = Vec::new();
        for _ in 0..15 {
            for _ in 0..=dice.below(3) {
                done.push(edit(&site, &mut dice, &mut options));
            }
            let over = build(&site, &options);
            let clean = build(&site, &[&options[..], &["--no-cache", "--output", "clean"]].concat());
            assert_eq!(over.code, clean.code, "seed {seed}: {done:?}\n{over}\n{clean}");
            assert_eq!(over.json()["findings"], clean.json()["findings"], "seed {seed}: {done:?}");
            if over.code == Some(0) {
                compared += 1;
                assert_same(&site, &done.join(", "));
                let again = build(&site, &options);
                assert_eq!(counts(&again)[1..], [0, 0], "seed {seed}: {done:?}");
                assert_eq!(again.json()["findings"], clean.json()["findings"]);
                assert_eq!(again.json()["held"], clean.json()["held"]);
            }
            let _ = fs::remove_dir_all(site.root.join("clean"));
        }
    }
    assert!(compared >= FEWEST_COMPARED, "only {compared} rounds gave a site");
}

#[track_caller]
fn assert_same(site: &Site, when: &str) {
    let (over, clean) = (site.files("output"), site.files("clean"));
    assert_eq!(over.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>(), "after {when}");
    for (path, bytes) in &over {
        assert!(*bytes == clean[path], "{path} differs after {when}");
    }
}

/// Made, written, deleted.
#[track_caller]
fn counts(run: &Run) -> [u64; 3] {
    let json: Value = run.json();
    ["made", "written", "deleted"].map(|key| json["changes"][key].as_u64().expect("a number"))
}

/// Files of search data of a small site: the map, one group of texts, four files of terms.
const SEARCH: u64 = 6;

/// Three reports in two columns.
fn small() -> Site {
    let site = Site::bare();
    site.report("甲栏/一", "title = \"文一\"\ndate = 2024-01-01\ndescription = \"摘要\"", "正文一。");
    site.report("甲栏/二", "title = \"文二\"\ndate = 2024-01-02", "正文二。");
    site.report("乙栏/三", "title = \"文三\"\ndate = 2024-01-03", "正文三。");
    build(&site, &[]).succeeds();
    site
}

#[test]
fn an_edit_makes_the_pages_that_show_it_and_no_others() {
    let site = small();
    site.report("甲栏/一", "title = \"文一\"\ndate = 2024-01-01\ndescription = \"摘要\"", "改过的正文。");
    // Its page; the map, the group and the four files of terms of the search.
    let [made, written, deleted] = counts(&build(&site, &[]));
    assert_eq!((made, deleted), (1 + SEARCH, 0), "the page of a report alone shows its text");
    assert!(written <= made);
    site.report("甲栏/一", "title = \"新题\"\ndate = 2024-01-01\ndescription = \"摘要\"", "改过的正文。");
    // Its page and that of its neighbour; list, year, 目录, JSON and feed of the column; home and feed; search data, of which one
    // file of terms has none that came or went.
    let [made, written, deleted] = counts(&build(&site, &[]));
    assert_eq!((made, deleted), (9 + SEARCH - 1, 0));
    assert!(written >= 9 + 3 && written <= made, "{written}");
    site.write("assets/site.css", ":root{--c-accent:#900}");
    let [made, ..] = counts(&build(&site, &[]));
    assert!(made > 12, "every page names the style sheet: {made}");
}

#[test]
fn what_did_not_change_keeps_its_bytes_and_its_time() {
    let site = small();
    let before = times(&site);
    site.report("甲栏/一", "title = \"文一\"\ndate = 2024-01-01\ndescription = \"摘要\"", "改过的正文。");
    build(&site, &[]).succeeds();
    let after = times(&site);
    let changed: Vec<&String> = before.iter().filter(|(path, time)| after[*path] != **time).map(|(path, _)| path).collect();
    let (search, others): (Vec<&String>, Vec<&String>) = changed.into_iter().partition(|path| path.starts_with("search/"));
    assert_eq!(others, ["SHA256SUMS", "jl/2024-01-01-y.html"]);
    assert!(search.iter().any(|path| path.ends_with("t0.js")), "{search:?}");
}

fn times(site: &Site) -> BTreeMap<String, SystemTime> {
    let modified = |path: &String| fs::metadata(site.root.join("output").join(path)).and_then(|m| m.modified());
    site.output_paths().into_iter().map(|path| (path.clone(), modified(&path).expect("a time"))).collect()
}

#[test]
fn an_edit_that_keeps_size_and_date_is_seen() {
    let site = small();
    let file = site.root.join("reports/甲栏/二.md");
    let date = fs::metadata(&file).and_then(|m| m.modified()).expect("a date");
    let text = fs::read_to_string(&file).expect("text").replace("正文二", "改文二");
    fs::write(&file, text).expect("written");
    fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(date)).expect("set back");
    build(&site, &[]).succeeds();
    assert!(site.output("jl/2024-01-02-e.html").contains("改文二"));
}

#[test]
fn a_useless_cache_means_a_full_build_and_one_line_says_why() {
    let site = small();
    let (good, pages) = (fs::read(site.root.join(CACHE)).expect("a cache"), site.files("output"));
    let mut other_version = good.clone();
    other_version[8] += 1;
    let mut damaged = good.clone();
    *damaged.last_mut().expect("a byte") ^= 1;
    let cases: [(&[u8], &str); 5] = [
        (&good[..good.len() / 2], "已损坏"),
        (b"", "已损坏"),
        (&damaged, "已损坏"),
        (&other_version, "另一个版本"),
        (&[7; 100], "不是本程序写的"),
    ];
    for (bytes, reason) in cases {
        site.write(CACHE, bytes);
        let run = build(&site, &[]);
        run.succeeds().says(reason);
        assert_eq!(run.stderr.lines().count(), 1, "{run}");
        assert!(counts(&run)[0] > 15, "{run}");
        assert!(pages == site.files("output"));
        assert_eq!(counts(build(&site, &[]).never_says("cache")), [0, 0, 0]);
    }
}

/// Two hundred reports: of so many, an edit concerns few enough files.
#[test]
fn what_has_changed_since_the_cache_was_written_stands_beside_it() {
    let site = Site::bare();
    let report = |number: usize, text: &str| {
        site.report(&format!("栏目/第{number}篇"), &format!("title = \"第{number}篇\"\ndate = 2024-01-01"), text);
    };
    (0..200).for_each(|number| report(number, &format!("正文{number}。")));
    build(&site, &[]).succeeds();
    let kept = |file: &str| fs::read(site.root.join(file)).ok();
    let is_right = |when: &str| {
        build(&site, &[]).succeeds().never_says("cache");
        build(&site, &["--no-cache", "--output", "clean"]).succeeds();
        assert_same(&site, when);
        assert_eq!(counts(&build(&site, &[])), [0, 0, 0], "after {when}");
    };
    let base = kept(CACHE);
    assert!(base.is_some() && kept(CHANGES).is_none());
    for (number, text) in [(7, "改过的正文。"), (8, "也改过。"), (7, "正文7。"), (201, "新的一篇。")] {
        report(number, text);
        is_right(text);
        assert!(kept(CACHE) == base && kept(CHANGES).is_some(), "after {text}");
    }
    site.remove("reports/栏目/第8篇.md");
    is_right("a report less");

    let changes = kept(CHANGES).expect("changes");
    site.write(CHANGES, &changes[..changes.len() - 1]);
    let run = build(&site, &[]);
    run.succeeds().says("已损坏");
    assert!(counts(&run)[0] > 200, "{run}");
    assert!(kept(CACHE) != base && kept(CHANGES).is_none(), "all of it is written anew");
    is_right("damage");

    site.write(CHANGES, &changes);
    is_right("changes of an earlier cache");
    report(9, "改过的正文。");
    is_right("an edit beside them");
    site.remove(CHANGES);
    is_right("losing them");
}

#[test]
fn the_cache_of_another_site_and_no_cache_at_all_are_harmless() {
    let (site, other) = (small(), full::site());
    build(&other, &[]).succeeds();
    let pages = site.files("output");
    site.write(CACHE, fs::read(other.root.join(CACHE)).expect("a cache"));
    build(&site, &[]).succeeds();
    assert!(pages == site.files("output"));
    site.remove(CACHE);
    build(&site, &["--no-cache"]).succeeds().never_says("cache");
    assert!(!site.root.join(CACHE).exists(), "neither read nor written");
    assert!(pages == site.files("output"));
}

#[test]
fn a_published_file_that_was_altered_cut_or_deleted_is_put_right() {
    let site = small();
    let pages = site.files("output");
    for (path, bytes) in &pages {
        if path == "SHA256SUMS" {
            continue;
        }
        let mut altered = bytes.clone();
        altered[0] ^= 1;
        site.write(&format!("output/{path}"), &altered);
        assert_eq!(counts(&build(&site, &[])), [1, 1, 0], "{path} altered");
        site.write(&format!("output/{path}"), &bytes[..bytes.len() - 1]);
        assert_eq!(counts(&build(&site, &[])), [1, 1, 0], "{path} cut");
        site.remove(&format!("output/{path}"));
        assert_eq!(counts(&build(&site, &[])), [1, 1, 0], "{path} deleted");
        assert!(pages == site.files("output"), "{path}");
    }
}

/// Parts of the files of terms come from the last build, but for the segments that an edit concerns.
#[test]
fn search_data_of_several_segments_is_that_of_a_clean_build_after_any_edit() {
    let site = Site::bare();
    let report = |number: usize, text: &str| {
        site.report(&format!("栏目/第{number}篇"), &format!("title = \"第{number}篇\"\ndate = 2024-01-01"), text);
    };
    (0..330).for_each(|number| report(number, &format!("正文{number}，共{}字。", number * 37 % 101)));
    let same = |when: &str| {
        build(&site, &["--no-cache", "--output", "clean"]).succeeds();
        assert_same(&site, when);
    };
    build(&site, &[]).succeeds();
    same("the first build");
    let map = site.output("search/map.js");
    assert!(
        map.split("\"versions\":[").nth(1).is_some_and(|rest| rest.split(']').next().is_some_and(|all| all.contains(',')))
    );
    report(5, "鸿鹄。");
    let [made, written, _] = counts(&build(&site, &[]));
    // The page, the map, a group of texts, and those of 64 files of terms that have a term which came or went.
    assert!(made <= 3 + 32 && written <= made, "{made} {written}");
    same("an edit");
    report(331, "燕雀。");
    site.remove("reports/栏目/第9篇.md");
    build(&site, &[]).succeeds();
    same("a report more and one less");
    let file =
        (0..).map(|shard| format!("search/{shard}.js")).find(|path| site.output(path).contains('燕')).expect("a file");
    fs::write(site.root.join("output").join(&file), site.output(&file).replace('燕', "雁")).expect("a file to alter");
    report(6, "鸿鹄之志。");
    build(&site, &[]).succeeds();
    same("an edit after a file was altered");
}
