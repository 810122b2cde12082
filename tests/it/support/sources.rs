//! The program's own sources, for the rules of the house that are about them.

use std::fs;
use std::path::PathBuf;

/// A file of the sources.
pub struct File {
    /// From the root of the repository, with `/`: `src/load/markdown.rs`.
    pub path: String,
    pub text: String,
}

impl File {
    /// The code without the unit tests below it.
    pub fn code(&self) -> &str {
        self.text.split("#[cfg(test)]").next().unwrap_or_default()
    }

    /// The path of the module, from the root of the crate: `load::markdown` for `src/load/markdown.rs`.
    pub fn module(&self) -> String {
        self.path.trim_start_matches("src/").trim_end_matches(".rs").replace('/', "::")
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The `.rs` files below some folders of the repository, in the order of their paths.
pub fn sources(folders: &[&str]) -> Vec<File> {
    let mut files = Vec::new();
    for folder in folders {
        for entry in walkdir::WalkDir::new(root().join(folder)).sort_by_file_name() {
            let entry = entry.expect("a readable folder");
            if entry.path().extension().is_some_and(|extension| extension == "rs") {
                let path = entry.path().strip_prefix(root()).expect("in the repository");
                let path = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
                files.push(File { path, text: fs::read_to_string(entry.path()).expect("UTF-8") });
            }
        }
    }
    assert!(files.len() > 50, "the sources were not found");
    files
}
