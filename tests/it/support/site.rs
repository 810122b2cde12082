//! A small site in a folder of its own, and the program run on it. The folder goes when the story ends well and stays for
//! inspection when it fails.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::html::Html;

/// The day that counts as today in every story.
pub const TODAY: &str = "2024-12-31";

/// Complete settings that no rule has anything to say about. They are those of an example, which is told in stories of their own.
pub const SETTINGS: &str = r#"title = "示例街道办事处信息公开专栏"
short_title = "示例街道信息公开"
description = "公开示例街道办事处的政策、计划和成效"
base_url = "https://www.example.gov.cn"
check.placeholder-site-field = "off"
[org]
name = "示例街道办事处"
column = "信息公开专栏"
phone = "0000-00000000"
source = "示例街道办"
issuer = "某市示例街道办事处"
[gov]
site_id = "0000000000"
icp = "某ICP备00000000号"
police = "某公网安备00000000000000号"
agency_mark = { image = "assets/mark.png", url = "https://www.example.org/", alt = "党政机关网站标识" }
find_error_url = "https://www.example.org/jiucuo.html"
"#;

/// The same, ended by a `[check]` of the story's own.
pub fn settings_with_levels(levels: &str) -> String {
    format!(
        "{}[check]\nplaceholder-site-field = \"off\"\n{levels}",
        SETTINGS.replace("check.placeholder-site-field = \"off\"\n", "")
    )
}

/// A complete category that asks for no 索引号.
pub const CATEGORY: &str = "description = \"说明公开什么。\"\nkeywords = [\"示例\"]\nkind = \"工作动态\"\n";

/// A picture of 3 by 2 pixels.
pub const PNG: &[u8] = b"\
    \x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x03\x00\x00\x00\x02\x01\
    \x00\x00\x00\x00\xb5\x0f\x5b\xb7\x00\x00\x00\x0c\x49\x44\x41\x54\x78\xda\x63\x60\x60\x60\x00\x00\x00\
    \x04\x00\x01\xc8\xea\xeb\xf9\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

thread_local! {
    /// Sites of this story so far; each story has a thread of its own.
    static NUMBER: Cell<usize> = const { Cell::new(0) };
}

pub struct Site {
    pub root: PathBuf,
}

impl Site {
    /// An empty folder.
    pub fn empty() -> Site {
        let thread = std::thread::current();
        let story = thread.name().unwrap_or("story").replace("::", ".");
        let number = NUMBER.replace(NUMBER.get() + 1);
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{story}-{number}"));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).expect("a folder for the story");
        Site { root }
    }

    /// Complete settings and no report.
    pub fn bare() -> Site {
        let site = Site::empty();
        site.write("site.toml", SETTINGS).write("assets/mark.png", PNG);
        site
    }

    /// Complete settings and one report, `示例栏目/文章`.
    pub fn minimal() -> Site {
        let site = Site::bare();
        site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "正文。");
        site
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Site {
        let file = self.root.join(path);
        fs::create_dir_all(file.parent().expect("a file below the site")).expect("its folder");
        fs::write(&file, bytes).expect("a written file");
        self
    }

    /// Writes `reports/⟨name⟩.md`, and a complete `_category.toml` for each category above it that has none.
    pub fn report(&self, name: &str, matter: &str, body: &str) -> &Site {
        let own = name.strip_suffix("/index").unwrap_or(name);
        for folder in Path::new(own).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            let file = format!("reports/{}/_category.toml", folder.display());
            if !self.root.join(&file).exists() {
                self.write(&file, CATEGORY);
            }
        }
        self.write(&format!("reports/{name}.md"), format!("+++\n{matter}\n+++\n\n{body}\n"))
    }

    /// Complete settings with one more line at the top level.
    pub fn setting(&self, line: &str) -> &Site {
        let settings = fs::read_to_string(self.root.join("site.toml")).expect("settings");
        self.write("site.toml", format!("{line}\n{settings}"))
    }

    pub fn remove(&self, path: &str) -> &Site {
        fs::remove_file(self.root.join(path)).expect("a file to remove");
        self
    }

    /// Runs the program in the site's folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// The same with environment variables.
    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(arguments)
            .envs(environment.iter().copied())
            .current_dir(&self.root)
            .output()
            .expect("the program starts");
        Run {
            command: arguments.join(" "),
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }

    /// `gongkai build` on the fixed day. No story is about the moment when files reach the disk.
    pub fn build(&self, more: &[&str]) -> Run {
        self.run(&[&["build", "--as-of", TODAY, "--no-sync"], more].concat())
    }

    /// `gongkai check --format json` on the fixed day.
    pub fn check(&self) -> Run {
        self.run(&["check", "--as-of", TODAY, "--format", "json"])
    }

    /// A file below `output/` as text.
    pub fn output(&self, path: &str) -> String {
        let file = self.root.join("output").join(path);
        fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("output/{path}: {error}\n{}", self.output_paths().join("\n")))
    }

    pub fn has_output(&self, path: &str) -> bool {
        self.root.join("output").join(path).exists()
    }

    /// A page below `output/`.
    pub fn page(&self, path: &str) -> Html {
        Html::parse(&self.output(path))
    }

    /// Every file below `output/`, with `/`, sorted.
    pub fn output_paths(&self) -> Vec<String> {
        self.files("output").into_keys().collect()
    }

    /// Every file below a folder of the site, and its bytes.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let root = self.root.join(folder);
        for entry in walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
            let inside = entry.path().strip_prefix(&root).expect("below the folder");
            let name: Vec<_> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            files.insert(name.join("/"), fs::read(entry.path()).expect("a readable file"));
        }
        files
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    pub command: String,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    #[track_caller]
    pub fn exits(&self, code: i32) -> &Run {
        assert_eq!(self.code, Some(code), "exit code of {self}");
        self
    }

    #[track_caller]
    pub fn succeeds(&self) -> &Run {
        self.exits(0)
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Run {
        assert!(self.has_said(words), "「{words}」 is not said by {self}");
        self
    }

    #[track_caller]
    pub fn never_says(&self, words: &str) -> &Run {
        assert!(!self.has_said(words), "「{words}」 is said by {self}");
        self
    }

    /// As data or as talk.
    pub fn has_said(&self, words: &str) -> bool {
        self.stdout.contains(words) || self.stderr.contains(words)
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in the JSON of {self}"))
    }

    /// Names of the rules that report something, each once.
    #[track_caller]
    pub fn rules(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().expect("findings");
        let mut rules: Vec<String> = findings.iter().map(|f| f["rule"].as_str().expect("a rule").to_string()).collect();
        rules.sort();
        rules.dedup();
        rules
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "`gongkai {}` (exit code {:?})\n── stdout ──\n{}\n── stderr ──\n{}\n────────────",
            self.command, self.code, self.stdout, self.stderr
        )
    }
}
