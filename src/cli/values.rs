//! Values of options: the words that may be chosen from, and how dates, numbers and addresses are read.

use core::net::IpAddr;
use std::num::NonZeroUsize;

use clap::ValueEnum;

use crate::diagnostics::Level;
use crate::model::date::{Date, DateTime, parse_day, parse_moment};

/// When findings are in colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// 仅在终端中
    Auto,
    /// 总是
    Always,
    /// 从不
    Never,
}

/// What else than errors makes a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// 有警告时也按有错误处理
    Warnings,
}

/// Which program serves the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Server {
    /// nginx
    Nginx,
    /// Windows 的 IIS
    Iis,
    /// Caddy
    Caddy,
}

/// The least grave findings that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Least {
    /// 错误
    Error,
    /// 错误和警告
    Warning,
    /// 全部
    Info,
}

impl From<Least> for Level {
    fn from(least: Least) -> Level {
        match least {
            Least::Error => Level::Error,
            Least::Warning => Level::Warning,
            Least::Info => Level::Info,
        }
    }
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 供人阅读
    Text,
    /// 供程序读取
    Json,
    /// GitHub Actions 的注解
    Github,
    /// SARIF 2.1.0
    Sarif,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// 供人阅读
    Text,
    /// 供程序读取
    Json,
    /// 规则手册，每条规则一节
    Markdown,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// 供人阅读
    Text,
    /// 供程序读取
    Json,
}

/// How changes that readers will see are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// 供人阅读
    Text,
    /// 供程序读取
    Json,
    /// 一个网页，供审核、打印
    Html,
}

/// A day that exists.
///
/// # Errors
///
/// What to write instead, in Chinese; so with all that follow.
pub(super) fn day(text: &str) -> Result<Date, &'static str> {
    parse_day(text).ok_or("日期写作 `YYYY-MM-DD`，并且这一天要存在，例如 `2024-11-11`")
}

/// A moment, or a day, which is the moment at which it begins.
pub(super) fn moment(text: &str) -> Result<DateTime, &'static str> {
    parse_moment(text)
        .ok_or("写作 `YYYY-MM-DD` 或 `YYYY-MM-DDTHH:MM`，并且这一天、这一刻要存在，例如 `2024-11-11`、`2024-11-11T09:30`")
}

/// How many threads; none would do nothing.
pub(super) fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "应为不小于 1 的整数")
}

/// An address of this machine to listen at. `localhost` counts as `127.0.0.1`; an address of IPv6 may stand in brackets.
pub(super) fn address(text: &str) -> Result<IpAddr, &'static str> {
    let text = if text == "localhost" { "127.0.0.1" } else { text };
    text.trim_matches(['[', ']']).parse().map_err(|_| "应为 IP 地址，例如 `127.0.0.1`、`0.0.0.0`、`::1`")
}

/// A port, or 0 for any that is free.
pub(super) fn port(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "应为 0 到 65535 的整数")
}
