//! Files that do something by themselves once they are published: pages and scripts that browsers run in the name of the site, programs
//! and settings that servers obey, programs that a double click starts. Told by the name and, because names lie, by the content.

use super::markup;
use super::signature::Content;
use crate::model::extension::SERVER_PROGRAMS;
use crate::model::inspection::Active;

/// Who runs it, in words that follow the name of the file.
const PAGE: &str = "是网页，浏览器会当作本站的网页打开，里面的脚本、表单和跳转都会起作用";
const BROWSER: &str = "是脚本或插件，浏览器会以本站的名义运行";
const SERVER: &str = "是服务器程序，服务器可能会运行它";
const SETTINGS: &str = "是服务器的配置文件，会改变服务器的做法";
const SYSTEM: &str = "是程序、脚本或快捷方式，下载后点开就会运行";

/// Extensions and who runs such files.
const EXTENSIONS: [(&str, &[&str]); 4] = [
    (PAGE, &["html", "htm", "xhtml", "xht", "mht", "mhtml", "maff", "svgz", "xsl", "xslt"]),
    (BROWSER, &["js", "mjs", "cjs", "wasm", "swf", "xap", "jnlp"]),
    (SERVER, &SERVER_PROGRAMS),
    (
        SYSTEM,
        &[
            // Windows: programs, scripts, shortcuts, settings that start something.
            "exe",
            "dll",
            "com",
            "scr",
            "pif",
            "cpl",
            "msi",
            "msp",
            "mst",
            "msix",
            "msixbundle",
            "appx",
            "appxbundle",
            "appinstaller",
            "application",
            "appref-ms",
            "gadget",
            "bat",
            "cmd",
            "ps1",
            "ps1xml",
            "psm1",
            "psd1",
            "psc1",
            "vb",
            "vbs",
            "vbe",
            "jse",
            "wsf",
            "wsh",
            "wsc",
            "ws",
            "sct",
            "hta",
            "lnk",
            "url",
            "website",
            "scf",
            "reg",
            "inf",
            "msc",
            "chm",
            "hlp",
            "xll",
            "sys",
            "ocx",
            "drv",
            "cab",
            "library-ms",
            "search-ms",
            "settingcontent-ms",
            "diagcab",
            // Other systems that offices have: Kylin and UOS, macOS, phones.
            "jar",
            "apk",
            "aab",
            "hap",
            "ipa",
            "deb",
            "rpm",
            "run",
            "appimage",
            "desktop",
            "sh",
            "bash",
            "csh",
            "command",
            "dmg",
            "pkg",
            "so",
            "elf",
            "out",
        ],
    ),
];

/// Extensions of the list that also mean something harmless: what they hold decides.
const AMBIGUOUS: [&str; 4] = ["cer", "inc", "out", "master"];

/// Files that servers obey in the folder where they find them.
const SETTINGS_NAMES: [&str; 8] = [
    "web.config",
    ".htaccess",
    ".htpasswd",
    ".user.ini",
    "php.ini",
    "global.asax",
    "applicationhost.config",
    "machine.config",
];

/// Office documents whose extension says that they have macros.
const WITH_MACROS: [&str; 12] =
    ["docm", "dotm", "xlsm", "xltm", "xlam", "xla", "pptm", "potm", "ppsm", "ppam", "ppa", "sldm"];

/// The formats that browsers show as a document of XML.
const XML: [&str; 9] = ["svg", "xml", "rdf", "rss", "atom", "kml", "gml", "xsd", "mathml"];

const MACROS: &str = "里有宏，打开并允许后会运行";
const MACRO_FORMAT: &str = "是可以带宏的格式，打开并允许后宏会运行";

/// What the name says that the file does.
pub(super) fn by_name(name: &str) -> Option<Active> {
    // Windows takes `a.php.` and `a.php ` for `a.php`, and `a.php::$DATA` too.
    let name = name.to_lowercase();
    let name = name.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
    if SETTINGS_NAMES.contains(&name) {
        return Some(direct(SETTINGS));
    }
    let mut parts = name.split('.').skip(1).peekable();
    while let Some(part) = parts.next() {
        let part = part.trim();
        if parts.peek().is_some() {
            if SERVER_PROGRAMS.contains(&part) && !AMBIGUOUS.contains(&part) && part.len() > 2 {
                return Some(direct(SERVER));
            }
            continue;
        }
        let known = EXTENSIONS.iter().find(|(_, known)| known.contains(&part) && !AMBIGUOUS.contains(&part));
        if let Some((what, _)) = known {
            return Some(direct(what));
        }
        if WITH_MACROS.contains(&part) {
            return Some(Active { what: MACRO_FORMAT.to_string(), is_direct: false });
        }
    }
    None
}

/// What the content says that the file does, whatever it is called.
pub(super) fn by_content(extension: &str, content: Content, bytes: &[u8]) -> Option<Active> {
    if XML.contains(&extension) {
        let text = markup::decoded(bytes);
        return markup::runs_as_xml(&text, extension == "svg").map(|found| runs(extension, found));
    }
    match content {
        Content::Program => Some(direct(SYSTEM)),
        Content::WebPage => markup::runs_as_html(&markup::decoded(bytes)).map(|found| runs(extension, found)),
        Content::Text => of_text(extension, bytes),
        Content::OldOffice if has_vba(bytes) => Some(with_macros()),
        Content::Other if bytes.starts_with(SHORTCUT) || bytes.starts_with(COMPILED_HELP) => Some(direct(SYSTEM)),
        Content::Other if PROGRAMS.iter().any(|magic| bytes.starts_with(magic)) => Some(direct(SYSTEM)),
        _ => None,
    }
}

/// Beginnings of a shortcut of Windows and of compiled help (.chm).
const SHORTCUT: &[u8] = b"L\0\0\0\x01\x14\x02\0";
const COMPILED_HELP: &[u8] = b"ITSF";
/// Of programs that are not for Windows or Linux: macOS in both byte orders, Java, Android.
const PROGRAMS: [&[u8]; 5] =
    [b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n035\0"];

fn of_text(extension: &str, bytes: &[u8]) -> Option<Active> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = start.get(..64).unwrap_or(start).to_ascii_lowercase();
    let starts = |known: &[&[u8]]| known.iter().any(|known| head.starts_with(known));
    match () {
        () if starts(&[b"<?php", b"<?=", b"<%"]) => Some(direct(SERVER)),
        () if starts(&[b"[internetshortcut]", b"[desktop entry]", b"windows registry editor", b"regedit4", b"#!/"]) => {
            Some(direct(SYSTEM))
        }
        () if starts(&[b"<"]) => {
            let text = markup::decoded(bytes);
            let found = markup::runs_as_xml(&text, false).or_else(|| markup::runs_as_html(&text));
            found.map(|found| runs(extension, found))
        }
        () => None,
    }
}

/// Whether an old Office document has a project of Visual Basic: a storage of that name in its directory.
fn has_vba(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

/// Parts of packages that hold macros: of Office, of Excel 4.0, of OpenDocument.
pub(super) fn in_parts<'n>(mut names: impl Iterator<Item = &'n str>) -> Option<Active> {
    let is_macro = |name: &str| {
        let name = name.to_lowercase();
        let is_script = name.starts_with("basic/") || name.starts_with("scripts/");
        name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/") || is_script && !name.ends_with('/')
    };
    names.any(is_macro).then(with_macros)
}

fn with_macros() -> Active {
    Active { what: MACROS.to_string(), is_direct: false }
}

/// A document that has scripts of its own: they run where it is opened.
pub(super) fn with_script(what: &str) -> Active {
    Active { what: format!("里有{what}，打开后会运行"), is_direct: false }
}

fn direct(what: &str) -> Active {
    Active { what: what.to_string(), is_direct: true }
}

fn runs(extension: &str, found: &str) -> Active {
    let kind = if extension == "svg" { "SVG 图片" } else { "网页内容" };
    Active { what: format!("是{kind}，里面有{found}，浏览器单独打开它时会运行"), is_direct: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_something_runs_are_known_in_every_form() {
        for name in [
            "专题.html",
            "a.HTM",
            "a.xhtml",
            "a.mht",
            "a.svgz",
            "a.js",
            "a.mjs",
            "查询.php",
            "a.phtml",
            "a.jsp",
            "a.JSPX",
            "a.asp",
            "a.aspx",
            "a.ashx",
            "a.cgi",
            "a.shtml",
            "报名表.php.pdf",
            "a.aspx.txt",
            "a.php.",
            "a.php ",
            "a.php::$DATA",
            "a.exe",
            "a.com",
            "a.dll",
            "a.lnk",
            "a.hta",
            "a.bat",
            "a.cmd",
            "a.ps1",
            "a.vbs",
            "a.wsf",
            "a.scr",
            "a.msi",
            "a.jar",
            "a.apk",
            "a.url",
            "web.config",
            "Web.Config",
            ".htaccess",
            ".user.ini",
            "a.reg",
            "a.chm",
            "a.deb",
            "a.sh",
            "a.desktop",
        ] {
            assert!(by_name(name).is_some_and(|found| found.is_direct), "{name}");
        }
        for name in ["a.docm", "a.xlsm", "a.pptm", "a.xlam"] {
            assert!(by_name(name).is_some_and(|found| !found.is_direct), "{name}");
        }
        for name in [
            "a.pdf",
            "a.docx",
            "a.svg",
            "a.xml",
            "html",
            "php",
            "a.v1.0.docx",
            "www.gov.com.pdf",
            "a.py.pdf",
            "a.json",
            "证书.cer",
        ] {
            assert!(by_name(name).is_none(), "{name}");
        }
    }

    #[test]
    fn macros_are_known_by_their_parts() {
        let told = |name: &str| in_parts(["[Content_Types].xml", name].into_iter());
        for name in ["word/vbaProject.bin", "xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "Basic/Standard/Module1.xml"] {
            assert!(told(name).is_some(), "{name}");
        }
        assert!(told("xl/worksheets/sheet1.xml").is_none());
    }
}
