//! The command line of what is done with one report that is there already: `withdraw` and `review`.

use std::path::PathBuf;

use clap::Args;

use super::values::{ReviewStep, day};
use crate::model::date::Date;

/// What `gongkai withdraw` is asked for.
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// 文章的文件，或它的网址
    #[arg(value_name = "文件或网址")]
    pub what: String,
    /// 撤下的原因，写在“已撤下”的页面上
    #[arg(long, value_name = "原因", default_value = "", hide_default_value = true)]
    pub reason: String,
    /// “已撤下”的页面上保留标题；默认不留，标题里可能就有不该公开的内容
    #[arg(long, conflicts_with = "erase")]
    pub keep_title: bool,
    /// 网址也不留：没有“已撤下”的页面，记录里只有校验值；服务器上的文件要自己删去
    #[arg(long)]
    pub erase: bool,
    /// 现在网站上的 SHA256SUMS：这里没有记录、网站上还有的网址也能撤下
    #[arg(long, value_name = "文件")]
    pub previous: Option<PathBuf>,
    /// 生成时用过 --state 的，写同一个文件夹
    #[arg(long, value_name = "目录")]
    pub state: Option<PathBuf>,
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
    /// 写到这个文件夹，默认是网站文件夹里的 审签单/ 下文章的路径
    #[arg(long, value_name = "目录", requires = "print")]
    pub out: Option<PathBuf>,
}
