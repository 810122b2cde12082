//! Two pages of one address: one of them would vanish without a word.

use std::collections::BTreeSet;

use super::{NOT_PUBLISHED, describe_owner};
use crate::check::rule::{Check, Rule};
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::model::page::{Collision, Owner, PlanFaults};
use crate::model::path::SourcePath;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-url",
    summary: "两个页面或文件的网址相同",
    basis: "本程序约定：每个页面的网址唯一",
    level: Level::Error,
    is_structural: true,
    explanation: include_str!("duplicate_url.md"),
    check: Check::Plan(check),
};

/// What the plan calls an asset.
const THEME_FILE: &str = "主题文件";
/// What the plan calls what the program itself needs.
const PROGRAM: &str = "程序自己的文件";

fn check(faults: &PlanFaults) -> Vec<Finding> {
    let mut clashes: BTreeSet<(SourcePath, SourcePath)> = BTreeSet::new();
    let mut own: BTreeSet<Option<SourcePath>> = BTreeSet::new();
    let mut findings = Vec::new();
    for collision in faults.collisions.iter().filter(|collision| !collision.is_alias) {
        // Two categories of one address clash in every page that each of them has, and so do the categories below them.
        if let Some((first, second)) = categories(collision) {
            let above = first.parent().zip(second.parent());
            let is_known = above.is_some_and(|above| clashes.contains(&above));
            if !clashes.insert((first, second)) || is_known {
                continue;
            }
        }
        // What the program needs itself is in the way of all pages of a category.
        if is_own_of_program(&collision.first) && !own.insert(collision.second.file.clone()) {
            continue;
        }
        findings.push(finding(collision));
    }
    findings
}

fn is_own_of_program(owner: &Owner) -> bool {
    owner.file.is_none() && owner.what == PROGRAM
}

/// The folders of two categories that clash.
fn categories(collision: &Collision) -> Option<(SourcePath, SourcePath)> {
    let folder = |owner: &Owner| {
        let file = owner.file.as_ref().filter(|_| owner.what.starts_with("栏目"))?;
        if file.extension() == "toml" { file.parent() } else { Some(file.clone()) }
    };
    folder(&collision.first).zip(folder(&collision.second))
}

fn finding(collision: &Collision) -> Finding {
    // Pages that the program makes have no file; then the other one must give way.
    let (own, other) = match &collision.second.file {
        Some(_) => (&collision.second, &collision.first),
        None => (&collision.first, &collision.second),
    };
    let site = Config::file();
    let (own_words, other_words) = (describe_owner(own), describe_owner(other));
    let message = match (&collision.url, &collision.other_url) {
        (url, other) if url == other => format!("{own_words}与{other_words}的网址都是 `{url}`"),
        (url, other) if url.collision_key() == other.collision_key() => {
            format!("{own_words}与{other_words}的网址只差大小写，都会成为 `{url}`")
        }
        (url, other) => format!("{own_words}与{other_words}的网址 `{url}` 和 `{other}`，一个要是文件，一个要是文件夹"),
    };
    let finding = Finding::new(own.file.as_ref().unwrap_or(&site), own.span, message).effect(NOT_PUBLISHED).help(
        match collision.first.what == THEME_FILE || collision.second.what == THEME_FILE {
            true => "给主题或 `assets` 里的其中一个文件改名",
            false => "给其中一篇写不同的 `slug`；栏目在 `_category.toml` 里写，附件改文件名",
        },
    );
    match &other.file {
        Some(file) => finding.related(file, other.span, "这一个的网址相同"),
        None => finding,
    }
}
