//! Files within files: what a .zip holds, and the workbooks and photos that documents carry along. Each is looked into as if it were
//! an attachment of its own; a number of levels is enough for people, and more is an attack.

use super::grid::Collector;
use super::package::{Member, Package};
use crate::model::privacy::covered;

/// Levels of packages within one another that are opened.
pub(super) const MOST_LEVELS: usize = 2;
/// Members of one package that are opened.
const MOST_MEMBERS: usize = 1_000;

/// Everything in an archive, the names of its members too.
pub(super) fn archive(package: &mut Package<'_>, level: usize, collector: &mut Collector) -> Option<&'static str> {
    let members = package.members();
    for member in &members {
        collector.text("压缩包里的文件名", String::new, &member.name);
    }
    let is_whole = members.len() <= MOST_MEMBERS;
    let is_open = open(package, members.into_iter().take(MOST_MEMBERS), level, collector);
    match () {
        () if !is_open => Some("压缩包加了密码或已损坏"),
        () if !is_whole => Some(super::TOO_MUCH),
        () => None,
    }
}

/// Workbooks behind charts and tables, and photos: readers of a document do not see all that is in them.
pub(super) fn embedded(package: &mut Package<'_>, level: usize, collector: &mut Collector) {
    let is_carried = |member: &Member| member.name.contains("/embeddings/") || member.name.contains("/media/");
    let members: Vec<Member> = package.members().into_iter().filter(is_carried).take(MOST_MEMBERS).collect();
    open(package, members.into_iter(), level, collector);
}

/// Looks into members; `false` where one of them could not be read.
fn open(package: &mut Package<'_>, members: impl Iterator<Item = Member>, level: usize, collector: &mut Collector) -> bool {
    let mut is_open = true;
    for member in members.filter(|member| !member.name.ends_with('/')) {
        let file_name = member.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let extension = file_name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase());
        match package.bytes(&member) {
            Some(bytes) => {
                let inside = super::inspect_at(&extension, &bytes, level + 1, package.budget);
                collector.absorb(&covered(file_name), inside);
            }
            None => is_open = false,
        }
    }
    is_open
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use crate::load::inspection::package::Budget;
    use crate::load::inspection::{TOO_MUCH, inspect_at};

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
        let unread = |copies| inspect_at("zip", &outer(copies), 0, &Budget::of(8000)).unread;
        assert_eq!(unread(2), None);
        assert_eq!(unread(10).as_deref(), Some(TOO_MUCH));
    }
}
