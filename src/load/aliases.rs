//! Old addresses (`aliases`): which of them a site of files can answer. An old address becomes a small page that leads to the report, so
//! it must be one that every host serves as a page, and one that names no file of anybody else.

use crate::model::fault::FaultKind;
use crate::model::file_name::{Unportable, unportable};
use crate::model::path::{UrlPath, percent_decode};
use crate::model::span::Located;
use crate::permalinks::unrecorded::PAGES;
use crate::strict_toml::Reader;

/// Ends of addresses that other programs made pages for. A host of files offers such a file for download, or gives its text to that
/// program. They are those of [`SERVER_PROGRAMS`](crate::model::extension::SERVER_PROGRAMS) that stand in addresses, and two that are
/// no files.
const PROGRAMS: [&str; 12] = ["asp", "aspx", "ashx", "jsp", "jspx", "jspa", "php", "do", "action", "cgi", "cfm", "pl"];
/// Bytes that every file system takes as a name.
const LONGEST_PART: usize = 240;

/// What to do about an address that only the host can lead on.
const ASK_HOST: &str = "删去它，请网站的托管方在服务器上设置转向，从这个旧网址转到这一篇";
const WRITE: &str = "写本站以前的网页网址中域名之后的部分，如 `/old/post_123.html`";

/// The value of `aliases`; what cannot be an old address is a fault.
pub(super) fn read(reader: &Reader<'_>) -> Vec<Located<String>> {
    let mut taken = reader.strings("aliases");
    taken.retain(|alias| match fault(&alias.value) {
        Some(fault) => {
            reader.fault(alias.span, fault);
            false
        }
        None => true,
    });
    taken
}

/// Why `alias` cannot be one; nothing where it can.
fn fault(alias: &str) -> Option<FaultKind> {
    let (reason, help) = reason(alias)?;
    Some(FaultKind::UnusableAlias { alias: alias.to_string(), reason, help: help.to_string() })
}

fn reason(alias: &str) -> Option<(String, &'static str)> {
    let is_elsewhere = alias.contains("://") || alias.starts_with("//");
    if is_elsewhere || alias.trim_matches('/').is_empty() {
        return Some(("它不是本站的旧网址".to_string(), WRITE));
    }
    if let Some(at) = alias.find(['?', '#']) {
        let rest = &alias[at..];
        return Some((format!("网站由文件组成，服务器不能按 `{rest}` 分别答复"), ASK_HOST));
    }
    let path = percent_decode(alias.trim_start_matches('/'));
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| matches!(*part, "." | "..")) {
        return Some(("它含有 `.` 或 `..`".to_string(), WRITE));
    }
    if let Some(part) = parts.iter().find(|part| part.starts_with('.')) {
        return Some((format!("以 `.` 开头的 `{part}` 是隐藏文件，服务器一般不公开"), WRITE));
    }
    if let Some(found) = parts.iter().find_map(|part| unportable(part)) {
        let reason = match found {
            Unportable::Mark('\\') => "它含有 `\\`".to_string(),
            found => format!("它{found}"),
        };
        return Some((reason, WRITE));
    }
    if parts.iter().any(|part| part.len() > LONGEST_PART) || UrlPath::new(&path).is_none() {
        return Some(("它太长，或不是一个网址".to_string(), WRITE));
    }
    let name = if path.ends_with('/') { "" } else { parts.last().copied().unwrap_or_default() };
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
    match () {
        () if PAGES.contains(&extension.as_str()) => None,
        () if PROGRAMS.contains(&extension.as_str()) => {
            Some((format!("`.{extension}` 的网页由别的程序生成，放文件的服务器会把它当成下载"), ASK_HOST))
        }
        () => Some((format!("`.{extension}` 不是网页，不能转向"), WRITE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_behind_old_addresses_are_programs_to_servers_too() {
        /// Frameworks of Java answer addresses with these ends; no file has such a name.
        const ROUTES: [&str; 2] = ["do", "action"];
        for program in PROGRAMS.iter().filter(|program| !ROUTES.contains(program)) {
            assert!(crate::model::extension::SERVER_PROGRAMS.contains(program), "{program}");
        }
    }

    #[test]
    fn addresses_that_files_can_answer_are_taken() {
        for alias in ["/old/post_123.html", "old/a.htm", "/old/", "/old/文章", "/a%20b.shtml", "/v1.2/x", "/工作 计划.html"]
        {
            assert_eq!(reason(alias), None, "{alias}");
        }
    }

    #[test]
    fn others_are_refused_with_the_reason() {
        for (alias, word) in [
            ("/show.asp?id=12", "?id=12"),
            ("/?p=123", "?p=123"),
            ("/old#x", "#x"),
            ("/x.jsp", ".jsp"),
            ("/INDEX.PHP", ".php"),
            ("/a.do", ".do"),
            ("/a.pdf", "不是网页"),
            ("/a\nb.html", "U+000A"),
            ("/a%0Ab.html", "U+000A"),
            ("/a%00b.html", "U+0000"),
            ("/a\\b.html", "\\"),
            ("/a%5cb.html", "\\"),
            ("/a/../b.html", ".."),
            ("/%2e%2e/b.html", ".."),
            ("/.git/hooks/x", "隐藏"),
            ("/.gongkai-staging/site/index.html", "隐藏"),
            ("/CON", "Windows"),
            ("/nul.html", "Windows"),
            ("/x ", "空格"),
            ("/x./y", "句点"),
            ("javascript:alert(1)", ":"),
            ("/a\u{202e}b.html", "U+202E"),
            ("/\u{1b}[31m.html", "U+001B"),
            ("https://www.example.gov.cn/a.html", "本站"),
            ("//a.cn/b", "本站"),
            ("/", "本站"),
            ("", "本站"),
        ] {
            let (reason, _) = reason(alias).unwrap_or_else(|| panic!("{alias:?} is taken"));
            assert!(reason.contains(word), "{alias:?}: {reason}");
        }
    }
}
