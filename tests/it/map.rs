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
fn every_test_that_stands_for_a_promise_is_there() {
    let text = text("docs/安全.md");
    let tests: Vec<&str> = quoted(&text).filter(|name| name.starts_with("tests/")).collect();
    assert!(tests.len() > 15, "only {} were found", tests.len());
    let gone: Vec<&&str> = tests.iter().filter(|name| !exists(name)).collect();
    assert!(gone.is_empty(), "no longer there: {gone:?}");
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

/// An example of each thing that `docs/dev/add.md` has a numbered list for.
struct Example {
    section: &'static str,
    /// What its files have in them, whichever way they name it.
    names: &'static [&'static str],
    /// What files of the program have in them that cannot do without it.
    uses: &'static [&'static str],
}

const EXAMPLES: [Example; 5] = [
    Example {
        section: "A rule",
        names: &["invisible_character"],
        uses: &["invisible_character::RULE", "mod invisible_character"],
    },
    Example {
        section: "A field of front matter",
        names: &["editor:", "\"editor\"", "`editor`", "editor.", "(editor)"],
        uses: &["draft.editor", "text(reader, \"editor\")", "key(\"editor\"", "pub editor: Option<", "metadata.editor"],
    },
    Example {
        section: "A page that every site has once",
        names: &["SiteMap", "sitemap.html", "MapView"],
        uses: &["FixedPage::SiteMap", "Content::SiteMap"],
    },
    Example {
        section: "A kind of page of which there are many",
        names: &["Catalog", "catalog"],
        uses: &["PageKind::Catalog", "ListForm::Catalog"],
    },
    Example { section: "A format of attachments", names: &["Ofd", "ofd"], uses: &["Format::Ofd", "ofd::"] },
];

/// The numbered list of a section of `docs/dev/add.md`.
fn list_of(section: &str) -> String {
    let text = text("docs/dev/add.md");
    let (_, rest) = text.split_once(&format!("\n## {section}\n")).unwrap_or_else(|| panic!("no section {section}"));
    let section = rest.split("\n## ").next().unwrap_or_default();
    let is_of_list = |line: &&str| line.starts_with("   ") || line.starts_with(|c: char| c.is_ascii_digit());
    section.lines().filter(is_of_list).collect::<Vec<_>>().join("\n")
}

fn files_below(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    entries.filter_map(Result::ok).flat_map(|entry| files_below(&entry.path())).collect()
}

fn has_one_of(file: &Path, words: &[&str]) -> bool {
    fs::read_to_string(file).is_ok_and(|text| words.iter().any(|word| text.contains(word)))
}

#[test]
fn what_a_list_names_is_touched_by_an_example_of_the_thing() {
    for Example { section, names, .. } in EXAMPLES {
        let list = list_of(section);
        let listed: Vec<&str> = named(&list).into_iter().filter(|name| name.starts_with("src/")).collect();
        assert!(!listed.is_empty(), "{section}: an empty list");
        let idle =
            listed.into_iter().filter(|name| !files_below(&root().join(name)).iter().any(|file| has_one_of(file, names)));
        assert_eq!(idle.collect::<Vec<_>>(), Vec::<&str>::new(), "{section}: {names:?} is not in them");
    }
}

/// Whether the list names the file, its folder, or a new file beside it (`x.rs`).
fn is_listed(list: &str, file: &Path) -> bool {
    let new = file.with_file_name("x.rs");
    let new = new.strip_prefix(root()).map(|new| format!("`{}`", new.display())).unwrap_or_default();
    list.contains(&new) || named(list).into_iter().any(|name| file.starts_with(root().join(name)))
}

#[test]
fn what_an_example_of_a_thing_cannot_do_without_is_in_the_list() {
    for Example { section, uses, .. } in EXAMPLES {
        let list = list_of(section);
        let mut users = files_below(&root().join("src"));
        users.retain(|file| has_one_of(file, uses));
        assert!(users.len() > 1, "{section}: {uses:?} is hardly anywhere");
        users.retain(|file| !is_listed(&list, file));
        assert!(users.is_empty(), "{section} says nothing of {users:?}");
    }
}
