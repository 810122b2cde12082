//! No two files of the program need each other: whoever opens one can read what it stands on first.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::sources::{File, sources};

/// Modules that each module names, by their paths from the root of the crate.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_files_import_each_other_in_a_circle() {
    let found = circles(&imports(&sources(&["src"])));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_circle_is_seen_through_super_and_through_groups_over_several_lines() {
    let modules = [
        module("a", "mod b;\nuse b::B;"),
        module("a::b", "use super::super::c::{\n    d::{D, E},\n    F,\n};"),
        module("c", "pub mod d;"),
        module("c::d", "fn f() { crate::a::g() }"),
        module("e", "use crate::f;\nfn g() { f::h() }"),
        module("f", "// crate::e::g\n#[cfg(test)]\nmod tests { use crate::e::g; }"),
    ];
    let expected = ["a", "a::b", "c::d"].map(str::to_string).to_vec();
    assert_eq!(circles(&imports(&modules)), BTreeSet::from([expected]));
}

#[test]
fn a_circle_is_seen_through_the_name_of_an_imported_module() {
    let modules = [
        module("list", "use super::rules::{self, Other};\nstatic ALL: &[u8] = &[rules::one::RULE];"),
        module("rules", "pub mod one;"),
        module("rules::one", "use crate::list;\nfn f() { list::find() }"),
    ];
    let expected = ["list", "rules::one"].map(str::to_string).to_vec();
    assert_eq!(circles(&imports(&modules)), BTreeSet::from([expected]));
}

/// A module of a made-up crate.
fn module(name: &str, code: &str) -> File {
    File { path: format!("src/{}.rs", name.replace("::", "/")), text: code.to_string() }
}

/// Which modules each of them names. A module that declares another does not need it by that alone.
fn imports(files: &[File]) -> Imports {
    let modules: BTreeSet<String> = files.iter().map(File::module).collect();
    let mut imports = Imports::new();
    for file in files {
        let without_comments = |line: &str| format!("{}\n", line.split("//").next().unwrap_or_default());
        let (module, code) = (file.module(), file.code().lines().map(without_comments).collect::<String>());
        let mut named = BTreeSet::new();
        for path in paths(&module, &code) {
            let known = (1..=path.len()).rev().map(|length| path[..length].join("::")).find(|name| modules.contains(name));
            named.extend(known.filter(|known| *known != module));
        }
        imports.insert(module, named);
    }
    imports
}

/// All paths of the crate in some code, from its root: those that are imported, and those that begin with `crate`, `self`, `super`, a module
/// within, or a name that was imported, as `rules::x::RULE` does below `use super::rules`.
fn paths(module: &str, code: &str) -> Vec<Vec<String>> {
    let own: Vec<&str> = module.split("::").collect();
    let children: Vec<&str> =
        code.split("mod ").skip(1).filter_map(|rest| rest.split_once(';')).map(|(name, _)| name).collect();
    let mut written = Vec::new();
    for (statement, _) in code.split("use ").skip(1).filter_map(|rest| rest.split_once(';')) {
        expand("", statement, &mut written);
    }
    let mut paths: Vec<Vec<String>> = written.iter().filter_map(|path| from_root(&own, &children, path)).collect();
    let imported: BTreeMap<String, Vec<String>> =
        paths.iter().filter_map(|path| Some((path.last()?.clone(), path.clone()))).collect();
    let is_of_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    for word in code.split(|c: char| !is_of_path(c)).filter(|word| word.contains("::") && !word.ends_with("::")) {
        let (first, rest) = word.split_once("::").unwrap_or_default();
        let below = |path: &Vec<String>| path.iter().cloned().chain(rest.split("::").map(str::to_string)).collect();
        paths.extend(from_root(&own, &children, word).or_else(|| imported.get(first).map(below)));
    }
    paths
}

/// A path as module `own` writes it, from the root of the crate. `None` where it leads to another crate or begins with an imported name.
fn from_root(own: &[&str], children: &[&str], path: &str) -> Option<Vec<String>> {
    let mut parts = path.split("::").filter(|part| !part.is_empty()).peekable();
    let mut base = own.to_vec();
    match *parts.peek()? {
        "crate" => base.clear(),
        "super" => {
            while parts.next_if_eq(&"super").is_some() {
                base.pop();
            }
        }
        first if first == "self" || children.contains(&first) => {}
        _ => return None,
    }
    // `use text::{self, Text}` names the module itself.
    base.extend(parts.filter(|part| !matches!(*part, "crate" | "self")));
    Some(base.into_iter().map(str::to_string).collect())
}

/// `a::{b, c::{d}}` → `a::b`, `a::c::d`.
fn expand(before: &str, written: &str, found: &mut Vec<String>) {
    let written = written.trim();
    let Some((head, rest)) = written.split_once('{') else {
        let name = written.split(" as ").next().unwrap_or_default();
        found.push(format!("{before}{name}"));
        return;
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let before = format!("{before}{}", head.trim());
    let mut depth = 0;
    let parts = inside.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    parts.filter(|part| !part.trim().is_empty()).for_each(|part| expand(&before, part, found));
}

/// Groups of modules each of which leads to all others of its group, in the order of their names.
fn circles(imports: &Imports) -> BTreeSet<Vec<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|module| (module.as_str(), reachable(module, imports))).collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|reached| reached.contains(to));
    let circle = |module: &&str| -> Vec<String> {
        reached
            .keys()
            .filter(|other| leads(module, other) && leads(other, module))
            .map(|other| (*other).to_string())
            .collect()
    };
    reached.keys().map(circle).filter(|circle| circle.len() > 1).collect()
}

fn reachable<'i>(module: &str, imports: &'i Imports) -> BTreeSet<&'i str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = vec![module];
    while let Some(next) = open.pop() {
        for other in imports.get(next).into_iter().flatten() {
            if reached.insert(other.as_str()) {
                open.push(other);
            }
        }
    }
    reached
}
