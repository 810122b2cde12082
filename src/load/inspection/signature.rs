//! What a file is by its first bytes, whatever it is called. Offices meet spreadsheets that are web pages, documents that are
//! programs, and files of WPS that are now this, now that.

use super::budget::Budget;
use super::package::Package;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Document,
    Spreadsheet,
    Presentation,
    /// .odt, .ods, .odp.
    OpenDocument,
    /// 版式文件 of GB/T 33190.
    Ofd,
    /// A package of some other program.
    OtherPackage,
    Zip,
    OldOffice,
    EncryptedOffice,
    Pdf,
    Picture(&'static str),
    Archive,
    Program,
    WebPage,
    RichText,
    Text,
    /// Nothing that is known.
    Other,
    Empty,
}

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

pub(super) fn of(bytes: &[u8]) -> Content {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if bytes.is_empty() => Content::Empty,
        () if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => package(bytes),
        () if starts(OLE) && contains(bytes, &utf16("EncryptedPackage")) => Content::EncryptedOffice,
        () if starts(OLE) => Content::OldOffice,
        () if contains(bytes.get(..1024).unwrap_or(bytes), b"%PDF-") => Content::Pdf,
        () if starts(b"\xff\xd8\xff") => Content::Picture("jpg"),
        () if starts(b"\x89PNG\r\n\x1a\n") => Content::Picture("png"),
        () if starts(b"GIF8") => Content::Picture("gif"),
        () if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Content::Picture("webp"),
        () if bytes.get(4..12) == Some(b"ftypavif") => Content::Picture("avif"),
        () if starts(b"Rar!") || starts(b"7z\xbc\xaf\x27\x1c") || starts(b"\x1f\x8b") => Content::Archive,
        () if starts(b"\x7fELF") || is_windows_program(bytes) => Content::Program,
        () if starts(b"{\\rtf") => Content::RichText,
        () => text(bytes),
    }
}

fn package(bytes: &[u8]) -> Content {
    // Only names are looked at.
    let budget = Budget::of(0, 0);
    let Some(package) = Package::open(bytes, &budget) else { return Content::Zip };
    let names = package.names();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    match () {
        () if has("word/document") => Content::Document,
        () if has("xl/workbook.xml") => Content::Spreadsheet,
        () if has("ppt/") => Content::Presentation,
        () if has("OFD.xml") => Content::Ofd,
        () if has("mimetype") && has("content.xml") => Content::OpenDocument,
        () if has("mimetype") || has("xl/") => Content::OtherPackage,
        () => Content::Zip,
    }
}

fn is_windows_program(bytes: &[u8]) -> bool {
    let at = bytes.get(0x3c..0x40).and_then(|at| at.try_into().ok()).map(u32::from_le_bytes);
    let header = at.and_then(|at| usize::try_from(at).ok()).and_then(|at| bytes.get(at..)).unwrap_or_default();
    bytes.starts_with(b"MZ") && header.starts_with(b"PE\0\0")
}

fn text(bytes: &[u8]) -> Content {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let start = start.get(..64).unwrap_or(start).to_ascii_lowercase();
    let has_bom = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    match () {
        () if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") => Content::WebPage,
        () if !has_bom && bytes.iter().take(4096).any(|byte| *byte == 0) => Content::Other,
        () => Content::Text,
    }
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

/// What the file is, where that is not what its extension says. Extensions that are not known say nothing.
pub(super) fn disguise(extension: &str, content: Content) -> Option<String> {
    let fits = match extension {
        _ if content == Content::Program => matches!(extension, "exe" | "dll" | "msi" | "so"),
        "docx" | "docm" => matches!(content, Content::Document | Content::EncryptedOffice),
        "xlsx" | "xlsm" => matches!(content, Content::Spreadsheet | Content::EncryptedOffice),
        "pptx" | "pptm" => matches!(content, Content::Presentation | Content::EncryptedOffice),
        "ofd" => content == Content::Ofd,
        "odt" | "ods" | "odp" => content == Content::OpenDocument,
        "doc" | "xls" | "ppt" => matches!(content, Content::OldOffice | Content::EncryptedOffice),
        "wps" | "et" | "dps" => {
            !matches!(content, Content::Pdf | Content::Picture(_) | Content::WebPage | Content::Text | Content::Empty)
        }
        "pdf" => content == Content::Pdf,
        "jpg" | "jpeg" => content == Content::Picture("jpg"),
        "png" | "gif" | "webp" | "avif" => matches!(content, Content::Picture(kind) if kind == extension),
        "csv" | "txt" => matches!(content, Content::Text | Content::Empty),
        "zip" => content == Content::Zip,
        "rar" | "7z" => matches!(content, Content::Archive),
        _ => true,
    };
    (!fits).then(|| name(content))
}

fn name(content: Content) -> String {
    match content {
        Content::Document => "Word 文档（.docx）",
        Content::Spreadsheet => "Excel 表格（.xlsx）",
        Content::Presentation => "PowerPoint 演示文稿（.pptx）",
        Content::OpenDocument => "OpenDocument 文档（.odt、.ods 等）",
        Content::Ofd => "OFD 文档",
        Content::OtherPackage => "其他格式的打包文档",
        Content::OldOffice => "旧版 Office 文档（.doc、.xls 等）",
        Content::EncryptedOffice => "加密的 Office 文档",
        Content::Pdf => "PDF 文档",
        Content::Picture(kind) => return format!("{kind} 图片"),
        Content::Archive | Content::Zip => "压缩包",
        Content::Program => "可以执行的程序",
        Content::WebPage => "网页（HTML）",
        Content::RichText => "RTF 文档",
        Content::Text => "纯文字",
        Content::Other => "别的格式",
        Content::Empty => "空文件",
    }
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(extension: &str, bytes: &[u8]) -> Option<String> {
        disguise(extension, of(bytes))
    }

    #[test]
    fn content_speaks_louder_than_the_name() {
        let mut program = b"MZ".to_vec();
        program.resize(0x3c, 0);
        program.extend([0x40, 0, 0, 0]);
        program.extend(b"PE\0\0");
        for (extension, bytes) in [
            ("docx", b"PK\x05\x06".as_slice()),
            ("docx", b"text"),
            ("pdf", b"<html>"),
            ("jpg", b"\x89PNG\r\n\x1a\n"),
            ("xls", b"<html></html>"),
            ("pdf", b""),
            ("pdf", &program),
            ("dat", &program),
            ("csv", b"%PDF-1.4"),
        ] {
            assert!(told(extension, bytes).is_some(), "{extension}");
        }
        for (extension, bytes) in [
            ("pdf", b"\n%PDF-1.4".as_slice()),
            ("jpeg", b"\xff\xd8\xff\xe0"),
            ("doc", OLE),
            ("wps", b"PK\x03\x04"),
            ("csv", b"\xc4\xea,1"),
            ("txt", b""),
            ("exe", &program),
            ("dat", b"anything"),
            ("csv", b"MZ,1"),
        ] {
            assert_eq!(told(extension, bytes), None, "{extension}");
        }
    }
}
