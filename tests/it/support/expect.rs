//! Comparison with expected text. A golden file is rewritten when `UPDATE_EXPECT=1` is set, and what changed is then
//! reviewed as a diff of the repository.

use std::fs;
use std::path::Path;

/// Compares with `tests/golden/⟨name⟩`.
#[track_caller]
pub fn golden(name: &str, actual: &str) {
    file(&format!("tests/golden/{name}"), actual);
}

/// Compares with a file of the repository.
#[track_caller]
pub fn file(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        fs::write(&path, actual).expect("an expected file");
        return;
    }
    // A checkout on Windows may have turned the line ends.
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        expected == actual,
        "{name} differs; if the new text is right, run UPDATE_EXPECT=1 cargo test\n{}",
        diff(&expected, actual)
    );
}

/// The two texts line by line: `-` expected only, `+` actual only, long equal parts left out, in a frame.
pub fn diff(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let common = common_tails(&old, &new);
    let mut marked = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            marked.push((' ', old[i]));
            i += 1;
            j += 1;
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            marked.push(('-', old[i]));
            i += 1;
        } else {
            marked.push(('+', new[j]));
            j += 1;
        }
    }
    frame(&marked)
}

/// Length of the longest common subsequence from each pair of places on.
fn common_tails(old: &[&str], new: &[&str]) -> Vec<Vec<usize>> {
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    common
}

fn frame(marked: &[(char, &str)]) -> String {
    const AROUND: usize = 2;
    let is_near = |at: usize| {
        let near = at.saturating_sub(AROUND)..(at + AROUND + 1).min(marked.len());
        marked[near].iter().any(|(mark, _)| *mark != ' ')
    };
    let mut lines = vec!["╭──────── - expected  + actual".to_string()];
    for (at, (mark, line)) in marked.iter().enumerate() {
        match is_near(at) {
            true => lines.push(format!("│{mark} {line}")),
            false if lines.last().is_some_and(|last| last != "│…") => lines.push("│…".to_string()),
            false => {}
        }
    }
    lines.push("╰────────".to_string());
    lines.join("\n")
}

#[test]
fn a_diff_shows_what_changed_and_little_else() {
    let expected = "1\n2\n3\n4\n5\n6\n7\n";
    let actual = "1\n2\n3\n4\nfive\n6\n7\n";
    let shown = "╭──────── - expected  + actual\n│…\n│  3\n│  4\n│- 5\n│+ five\n│  6\n│  7\n╰────────";
    assert_eq!(diff(expected, actual), shown);
}
