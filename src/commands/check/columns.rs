//! `gongkai check --report`: each column with its last update, its deadline and its state, as a table whose columns line up under
//! Chinese characters.

use crate::check::columns::Column;
use crate::check::rule::Scope;
use crate::diagnostics::ColumnRow;
use crate::diagnostics::position::display_width;
use crate::diagnostics::visible::visible;
use crate::model::privacy::covered;

const HEAD: [&str; 5] = ["栏目", "期限", "最近更新", "应更新到", "状态"];

/// The home page and all columns.
pub fn rows(scope: &Scope<'_>) -> Vec<ColumnRow> {
    std::iter::once(scope.home()).chain(scope.columns().iter().cloned()).map(row).collect()
}

fn row(column: Column) -> ColumnRow {
    let day = |day: Option<crate::model::date::Date>| day.map(|day| day.to_string());
    ColumnRow {
        name: covered(&column.name).into_owned(),
        cadence: column.cadence.map(|cadence| cadence.to_string()).unwrap_or_default(),
        newest: day(column.newest),
        deadline: day(column.deadline),
        state: column.state.name(),
        shown: column.state.chinese(),
    }
}

/// The table, and how many columns are late or empty.
pub fn table(rows: &[ColumnRow]) -> String {
    let or_dash = |text: &str| if text.is_empty() { "—".to_string() } else { visible(text).into_owned() };
    let cells = |row: &ColumnRow| {
        let day = |day: &Option<String>| or_dash(day.as_deref().unwrap_or_default());
        [or_dash(&row.name), or_dash(&row.cadence), day(&row.newest), day(&row.deadline), row.shown.clone()]
    };
    let lines: Vec<[String; 5]> = std::iter::once(HEAD.map(String::from)).chain(rows.iter().map(cells)).collect();
    let mut widths = [0; 5];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(display_width(cell));
        }
    }
    let mut table = String::new();
    for line in &lines {
        let padded =
            line.iter().zip(widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - display_width(cell))));
        table.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        table.push('\n');
    }
    let count = |state| rows.iter().skip(1).filter(|row| row.state == state).count();
    let columns = rows.len().saturating_sub(1);
    table.push_str(&format!("共 {columns} 个栏目，超期 {} 个，空白 {} 个\n", count("stale"), count("empty")));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, newest: Option<&str>, state: &'static str, shown: &str) -> ColumnRow {
        let day = newest.map(String::from);
        ColumnRow {
            name: name.into(),
            cadence: "14天".into(),
            newest: day.clone(),
            deadline: day,
            state,
            shown: shown.into(),
        }
    }

    #[test]
    fn columns_line_up_under_wide_characters() {
        let rows = [
            row("首页", Some("2024-12-20"), "fresh", "正常，还有 3 天"),
            row("通知公告ab", Some("2024-01-08"), "stale", "超期 9 天"),
            row("空白", None, "empty", "空白"),
        ];
        let expected = "\
栏目        期限  最近更新    应更新到    状态
首页        14天  2024-12-20  2024-12-20  正常，还有 3 天
通知公告ab  14天  2024-01-08  2024-01-08  超期 9 天
空白        14天  —           —           空白
共 2 个栏目，超期 1 个，空白 1 个
";
        assert_eq!(table(&rows), expected);
    }
}
