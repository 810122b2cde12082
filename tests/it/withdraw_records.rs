//! What a withdrawal goes by: the records of the last build, the output folder that they tell of, and the sources that could be read.

use crate::support::site::{Site, TODAY};
use crate::withdraw::{is_gone, kept, plain_link, site, withdraw};

fn delete(site: &Site) {
    std::fs::remove_dir_all(site.root.join("reports/通知/误发")).expect("deleted");
}

/// A withdrawal is refused for a reason, names what to delete by hand, and changes nothing.
#[track_caller]
fn is_refused(site: &Site, why: &str) {
    let before = site.files("output");
    withdraw(site).exits(2).says(why).says("没有改动任何文件").says("《关于误发名单的通知》 ");
    assert!(before == site.files("output"));
}

#[test]
fn a_site_that_was_built_elsewhere_since_is_not_turned_back() {
    let site = site();
    site.build(&[]).succeeds();
    site.report("通知/别篇/index", "title = \"关于举办活动的通知\"\ndate = 2024-05-06", "更正的内容。");
    site.build(&["--state", "另记"]).succeeds();
    delete(&site);
    is_refused(&site, "在那以后又生成过");
    assert!(site.files("output").values().any(|bytes| String::from_utf8_lossy(bytes).contains("更正的内容")));
    // Where that build kept it, it goes through, and so it does after a build of our own.
    let again = |state: &[&str]| site.build(&[&["--withdraw-only"], state].concat());
    again(&["--state", "另记"]).succeeds().says("撤下 1 篇");
    plain_link(&site);
    site.build(&[]).succeeds();
    site.remove("reports/通知/别篇/index.md");
    again(&[]).succeeds().says("撤下 1 篇");
}

#[test]
fn a_broken_list_of_files_keeps_a_withdrawal_from_guessing() {
    let site = site();
    site.build(&[]).succeeds();
    let list = site.output("SHA256SUMS");
    site.write("output/SHA256SUMS", &list[..300]);
    delete(&site);
    is_refused(&site, "在那以后又生成过，或者改动过");
}

#[test]
fn attachments_are_published_again_as_they_were_or_not_at_all() {
    for is_deleted in [false, true] {
        let site = site();
        site.build(&[]).succeeds();
        let file = site.output_paths().into_iter().find(|file| file.ends_with("表.csv")).expect("an attachment");
        match is_deleted {
            true => site.remove(&format!("output/{file}")),
            false => site.write(&format!("output/{file}"), "不是原来的表\n"),
        };
        delete(&site);
        let source = "reports/通知/引用/表.csv";
        site.write(source, "改了一半\n");
        is_refused(&site, "表.csv 和发布时不一样");
        site.write(source, "甲\n");
        withdraw(&site).succeeds().says("撤下 1 篇");
        assert_eq!(site.output(&file), "甲\n");
    }
}

#[test]
fn a_withdrawal_is_told_in_every_format_of_a_build() {
    let site = site();
    site.build(&[]).succeeds();
    delete(&site);
    let json = site.build(&["--withdraw-only", "--format", "json"]).succeeds().json();
    assert_eq!(json["withdrawn"][0]["title"], "关于误发名单的通知");
    let sarif = site.build(&["--withdraw-only", "--format", "sarif"]).succeeds().json();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn where_no_report_was_read_nothing_is_withdrawn() {
    let site = site();
    site.build(&[]).succeeds();
    let before = site.files("output");
    std::fs::rename(site.root.join("reports"), site.root.join("别处")).expect("moved");
    std::fs::create_dir(site.root.join("reports")).expect("a folder");
    withdraw(&site).exits(2).says("会撤下全部文章").says("reports/ 里一篇也没有");
    assert!(before == site.files("output"));
}

#[cfg(unix)]
#[test]
fn what_lies_behind_a_link_that_is_not_followed_is_not_taken_for_deleted() {
    let site = site();
    site.build(&[]).succeeds();
    std::fs::rename(site.root.join("reports/通知/引用"), site.root.join("引用")).expect("moved");
    std::os::unix::fs::symlink("../../引用", site.root.join("reports/通知/引用")).expect("a link");
    delete(&site);
    withdraw(&site).succeeds().says("撤下 1 篇：\n  《关于误发名单的通知》").says("有 1 篇所在的文件夹没有读");
    assert!(site.output_paths().iter().any(|file| file.ends_with("表.csv")));
    is_gone(&site);
}

#[cfg(unix)]
#[test]
fn a_site_that_is_reached_through_a_link_is_the_same_site() {
    let site = site();
    site.build(&[]).succeeds();
    std::os::unix::fs::symlink(".", site.root.join("同一处")).expect("a link");
    delete(&site);
    site.run(&["-C", "同一处", "build", "--as-of", TODAY, "--withdraw-only"]).succeeds().says("撤下 1 篇");
    is_gone(&site);
}

#[test]
fn messages_name_the_folder_that_keeps_the_records() {
    let site = site();
    site.build(&["--state", "另记"]).succeeds();
    let withdraw = || site.build(&["--withdraw-only", "--state", "另记"]);
    site.write("另记/published.json", "坏的");
    withdraw().exits(2).says("另记/published.json 读不出来").never_says(".gongkai");
    site.remove("另记/published.json");
    withdraw().exits(2).says("没有上次发布的记录（另记/published.json）");
}

#[test]
fn what_is_kept_from_build_to_build_never_lies_in_the_site() {
    let site = site();
    site.build(&[]).succeeds();
    site.build(&["--state", "output/还没有/记录"]).exits(2).says("会随网站一起公开");
    assert!(!site.has_output("还没有"));
}

/// Names of the files that are kept for withdrawals.
fn kept_names(site: &Site) -> Vec<String> {
    site.files(".gongkai").into_keys().filter(|file| file.starts_with("last-")).collect()
}

#[test]
fn texts_of_an_output_folder_that_is_no_more_go_and_so_does_what_a_killed_build_left() {
    let site = site();
    site.build(&[]).succeeds();
    let names = kept_names(&site);
    site.build(&["--output", "另一处"]).succeeds();
    assert_eq!(kept_names(&site).len(), 2 * names.len());
    std::fs::remove_dir_all(site.root.join("另一处")).expect("deleted");
    site.write(".gongkai/last-00000000.texts.tmp", "草稿").write(".gongkai/last-00000000.tmp", "草稿");
    plain_link(&site);
    site.build(&[]).succeeds();
    assert_eq!(kept_names(&site), names);
}

#[test]
fn a_file_of_texts_that_lost_its_end_is_written_anew() {
    let site = site();
    site.build(&[]).succeeds();
    let texts = format!(".gongkai/{}", kept_names(&site).into_iter().find(|name| name.ends_with(".texts")).expect("texts"));
    let bytes = std::fs::read(site.root.join(&texts)).expect("texts");
    site.write(&texts, &bytes[..bytes.len() / 2]);
    plain_link(&site);
    site.build(&[]).succeeds();
    delete(&site);
    withdraw(&site).succeeds().says("撤下 1 篇");
    is_gone(&site);
}

#[test]
fn a_large_file_of_the_theme_is_kept_once() {
    let site = site();
    site.write("assets/大图.png", vec![7; 3 << 20]);
    site.build(&[]).succeeds();
    let texts =
        site.root.join(".gongkai").join(kept_names(&site).into_iter().find(|name| name.ends_with(".texts")).expect("texts"));
    let size = || std::fs::metadata(&texts).expect("texts").len();
    let before = size();
    plain_link(&site);
    site.build(&[]).succeeds();
    assert!(before < size(), "an edit is written behind the rest");
    delete(&site);
    withdraw(&site).succeeds();
    assert!(!kept(&site).contains("误发的内容"));
}
