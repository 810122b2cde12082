//! Files within files: what a .zip holds, and the workbooks and photos that documents carry along. Each is looked into as if it were
//! an attachment of its own; a number of levels is enough for people, and more is an attack. Here they are taken out of the package; who
//! does the looking stands above, because it comes back here for what they hold in turn.

use super::grid::Collector;
use crate::office::package::{Member, Package};

/// Levels of packages within one another that are opened.
pub(super) const MOST_LEVELS: usize = 2;
/// Members of one package that are opened.
const MOST_MEMBERS: usize = 1_000;

const LOCKED: &str = "加了密码或已损坏";
const NOT_REACHED: &str = "前面的内容太多，没有查看";

/// A file taken out of a package.
pub(super) enum Opened {
    /// What it holds.
    Bytes(Vec<u8>),
    /// Why it was not opened.
    Not(&'static str),
}

/// Everything in an archive; the names of its members are looked at too.
pub(super) fn all(package: &mut Package<'_>, collector: &mut Collector<'_>) -> Vec<Member> {
    let members = package.members();
    for member in &members {
        collector.text("压缩包里的文件名", String::new, &member.name);
    }
    members
}

/// Workbooks behind charts and tables, and photos: readers of a document do not see all that is in them.
pub(super) fn carried(package: &mut Package<'_>) -> Vec<Member> {
    let is_carried = |member: &Member| member.name.contains("/embeddings/") || member.name.contains("/media/");
    package.members().into_iter().filter(is_carried).collect()
}

/// Opens files of a package, as many as the budget of the whole allows, and gives each with its name. The others are given too, because
/// what does something by its name is told of all of them.
pub(super) fn open(package: &mut Package<'_>, members: Vec<Member>, mut take: impl FnMut(&str, Opened)) {
    let files = members.into_iter().filter(|member| !member.name.ends_with('/'));
    for (number, member) in files.enumerate() {
        let file_name = member.name.rsplit('/').next().unwrap_or_default();
        let is_in_reach = number < MOST_MEMBERS && !package.budget.is_spent();
        let opened = match is_in_reach.then(|| package.bytes(&member)) {
            Some(Some(bytes)) => Opened::Bytes(bytes),
            Some(None) => Opened::Not(LOCKED),
            None => Opened::Not(NOT_REACHED),
        };
        take(file_name, opened);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use crate::budget::Budget;
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
