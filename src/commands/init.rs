//! `gongkai init`: a complete small site that builds at once. Its files stand beside this one and are part of the program.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes the new site")]

use std::fs;

use super::Outcome;
use super::site::Place;
use crate::cli::InitArgs;
use crate::diagnostics::visible::visible;
use crate::disk::writer;
use crate::error::Error;
use crate::render::theme::embedded::files;

/// Path in the new site, and content.
pub static FILES: &[(&str, &[u8])] = files![
    "src/commands/init":
    "site.toml",
    "README.md",
    ".gitignore" from "gitignore",
    ".gitattributes" from "gitattributes",
    "reports/信息公开/_category.toml",
    "reports/信息公开/五公开专栏/_category.toml",
    "reports/信息公开/五公开专栏/决策公开/_category.toml",
    "reports/信息公开/五公开专栏/决策公开/政策文件/_category.toml",
    "reports/信息公开/五公开专栏/决策公开/政策文件/2024-01-08-2024年政务公开工作安排/index.md",
    "reports/信息公开/五公开专栏/决策公开/政策文件/2024-01-08-2024年政务公开工作安排/任务分工表.csv",
    "reports/信息公开/五公开专栏/决策公开/政策文件/2024-03-11-加强便民停车点管理的通知.md",
    "reports/信息公开/五公开专栏/结果公开/_category.toml",
    "reports/信息公开/五公开专栏/结果公开/工作计划及总结/_category.toml",
    "reports/信息公开/五公开专栏/结果公开/工作计划及总结/2024-01-22-2023年工作总结及2024年工作计划.md",
];

/// `gongkai init`: writes a small site that can be built as it is.
///
/// # Errors
///
/// When the folder is not empty and `--force` is not given, or a file cannot be written.
pub fn run(args: &InitArgs, place: &Place) -> Result<Outcome, Error> {
    let folder = place.here.join(&args.dir);
    let is_free = match fs::read_dir(&folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(Error::io("读取", folder, error)),
    };
    if !is_free && !args.force {
        return Err(Error::Usage(format!(
            "{} 不是空文件夹，没有改动任何文件\n  处理：换一个文件夹名；确实要放在这里用 --force（已有的文件不会被覆盖）",
            args.dir.display()
        )));
    }
    let mut kept = Vec::new();
    for (path, bytes) in FILES {
        let file = folder.join(path);
        if file.exists() {
            kept.push(*path);
            continue;
        }
        writer::create(&file, bytes)?;
    }
    let mut said = format!(
        "已在 {} 建好一个小网站，共 {} 个文件\n",
        visible(&args.dir.display().to_string()),
        FILES.len() - kept.len()
    );
    if !kept.is_empty() {
        said.push_str(&format!("已有的文件保持原样：{}\n", kept.join("、")));
    }
    said.push_str(&format!(
        "接下来：\n  cd {}\n  gongkai build          生成网站到 output/，用浏览器打开 output/index.html 查看\n  打开 site.toml，把标着（示例）的内容换成本单位的\n",
        visible(&args.dir.display().to_string())
    ));
    Ok(Outcome { stderr: if place.quiet { String::new() } else { said }, ..Outcome::default() })
}
