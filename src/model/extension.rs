//! Extensions by which a run of characters is known for the name of a file, wherever it stands: in a link that Markdown does not take
//! for one, or in the middle of a sentence without blanks. Endings of hosts (`cn`, `com`) are not among them. Beside them the
//! extensions by which servers know a program.

const KNOWN: [&str; 62] = [
    "7z", "ai", "aspx", "avi", "avif", "bmp", "csv", "dbf", "doc", "docm", "docx", "dot", "dps", "dwg", "emf", "et", "gif",
    "gz", "heic", "heif", "htm", "html", "ico", "jfif", "jpeg", "jpg", "json", "jsp", "md", "mov", "mp3", "mp4", "odp",
    "ods", "odt", "ofd", "pdf", "php", "png", "ppt", "pptx", "psd", "rar", "rtf", "shtml", "svg", "tar", "tif", "tiff",
    "txt", "uof", "wav", "webp", "wmf", "wmv", "wps", "xls", "xlsb", "xlsm", "xlsx", "xml", "zip",
];

/// What application servers run. Some of them look at every part of a name: `公告.php.pdf` is a program to them.
pub const SERVER_PROGRAMS: [&str; 46] = [
    "php", "php3", "php4", "php5", "php7", "php8", "phps", "pht", "phtm", "phtml", "phar", "inc", "asp", "aspx", "asa",
    "asax", "ascx", "ashx", "asmx", "axd", "cer", "cdx", "cshtm", "cshtml", "vbhtm", "vbhtml", "svc", "soap", "rem",
    "master", "jsp", "jspa", "jspf", "jspx", "jsv", "jsw", "cfm", "cfml", "cfc", "cgi", "fcgi", "pl", "py", "rb", "shtml",
    "shtm",
];

/// Whether names of files end in it, in whatever case.
pub fn is_extension(text: &str) -> bool {
    text.len() <= 5 && KNOWN.binary_search(&&*text.to_ascii_lowercase()).is_ok()
}

/// Whether `text` ends in the extension of a file.
pub fn ends_in_extension(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(name, extension)| !name.is_empty() && is_extension(extension))
}

/// Whether the extension of a file stands somewhere in `text`.
pub fn has_extension(text: &str) -> bool {
    text.split('.').skip(1).any(|after| {
        let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        is_extension(&after[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_known_by_their_end() {
        assert!(KNOWN.is_sorted() && KNOWN.iter().all(|known| known.len() <= 5));
        assert!(ends_in_extension("表 1.CSV") && has_extension("任务表.csv查看"));
        assert!(
            !ends_in_extension("www.gov.cn")
                && !ends_in_extension("3.5")
                && !has_extension("甲.csvx")
                && !ends_in_extension(".csv")
        );
    }
}
