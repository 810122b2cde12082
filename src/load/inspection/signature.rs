//! What a file is by its first bytes, whatever it is called. Offices meet spreadsheets that are web pages, documents that are
//! programs, and files of WPS that are now this, now that.

use crate::budget::Budget;
use crate::office::format::{self, Format};
use crate::office::package::Package;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A zip: a document of a newer format, or an archive.
    Package(Format),
    /// .doc, .xls, .ppt, and what WPS writes as such (OLE2).
    OldOffice,
    /// A document of Office that opens with a password.
    EncryptedOffice,
    /// .pdf.
    Pdf,
    /// A picture, by its usual extension.
    Picture(&'static str),
    /// .rar, .7z, .gz.
    Archive,
    /// A program for Windows or Linux.
    Program,
    /// HTML.
    WebPage,
    /// .rtf.
    RichText,
    /// Anything else that people can read.
    Text,
    /// Nothing that is known.
    Other,
    /// Nothing at all.
    Empty,
}

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What a file of these bytes is.
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
    Content::Package(Package::open(bytes, &budget).map_or(Format::Archive, |package| format::of(&package)))
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
        "docx" | "docm" => matches!(content, Content::Package(Format::Document) | Content::EncryptedOffice),
        "xlsx" | "xlsm" => matches!(content, Content::Package(Format::Spreadsheet) | Content::EncryptedOffice),
        "pptx" | "pptm" => matches!(content, Content::Package(Format::Presentation) | Content::EncryptedOffice),
        "ofd" => content == Content::Package(Format::Ofd),
        "odt" | "ods" | "odp" => content == Content::Package(Format::OpenDocument),
        "doc" | "xls" | "ppt" => matches!(content, Content::OldOffice | Content::EncryptedOffice),
        "wps" | "et" | "dps" => {
            !matches!(content, Content::Pdf | Content::Picture(_) | Content::WebPage | Content::Text | Content::Empty)
        }
        "pdf" => content == Content::Pdf,
        "jpg" | "jpeg" => content == Content::Picture("jpg"),
        "png" | "gif" | "webp" | "avif" => matches!(content, Content::Picture(kind) if kind == extension),
        "csv" | "txt" => matches!(content, Content::Text | Content::Empty),
        "zip" => content == Content::Package(Format::Archive),
        "rar" | "7z" => matches!(content, Content::Archive),
        _ => true,
    };
    (!fits).then(|| name(content))
}

fn name(content: Content) -> String {
    match content {
        Content::Package(Format::Document) => "Word 文档（.docx）",
        Content::Package(Format::Spreadsheet) => "Excel 表格（.xlsx）",
        Content::Package(Format::Presentation) => "PowerPoint 演示文稿（.pptx）",
        Content::Package(Format::OpenDocument) => "OpenDocument 文档（.odt、.ods 等）",
        Content::Package(Format::Ofd) => "OFD 文档",
        Content::Package(Format::Other) => "其他格式的打包文档",
        Content::OldOffice => "旧版 Office 文档（.doc、.xls 等）",
        Content::EncryptedOffice => "加密的 Office 文档",
        Content::Pdf => "PDF 文档",
        Content::Picture(kind) => return format!("{kind} 图片"),
        Content::Archive | Content::Package(Format::Archive) => "压缩包",
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
