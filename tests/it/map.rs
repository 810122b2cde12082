//! The map and its leaves say what is there: every file and folder that they name exists, and every part of the program is on the map.

use std::fs;
use std::path::{Path, PathBuf};

const MAP: &str = "ARCHITECTURE.md";
const LEAVES: [&str; 4] = ["docs/dev/add.md", "docs/dev/decisions.md", "docs/dev/glossary.md", "docs/dev/speed.md"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What stands between backticks, code blocks aside.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2))
}

/// Names of files and folders of the repository: their first folder is one of its own, or of `src`. A file called `x` is yet to be written.
fn named(text: &str) -> Vec<&str> {
    let starts_here = |name: &&str| {
        name.split_once('/').is_some_and(|(first, _)| root().join(first).is_dir() || root().join("src").join(first).is_dir())
    };
    let is_path = |name: &&str| !name.contains([' ', '{', ':', '<', '*', '(']);
    let is_new = |name: &str| Path::new(name).file_stem().is_some_and(|stem| stem == "x");
    quoted(text).filter(is_path).filter(starts_here).filter(|name| !is_new(name)).collect()
}

fn exists(name: &str) -> bool {
    let inside = root().join("src").join(name);
    root().join(name).exists() || inside.exists() || inside.with_extension("rs").exists()
}

#[test]
fn what_the_map_and_its_leaves_name_is_there() {
    let mut count = 0;
    let mut gone = Vec::new();
    for file in std::iter::once(MAP).chain(LEAVES) {
        let text = text(file);
        for name in named(&text) {
            count += 1;
            if !exists(name) {
                gone.push(format!("{file}: {name}"));
            }
        }
    }
    assert!(count > 100, "only {count} names were found");
    assert!(gone.is_empty(), "no longer there:\n{}", gone.join("\n"));
}

#[test]
fn every_part_of_the_program_is_on_the_map() {
    let map = text(MAP);
    let named = named(&map);
    let parts = fs::read_dir(root().join("src")).expect("src").filter_map(Result::ok);
    let parts = parts.map(|part| part.file_name().to_string_lossy().into_owned());
    let is_on_it = |part: &String| named.iter().any(|name| name.trim_end_matches('/') == format!("src/{part}"));
    let missing: Vec<String> = parts.filter(|part| part != "lib.rs" && !is_on_it(part)).collect();
    assert!(missing.is_empty(), "not in {MAP}: {missing:?}");
}

#[test]
fn the_map_leads_to_every_leaf() {
    let map = text(MAP);
    let missing: Vec<&str> = LEAVES.into_iter().filter(|leaf| !map.contains(&format!("]({leaf})"))).collect();
    assert!(missing.is_empty(), "{MAP} has no link to {missing:?}");
    let leaves = fs::read_dir(root().join("docs/dev")).expect("docs/dev").filter_map(Result::ok);
    assert_eq!(leaves.count(), LEAVES.len(), "a leaf is not in the list of this test");
}
