//! 公开单: what it says of the published files, what it follows on, and when none is written.

use std::fs;

use gongkai::publish::seal::Seal;
use sha2::{Digest as _, Sha256};

use crate::support::site::{Run, Site, TODAY};

/// A site that was built, and no record of addresses in it.
fn built() -> Site {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let _ = fs::remove_file(site.root.join("permalinks.txt"));
    site
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Run {
    /// The path that a seal gave.
    #[track_caller]
    fn path(&self) -> &str {
        self.succeeds().stdout.trim_end()
    }
}

fn text(site: &Site, path: &str) -> String {
    fs::read_to_string(site.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn seals(site: &Site) -> Vec<String> {
    site.files("公开单").into_keys().collect()
}

#[test]
fn the_first_seven_lines_say_what_is_published_by_its_digests() {
    let site = built();
    let run = site.run(&["seal"]);
    let text = text(&site, run.path());
    let sums = site.output("SHA256SUMS");
    let day = run.path().trim_start_matches("公开单/公开单-").trim_end_matches(".txt");
    let expected = format!(
        "网站：示例街道办事处信息公开专栏\n网址：https://www.example.gov.cn\n公开日：{day}\n文件：{} 个\nSHA256SUMS 的校验值：{}\n网址记录的校验值：-\n上一份公开单的校验值：-\n",
        sums.lines().count(),
        sha256(sums.as_bytes())
    );
    assert!(text.starts_with(&expected), "{text}");
}

#[test]
fn further_lines_say_for_which_moment_and_by_which_program_the_pages_were_made() {
    let site = built();
    let text = text(&site, site.run(&["seal"]).path());
    let further: Vec<&str> = text.lines().skip(7).collect();
    let program = concat!("程序：gongkai ", env!("CARGO_PKG_VERSION"));
    assert_eq!(further, [format!("生成时刻：{TODAY}T00:00:00").as_str(), program]);
}

#[test]
fn the_moment_is_unknown_where_nothing_was_kept_of_the_build() {
    let site = built();
    fs::remove_dir_all(site.root.join(".gongkai")).expect("what was kept");
    let run = site.run(&["seal"]);
    run.says("生成时刻");
    assert!(text(&site, run.path()).contains("\n生成时刻：-\n"));
}

#[test]
fn a_list_that_the_last_build_did_not_leave_is_told() {
    let site = built();
    let (list, page) = (site.output("SHA256SUMS"), site.output("404.html"));
    let altered = format!("{page}<!-- 暗链 -->");
    site.write("output/404.html", &altered);
    site.write("output/SHA256SUMS", list.replace(&sha256(page.as_bytes()), &sha256(altered.as_bytes())));
    site.run(&["seal"]).succeeds().says("可能有人改过清单");
}

#[test]
fn the_record_of_addresses_is_named_by_its_digest() {
    let site = built();
    site.write("permalinks.txt", "# 网址记录\n");
    let text = text(&site, site.run(&["seal"]).path());
    assert!(text.contains(&format!("\n网址记录的校验值：{}\n", sha256("# 网址记录\n".as_bytes()))), "{text}");
}

#[test]
fn the_address_given_to_the_build_is_that_of_the_site() {
    let site = Site::minimal();
    site.build(&["--base-url", "https://gk.example.gov.cn"]).succeeds();
    assert!(text(&site, site.run(&["seal"]).path()).contains("\n网址：https://gk.example.gov.cn\n"));
}

#[test]
fn a_second_one_of_the_same_files_is_not_written() {
    let site = built();
    let first = site.run(&["seal"]);
    let second = site.run(&["seal"]);
    second.says("没有再写");
    assert_eq!((second.path(), seals(&site).len()), (first.path(), 1));
}

#[test]
fn behind_the_last_number_none_is_written_and_none_overwritten() {
    let site = built();
    let first = site.run(&["seal"]);
    let highest = first.path().replace(".txt", &format!("-{}.txt", u32::MAX));
    site.write(&highest, text(&site, first.path()));
    site.report("示例栏目/又一篇", "title = \"又一篇\"\ndate = 2024-02-08", "正文。").build(&[]).succeeds();
    let before = site.files("公开单");
    site.run(&["seal"]).exits(2).says("序号已经最大").says("把它移走");
    assert!(before == site.files("公开单"));
}

#[test]
fn a_second_one_of_other_files_has_a_number_and_names_the_first() {
    let site = built();
    let first = site.run(&["seal"]);
    site.report("示例栏目/又一篇", "title = \"又一篇\"\ndate = 2024-02-08", "正文。").build(&[]).succeeds();
    let second = site.run(&["seal"]);
    assert_eq!(second.path(), first.path().replace(".txt", "-2.txt"));
    let digest = sha256(text(&site, first.path()).as_bytes());
    assert!(text(&site, second.path()).contains(&format!("\n上一份公开单的校验值：{digest}\n")), "{second}");
}

#[test]
fn the_one_before_is_the_newest_by_its_day_and_files_of_others_are_left_alone() {
    let site = built();
    let old = Seal::parse(&text(&site, site.run(&["seal"]).path())).expect("a 公开单");
    fs::remove_dir_all(site.root.join("公开单")).expect("removed");
    let of_day = |day: &str| old.text().replace(&format!("公开日：{}", old.day), &format!("公开日：{day}"));
    site.write("公开单/公开单-2024-12-09.txt", of_day("2024-12-09"));
    site.write("公开单/公开单-2024-12-10.txt", of_day("2024-12-10"));
    site.write("公开单/公开单-2024-12-10-2.txt", of_day("2024-12-10") + "备注：第二份\n");
    site.write("公开单/公开单-2024-12-11（扫描件）.txt", "别人的文件").write("公开单/说明.txt", "别人的文件");
    let digest = sha256((of_day("2024-12-10") + "备注：第二份\n").as_bytes());
    let text = text(&site, site.run(&["seal"]).path());
    assert!(text.contains(&format!("\n上一份公开单的校验值：{digest}\n")), "{text}");
    assert_eq!(seals(&site).len(), 6);
}

#[test]
fn a_folder_that_does_not_agree_with_its_list_is_refused_and_its_files_are_named() {
    let site = built();
    let page = site.output_paths().into_iter().find(|path| path.ends_with("wz.html")).expect("the report");
    site.write(&format!("output/{page}"), "改了").remove("output/404.html").write("output/暗链.html", "多出来的");
    let run = site.run(&["seal"]);
    run.exits(2).says(&page).says("404.html").says("暗链.html");
    assert!(seals(&site).is_empty());
}

#[test]
fn a_site_with_drafts_is_refused() {
    let site = Site::minimal();
    site.build(&["--drafts"]).succeeds();
    site.run(&["seal"]).exits(2).says("草稿");
    assert!(seals(&site).is_empty());
}

#[test]
fn a_site_that_was_not_built_is_refused() {
    Site::minimal().run(&["seal"]).exits(2).says("gongkai build");
}

#[test]
fn after_one_that_cannot_be_read_none_is_written() {
    let site = built();
    site.write("公开单/公开单-2024-12-10.txt", "网站：示例\n网址：-\n公开日：某日\n");
    site.run(&["seal"]).exits(2).says("公开单-2024-12-10.txt").says("第 3 行");
    assert_eq!(seals(&site).len(), 1);
}

#[test]
fn after_one_of_a_day_to_come_none_is_written() {
    let site = built();
    site.write("公开单/公开单-2999-01-01.txt", "");
    site.run(&["seal"]).exits(2).says("公开单-2999-01-01.txt");
    assert_eq!(seals(&site).len(), 1);
}

#[test]
fn files_of_the_server_do_not_keep_one_from_being_written() {
    let site = built();
    site.write("output/web.config", "<configuration/>").write("output/.well-known/x", "");
    site.run(&["seal"]).succeeds();
}

#[test]
fn none_is_written_among_the_published_files() {
    let site = built();
    site.run(&["seal", "--out", "output/公开单"]).exits(2).says("--out");
    assert!(!site.has_output("公开单"));
}

#[test]
fn both_folders_can_be_named() {
    let site = Site::minimal();
    site.build(&["--output", "www", "--state", "kept"]).succeeds();
    let run = site.run(&["seal", "--output", "www", "--state", "kept", "--out", "别处"]);
    assert!(text(&site, run.path()).contains(&format!("\n生成时刻：{TODAY}T00:00:00\n")));
    assert!(run.path().starts_with("别处/"));
}

#[test]
fn programs_get_the_same_as_json() {
    let site = built();
    let json = site.run(&["seal", "--format", "json"]).json();
    let seal = Seal::parse(&text(&site, json["file"].as_str().expect("a path"))).expect("a 公开单");
    assert_eq!(
        (json["is_new"].as_bool(), json["day"].as_str(), json["files"].as_u64()),
        (Some(true), Some(seal.day.to_string().as_str()), Some(seal.files as u64))
    );
    assert_eq!(json["sha256sums"], sha256(site.output("SHA256SUMS").as_bytes()));
    assert!(json["permalinks"].is_null() && json["previous"].is_null());
}

/// A site with a record of addresses that was built and sealed; and the 公开单, as it lies in the superior office's folder.
fn sealed() -> (Site, String) {
    let site = built();
    site.write("permalinks.txt", "# 网址记录\n");
    let text = text(&site, site.run(&["seal"]).path());
    site.write("上级/公开单.txt", &text);
    (site, text)
}

#[test]
fn whoever_was_given_one_can_tell_that_the_folder_is_still_the_same() {
    let (site, _) = sealed();
    site.run(&["verify", "output", "--against", "上级/公开单.txt"]).exits(0).says("一致：").says("的公开单核对");
    site.run(&["verify", "--seal", "上级/公开单.txt", "output"]).exits(0).says("一致：");
}

#[test]
fn no_site_is_needed_to_compare_with_one() {
    let (site, text) = sealed();
    let inspector = Site::empty();
    inspector.write("公开单.txt", text);
    for (path, bytes) in site.files("output") {
        inspector.write(&format!("下载/{path}"), bytes);
    }
    inspector.run(&["verify", "下载", "--seal", "公开单.txt"]).exits(0).says("permalinks.txt 没有").says("没有核对");
}

#[test]
fn a_page_and_the_list_altered_together_do_not_agree_with_one() {
    let (site, _) = sealed();
    let (list, page) = (site.output("SHA256SUMS"), site.output("404.html"));
    let altered = format!("{page}<!-- 暗链 -->");
    site.write("output/404.html", &altered);
    site.write("output/SHA256SUMS", list.replace(&sha256(page.as_bytes()), &sha256(altered.as_bytes())));
    site.run(&["verify", "output"]).exits(1);
    site.run(&["verify", "output", "--seal", "上级/公开单.txt"]).exits(1).says("被改过的 1 个：\n  SHA256SUMS\n");
}

#[test]
fn a_page_that_was_altered_is_named() {
    let (site, _) = sealed();
    site.write("output/404.html", "改了");
    site.run(&["verify", "output", "--seal", "上级/公开单.txt"]).exits(1).says("被改过的 1 个：\n  404.html\n");
}

#[test]
fn a_record_of_addresses_that_has_grown_since_is_told_and_no_difference() {
    let (site, _) = sealed();
    let record = |site: &Site| {
        let run = site.run(&["verify", "output", "--seal", "上级/公开单.txt", "--format", "json"]);
        run.exits(0).json()["permalinks"].as_str().map(str::to_string)
    };
    assert_eq!(record(&site).as_deref(), Some("same"));
    site.write("permalinks.txt", "# 网址记录\n# 后来的\n");
    let run = site.run(&["verify", "output", "--seal", "上级/公开单.txt"]);
    run.exits(0).says("permalinks.txt 和这份公开单上的不一样").says("一致：").never_says("被改过的");
    assert_eq!(record(&site).as_deref(), Some("changed"));
}

#[test]
fn one_that_mail_has_changed_the_line_ends_of_is_as_good() {
    let (site, text) = sealed();
    site.write("公开单.txt", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    site.run(&["verify", "output", "--seal", "公开单.txt"]).exits(0);
}

#[test]
fn what_is_no_one_is_not_compared_with() {
    let (site, text) = sealed();
    site.write("公开单.txt", text.replace(" 个\n", "\n"));
    site.run(&["verify", "output", "--against", "公开单.txt"]).exits(2).says("第 4 行");
    site.run(&["verify", "output", "--seal", "output/SHA256SUMS"]).exits(2).says("--against");
}
