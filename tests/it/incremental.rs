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

/// Paths of the files that a build wrote, the list of digests aside.
fn written(run: &Run) -> Vec<String> {
    let json: Value = run.json();
    let files = json["changes"]["written_files"].as_array().expect("a list").iter();
    files.filter_map(Value::as_str).filter(|path| *path != "SHA256SUMS").map(str::to_string).collect()
}

/// The same, search data and other files apart.
fn written_apart(run: &Run) -> (Vec<String>, Vec<String>) {
    written(run).into_iter().partition(|path| path.starts_with("search/"))
}

/// How many files a build made, whether or not their bytes were others than before.
fn made(run: &Run) -> usize {
    let [made, ..] = counts(run);
    usize::try_from(made).expect("a small number")
}

/// Search data of a small site: what the search page asks first, one group of texts, four files of terms.
const SEARCH_DATA: [&str; 6] = ["search/0.js", "search/1.js", "search/2.js", "search/3.js", "search/map.js", "search/t0.js"];

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
fn an_edited_text_makes_the_page_of_its_report_and_the_search_data() {
    let site = small();
    site.report("甲栏/一", "title = \"文一\"\ndate = 2024-01-01\ndescription = \"摘要\"", "改过的正文。");
    let run = build(&site, &[]);
    let (search, pages) = written_apart(&run);
    assert_eq!(pages, ["jl/y.html"]);
    assert_eq!(search, SEARCH_DATA);
    assert_eq!(made(&run), written(&run).len(), "nothing was made in vain");
}

#[test]
fn an_edited_title_makes_every_page_that_names_it() {
    let site = small();
    site.report("甲栏/一", "title = \"新题\"\ndate = 2024-01-01\ndescription = \"摘要\"", "正文一。");
    let run = build(&site, &[]);
    let (search, pages) = written_apart(&run);
    let of_its_column = ["jl/2024.html", "jl/feed.xml", "jl/index.html", "jl/mulu.html"];
    let (own, neighbour) = (["jl/y.html"], ["jl/e.html"]);
    let of_the_site = ["api/jl/index.json", "feed.xml", "index.html"];
    let mut all = [&of_the_site[..], &own, &neighbour, &of_its_column].concat();
    all.sort_unstable();
    assert_eq!(pages, all);
    assert!(search.len() < SEARCH_DATA.len(), "a file of terms none of which came or went is left alone: {search:?}");
    assert_eq!(made(&run), written(&run).len(), "nothing was made in vain");
}

#[test]
fn a_changed_style_sheet_makes_every_page_again() {
    let site = small();
    site.write("assets/site.css", ":root{--c-accent:#900}");
    let (_, written) = written_apart(&build(&site, &[]));
    let mut pages = site.output_paths();
    pages.retain(|path| path.ends_with(".html"));
    let left: Vec<&String> = pages.iter().filter(|page| !written.contains(page)).collect();
    assert!(left.is_empty() && !pages.is_empty(), "every page names the style sheet: {left:?}");
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
    assert_eq!(others, ["SHA256SUMS", "jl/y.html"]);
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
    assert!(site.output("jl/e.html").contains("改文二"));
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

/// A site that was built, with so many reports that an edit of one concerns few enough files to be written beside the cache.
fn large() -> Site {
    const REPORTS: usize = 200;
    let site = Site::bare();
    (0..REPORTS).for_each(|number| numbered(&site, number, &format!("正文{number}。")));
    build(&site, &[]).succeeds();
    assert!(kept(&site, CACHE).is_some() && kept(&site, CHANGES).is_none());
    site
}

fn numbered(site: &Site, number: usize, text: &str) {
    site.report(&format!("栏目/第{number}篇"), &format!("title = \"第{number}篇\"\ndate = 2024-01-01"), text);
}

fn kept(site: &Site, file: &str) -> Option<Vec<u8>> {
    fs::read(site.root.join(file)).ok()
}

/// A build without a word about the cache gives what a clean one gives, and has nothing left to do.
#[track_caller]
fn is_right(site: &Site, when: &str) {
    build(site, &[]).succeeds().never_says("cache");
    build(site, &["--no-cache", "--output", "clean"]).succeeds();
    assert_same(site, when);
    assert_eq!(counts(&build(site, &[])), [0, 0, 0], "after {when}");
}

#[test]
fn what_has_changed_since_the_cache_was_written_stands_beside_it() {
    let site = large();
    let base = kept(&site, CACHE);
    for (number, text) in [(7, "改过的正文。"), (8, "也改过。"), (7, "正文7。"), (201, "新的一篇。")] {
        numbered(&site, number, text);
        is_right(&site, text);
        assert!(kept(&site, CACHE) == base && kept(&site, CHANGES).is_some(), "after {text}");
    }
    site.remove("reports/栏目/第8篇.md");
    is_right(&site, "a report less");
    assert!(kept(&site, CACHE) == base && kept(&site, CHANGES).is_some(), "after a report less");
}

#[test]
fn damaged_changes_make_the_cache_useless_and_all_of_it_is_written_anew() {
    let site = large();
    numbered(&site, 7, "改过的正文。");
    is_right(&site, "an edit");
    let (base, changes) = (kept(&site, CACHE), kept(&site, CHANGES).expect("changes"));
    site.write(CHANGES, &changes[..changes.len() - 1]);
    let run = build(&site, &[]);
    run.succeeds().says("已损坏");
    assert!(made(&run) > 200, "every report and more: {run}");
    assert!(kept(&site, CACHE) != base && kept(&site, CHANGES).is_none());
    is_right(&site, "damage");
}

#[test]
fn changes_of_an_earlier_cache_say_nothing() {
    let site = large();
    numbered(&site, 7, "改过的正文。");
    is_right(&site, "an edit");
    let changes = kept(&site, CHANGES).expect("changes");
    site.remove(CACHE).remove(CHANGES);
    build(&site, &[]).succeeds();
    site.write(CHANGES, &changes);
    is_right(&site, "changes of an earlier cache");
    numbered(&site, 9, "改过的正文。");
    is_right(&site, "an edit beside them");
}

#[test]
fn losing_the_changes_costs_time_alone() {
    let site = large();
    numbered(&site, 7, "改过的正文。");
    is_right(&site, "an edit");
    site.remove(CHANGES);
    is_right(&site, "losing them");
}

#[test]
fn the_cache_of_another_site_is_harmless() {
    let (site, other) = (small(), full::site());
    build(&other, &[]).succeeds();
    let pages = site.files("output");
    site.write(CACHE, fs::read(other.root.join(CACHE)).expect("a cache"));
    build(&site, &[]).succeeds();
    assert!(pages == site.files("output"));
}

#[test]
fn a_build_without_cache_neither_reads_nor_writes_one() {
    let site = small();
    let pages = site.files("output");
    site.remove(CACHE);
    build(&site, &["--no-cache"]).succeeds().never_says("cache");
    assert!(!site.root.join(CACHE).exists());
    assert!(pages == site.files("output"));
}

/// Does something to each published file in turn; the next build must put it right and touch no other.
#[track_caller]
fn is_put_right(spoil: impl Fn(&Site, &str, &[u8])) {
    let site = small();
    let pages = site.files("output");
    for (path, bytes) in pages.iter().filter(|(path, _)| *path != "SHA256SUMS") {
        spoil(&site, &format!("output/{path}"), bytes);
        assert_eq!(counts(&build(&site, &[])), [1, 1, 0], "{path}");
        assert!(pages == site.files("output"), "{path}");
    }
}

#[test]
fn a_published_file_that_was_altered_is_put_right() {
    is_put_right(|site, path, bytes| {
        let mut altered = bytes.to_vec();
        altered[0] ^= 1;
        site.write(path, &altered);
    });
}

#[test]
fn a_published_file_that_was_cut_is_put_right() {
    is_put_right(|site, path, bytes| {
        site.write(path, &bytes[..bytes.len() - 1]);
    });
}

#[test]
fn a_published_file_that_was_deleted_is_put_right() {
    is_put_right(|site, path, _| {
        site.remove(path);
    });
}
