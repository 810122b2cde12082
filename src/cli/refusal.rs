//! What is wrong with a command line, in Chinese. Clap words its errors in English only, but hands out what they are
//! made of.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::chinese::{command, help_text};
use super::early_end::CliExit;
use crate::diagnostics::exit_code::COULD_NOT_RUN;
use crate::diagnostics::visible::visible;

/// The end of a run whose arguments clap did not take.
pub(super) fn exit(error: &Error, args: &[OsString]) -> CliExit {
    let at = command_named(args);
    match error.kind() {
        ErrorKind::DisplayHelp => CliExit { text: help_text(&error.render().to_string()), to_stdout: true, code: 0 },
        ErrorKind::DisplayVersion => CliExit { text: error.render().to_string(), to_stdout: true, code: 0 },
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => missing_command(error, &at),
        kind => with_sentence(&sentence(kind, error), &at),
    }
}

/// Commands that people look for, by what other programs call them, and what does it here.
const HINTS: [(&[&str], &str); 7] = [
    (
        &["import", "convert", "paste", "导入"],
        "还不能直接读 Word 等文件：用 `gongkai new 栏目 标题` 新建一篇，把正文粘贴进去；原文件要公开的，放在旁边作为附件",
    ),
    (
        &["publish", "deploy", "upload", "release", "push", "发布", "上传"],
        "用 `gongkai build` 生成网站，再把 output 文件夹里的全部文件传到服务器",
    ),
    (
        &["list", "ls", "status", "stat", "列表", "状态"],
        "用 `gongkai check` 看每一篇是发布、暂不发布还是有错误；用 `gongkai check --report` 看各栏目的更新情况",
    ),
    (&["add", "create", "post", "write", "新建"], "用 `gongkai new 栏目 标题` 新建一篇"),
    (
        &["unpublish", "delete", "remove", "rm", "撤下", "删除"],
        "用 `gongkai withdraw 文件或网址 --reason 原因`；别的文章有错误也能撤",
    ),
    (&["preview", "watch", "start", "dev", "server", "预览"], "用 `gongkai serve` 边写边看"),
    (&["generate", "make", "compile", "生成"], "用 `gongkai build` 生成网站"),
];

/// A refusal with that sentence, and where to read on.
pub(super) fn with_sentence(sentence: &str, command: &str) -> CliExit {
    CliExit { text: format!("错误：{sentence}\n用法见 `{command} --help`\n"), to_stdout: false, code: COULD_NOT_RUN }
}

fn missing_command(error: &Error, at: &str) -> CliExit {
    let help = match error.kind() {
        ErrorKind::MissingSubcommand => {
            let mut command = command();
            command.build();
            let mut names = at.split(' ').skip(1);
            let found = names.try_fold(&mut command, |command, name| command.find_subcommand_mut(name));
            found.map_or(String::new(), |command| help_text(&command.render_help().to_string()))
        }
        _ => help_text(&error.render().to_string()),
    };
    CliExit { text: format!("错误：缺少命令\n\n{help}"), to_stdout: false, code: COULD_NOT_RUN }
}

fn sentence(kind: ErrorKind, error: &Error) -> String {
    let option = quoted(error, ContextKind::InvalidArg);
    let value = texts(error, ContextKind::InvalidValue).join(" ");
    match kind {
        ErrorKind::UnknownArgument => unknown_argument(error),
        ErrorKind::InvalidSubcommand => {
            let name = quoted(error, ContextKind::InvalidSubcommand);
            let written = texts(error, ContextKind::InvalidSubcommand).concat();
            let hint =
                HINTS.iter().find(|(names, _)| names.contains(&&*written)).map(|(_, hint)| format!("\n  处理：{hint}"));
            let hint = hint.unwrap_or_else(|| suggestion(error, ContextKind::SuggestedSubcommand));
            format!("不认识的命令 {name}{hint}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {option}"),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("{option} 后面缺少值{}", allowed(error))
        }
        ErrorKind::InvalidValue => {
            let suggestion = suggestion(error, ContextKind::SuggestedValue);
            format!("{option} 不能是 `{}`{suggestion}{}", visible(&value), allowed(error))
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().map_or(String::new(), |reason| format!("：{reason}"));
            format!("{option} 不能是 `{}`{reason}", visible(&value))
        }
        ErrorKind::ArgumentConflict => {
            let other = quoted(error, ContextKind::PriorArg);
            if other == option || other.is_empty() {
                format!("{option} 只能写一次")
            } else {
                format!("{option} 和 {other} 不能同时使用")
            }
        }
        ErrorKind::TooManyValues => format!("{option} 不带值，不能写 `{}`", visible(&value)),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => format!("{option} 后面的值不全"),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字".to_string(),
        _ => "命令行的写法不对".to_string(),
    }
}

fn unknown_argument(error: &Error) -> String {
    let argument = quoted(error, ContextKind::InvalidArg);
    if !argument.starts_with("`-") {
        return format!("多余的参数 {argument}");
    }
    format!("不认识的选项 {argument}{}", suggestion(error, ContextKind::SuggestedArg))
}

fn suggestion(error: &Error, kind: ContextKind) -> String {
    match quoted(error, kind).as_str() {
        "" => String::new(),
        names => format!("，是不是想写 {names}？"),
    }
}

fn allowed(error: &Error) -> String {
    match quoted(error, ContextKind::ValidValue).as_str() {
        "" => String::new(),
        values => format!("\n可用的值：{values}"),
    }
}

/// The texts in back-ticks, `、` between them.
fn quoted(error: &Error, kind: ContextKind) -> String {
    let texts = texts(error, kind);
    texts.iter().map(|text| format!("`{}`", visible(text))).collect::<Vec<_>>().join("、")
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

/// The command that the arguments chose, `gongkai theme eject`. Clap does not tell it with every error.
fn command_named(args: &[OsString]) -> String {
    let root = command();
    let (mut found, mut names) = (&root, String::from("gongkai"));
    for arg in args.iter().skip(1) {
        if let Some(command) = arg.to_str().and_then(|name| found.find_subcommand(name)) {
            names = format!("{names} {}", command.get_name());
            found = command;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn refusal(line: &str) -> String {
        let exit = parse(line.split(' ')).expect_err("arguments that make no command");
        assert!(!exit.to_stdout && exit.code == 2, "{line}");
        exit.text
    }

    #[test]
    fn each_kind_of_mistake_has_its_sentence() {
        for (line, expected) in [
            (
                "gongkai build --outptu x",
                "错误：不认识的选项 `--outptu`，是不是想写 `--output`？\n用法见 `gongkai build --help`\n",
            ),
            ("gongkai build x", "错误：多余的参数 `x`\n用法见 `gongkai build --help`\n"),
            ("gongkai biuld", "错误：不认识的命令 `biuld`，是不是想写 `build`？\n用法见 `gongkai --help`\n"),
            ("gongkai 检验", "错误：不认识的命令 `检验`\n用法见 `gongkai --help`\n"),
            ("gongkai 生成", "错误：不认识的命令 `生成`\n  处理：用 `gongkai build` 生成网站\n用法见 `gongkai --help`\n"),
            ("gongkai theme ejct", "错误：不认识的命令 `ejct`，是不是想写 `eject`？\n用法见 `gongkai theme --help`\n"),
            ("gongkai new", "错误：缺少 `<栏目>`、`<标题>`\n用法见 `gongkai new --help`\n"),
            (
                "gongkai check --format jsn",
                "错误：`--format <格式>` 不能是 `jsn`，是不是想写 `json`？\n可用的值：`text`、`json`、`github`、`sarif`\n用法见 `gongkai check --help`\n",
            ),
            ("gongkai build --output", "错误：`--output <目录>` 后面缺少值\n用法见 `gongkai build --help`\n"),
            (
                "gongkai build --as-of 2024-02-30",
                "错误：`--as-of <时间>` 不能是 `2024-02-30`：写作 `YYYY-MM-DD` 或 `YYYY-MM-DDTHH:MM`，并且这一天、这一刻要存在，例如 `2024-11-11`、`2024-11-11T09:30`\n用法见 `gongkai build --help`\n",
            ),
            (
                "gongkai build --jobs 0",
                "错误：`--jobs <数目>` 不能是 `0`：应为不小于 1 的整数\n用法见 `gongkai build --help`\n",
            ),
            ("gongkai build --jobs 1 --jobs 2", "错误：`--jobs <数目>` 只能写一次\n用法见 `gongkai build --help`\n"),
            ("gongkai build --drafts=1", "错误：`--drafts` 不带值，不能写 `1`\n用法见 `gongkai build --help`\n"),
            ("gongkai -q build -v", "错误：`--quiet` 和 `--verbose` 不能同时使用\n用法见 `gongkai --help`\n"),
            ("gongkai explain a\u{202e}b c\u{202e}", "错误：多余的参数 `c‹U+202E›`\n用法见 `gongkai explain --help`\n"),
        ] {
            assert_eq!(refusal(line), expected, "{line}");
        }
    }

    #[test]
    fn a_missing_command_shows_the_help() {
        for (line, usage) in [
            ("gongkai", "用法：gongkai "),
            ("gongkai -q", "用法：gongkai "),
            ("gongkai theme", "用法：gongkai theme "),
            ("gongkai theme -q", "用法：gongkai theme "),
        ] {
            let text = refusal(line);
            assert!(text.starts_with("错误：缺少命令\n\n") && text.contains(usage), "{line}: {text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_may_be_any_bytes_and_a_text_may_not() {
        use std::ffi::OsString;
        use std::os::unix::ffi::OsStringExt;
        let bytes = || OsString::from_vec(vec![0xff]);
        assert!(parse(["gongkai".into(), "init".into(), bytes()]).is_ok());
        let exit = parse(["gongkai".into(), "explain".into(), bytes()]).expect_err("not text");
        assert!(exit.text.contains("UTF-8"), "{}", exit.text);
    }
}
