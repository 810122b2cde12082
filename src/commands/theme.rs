//! `gongkai theme`: the built-in theme as files, for reading and changing, and a trial of somebody's own.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes and reads the theme's files")]

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use super::Outcome;
use super::site::Place;
use crate::cli::{EjectArgs, ThemeCheckArgs};
use crate::diagnostics::visible::visible;
use crate::disk;
use crate::disk::writer;
use crate::error::Error;
use crate::load::sources::ThemeFiles;
use crate::render::theme::embedded::FILES;
use crate::trial;

/// `gongkai theme eject`: writes the built-in theme as files, for changing.
///
/// # Errors
///
/// When one of the files is there already, or one cannot be written.
pub fn eject(args: &EjectArgs, place: &Place) -> Result<Outcome, Error> {
    let folder = place.here.join(&args.dir);
    for (path, _) in FILES {
        if folder.join(path).exists() {
            return Err(Error::Usage(format!(
                "{} 已经存在，没有改动任何文件\n  处理：换一个空文件夹",
                folder.join(path).display()
            )));
        }
    }
    for (path, bytes) in FILES {
        let file = folder.join(path);
        writer::create(&file, &named(path, bytes, &folder))?;
    }
    let said = format!(
        "已写出 {} 个文件到 {}\n整套修改：放在 themes/名称/ 里并设置 theme.name；只改一个模板：放在网站的 templates/ 里\n",
        FILES.len(),
        visible(&args.dir.display().to_string())
    );
    Ok(Outcome { stderr: if place.quiet { String::new() } else { said }, ..Outcome::default() })
}

/// The file as it is written: `theme.toml` bears the name of its new folder.
fn named<'b>(path: &str, bytes: &'b [u8], folder: &Path) -> Cow<'b, [u8]> {
    let name = folder.file_name().and_then(|name| name.to_str()).filter(|name| !name.contains(['"', '\\']));
    match (path, name) {
        ("theme.toml", Some(name)) => {
            let own = format!("name = \"{name}\"");
            Cow::Owned(String::from_utf8_lossy(bytes).replace("name = \"default\"", &own).into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// Tries a theme out on pages with extreme content and tells every fault at once.
pub fn check(args: &ThemeCheckArgs, place: &Place) -> Result<Outcome, Error> {
    let folder = place.here.join(&args.dir);
    let folder = fs::canonicalize(&folder).unwrap_or(folder);
    let shown = visible(&args.dir.display().to_string()).into_owned();
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_string();
    let is_theme = ["theme.toml", "templates", "assets"].iter().any(|part| folder.join(part).exists());
    if name.is_empty() || !is_theme {
        return Err(Error::Usage(format!(
            "`{shown}` 不是主题的文件夹\n  处理：里面要有 theme.toml、templates 或 assets，用 gongkai theme eject 可以写出一份"
        )));
    }
    let verdict = trial::of_theme(&name, &files(&folder, &name)?)?;
    let mut said = String::new();
    for fault in &verdict.faults {
        said.push_str(&format!("错误：{}\n\n", shown_lines(fault)));
    }
    if !place.quiet {
        said.push_str(&match verdict.faults.len() {
            0 => format!("主题 {name} 没有问题，试做了 {} 页\n", verdict.pages),
            count => format!("主题 {name} 有 {count} 处问题，试做了 {} 页\n", verdict.pages),
        });
    }
    Ok(Outcome { stderr: said, code: u8::from(!verdict.faults.is_empty()), ..Outcome::default() })
}

/// The theme as if it stood in a site, with those beside it that it may extend.
fn files(folder: &Path, name: &str) -> Result<ThemeFiles, Error> {
    let beside = folder.parent().filter(|parent| parent.file_name().is_some_and(|name| name == "themes"));
    let read = |folder: &Path, below: String| -> Result<ThemeFiles, Error> {
        let files = disk::files_below(folder)?;
        Ok(files.into_iter().map(|(path, bytes)| (format!("{below}/{path}"), bytes)).collect())
    };
    match beside {
        Some(themes) => read(themes, "themes".into()),
        None => read(folder, format!("themes/{name}")),
    }
}

fn shown_lines(text: &str) -> String {
    text.lines().map(|line| visible(line).into_owned()).collect::<Vec<_>>().join("\n")
}
