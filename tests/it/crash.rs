//! Killed at any moment, a build leaves nothing that the next one does not put right; two builds never work at once.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::site::{Site, TODAY};

const REPORTS: usize = 300;

fn write_reports(site: &Site, round: usize) {
    for number in 0..REPORTS {
        // Every round changes some, withdraws some and brings some back.
        let file = format!("reports/栏目{}/文{number}.md", number % 5);
        if (number + round).is_multiple_of(7) {
            let _ = fs::remove_file(site.root.join(file));
            continue;
        }
        let title = if number.is_multiple_of(3) { format!("文章{number}改{round}") } else { format!("文章{number}") };
        let day = format!("2024-{:02}-{:02}", 1 + number % 12, 1 + number % 28);
        let text = format!("+++\ntitle = \"{title}\"\ndate = {day}\nslug = \"w{number}\"\n+++\n\n正文{number}。\n");
        site.write(&file, text);
    }
}

#[test]
fn a_build_that_was_killed_is_made_good_by_the_next() {
    let site = Site::bare();
    let mut moment: u64 = 12_345;
    let mut longest = 40;
    for round in 0..12 {
        write_reports(&site, round);
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let milliseconds = 1 + (moment >> 33) % longest;
        let mut killed = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["build", "--as-of", TODAY])
            .current_dir(&site.root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(milliseconds));
        killed.kill().expect("killed");
        killed.wait().expect("over");
        site.build(&[]).succeeds();
        let start = Instant::now();
        site.build(&["--no-cache", "--output", "clean"]).succeeds();
        longest = u64::try_from(start.elapsed().as_millis()).expect("a short time").max(40);
        assert!(site.files("output") == site.files("clean"), "round {round}, killed after {milliseconds} ms");
    }
}

/// Builds where no file may grow beyond a few hundred bytes: what a full disk does, without filling one.
#[cfg(unix)]
fn build_without_room(site: &Site) -> std::process::Output {
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" build --as-of \"$1\"";
    Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_gongkai"), TODAY])
        .current_dir(&site.root)
        .output()
        .expect("a shell")
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_is_told_with_the_file_and_leaves_the_site_as_it_was() {
    let site = Site::minimal();
    let refused = build_without_room(&site);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{words}");
    assert!(words.contains("写入") && words.contains("output/"), "{words}");
    assert!(site.files("output").is_empty(), "nothing of a first site is left");
    site.build(&[]).succeeds();
    let before = site.files("output");
    site.report("示例栏目/又一篇", "title = \"又一篇\"\ndate = 2024-01-09", "正文。");
    let refused = build_without_room(&site);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("output/"));
    assert!(before == site.files("output"), "the site that was there stays");
    site.build(&[]).succeeds();
    site.build(&["--no-cache", "--output", "clean"]).succeeds();
    assert!(site.files("output") == site.files("clean"));
}

#[test]
fn an_output_folder_that_cannot_be_made_is_told_with_its_path() {
    let site = Site::minimal();
    site.write("output", "a file where the folder should be");
    site.build(&[]).exits(2).says("output").says("不是文件夹");
    assert_eq!(fs::read_to_string(site.root.join("output")).expect("still there"), "a file where the folder should be");
}

#[test]
fn a_second_build_is_refused_while_one_is_running() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let before = site.files("output");
    let lock = fs::File::options().write(true).open(site.root.join(".gongkai/lock")).expect("the lock stays as a file");
    lock.lock().expect("locked");
    site.report("示例栏目/文章", "title = \"改\"\ndate = 2024-01-08", "正文。");
    site.build(&[]).exits(2).says("另一个 gongkai build").says("处理");
    assert!(before == site.files("output"));
    site.check().succeeds();
    lock.unlock().expect("unlocked");
    site.build(&[]).succeeds();
    assert!(before != site.files("output"));
}
