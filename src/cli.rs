//! The way in: arguments become the types of [`arguments`], or the run ends with help or a refusal, in Chinese.

mod arguments;
mod chinese;
mod early_end;
mod one_report;
mod options;
mod published;
mod refusal;
mod values;

use std::ffi::OsString;

use clap::FromArgMatches;

pub use arguments::{
    BuildArgs, CheckArgs, Cli, Command, CompletionsArgs, EjectArgs, ExplainArgs, FixArgs, GlobalArgs, InitArgs, ManArgs,
    NewArgs, RulesArgs, ServeArgs, ThemeArgs, ThemeCheckArgs, ThemeCommand,
};
pub use chinese::command;
pub use early_end::CliExit;
pub use one_report::{ReviewArgs, WithdrawArgs};
pub use options::{FindingsArgs, SelectionArgs};
pub use published::{DiffArgs, RedirectsArgs, SealArgs, VerifyArgs, WhyArgs};
pub use values::{AnswerFormat, Color, Deny, DiffFormat, Format, Least, ListFormat, ReviewStep, Server};

/// Reads the arguments, the program's name first.
pub fn parse(args: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Cli, CliExit> {
    let args = chinese::help_command_as_flag(args.into_iter().map(Into::into).collect());
    let cli = command()
        .try_get_matches_from(&args)
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .map_err(|error| refusal::exit(&error, &args))?;
    // Clap does not see a conflict between options that stand before and after the command.
    if cli.global.quiet && cli.global.verbose {
        return Err(refusal::with_sentence("`--quiet` 和 `--verbose` 不能同时使用", "gongkai"));
    }
    Ok(cli)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Cli {
        parse(line.split(' ')).unwrap_or_else(|exit| panic!("{line}: {}", exit.text))
    }

    #[test]
    fn the_definition_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn every_agreed_command_line_is_understood() {
        for line in [
            "gongkai -C 网站 --color never -q build",
            "gongkai build --site 网站 -v --color=always",
            "gongkai init 网站 --force",
            "gongkai new 工作计划及总结 标题 --date 2024-11-11 --bundle",
            "gongkai build --output o --base-url https://a.cn --as-of 2024-11-11 --drafts --deny warnings --no-cache --withdraw-only --no-sync --state s --wait --jobs 2 --format sarif",
            "gongkai build --deny warnings --deny unreviewed",
            "gongkai review a.md --step 初审 --by 姓名 --on 2024-11-11",
            "gongkai review a.md --print --out 审签",
            "gongkai check a b --level error --as-of 2024-11-11 --drafts --deny warnings --format github",
            "gongkai serve --bind 0.0.0.0 --port 0 --drafts --as-of 2024-11-11 --open",
            "gongkai build --locked --previous SHA256SUMS",
            "gongkai withdraw reports/甲.md --reason 含有个人信息 --keep-title",
            "gongkai withdraw /x/a.html --erase",
            "gongkai redirects --format iis",
            "gongkai seal --out 公开单 --output o --state s --format json",
            "gongkai verify",
            "gongkai verify output --against SHA256SUMS --format json",
            "gongkai verify output --seal 公开单-2026-11-30.txt",
            "gongkai verify output --as-of 2024-11-11 --drafts --base-url https://a.cn",
            "gongkai diff 发布 --as-of 2024-11-11 --drafts --format html --out 变化.html",
            "gongkai why reports/a.md --format json",
            "gongkai rules --format json",
            "gongkai explain unknown-key",
            "gongkai theme eject themes/我的",
            "gongkai theme check themes/我的",
            "gongkai completions zsh",
            "gongkai man man1",
        ] {
            parsed(line);
        }
    }

    #[test]
    fn defaults_are_the_agreed_ones() {
        let cli = parsed("gongkai build");
        assert_eq!((cli.global.color, cli.global.site), (Color::Auto, None));
        let Command::Build(build) = cli.command else { panic!("not build") };
        assert_eq!((build.findings.format, build.findings.deny, build.selection.as_of), (Format::Text, vec![], None));
    }
}
