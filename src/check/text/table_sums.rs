//! Sums in tables: rows and columns of 合计, 总计 and 小计 beside what they add up. Pure functions of cells, so that the many shapes of
//! tables can be tried one by one. Whatever may be read in another way is passed over.

use std::collections::{BTreeSet, HashSet};

/// A total that its parts do not make.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mismatch {
    /// Row of the cell with the total, from 0.
    pub(crate) row: usize,
    /// Column of the cell with the total, from 0.
    pub(crate) column: usize,
    /// The cell as its author wrote it, for the words of the finding.
    pub(crate) written: String,
    /// What the parts make, with as many decimals as the total.
    pub(crate) sum: String,
    /// What is added: “户数”一列各行, “咨询”一行各列.
    pub(crate) parts: String,
}

/// Titles of what is no amount, or not of the same things.
const NO_SUMS: [&str; 23] = [
    "率", "比", "占", "均", "序", "名", "%", "％", "增", "幅", "度", "单价", "年份", "含", "其中", "编号", "编码", "代码",
    "号", "电话", "标准", "时间", "日期",
];
/// A row with one of these is neither a part nor a plain total.
const OTHER_ROWS: [&str; 7] = ["计", "其中", "总数", "全区", "全市", "全街道", "上年"];

/// All totals of a table that are wrong for certain. The first row is the head.
pub(crate) fn mismatches(rows: &[Vec<&str>]) -> Vec<Mismatch> {
    let Some((head, body)) = rows.split_first() else { return Vec::new() };
    // Cells that span others are counted once, so rows of another length cannot be laid over the head.
    if body.len() < 2 || rows.iter().any(|row| row.len() != head.len()) {
        return Vec::new();
    }
    let mut found = in_columns(head, body);
    found.extend(in_rows(head, body));
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Part,
    /// 小计
    Section,
    /// 合计, 总计
    Total,
    Other,
}

/// What the words before the first figure of a row say it is.
fn kind(row: &[&str]) -> Kind {
    let names: Vec<String> = row.iter().take_while(|cell| amount(cell).is_none()).map(|cell| solid(cell)).collect();
    // A serial number may stand before the name.
    let names = if names.is_empty() { row.iter().take(2).map(|cell| solid(cell)).collect() } else { names };
    let is = |words: &[&str]| names.iter().any(|name| words.contains(&name.as_str()));
    match () {
        () if is(&["合计", "总计", "共计", "总合计"]) => Kind::Total,
        () if is(&["小计"]) => Kind::Section,
        () if names.iter().any(|name| OTHER_ROWS.iter().any(|word| name.contains(word))) => Kind::Other,
        () => Kind::Part,
    }
}

fn in_columns(head: &[&str], body: &[Vec<&str>]) -> Vec<Mismatch> {
    let kinds: Vec<Kind> = body.iter().map(|row| kind(row)).collect();
    let totals: Vec<usize> = (0..kinds.len()).filter(|at| kinds[*at] == Kind::Total).collect();
    let Some(groups) = groups(&kinds, &totals) else { return Vec::new() };
    if is_nested(body, &kinds) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for column in 1..head.len() {
        let title = head[column];
        if NO_SUMS.iter().any(|word| title.contains(word)) {
            continue;
        }
        let cells: Option<Vec<(f64, usize)>> = body.iter().map(|row| amount(row[column])).collect();
        let Some(cells) = cells else { continue };
        for (total, parts) in &groups {
            let figures: Vec<f64> = parts.iter().map(|part| cells[*part].0).collect();
            let (value, digits) = cells[*total];
            if figures.len() > 1 && differ(figures.iter().sum(), value, digits, figures.len()) {
                found.push(Mismatch {
                    row: total + 1,
                    column,
                    written: body[*total][column].trim().to_string(),
                    sum: format!("{:.digits$}", figures.iter().sum::<f64>()),
                    parts: format!("“{title}”一列各行"),
                });
            }
        }
    }
    found
}

/// Each total with the rows that it adds up; `None` where that is not certain.
fn groups(kinds: &[Kind], totals: &[usize]) -> Option<Vec<(usize, Vec<usize>)>> {
    let last = kinds.len() - 1;
    if kinds.contains(&Kind::Other) || totals.len() > 1 || totals.iter().any(|at| *at != 0 && *at != last) {
        return None;
    }
    let sections: Vec<usize> = (0..kinds.len()).filter(|at| kinds[*at] == Kind::Section).collect();
    let parts: Vec<usize> = (0..kinds.len()).filter(|at| kinds[*at] == Kind::Part).collect();
    if sections.is_empty() {
        return totals.first().map(|total| vec![(*total, parts)]);
    }
    let total = totals.first().copied();
    let body: Vec<usize> = (0..kinds.len()).filter(|at| Some(*at) != total).collect();
    // 小计 stands behind its parts or before them, the same way in the whole table.
    let is_section = |at: &usize| kinds[*at] == Kind::Section;
    let is_behind = body.last().is_some_and(is_section);
    let is_before = body.first().is_some_and(is_section);
    if is_behind == is_before {
        return None;
    }
    let mut groups = Vec::new();
    let mut own = Vec::new();
    let in_order: Box<dyn Iterator<Item = &usize>> =
        if is_behind { Box::new(body.iter()) } else { Box::new(body.iter().rev()) };
    for at in in_order {
        match kinds[*at] == Kind::Section {
            true => groups.push((*at, std::mem::take(&mut own))),
            false => own.push(*at),
        }
    }
    groups.extend(total.map(|total| (total, sections)));
    Some(groups)
}

/// Whether some parts belong to others: names with numerals of several ranks, codes that begin with the code of another row.
fn is_nested(body: &[Vec<&str>], kinds: &[Kind]) -> bool {
    let parts = body.iter().zip(kinds).filter(|(_, kind)| **kind == Kind::Part).map(|(row, _)| row);
    let parts: Vec<&Vec<&str>> = parts.collect();
    let ranks = parts.iter().flat_map(|row| row.iter().take(2)).filter_map(|cell| rank(cell.trim()));
    let ranks: BTreeSet<u8> = ranks.collect();
    let codes: Vec<&str> = parts.iter().map(|row| row[0].trim()).filter(|code| code.len() > 2).collect();
    let is_code = |code: &&&str| code.bytes().all(|byte| byte.is_ascii_digit());
    let known: HashSet<&str> = codes.iter().filter(is_code).copied().collect();
    let lengths: BTreeSet<usize> = known.iter().map(|code| code.len()).collect();
    let holds = |long: &str| {
        let shorter = lengths.range(..long.len()).filter_map(|length| long.get(..*length));
        shorter.into_iter().any(|code| known.contains(code))
    };
    ranks.len() > 1 || codes.iter().any(|code| holds(code))
}

/// The depth of a numeral, by its form. A plain serial number and a name without one have none.
fn rank(name: &str) -> Option<u8> {
    let is_indented = name.starts_with(['（', '(', '-', '—', '·']);
    let number = crate::model::heading_number::parse(name).map(|number| number.rank);
    number.or(is_indented.then_some(9))
}

/// 合计 as a column: certain only where some rows show that it adds up the others.
fn in_rows(head: &[&str], body: &[Vec<&str>]) -> Vec<Mismatch> {
    let is_total = |title: &&str| matches!(solid(title).as_str(), "合计" | "总计" | "小计" | "共计");
    let totals: Vec<usize> = (0..head.len()).filter(|at| is_total(&head[*at])).collect();
    let [total] = totals.as_slice() else { return Vec::new() };
    let is_figure = |column: &usize| body.iter().all(|row| amount(row[*column]).is_some());
    let parts: Vec<usize> = (0..head.len()).filter(|at| at != total && is_figure(at)).collect();
    let is_serial = |column: usize| solid(head[column]).starts_with("序");
    let parts: Vec<usize> = parts.into_iter().filter(|column| !is_serial(*column)).collect();
    let titles = || parts.iter().map(|column| head[*column]);
    let is_between = parts.iter().any(|column| column > total) && parts.iter().any(|column| column < total);
    if parts.len() < 2
        || is_between
        || !is_figure(total)
        || titles().any(|title| title.contains(['率', '比', '占', '均', '%', '％']))
    {
        return Vec::new();
    }
    // 数量 and 单价 make a product.
    if titles().any(|title| title.contains("数量")) {
        return Vec::new();
    }
    let judged = body.iter().enumerate().filter_map(|(at, row)| {
        let figures: Option<Vec<f64>> = parts.iter().map(|column| amount(row[*column]).map(|(value, _)| value)).collect();
        let (value, digits) = amount(row[*total])?;
        let figures = figures?;
        let sum: f64 = figures.iter().sum();
        Some((at, sum, digits, differ(sum, value, digits, figures.len())))
    });
    let judged: Vec<(usize, f64, usize, bool)> = judged.collect();
    let wrong = judged.iter().filter(|(.., is_wrong)| *is_wrong).count();
    if wrong * 2 > judged.len() {
        return Vec::new();
    }
    let mismatch = |(at, sum, digits, _): &(usize, f64, usize, bool)| Mismatch {
        row: at + 1,
        column: *total,
        written: body[*at][*total].trim().to_string(),
        sum: format!("{sum:.digits$}"),
        parts: format!("“{}”一行各列", body[*at].iter().find(|cell| amount(cell).is_none()).copied().unwrap_or("").trim()),
    };
    judged.iter().filter(|(.., is_wrong)| *is_wrong).map(mismatch).collect()
}

fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A plain figure with the number of its decimals; one measure may stand behind it.
fn amount(text: &str) -> Option<(f64, usize)> {
    let text = text.trim();
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (figure, measure) = text.split_at(end);
    let is_measure = measure.is_empty() || ["户", "人", "件", "个", "家", "元", "万元", "亩", "项", "宗"].contains(&measure);
    figure_of(figure).filter(|_| is_measure)
}

/// A plain figure with the number of its decimals.
pub(crate) fn figure_of(text: &str) -> Option<(f64, usize)> {
    let plain = text.trim().replace(',', "");
    let unsigned = plain.strip_prefix('-').unwrap_or(&plain);
    let digits = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_plain = !unsigned.is_empty() && plain.len() < 16 && unsigned.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_plain.then(|| plain.parse().ok()).flatten().map(|value| (value, digits))
}

/// Whether two sums differ by more than rounding explains: half a unit of the last decimal for each term.
pub(crate) fn differ(sum: f64, total: f64, digits: usize, terms: usize) -> bool {
    let unit = 0.1_f64.powi(i32::try_from(digits).unwrap_or(0));
    let slack = if digits == 0 { 0.01 } else { unit * (terms as f64 + 1.0) * 0.51 };
    (sum - total).abs() > slack
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(table: &str) -> Vec<(usize, usize)> {
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('|').collect()).collect();
        mismatches(&rows).into_iter().map(|found| (found.row, found.column)).collect()
    }

    #[test]
    fn totals_stand_last_or_first_or_close_sections() {
        assert_eq!(wrong("项目|户数\n甲|10\n乙|20\n合计|40"), [(3, 1)]);
        assert_eq!(wrong("项目|户数\n合 计|40\n甲|10\n乙|20"), [(1, 1)]);
        assert_eq!(wrong("序号|社区|户数\n1|甲|120\n2|乙|80\n|合计|210"), [(3, 2)]);
        assert_eq!(wrong("项目|户数\n甲|10户\n乙|1,020户\n合计|1,031户"), [(3, 1)]);
        assert_eq!(wrong("项目|数\n甲|10\n乙|20\n小计|30\n丙|5\n丁|5\n小计|15\n合计|45"), [(6, 1)]);
        assert_eq!(wrong("项目|数\n小计|30\n甲|10\n乙|20\n小计|15\n丙|5\n丁|5\n合计|45"), [(4, 1)]);
        assert_eq!(wrong("类别|上半年|下半年|合计\n甲|10|20|30\n乙|5|7|13"), [(2, 3)]);
    }

    #[test]
    fn what_may_be_read_otherwise_is_passed_over() {
        for table in [
            "项目|户数\n甲|10\n乙|20\n合计|30",
            "项目|占比\n甲|10\n乙|20\n合计|100",
            "项目|户数\n甲|10\n其中：丙|4\n乙|20\n合计|30",
            "项目|户数\n甲|10\n乙|\n合计|30",
            "项目|金额\n一、甲|10\n（一）丙|4\n（二）丁|6\n二、乙|20\n合计|30",
            "编码|科目|金额\n201|甲|10\n20101|丙|10\n205|乙|20\n|合计|30",
            "项目|金额\n甲|100.26\n乙|250.26\n合计|350.5",
            "品名|数量|金额|合计\n甲|2|30|60\n乙|3|10|30",
            "类别|上半年|下半年|合计\n甲|10|20|31\n乙|5|7|13",
            "项目|户数\n甲|10\n合计|10\n乙|20\n合计|25",
            "项目|户数|合计\n甲|10",
        ] {
            assert_eq!(wrong(table), [], "{table}");
        }
    }
}
