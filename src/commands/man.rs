//! `gongkai man`: manual pages, one for the program and one for each command, in Chinese like the help that they are
//! made from.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes the manual pages")]

use std::fs;
use std::io;
use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::Outcome;
use crate::cli::command;
use crate::disk::writer;
use crate::error::Error;

/// Writes the pages into `folder`.
pub fn write_to(folder: &Path) -> Result<Outcome, Error> {
    fs::create_dir_all(folder).map_err(|error| Error::io("新建文件夹", folder, error))?;
    for (name, bytes) in run() {
        writer::replace(&folder.join(name), &bytes)?;
    }
    Ok(Outcome::default())
}

/// File names and contents: `gongkai.1`, `gongkai-build.1`, `gongkai-theme-eject.1` ….
pub fn run() -> Vec<(String, Vec<u8>)> {
    let mut root = command();
    root.build();
    let mut pages = Vec::new();
    add(&root, &mut pages);
    pages
}

fn add(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let man = Man::new(command.clone()).source(concat!("gongkai ", env!("CARGO_PKG_VERSION"))).manual("gongkai 手册");
    let mut page = Vec::new();
    // Writing to memory cannot fail.
    let written = write(&man, command, &mut page);
    debug_assert!(written.is_ok());
    pages.push((man.get_filename(), in_chinese(&String::from_utf8_lossy(&page)).into_bytes()));
    for command in command.get_subcommands() {
        add(command, pages);
    }
}

fn write(man: &Man, command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_options_section(page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(page)?;
    }
    match command.get_after_help() {
        Some(notes) => notes_section(&notes.to_string()).to_writer(page),
        None => Ok(()),
    }
}

/// The notes below the help line by line; a manual page would otherwise run the examples together.
fn notes_section(notes: &str) -> Roff {
    let mut section = Roff::new();
    section.control("SH", ["示例"]).control("nf", []);
    for line in notes.lines().skip_while(|line| *line == "示例：") {
        section.text([roman(line)]);
    }
    section.control("fi", []);
    section
}

/// The page with Chinese headings, and with the prologue that comes with every section only once.
fn in_chinese(page: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in page.lines() {
        match line {
            ".SH NAME" => lines.push(".SH 名称"),
            ".SH SYNOPSIS" => lines.push(".SH 用法"),
            prologue if prologue.starts_with('.') && prologue.contains(" .ds Aq ") && lines.contains(&prologue) => {}
            line => lines.push(line.trim_end()),
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let names: Vec<String> = run().into_iter().map(|(name, _)| name).collect();
        for name in ["gongkai.1", "gongkai-build.1", "gongkai-theme.1", "gongkai-theme-eject.1", "gongkai-man.1"] {
            assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
        }
    }

    #[test]
    fn pages_are_chinese_and_hold_only_known_requests() {
        for (name, page) in run() {
            let page = String::from_utf8(page).expect("text");
            for english in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXTRA", "Possible values", "Print"] {
                assert!(!page.contains(english), "{name}: {english} in\n{page}");
            }
            assert!(page.contains("\n.SH 名称\n") && page.contains("\n.SH 选项\n"), "{name}");
            assert_eq!(page.matches(" .ds Aq ").count(), 2, "{name}");
            for request in page.lines().filter(|line| line.starts_with(['.', '\''])) {
                let word = request.split(' ').next().unwrap_or_default();
                assert!([".TH", ".SH", ".TP", ".nf", ".fi", ".ie", ".el", ".br"].contains(&word), "{name}: {request}");
            }
        }
    }
}
