//! Options that several commands have, each told once.

use clap::Args;

use super::values::{Deny, Format, moment};
use crate::model::date::DateTime;

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
