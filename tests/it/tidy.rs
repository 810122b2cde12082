//! The house rules that a machine can check: length of files, an opening paragraph in each, who may use whom, who may read
//! files, no leftovers. A failure names the file and says what to do.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gongkai::render::theme::embedded::FILES;

use crate::support::sources::{File, root, sources};

const LONGEST_FILE: usize = 400;

/// From left to right: a module uses what stands left of it. No two share a place, so that none can use each other.
const ORDER: [&str; 26] = [
    "model",
    "permalinks",
    "error",
    "clock",
    "strict_toml",
    "diagnostics",
    "config",
    "budget",
    "office",
    "load",
    "disk",
    "check",
    "index",
    "plan",
    "render",
    "search",
    "publish",
    "cache",
    "kept",
    "pipeline",
    "compare",
    "provenance",
    "serve",
    "trial",
    "cli",
    "commands",
];

/// Where files, the environment, the clock and the console may be used. All else is given values, so that it can be tested with any.
const EDGE: [&str; 10] = [
    "src/main.rs",
    "src/disk.rs",
    "src/disk/",
    "src/clock.rs",
    "src/publish/apply",
    "src/kept/",
    "src/commands/",
    "src/serve/watch.rs",
    "src/serve/http.rs",
    "src/serve/connections.rs",
];

const AMBIENT: [&str; 9] = [
    "std::fs",
    "std::env",
    "std::net",
    "SystemTime::now",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "println!",
    "print!(",
];

#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    let long = |file: &File| file.text.lines().count() > LONGEST_FILE;
    let files = sources(&["src", "tests"]);
    none(files.iter().filter(|file| long(file)).map(|file| format!("{}: split it", file.path)).collect());
}

#[test]
fn every_module_opens_by_saying_what_it_holds() {
    let silent = |file: &&File| !file.text.starts_with("//! ");
    let files = sources(&["src", "tests"]);
    none(files.iter().filter(silent).map(|file| format!("{}: open with a //! paragraph", file.path)).collect());
}

#[test]
fn no_module_is_called_by_what_it_is_not() {
    let vague = ["mod.rs", "utils.rs", "helpers.rs", "manager.rs", "common.rs", "misc.rs"];
    let is_vague = |file: &&File| vague.contains(&file.path.rsplit('/').next().unwrap_or_default());
    none(sources(&["src", "tests"]).iter().filter(is_vague).map(|file| file.path.clone()).collect());
}

#[test]
fn nothing_is_left_over() {
    // Put together here, so that this file does not find itself.
    let leftovers =
        [["TO", "DO"], ["FIX", "ME"], ["dbg", "!("], ["to", "do!("], ["unimple", "mented!("]].map(|parts| parts.concat());
    let mut faults = Vec::new();
    for file in sources(&["src", "tests"]) {
        for leftover in leftovers.iter().filter(|leftover| file.text.contains(leftover.as_str())) {
            faults.push(format!("{}: {leftover}", file.path));
        }
    }
    none(faults);
}

#[test]
fn a_stage_uses_only_what_stands_left_of_it() {
    let place = |module: &str| ORDER.iter().position(|name| *name == module);
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for file in sources(&["src"]) {
        let inside = file.path.trim_start_matches("src/");
        let module = inside.split(['/', '.']).next().unwrap_or_default();
        if matches!(inside, "main.rs" | "lib.rs") {
            continue;
        }
        let Some(own) = place(module) else {
            faults.push(format!("{}: give `{module}` a place in ORDER", file.path));
            continue;
        };
        for used in used_modules(file.code()).into_iter().filter(|used| used != module) {
            seen.insert((module.to_string(), used.clone()));
            if place(&used).is_none_or(|place| place > own) {
                faults.push(format!("{}: `{module}` stands left of `{used}` and may not use it", file.path));
            }
        }
    }
    assert!(seen.contains(&("render".to_string(), "plan".to_string())), "the check sees `use` lines");
    none(faults);
}

/// First segments of all `crate::…` paths, in `use` lines and elsewhere.
fn used_modules(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for after in line.split("crate::").skip(1) {
            match after.strip_prefix('{') {
                Some(group) => used.extend(group.split([',', '}']).map(|part| first_segment(part.trim()))),
                None => {
                    used.insert(first_segment(after));
                }
            }
        }
    }
    used.remove("");
    used
}

fn first_segment(path: &str) -> String {
    path.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
}

#[test]
fn only_the_edge_touches_files_the_environment_the_clock_and_the_console() {
    let mut faults = Vec::new();
    let mut at_the_edge = 0;
    for file in sources(&["src"]) {
        let is_edge = EDGE.iter().any(|edge| file.path.starts_with(edge));
        for (number, line) in file.code().lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for ambient in AMBIENT.iter().filter(|ambient| line.contains(*ambient)) {
                match is_edge {
                    true => at_the_edge += 1,
                    false => faults.push(format!("{}:{}: {ambient}", file.path, number + 1)),
                }
            }
        }
    }
    assert!(at_the_edge > 3, "the check sees the calls at the edge");
    none(faults);
}

#[test]
fn the_built_in_theme_is_the_folder_of_the_default_theme() {
    let folder = root().join("themes/default");
    let mut on_disk = BTreeSet::new();
    for entry in walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let inside = entry.path().strip_prefix(&folder).expect("in the theme");
        on_disk.insert(inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"));
    }
    let built_in: BTreeSet<String> = FILES.iter().map(|(path, _)| path.to_string()).collect();
    assert_eq!(built_in, on_disk);
    for (path, bytes) in FILES {
        assert_eq!(fs::read(folder.join(path)).expect("a theme file"), *bytes, "{path}");
    }
}

#[test]
fn the_example_site_of_init_is_the_folder_beside_the_command() {
    let folder: &Path = &root().join("src/commands/init");
    let on_disk = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    assert_eq!(on_disk.count(), gongkai::commands::init::FILES.len());
}
