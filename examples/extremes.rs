//! Writes the site of extremes into a folder, for the browser audit and for authors of themes:
//! `cargo run --example extremes -- FOLDER` makes `FOLDER/full` and `FOLDER/bare`.

#![expect(clippy::disallowed_methods, clippy::disallowed_macros, reason = "it writes the files and says so")]

use std::fs;
use std::io::{Error, Result};
use std::path::Path;

use gongkai::trial::extremes;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).ok_or_else(|| Error::other("usage: extremes FOLDER"))?;
    let folder = Path::new(&folder);
    for (name, files) in [("full", extremes::site()), ("bare", extremes::bare())] {
        for (path, bytes) in files {
            let file = folder.join(name).join(path);
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            fs::write(file, bytes)?;
        }
        println!("{}", folder.join(name).display());
    }
    Ok(())
}
