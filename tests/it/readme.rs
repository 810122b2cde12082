//! What the README promises an editor in five minutes: its commands are run in its order, on the report that it shows, and say what
//! it says.

use std::fs;

use crate::support::site::Site;

const README: &str = include_str!("../../README.md");
/// The report shown there has been published by then.
const DAY: &str = "2025-02-01";

/// The fenced blocks of a section: what stands after the fence, and the text.
fn blocks(section: &str) -> Vec<(&str, &str)> {
    let mut parts = section.split("\n```");
    parts.next();
    let opened = parts.step_by(2);
    opened.filter_map(|block| block.split_once('\n')).collect()
}

/// Commands of a console block, each with the lines below it.
fn commands(block: &str) -> Vec<(&str, Vec<&str>)> {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, Vec::new())),
            (None, Some((_, said))) => said.push(line),
            (None, None) => panic!("a block begins with what is said: {line}"),
        }
    }
    commands
}

#[test]
fn five_minutes_of_an_editor_go_as_the_readme_says() {
    let (_, section) = README.split_once("## 编辑：五分钟").expect("the section");
    let (section, _) = section.split_once("### 常用字段").expect("the next section");
    let outside = Site::empty();
    let mut folder = Site { root: outside.root.clone() };
    let mut written = None;
    let mut ran = Vec::new();
    for (kind, text) in blocks(section) {
        if kind == "markdown" {
            written = Some(text);
            continue;
        }
        for (command, said) in commands(text) {
            if let Some(inside) = command.strip_prefix("cd ") {
                folder.root.push(inside);
                continue;
            }
            let arguments: Vec<&str> = command.strip_prefix("gongkai ").expect("a command of ours").split(' ').collect();
            if arguments[0] == "serve" {
                continue;
            }
            if let Some(report) = written {
                edit(&folder, report, arguments[0] == "check");
            }
            let has_day = ["check", "build"].contains(&arguments[0]);
            let day: &[&str] = if has_day { &["--as-of", DAY] } else { &[] };
            let run = folder.run(&[&arguments, day].concat());
            assert_eq!(run.code, Some(i32::from(arguments[0] == "check")), "{run}");
            let mut rest = format!("{}{}", run.stdout, run.stderr);
            for line in said.into_iter().filter(|line| *line != "…") {
                let (_, below) =
                    rest.split_once(line).unwrap_or_else(|| panic!("「{line}」 is not said, or not here, by {run}"));
                rest = below.to_string();
            }
            ran.push(arguments[0].to_string());
        }
    }
    assert_eq!(ran, ["init", "new", "check", "build"]);
}

/// Writes the report of the README where `new` put one, with the slip that `check` is to find or without it.
fn edit(site: &Site, report: &str, with_slip: bool) {
    let folder = "reports/信息公开/五公开专栏/结果公开/工作计划及总结/2025-01-20-2024年工作总结及2025年工作计划";
    let text = if with_slip { report.replacen("title", "titel", 1) } else { report.to_string() };
    assert!(site.root.join(folder).join("index.md").is_file());
    fs::write(site.root.join(folder).join("index.md"), text).expect("the report");
    site.write(&format!("{folder}/任务清单.csv"), "任务,时限\n公开,6月\n");
}
