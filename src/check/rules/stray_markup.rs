//! Marks of Markdown and HTML that stand on the page as they were typed, and notes whose two halves do not meet.

use crate::check::rule::{Check, Rule};
use crate::check::text::stray::{Stray, find};
use crate::check::text::{Text, TextCheck, no_patterns};
use crate::diagnostics::Level;
use crate::model::prose::{Guess, GuessKind};
use crate::model::remark::Remark;

pub(crate) static RULE: Rule = Rule {
    name: "stray-markup",
    summary: "Markdown 或 HTML 的标记没有起作用：脚注没有定义、`#标题`、`** 文字 **` 等",
    basis: "CommonMark 0.31.2；没有起作用的标记原样显示在网页上",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("stray_markup.md"),
    check: Check::Text(TextCheck { patterns: no_patterns, check }),
};

fn check(text: &Text<'_>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = text.prose.guesses.iter().filter_map(of_guess).collect();
    remarks.extend(find(text).into_iter().map(|stray| of_stray(text, stray)));
    remarks
}

fn of_stray(text: &Text<'_>, Stray { range, meant, help }: Stray) -> Remark {
    let written = text.text().get(range.clone()).unwrap_or_default();
    let message = match meant {
        "HTML" => format!("`{written}` 没有起作用，网页上照样显示"),
        _ => format!("`{written}` 没有成为{meant}，网页上照样显示"),
    };
    Remark::new(text.span(range), message).label(format!("想写的是{meant}")).help(help)
}

fn of_guess(guess: &Guess) -> Option<Remark> {
    let (message, label, help) = match &guess.kind {
        GuessKind::NoteColon { name } => (
            format!("脚注 `[^{name}]` 后面的冒号是全角的"),
            "应为 `:`",
            format!("已按脚注显示；写作 `[^{name}]: 注释`，冒号是半角的"),
        ),
        GuessKind::NoteTwice { name } => (
            format!("脚注 `[^{name}]` 定义了两次，这一次不算"),
            "第二次",
            "这里的文字照正文显示在原处；合成一个脚注，或者给它另取一个名字".to_owned(),
        ),
        GuessKind::NoteUnused { name } => (
            format!("脚注 `[^{name}]` 没有在正文里用到"),
            "这个脚注",
            format!("它列在文末，没有地方指向它；在正文里要加注的字后面写 `[^{name}]`，不是脚注就改为普通段落"),
        ),
        GuessKind::OpenFence => (
            "代码的开始标记没有结束标记，后面的内容都当作代码显示".to_owned(),
            "从这里开始",
            "在代码结束的地方另起一行写 ```` ``` ````；不是代码就删去这一行".to_owned(),
        ),
        _ => return None,
    };
    Some(Remark::new(guess.span, message).label(label).help(help))
}
