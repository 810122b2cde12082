//! The command line as types: every command and option, what it means, and nothing of what it does.

use core::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::values::{Color, Deny, Format, Least, ListFormat, ReviewStep, address, day, jobs, moment, port};
use crate::model::date::{Date, DateTime};

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
    /// 边写边看：在浏览器里预览，保存后自动更新
    #[command(after_help = "示例：
  gongkai serve
  gongkai serve --open --drafts
  gongkai serve --port 8080

第一行输出是网址，按 Ctrl-C 停止。不写 output/，默认只有本机能访问。
有错误时显示上一次没有错误的网站，问题列在网页上。")]
    Serve(ServeArgs),
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

/// Which reports count as due.
#[derive(Debug, Args)]
pub struct SelectionArgs {
    /// 把这一天（从 0 时起）或这一刻当作现在，写作 YYYY-MM-DD 或 YYYY-MM-DDTHH:MM
    #[arg(long, value_name = "时间", value_parser = moment)]
    pub as_of: Option<DateTime>,
    /// 草稿也算在内
    #[arg(long)]
    pub drafts: bool,
}

/// How findings are shown, and what they lead to.
#[derive(Debug, Args)]
pub struct FindingsArgs {
    /// warnings 有警告就算错误，unreviewed 有没审完的文章就算错误；可以写两次
    #[arg(long, value_enum, value_name = "级别")]
    pub deny: Vec<Deny>,
    /// 输出格式：text（默认）、json、github、sarif
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "格式")]
    pub format: Format,
}

/// What `gongkai review` is asked for.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// 文章的文件，或它自己的文件夹
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 记下这一步：初审、复审、终审、校对
    #[arg(long, value_enum, value_name = "步骤", requires = "by")]
    pub step: Option<ReviewStep>,
    /// 审签的人
    #[arg(long, value_name = "姓名", requires = "step")]
    pub by: Option<String>,
    /// 审签的日期，写作 YYYY-MM-DD，默认今天
    #[arg(long, value_name = "日期", value_parser = day, requires = "step")]
    pub on: Option<Date>,
    /// 写出送审稿.txt 和可以打印的审签单.html
    #[arg(long)]
    pub print: bool,
    /// 写到这个文件夹，默认是网站文件夹里的 审签单/文章名
    #[arg(long, value_name = "目录", requires = "print")]
    pub out: Option<PathBuf>,
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
