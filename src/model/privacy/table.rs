//! Lists of persons: a table where a column of names stands beside a column of what the law calls sensitive. This is how
//! most leaks happened: lists of households and of subsidies, attached for the record.

use super::digits::half_width;
use super::sighting::{PrivateKind, has_any};
use super::{Setting, sightings};

/// What a list tells of persons that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalTable {
    /// Head of the column of names.
    pub name: String,
    /// Heads of the sensitive columns.
    pub sensitive: Vec<String>,
    /// Rows that tell a name in full and one of these.
    pub rows: usize,
    /// The first of these rows, from 0.
    pub first: usize,
}

/// Rows in which the head is looked for: lists begin with a title and remarks.
const HEAD_ROWS: usize = 6;
const NAMES: [&str; 8] = ["姓名", "名字", "户主", "申请人", "当事人", "领取人", "保障对象", "患者"];
/// What each of these begins with.
const INITIALS: [char; 8] = ['姓', '名', '户', '申', '当', '领', '保', '患'];
/// Names that stand there for their office.
const OFFICIALS: [&str; 12] =
    ["联系", "负责", "经办", "网格", "工作人员", "值班", "办理", "承办", "责任", "法定代表", "代理", "领导"];
/// Columns that make the list one of staff, whose duty numbers are told on purpose.
const STAFF: [&str; 8] = ["职务", "职责", "岗位", "工号", "警号", "部门", "科室", "分工"];

/// Finds the head and the rows that tell too much.
pub fn personal<C: AsRef<str>>(rows: &[Vec<C>]) -> Option<PersonalTable> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: usize, column: usize| rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| cell.as_ref());
    personal_by(rows.len(), width, &cell)
}

/// As [`personal`], of a table whose cells are asked for by row and column.
pub fn personal_by<'t>(rows: usize, width: usize, cell: &dyn Fn(usize, usize) -> &'t str) -> Option<PersonalTable> {
    (0..rows.min(HEAD_ROWS)).find_map(|head| {
        if !(0..width).any(|column| cell(head, column).contains(INITIALS)) {
            return None;
        }
        let heads: Vec<String> = (0..width).map(|column| solid(cell(head, column))).collect();
        let name = heads.iter().position(|head| is_name(head))?;
        let is_staff = heads.iter().any(|head| has_any(head, &STAFF));
        let columns: Vec<(usize, Sensitive)> = heads
            .iter()
            .enumerate()
            .filter_map(|(at, head)| Some((at, sensitive(head)?)))
            .filter(|(at, kind)| *at != name && !(is_staff && *kind == Sensitive::Phone))
            .collect();
        let tells = |row: usize| {
            let is_named = is_full_name(&solid(cell(row, name)));
            let told = columns.iter().filter(move |(at, kind)| is_named && kind.is_told(cell(row, *at)));
            told.map(|(at, _)| *at).collect::<Vec<_>>()
        };
        let told: Vec<(usize, Vec<usize>)> =
            (head + 1..rows).map(|row| (row, tells(row))).filter(|(_, told)| !told.is_empty()).collect();
        let first = told.first()?.0;
        let sensitive = columns.iter().map(|(at, _)| *at).filter(|at| told.iter().any(|(_, told)| told.contains(at)));
        let sensitive = sensitive.map(|at| heads[at].clone()).collect();
        Some(PersonalTable { name: heads[name].clone(), sensitive, rows: told.len(), first })
    })
}

/// What a column may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sensitive {
    Identity,
    Phone,
    Account,
    Address,
    Health,
}

fn sensitive(head: &str) -> Option<Sensitive> {
    match head {
        _ if head.chars().count() > 16 => None,
        _ if has_any(head, &["身份证", "证件号", "身份号"]) => Some(Sensitive::Identity),
        _ if has_any(head, &["手机", "电话", "联系方式"]) => Some(Sensitive::Phone),
        _ if has_any(head, &["银行", "卡号", "账号", "帐号"]) => Some(Sensitive::Account),
        _ if has_any(head, &["住址", "家庭地址", "居住地", "户籍地"]) => Some(Sensitive::Address),
        _ if has_any(head, &["疾病", "病种", "病情", "患病", "残疾", "诊断", "伤情", "致贫", "致困"]) => {
            Some(Sensitive::Health)
        }
        _ => None,
    }
}

impl Sensitive {
    /// Whether the cell tells it in clear.
    fn is_told(self, cell: &str) -> bool {
        let cell = cell.trim();
        let digits = || cell.chars().filter(|c| half_width(*c).is_some()).count();
        let is_masked = cell.contains(['*', '＊', '×', 'X', 'x', '＃', '#']);
        match self {
            Sensitive::Identity => {
                let number = cell.trim_end_matches(['X', 'x', 'Ｘ', 'ｘ']);
                matches!(digits(), 15 | 17 | 18) && !number.contains(['*', '＊', '×', 'X', 'x'])
            }
            Sensitive::Phone => sightings(cell, Setting::Prose).iter().any(|found| found.kind == PrivateKind::Mobile),
            Sensitive::Account => (15..=21).contains(&digits()) && !is_masked,
            Sensitive::Address => {
                sightings(cell, Setting::Cell("住址")).iter().any(|found| found.kind == PrivateKind::Address)
            }
            Sensitive::Health => {
                let is_told = cell.chars().any(|c| c.is_alphanumeric());
                is_told && !is_masked && !matches!(cell, "无" | "否" | "健康" | "良好" | "/" | "是")
            }
        }
    }
}

fn is_name(head: &str) -> bool {
    head.chars().count() <= 10 && has_any(head, &NAMES) && !has_any(head, &OFFICIALS)
}

/// Two to four Han characters (more with a dot between), none of them covering another.
fn is_full_name(cell: &str) -> bool {
    let count = cell.chars().count();
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '·');
    (2..=15).contains(&count)
        && cell.chars().all(is_han)
        && (count <= 4 || cell.contains('·'))
        && !cell.contains('某')
        && !matches!(cell, "合计" | "小计" | "总计" | "姓名" | "备注" | "审核人" | "填表人" | "制表人")
}

fn solid(cell: &str) -> String {
    cell.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<&str>> {
        text.lines().map(|line| line.split('|').collect()).collect()
    }

    #[test]
    fn names_beside_what_is_sensitive_are_a_list_of_persons() {
        let list = rows(
            "某街道名单|||\n序号|姓 名|身份证号码|联系电话\n1|甲乙丙|119999198501010000|15400001234\n2|丁戊|11**************00|\n3|己庚||15400001235",
        );
        let found = personal(&list).expect("a list");
        assert_eq!((found.name.as_str(), found.rows, found.first), ("姓名", 2, 2));
        assert_eq!(found.sensitive, ["身份证号码", "联系电话"]);
        for line in
            ["户主|家庭住址\n甲乙|甲村乙路1号301室", "姓名|残疾等级\n甲乙丙|二级", "姓名|银行卡号\n甲乙|6200000000000000001"]
        {
            assert!(personal(&rows(line)).is_some(), "{line}");
        }
    }

    #[test]
    fn masked_lists_and_lists_of_staff_are_not() {
        for text in [
            "姓名|身份证号\n甲*|119999198501010000",
            "姓名|身份证号\n甲乙|11*************000",
            "姓名|身份证号\n甲乙|119999********000X",
            "姓名|职务|手机\n甲乙|主任|15400001234",
            "联系人姓名|联系电话\n甲乙|15400001234",
            "姓名|联系电话\n甲乙|0755-00000000",
            "姓名|金额（元）\n甲乙|15400001234",
            "项目名称|账号\n甲乙|6200000000000000001",
            "姓名|备注\n甲乙|残疾",
            "姓名|是否残疾\n甲乙|否",
            "姓名|身份证号\n|",
        ] {
            assert_eq!(personal(&rows(text)), None, "{text}");
        }
        assert_eq!(personal::<&str>(&[]), None);
    }
}
