//! The command line of what looks at a published site and changes nothing in it: `seal`, `verify`, `diff`, `why`, `redirects`. Apart from the others, whose
//! file is long enough.

use std::path::PathBuf;

use clap::Args;

use super::options::SelectionArgs;
use super::values::{AnswerFormat, DiffFormat, Server};

/// What `gongkai seal` is asked for.
#[derive(Debug, Args)]
pub struct SealArgs {
    /// 写到这个文件夹，默认 site.toml 旁边的 公开单
    #[arg(long, value_name = "目录")]
    pub out: Option<PathBuf>,
    /// 生成的网站所在的文件夹，默认 output
    #[arg(long, value_name = "目录")]
    pub output: Option<PathBuf>,
    /// 生成时用过 --state 的，写同一个文件夹
    #[arg(long, value_name = "目录")]
    pub state: Option<PathBuf>,
    /// 输出格式：text（默认）、json
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text, value_name = "格式")]
    pub format: AnswerFormat,
}

/// What `gongkai verify` is asked for.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// 要核对的文件夹，默认网站的 output
    #[arg(value_name = "目录")]
    pub dir: Option<PathBuf>,
    /// 和这份另外保存的 SHA256SUMS 或公开单比较
    #[arg(long, value_name = "文件", conflicts_with_all = ["as_of", "drafts", "base_url"])]
    pub against: Option<PathBuf>,
    /// 和这份公开单比较
    #[arg(long, value_name = "文件", conflicts_with_all = ["against", "as_of", "drafts", "base_url"])]
    pub seal: Option<PathBuf>,
    /// 生成时用的网址，代替 site.toml 的 base_url
    #[arg(long, value_name = "网址")]
    pub base_url: Option<String>,
    /// 生成时用过 --state 的，写同一个文件夹
    #[arg(long, value_name = "目录", conflicts_with_all = ["against", "seal"])]
    pub state: Option<PathBuf>,
    /// Which reports count as due.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// 输出格式：text（默认）、json
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text, value_name = "格式")]
    pub format: AnswerFormat,
}

/// What `gongkai diff` is asked for.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// 和这个文件夹里的网站比较，默认网站的 output
    #[arg(value_name = "目录")]
    pub dir: Option<PathBuf>,
    /// 生成时用过 --state 的，写同一个文件夹
    #[arg(long, value_name = "目录")]
    pub state: Option<PathBuf>,
    /// Which reports count as due.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// 输出格式：text（默认）、json、html（一个网页）
    #[arg(long, value_enum, default_value_t = DiffFormat::Text, value_name = "格式")]
    pub format: DiffFormat,
    /// 写到这个文件，不写到屏幕上
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
}

/// What `gongkai why` is asked for.
#[derive(Debug, Args)]
pub struct WhyArgs {
    /// 网站里的文件，或者网址（可以带网站的网址和 /，可以不写 index.html）
    #[arg(value_name = "文件或网址")]
    pub what: String,
    /// Which reports count as due.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// 输出格式：text（默认）、json
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text, value_name = "格式")]
    pub format: AnswerFormat,
}

/// What `gongkai redirects` is asked for.
#[derive(Debug, Args)]
pub struct RedirectsArgs {
    /// 哪一种服务器：nginx（默认）、iis、caddy
    #[arg(long, value_enum, default_value_t = Server::Nginx, value_name = "服务器")]
    pub format: Server,
}
