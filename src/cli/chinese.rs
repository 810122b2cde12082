//! Clap's command with help in Chinese. Clap has no translations: headings, the flags for help and version, and the
//! words that it adds by itself are replaced here, for every command at once, so that `cli` can stay a plain list.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::arguments::Cli;

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";
const HEADINGS: [&str; 3] = ["命令", "参数", "选项"];

/// The whole command line, for parsing, completions and manual pages.
pub fn command() -> Command {
    let version =
        Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本").display_order(991);
    localise(Cli::command().arg(version.help_heading("选项")))
}

/// Help as clap renders it, with the words that no setting reaches.
pub(super) fn help_text(rendered: &str) -> String {
    let mut text = rendered.replace("[OPTIONS]", "[选项]");
    for heading in HEADINGS {
        text = text.replace(&format!("\n{heading}:\n"), &format!("\n{heading}：\n"));
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_string() + "\n"
}

/// `gongkai help build` as `gongkai build --help`: clap's own `help` command cannot be translated.
pub(super) fn help_command_as_flag(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|arg| arg == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

fn localise(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助").display_order(990);
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .help_template(TEMPLATE)
        // The help is the same on every terminal and in the documentation.
        .term_width(0)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .arg(help)
        .mut_args(|arg| {
            let takes_value = arg.get_action().takes_values();
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            // The help names values and defaults in Chinese.
            let arg = arg.help_heading(heading);
            if takes_value { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        })
        .mut_subcommands(localise)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::diagnostics::position::display_width;

    const COMMANDS: [&str; 20] = [
        "",
        "init",
        "new",
        "build",
        "check",
        "fix",
        "seal",
        "serve",
        "withdraw",
        "redirects",
        "verify",
        "diff",
        "why",
        "review",
        "rules",
        "explain",
        "theme",
        "theme eject",
        "completions",
        "man",
    ];

    fn help(command: &str) -> String {
        let exit = parse(format!("gongkai {command} --help").split_whitespace()).expect_err("help ends the program");
        assert!(exit.to_stdout && exit.code == 0);
        exit.text
    }

    #[test]
    fn help_is_chinese_throughout_and_fits_a_terminal() {
        for command in COMMANDS {
            let text = help(command);
            for english in
                ["Usage", "Options", "Arguments", "Commands", "Print", "[default", "[possible", "OPTIONS", "COMMAND", ":\n"]
            {
                assert!(!text.contains(english), "{command}: {english} in\n{text}");
            }
            for line in text.lines() {
                assert!(display_width(line) <= 100, "{command}: {line}");
            }
            assert!(text.contains("用法：gongkai") && text.contains("\n选项：\n") && text.contains("显示帮助"), "{text}");
        }
    }

    #[test]
    fn descriptions_line_up_after_wide_value_names() {
        let text = help("build");
        let column = |option: &str, description: &str| {
            let line = text.lines().find(|line| line.contains(option)).unwrap_or_default();
            line.find(description).map(|at| display_width(&line[..at]))
        };
        assert_eq!(column("--output <目录>", "写到"), column("--drafts", "草稿"), "{text}");
    }

    #[test]
    fn every_command_that_does_something_shows_an_example() {
        for command in COMMANDS.into_iter().filter(|command| *command != "theme") {
            assert!(help(command).contains("\n示例：\n  gongkai "), "{command}");
        }
    }

    #[test]
    fn short_help_and_the_help_command_say_the_same() {
        for args in [["gongkai", "help", "build"], ["gongkai", "build", "-h"]] {
            assert_eq!(parse(args).expect_err("help ends the program").text, help("build"));
        }
        assert_eq!(parse(["gongkai", "help"]).expect_err("help ends the program").text, help(""));
    }

    #[test]
    fn the_version_is_data() {
        let exit = parse(["gongkai", "-V"]).expect_err("the version ends the program");
        assert_eq!(
            (exit.text.as_str(), exit.to_stdout, exit.code),
            (concat!("gongkai ", env!("CARGO_PKG_VERSION"), "\n"), true, 0)
        );
    }
}
