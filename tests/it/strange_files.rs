//! Links, pipes and folders in the places of files: nothing is read, written or deleted through them, and nothing waits for them.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::site::{Run, Site, TODAY};

/// A folder of somebody else, beside the site.
fn elsewhere(site: &Site) -> PathBuf {
    let name = site.root.file_name().expect("a folder of its own").to_string_lossy();
    let folder = site.root.with_file_name(format!("{name}-elsewhere"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn pipe(path: &Path) {
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

/// A build that would wait for ever is ended.
fn within_seconds(site: &Site, arguments: &[&str]) -> Run {
    let output = Command::new("timeout")
        .args(["20", env!("CARGO_BIN_EXE_gongkai")])
        .args(arguments)
        .current_dir(&site.root)
        .output()
        .expect("timeout of coreutils");
    Run {
        command: arguments.join(" "),
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

#[test]
fn what_is_kept_is_not_written_through_links() {
    let site = Site::minimal();
    let folder = elsewhere(&site);
    fs::create_dir(site.root.join(".gongkai")).expect("a folder");
    for (name, exits) in
        [("lock", 2), ("published.json.tmp", 0), ("cache.bin.tmp", 0), ("published.json", 0), ("cache.bin", 0)]
    {
        let theirs = folder.join(name);
        fs::write(&theirs, "theirs").expect("a file");
        let place = site.root.join(".gongkai").join(name);
        let _ = fs::remove_file(&place);
        symlink(&theirs, &place).expect("a link");
        site.build(&[]).exits(exits);
        assert_eq!(fs::read_to_string(&theirs).expect("still there"), "theirs", "{name}");
        if exits != 0 {
            fs::remove_file(&place).expect("out of the way");
        }
    }
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn a_state_folder_that_is_a_link_out_of_the_site_is_refused() {
    let site = Site::minimal();
    let folder = elsewhere(&site);
    symlink(&folder, site.root.join(".gongkai")).expect("a link");
    site.build(&[]).exits(2).says(".gongkai").says("链接").says("处理");
    assert!(fs::read_dir(&folder).expect("a folder").next().is_none() && !site.root.join("output").exists());
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn top_folders_and_settings_that_are_links_out_of_the_site_are_refused() {
    for name in ["assets", "templates", "themes", "reports", "words.toml", "site.toml"] {
        let site = Site::minimal();
        let folder = elsewhere(&site);
        let place = site.root.join(name);
        match place.exists() {
            true => fs::rename(&place, folder.join(name)).expect("moved"),
            false => fs::create_dir_all(folder.join(name)).expect("a folder"),
        }
        symlink(folder.join(name), &place).expect("a link");
        for command in [&["build"][..], &["check"]] {
            site.run(command).exits(2).says(&format!("`{name}` 是一个链接")).says("处理");
        }
        assert!(!site.root.join("output").exists(), "{name}");
        let _ = fs::remove_dir_all(folder);
    }
}

#[test]
fn links_within_the_site_are_followed_at_its_top() {
    let site = Site::minimal();
    for name in ["reports", "assets", "site.toml"] {
        fs::create_dir_all(site.root.join("content")).expect("a folder");
        fs::rename(site.root.join(name), site.root.join("content").join(name)).expect("moved");
        symlink(Path::new("content").join(name), site.root.join(name)).expect("a link");
    }
    site.build(&[]).succeeds();
    assert!(site.has_output("index.html"));
}

#[test]
fn pipes_in_the_places_of_files_make_nothing_wait() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let build = ["build", "--as-of", TODAY, "--no-sync"];
    for name in [".gongkai/cache.bin", ".gongkai/cache-changes.bin", ".gongkai/published.json"] {
        pipe(&site.root.join(name));
        within_seconds(&site, &build).succeeds();
    }
    pipe(&site.root.join("reports/示例栏目/管道.csv"));
    pipe(&site.root.join("reports/示例栏目/管道.md"));
    within_seconds(&site, &build).succeeds().says("管道.csv").says("管道.md");
    pipe(&site.root.join("words.toml"));
    within_seconds(&site, &build).exits(2).says("words.toml").says("不是普通文件");
    within_seconds(&site, &["check"]).exits(2).says("words.toml");
    within_seconds(&site, &["serve", "--port", "0"]).exits(2).says("words.toml");
}

#[test]
fn what_is_kept_is_for_its_owner_alone() {
    let site = Site::minimal();
    let mode = |path: &str| {
        let found = fs::symlink_metadata(site.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        found.permissions().mode() & 0o777
    };
    fs::create_dir(site.root.join(".gongkai")).expect("as an older version made it");
    fs::set_permissions(site.root.join(".gongkai"), fs::Permissions::from_mode(0o755)).expect("open to others");
    site.build(&[]).succeeds();
    assert_eq!(mode(".gongkai"), 0o700);
    for name in ["lock", "published.json", "cache.bin"] {
        assert_eq!(mode(&format!(".gongkai/{name}")), 0o600, "{name}");
    }
    site.report("示例栏目/文章", "title = \"改\"\ndate = 2024-01-08", "正文。");
    site.build(&["--state", "kept/here"]).succeeds();
    assert_eq!((mode("kept/here"), mode("kept/here/cache.bin"), mode("output/index.html") & 0o044), (0o700, 0o600, 0o044));
}

#[test]
fn what_is_kept_can_be_kept_elsewhere() {
    let site = Site::minimal();
    site.report("示例栏目/又一篇", "title = \"又一篇\"\ndate = 2024-01-09", "正文。");
    site.build(&["--state", "kept"]).succeeds();
    assert!(site.root.join("kept/published.json").is_file() && !site.root.join(".gongkai").exists());
    site.remove("reports/示例栏目/又一篇.md");
    site.build(&["--state", "kept"]).succeeds().says("又一篇");
    site.build(&["--state", "output/kept"]).exits(2).says("--state").says("公开");
}

#[test]
#[expect(clippy::disallowed_macros, reason = "a story that cannot be told here says so")]
fn a_site_that_may_only_be_read_is_built_elsewhere() {
    let site = Site::minimal();
    let out = elsewhere(&site);
    let script = "mount --bind . . && cd \"$PWD\" && mount -o remount,bind,ro . && \
                  if touch probe 2>/dev/null; then exit 99; fi && exec \"$0\" build --as-of \"$1\" --no-sync --output \"$2\"";
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_gongkai"), TODAY])
        .arg(&out)
        .current_dir(&site.root)
        .output();
    let Some(output) = output.ok().filter(|output| matches!(output.status.code(), Some(0 | 2))) else {
        return eprintln!("skipped: this system lets nobody mount the site read-only");
    };
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(words.contains("--state") && out.join("index.html").is_file(), "{words}");
    assert!(!site.root.join(".gongkai").exists());
    let _ = fs::remove_dir_all(out);
}

#[test]
fn a_repair_and_new_files_are_not_written_through_links() {
    let site = Site::minimal();
    let folder = elsewhere(&site);
    let theirs = folder.join("theirs");
    fs::write(&theirs, "theirs").expect("a file");
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "正文,有错。");
    symlink(&theirs, site.root.join("reports/示例栏目/.文章.md.gongkai-tmp")).expect("a link");
    site.run(&["fix"]).succeeds();
    let mended = fs::read_to_string(site.root.join("reports/示例栏目/文章.md")).expect("the report");
    assert!(mended.contains("正文，有错。"), "{mended}");
    let started = folder.join("started");
    fs::create_dir(&started).expect("a folder");
    symlink(folder.join("made"), started.join("site.toml")).expect("a link to nothing");
    site.run(&["init", "--force", &started.display().to_string()]).exits(2).says("已经存在");
    assert!(!folder.join("made").exists());
    assert_eq!(fs::read_to_string(&theirs).expect("still there"), "theirs");
    let _ = fs::remove_dir_all(folder);
}
