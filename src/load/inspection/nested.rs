//! Files within files: what a .zip holds, and the workbooks and photos that documents carry along. Each is looked into as if it were
//! an attachment of its own; a number of levels is enough for people, and more is an attack.

use super::grid::Collector;
use super::package::{Member, Package};
use crate::model::privacy::covered;

/// Levels of packages within one another that are opened.
pub(super) const MOST_LEVELS: usize = 2;
/// Members of one package that are opened.
const MOST_MEMBERS: usize = 1_000;

const LOCKED: &str = "加了密码或已损坏";
const NOT_REACHED: &str = "前面的内容太多，没有查看";

/// Everything in an archive, the names of its members too.
pub(super) fn archive(package: &mut Package<'_>, level: usize, collector: &mut Collector<'_>) {
    let members = package.members();
    for member in &members {
        collector.text("压缩包里的文件名", String::new, &member.name);
    }
    open(package, members, level, collector);
}

/// Workbooks behind charts and tables, and photos: readers of a document do not see all that is in them.
pub(super) fn embedded(package: &mut Package<'_>, level: usize, collector: &mut Collector<'_>) {
    let is_carried = |member: &Member| member.name.contains("/embeddings/") || member.name.contains("/media/");
    let members = package.members().into_iter().filter(is_carried).collect();
    open(package, members, level, collector);
}

/// Looks into members, as many as the budget of the whole allows. What does something by its name is told of all of them.
fn open(package: &mut Package<'_>, members: Vec<Member>, level: usize, collector: &mut Collector<'_>) {
    let files = members.into_iter().filter(|member| !member.name.ends_with('/'));
    for (number, member) in files.enumerate() {
        let file_name = member.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let shown = covered(file_name);
        let is_in_reach = number < MOST_MEMBERS && !package.budget.is_spent();
        match is_in_reach.then(|| package.bytes(&member)) {
            Some(Some(bytes)) => {
                let inside = super::inspect_at(file_name, &bytes, level + 1, package.budget);
                collector.absorb(&shown, inside);
            }
            failed => {
                let why = if failed.is_some() { LOCKED } else { NOT_REACHED };
                collector.absorb(&shown, super::unopened(file_name, why));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use crate::load::inspection::budget::Budget;
    use crate::load::inspection::inspect_at;

    fn zip(members: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(name, SimpleFileOptions::default()).expect("a member");
            writer.write_all(&bytes).expect("its bytes");
        }
        writer.finish().expect("a package").into_inner()
    }

    #[test]
    fn archives_within_an_archive_unpack_no_more_than_it_may_by_itself() {
        // Ten of these are more than may be unpacked, although none of them is by itself.
        let inner = zip(std::iter::once(("空.txt".to_string(), vec![b' '; 1000])));
        let outer = |copies: usize| zip((0..copies).map(|number| (format!("{number}.zip"), inner.clone())));
        let unread = |copies| inspect_at("甲.zip", &outer(copies), 0, &Budget::of(8000, 1_000_000)).unread;
        assert_eq!(unread(2), []);
        let told = unread(10);
        assert!(told.iter().any(|unread| unread.within.as_deref() == Some("9.zip")), "{told:?}");
        assert!(told.iter().all(|unread| unread.within.is_some()), "{told:?}");
    }

    #[test]
    fn files_of_an_archive_share_its_steps() {
        let page = |number: usize| format!("%PDF-1.4\n1 0 obj<</Length 9>>stream\nBT ({number}) Tj ET\nendstream endobj");
        let files = |count: usize| zip((10..10 + count).map(|number| (format!("{number}.pdf"), page(number).into_bytes())));
        let budget = |count: usize| {
            let budget = Budget::of(1_000_000, 1_000_000);
            inspect_at("甲.zip", &files(count), 0, &budget);
            1_000_000 - budget.steps()
        };
        let (once, twice) = (budget(10), budget(20));
        assert!(twice > once && twice <= 2 * once, "{once} {twice}");
    }
}
