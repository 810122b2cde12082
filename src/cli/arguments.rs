//! The command line as types: every command and option, what it means, and nothing of what it does.

use core::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::one_report::{ReviewArgs, WithdrawArgs};
use super::options::{FindingsArgs, SelectionArgs};
use super::published::{DiffArgs, RedirectsArgs, SealArgs, VerifyArgs, WhyArgs};
use super::values::{Color, Least, ListFormat, address, day, jobs, port};
use crate::model::date::Date;

/// 街道办事处信息公开栏目的静态网站生成器
#[derive(Debug, Parser)]
#[command(name = "gongkai", bin_name = "gongkai", version)]
#[command(after_help = "示例：
  gongkai init 公开栏目        建立一个可以直接生成的小网站
  gongkai check                只检查，不写文件
  gongkai build                生成网站到 output/
  gongkai explain unknown-key  查看一条规则的说明

退出码：0 正常，1 有错误，2 未能运行")]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What the program is asked to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct GlobalArgs {
    /// 网站所在的文件夹（含 site.toml），默认从当前文件夹向上查找
    #[arg(short = 'C', long, global = true, value_name = "目录", display_order = 900)]
    pub site: Option<PathBuf>,
    /// 颜色：auto（默认，仅在终端中）、always（总是）、never（从不）
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "时机", display_order = 901)]
    pub color: Color,
    /// 只显示问题和错误
    #[arg(short, long, global = true, display_order = 902)]
    pub quiet: bool,
    /// 显示每一步的详细情况
    #[arg(short, long, global = true, display_order = 903)]
    pub verbose: bool,
}

/// What the program can be asked to do. The help of a command is the comment of its variant here, in Chinese.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 建立一个完整的小网站，可以直接生成
    #[command(after_help = "示例：\n  gongkai init 公开栏目")]
    Init(InitArgs),
    /// 新建一篇，字段带说明，并输出文件路径
    #[command(after_help = "示例：
  gongkai new 工作计划及总结 2024年工作总结
  gongkai new 信息公开/规划计划 2025年工作计划 --date 2025-01-20 --bundle")]
    New(NewArgs),
    /// 生成网站
    #[command(after_help = "示例：
  gongkai build
  gongkai build --output 发布 --base-url https://example.gov.cn/gk
  gongkai build --deny warnings --format github

有错误时不写任何文件，上次的页面保持不变。
退出码：0 正常，1 有错误，2 未能运行")]
    Build(BuildArgs),
    /// 只检查，不写文件
    #[command(after_help = "示例：
  gongkai check
  gongkai check reports/信息公开/规划计划
  gongkai check --level error
  gongkai check --report
  gongkai check --format sarif > gongkai.sarif

退出码：0 正常，1 有错误，2 未能运行")]
    Check(CheckArgs),
    /// 自动改正有把握的问题：半角标点、看不见的字符、日期和文号的写法、确定的错字
    #[command(after_help = "示例：
  gongkai fix --dry-run
  gongkai fix reports/信息公开/规划计划

只改正文和标题、摘要、文号等字段里的文字，不动代码、网址、数值和字段名。先用 --dry-run 看看改动。
退出码：0 正常，2 未能运行")]
    Fix(FixArgs),
    /// 写公开单：这一天公开了哪些文件，供打印盖章、签名、盖时间戳
    #[command(after_help = "示例：
  gongkai seal
  gongkai seal --out /srv/公开单 --output /srv/www

在 gongkai build 以后运行，写出 公开单/公开单-⟨今天⟩.txt。生成的网站和 SHA256SUMS 不一致时不写。
公开单离开本单位才有证明力，做法见 docs/安全.md。退出码：0 正常，2 未能运行")]
    Seal(SealArgs),
    /// 边写边看：在浏览器里预览，保存后自动更新
    #[command(after_help = "示例：
  gongkai serve
  gongkai serve --open --drafts
  gongkai serve --port 8080

第一行输出是网址，按 Ctrl-C 停止。不写 output/，默认只有本机能访问。
有错误时显示上一次没有错误的网站，问题列在网页上。")]
    Serve(ServeArgs),
    /// 撤下一篇：别的文章有错误也能撤，别的都保持上次的样子
    #[command(after_help = "示例：
  gongkai withdraw reports/通知/误发名单.md --reason 含有个人信息
  gongkai withdraw https://www.example.gov.cn/tz/wfmd.html --reason 含有个人信息
  gongkai withdraw /tz/wfmd.html --reason 已失效 --keep-title

文件移到 .gongkai/withdrawn/，网址上留下“已撤下”的页面，目录、检索、订阅源里都不再有。
原因写在那个页面上，读者看得到。已经删去的文章，用网址补写原因。
退出码：0 已撤下，1 没有撤成，2 未能运行")]
    Withdraw(WithdrawArgs),
    /// 写出服务器的转向规则：旧网址真正转向（301），撤下的网址答复“已撤下”（410）
    #[command(after_help = "示例：
  gongkai redirects --format nginx > 转向.conf
  gongkai redirects --format iis > rewritemaps.config
  gongkai redirects --format caddy > 转向.caddy

从 permalinks.txt 里的记录写出；每次生成以后再写一次。
退出码：0 正常，2 未能运行")]
    Redirects(RedirectsArgs),
    /// 核对网站有没有被改过：每个文件和源文件该做出的样子逐字节比较，不写文件
    #[command(after_help = "示例：
  gongkai verify
  gongkai verify 从服务器下载的文件夹
  gongkai verify 从服务器下载的文件夹 --against 另存的SHA256SUMS
  gongkai verify 从服务器下载的文件夹 --seal 公开单-2026-11-30.txt

指出被改过的、缺少的、多出来的文件。加 --against、--seal 的，不需要网站的源文件。
退出码：0 一致，1 不一致，2 未能核对")]
    Verify(VerifyArgs),
    /// 发布前看看：现在生成，读者看到的会有哪些变化，不写文件
    #[command(after_help = "示例：
  gongkai diff
  gongkai diff 从服务器下载的文件夹
  gongkai diff --format html --out 变化.html

逐篇列出新发布、改动、改网址、撤下的文章，改动的列出标题、日期和改了哪些字。
退出码：0 没有变化，1 有变化，2 未能比较")]
    Diff(DiffArgs),
    /// 这个文件成了哪个网页、为什么没有网页，或者这个网址的网页来自哪个文件
    #[command(after_help = "示例：
  gongkai why reports/信息公开/规划计划/2025年工作计划.md
  gongkai why https://www.example.gov.cn/xxgk/ghjh/

退出码：0 查到了，1 没有这个文件和网址，2 未能运行")]
    Why(WhyArgs),
    /// 三审三校：看一篇审到哪一步，记下审签，打印审签单
    #[command(after_help = "示例：
  gongkai review reports/信息公开/规划计划/2025-01-20-工作计划.md
  gongkai review reports/信息公开/规划计划/2025-01-20-工作计划.md --print
  gongkai review reports/信息公开/规划计划/2025-01-20-工作计划.md --step 初审 --by 姓名

姓名只是记录，不是证明；领导在打印的审签单上签字。
退出码：0 正常，1 不能这样审签，2 未能运行")]
    Review(ReviewArgs),
    /// 列出全部检查规则
    #[command(after_help = "示例：\n  gongkai rules\n  gongkai rules --format json")]
    Rules(RulesArgs),
    /// 说明一条规则：检查什么、依据、如何修改
    #[command(after_help = "示例：\n  gongkai explain unknown-key")]
    Explain(ExplainArgs),
    /// 网站主题
    Theme(ThemeArgs),
    /// 输出命令行补全脚本
    #[command(after_help = "示例：
  gongkai completions bash > ~/.local/share/bash-completion/completions/gongkai
  gongkai completions fish > ~/.config/fish/completions/gongkai.fish")]
    Completions(CompletionsArgs),
    /// 写出手册页，每个命令一页
    #[command(after_help = "示例：\n  gongkai man man1\n  man ./man1/gongkai-build.1")]
    Man(ManArgs),
}

/// What `gongkai init` is asked for.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// 新网站的文件夹，必须不存在或为空
    #[arg(value_name = "目录")]
    pub dir: PathBuf,
    /// 文件夹不为空时也写入，已有的文件保持原样
    #[arg(long)]
    pub force: bool,
}

/// What `gongkai new` is asked for.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// 栏目，照文件夹的写法；末级名称唯一时可以只写末级
    #[arg(value_name = "栏目")]
    pub category: String,
    /// 标题
    #[arg(value_name = "标题")]
    pub title: String,
    /// 发布日期，写作 YYYY-MM-DD，默认今天
    #[arg(long, value_name = "日期", value_parser = day)]
    pub date: Option<Date>,
    /// 建成文件夹，附件放在旁边
    #[arg(long)]
    pub bundle: bool,
}

/// What `gongkai build` is asked for.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// 写到这个文件夹，默认 output
    #[arg(long, value_name = "目录")]
    pub output: Option<PathBuf>,
    /// 网站的网址，代替 site.toml 的 base_url
    #[arg(long, value_name = "网址")]
    pub base_url: Option<String>,
    /// Which reports count as due.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// 只撤下已经删去或改成草稿的文章，别的都保持上次的样子；别的文章有错误时用
    #[arg(long)]
    pub withdraw_only: bool,
    /// 不改 permalinks.txt；有网址没有记在里面，算作错误。自动发布时用
    #[arg(long)]
    pub locked: bool,
    /// 现在网上那个网站的 SHA256SUMS；那里有、这里没有、也没有记录的文章，算作错误
    #[arg(long, value_name = "文件")]
    pub previous: Option<PathBuf>,
    /// 不用以前的生成结果，每一页都重新生成
    #[arg(long)]
    pub no_cache: bool,
    /// 另一个 gongkai build 正在生成时，等它结束再开始
    #[arg(long)]
    pub wait: bool,
    /// 缓存和记录放在这个文件夹，默认 .gongkai；每个网站用一个
    #[arg(long, value_name = "目录")]
    pub state: Option<PathBuf>,
    /// 不等文件写到磁盘上：快一些，停电时可能丢失
    #[arg(long)]
    pub no_sync: bool,
    /// 同时处理的数目，不小于 1，默认为处理器的数目
    #[arg(long, value_name = "数目", value_parser = jobs)]
    pub jobs: Option<NonZeroUsize>,
    /// How findings are shown, and what they lead to.
    #[command(flatten)]
    pub findings: FindingsArgs,
}

/// What `gongkai check` is asked for.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// 只显示这些文件或文件夹中的问题，默认全部
    #[arg(value_name = "路径")]
    pub paths: Vec<PathBuf>,
    /// Which reports count as due.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// 只列出这一级和更重的问题：error、warning、info（默认，全部）
    #[arg(long, value_enum, value_name = "级别")]
    pub level: Option<Least>,
    /// 列出各栏目最近更新的日期、期限和状态
    #[arg(long)]
    pub report: bool,
    /// How findings are shown, and what they lead to.
    #[command(flatten)]
    pub findings: FindingsArgs,
}

/// What `gongkai fix` is asked for.
#[derive(Debug, Args)]
pub struct FixArgs {
    /// 只改这些文件或文件夹，默认全部
    #[arg(value_name = "路径")]
    pub paths: Vec<PathBuf>,
    /// 只显示改动，不写文件
    #[arg(long)]
    pub dry_run: bool,
}

/// What `gongkai serve` is asked for.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// 监听的地址，默认 127.0.0.1，只有本机能访问；写 0.0.0.0 时同一网络里都能访问
    #[arg(long, value_name = "地址", value_parser = address, default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// 端口，默认 4000；写 0 时选一个空闲的
    #[arg(long, value_name = "端口", value_parser = port, default_value = "4000")]
    pub port: u16,
    /// Which reports count as due.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// 在浏览器里打开
    #[arg(long)]
    pub open: bool,
}

/// What `gongkai rules` is asked for.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// 输出格式：text（默认）、json、markdown（全部说明）
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "格式")]
    pub format: ListFormat,
}

/// What `gongkai explain` is asked for.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// 规则的名称，见 gongkai rules
    #[arg(value_name = "规则")]
    pub rule: String,
}

/// What `gongkai theme` is asked for.
#[derive(Debug, Args)]
pub struct ThemeArgs {
    /// What to do with a theme.
    #[command(subcommand)]
    pub command: ThemeCommand,
}

/// What can be done with a theme. The help of a command is the comment of its variant here, in Chinese.
#[derive(Debug, Subcommand)]
pub enum ThemeCommand {
    /// 把内置主题写成文件，供修改
    #[command(after_help = "示例：\n  gongkai theme eject themes/本街道")]
    Eject(EjectArgs),
    /// 检查主题：用各种极端内容试做每一种页面，列出全部问题
    #[command(after_help = "示例：\n  gongkai theme check themes/本街道

不需要网站，不写文件。主题没有的模板用它继承的主题或内置主题的。
退出码：0 正常，1 有错误，2 未能运行")]
    Check(ThemeCheckArgs),
}

/// What `gongkai theme check` is asked for.
#[derive(Debug, Args)]
pub struct ThemeCheckArgs {
    /// 主题的文件夹，里面有 templates 或 assets
    #[arg(value_name = "目录")]
    pub dir: PathBuf,
}

/// What `gongkai theme eject` is asked for.
#[derive(Debug, Args)]
pub struct EjectArgs {
    /// 写到这个文件夹
    #[arg(value_name = "目录")]
    pub dir: PathBuf,
}

/// What `gongkai completions` is asked for.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// bash、elvish、fish、powershell、zsh 之一
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// What `gongkai man` is asked for.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// 写到这个文件夹
    #[arg(value_name = "目录")]
    pub dir: PathBuf,
}
