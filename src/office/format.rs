//! What a package is by its parts, whatever the file is called.

use super::package::Package;

/// The format of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// .docx.
    Document,
    /// .xlsx.
    Spreadsheet,
    /// .pptx.
    Presentation,
    /// .odt, .ods, .odp.
    OpenDocument,
    /// 版式文件 of GB/T 33190.
    Ofd,
    /// A package of some other program.
    Other,
    /// A .zip of files that belong to nothing.
    Archive,
}

/// Tells by the names of the parts alone; nothing is unpacked.
pub fn of(package: &Package<'_>) -> Format {
    let has = |start: &str| package.names().any(|name| name.starts_with(start));
    match () {
        () if has("word/document") => Format::Document,
        () if has("xl/workbook.xml") => Format::Spreadsheet,
        () if has("ppt/") => Format::Presentation,
        () if has("OFD.xml") => Format::Ofd,
        () if has("mimetype") && has("content.xml") => Format::OpenDocument,
        () if has("mimetype") || has("xl/") => Format::Other,
        () => Format::Archive,
    }
}

#[cfg(test)]
mod tests {
    use super::super::package::packed;
    use super::*;
    use crate::budget::Budget;

    #[test]
    fn parts_tell_what_a_package_is() {
        let told = |names: &[&str]| {
            let bytes = packed(&names.iter().map(|name| (*name, "")).collect::<Vec<_>>());
            of(&Package::open(&bytes, &Budget::of(0, 0)).expect("a package"))
        };
        assert_eq!(told(&["[Content_Types].xml", "word/document2.xml"]), Format::Document);
        assert_eq!(told(&["xl\\workbook.xml"]), Format::Spreadsheet);
        assert_eq!(told(&["ppt/presentation.xml"]), Format::Presentation);
        assert_eq!(told(&["mimetype", "content.xml"]), Format::OpenDocument);
        assert_eq!(told(&["OFD.xml", "Doc_0/Document.xml"]), Format::Ofd);
        assert_eq!(told(&["mimetype", "META-INF/container.xml"]), Format::Other);
        assert_eq!(told(&["甲.docx"]), Format::Archive);
    }
}
