//! `gongkai theme eject`: the built-in theme as files, for reading and changing.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes the theme's files")]

use std::fs;

use super::Outcome;
use super::site::Place;
use crate::cli::EjectArgs;
use crate::error::Error;
use crate::render::theme::embedded::FILES;

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
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(|error| Error::io("新建文件夹", parent, error))?;
        }
        fs::write(&file, bytes).map_err(|error| Error::io("写入", &file, error))?;
    }
    let said = format!(
        "已写出 {} 个文件到 {}\n整套修改：放在 themes/名称/ 里并设置 theme.name；只改一个模板：放在网站的 templates/ 里\n",
        FILES.len(),
        args.dir.display()
    );
    Ok(Outcome { stderr: if place.quiet { String::new() } else { said }, ..Outcome::default() })
}
