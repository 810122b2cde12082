//! Findings counted by rule: on a large site the first question is not what is wrong where, but what is wrong most.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::position::display_width;
use super::{Diagnostic, Level};
use crate::model::path::SourcePath;

/// How often a rule spoke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Name of the rule.
    pub rule: &'static str,
    /// Level of its findings; the heaviest where they differ.
    #[serde(serialize_with = "name")]
    pub level: Level,
    /// Its findings.
    pub count: usize,
    /// Files that it spoke of.
    pub files: usize,
}

fn name<S: Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.name())
}

/// Findings counted by rule: the heaviest first, then the most frequent, then by name.
pub fn tallies(diagnostics: &[Diagnostic]) -> Vec<Tally> {
    let mut rules: BTreeMap<&'static str, (Level, usize, BTreeSet<&SourcePath>)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (level, count, files) = rules.entry(diagnostic.rule).or_insert((diagnostic.level, 0, BTreeSet::new()));
        *level = diagnostic.level.max(*level);
        *count += 1;
        files.insert(&diagnostic.finding.file);
    }
    let tally = |(rule, (level, count, files)): (_, (_, _, BTreeSet<_>))| Tally { rule, level, count, files: files.len() };
    let mut tallies: Vec<Tally> = rules.into_iter().map(tally).collect();
    tallies.sort_by(|a, b| (b.level, b.count, a.rule).cmp(&(a.level, a.count, b.rule)));
    tallies
}

/// The counts as a table for people, ending with an empty line.
pub fn table(diagnostics: &[Diagnostic]) -> String {
    let tallies = tallies(diagnostics);
    let width = tallies.iter().map(|tally| display_width(tally.rule)).max().unwrap_or(0);
    let digits = tallies.iter().map(|tally| tally.count.to_string().len()).max().unwrap_or(0);
    let mut table = "按规则统计：\n".to_string();
    for Tally { rule, level, count, files } in &tallies {
        let level = level.chinese();
        table.push_str(&format!("  {level}  {rule:width$}  {count:digits$} 处，{files} 个文件\n"));
    }
    table + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Finding;

    #[test]
    fn the_heaviest_and_most_frequent_come_first() {
        let at = |file: &str, rule, level| Diagnostic {
            rule,
            basis: "",
            level,
            finding: Finding::new(&SourcePath::new(file).expect("a path"), None, "坏"),
        };
        let found = [
            at("a", "less", Level::Info),
            at("a", "often", Level::Warning),
            at("b", "often", Level::Warning),
            at("b", "often", Level::Warning),
            at("a", "grave", Level::Error),
        ];
        let expected =
            "按规则统计：\n  错误  grave  1 处，1 个文件\n  警告  often  3 处，2 个文件\n  提示  less   1 处，1 个文件\n\n";
        assert_eq!(table(&found), expected);
    }
}
