//! What runs in markup that a browser opens by itself: scripts, handlers of events, foreign content. A drawing of lines and letters is
//! left alone, a page without a script too; whatever cannot be read for certain counts as running.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

const SCRIPT: &str = "脚本";
const HANDLER: &str = "事件脚本";
const FOREIGN: &str = "外来内容";
const TRANSFORMED: &str = "样式转换";
const DECLARED: &str = "会变成脚本的声明";
const UNCLEAR: &str = "看不懂、可能是脚本的内容";

/// Elements that run something or carry a document of their own, by their names without a prefix.
const RUNNING: [(&str, &str); 11] = [
    ("script", SCRIPT),
    ("handler", SCRIPT),
    ("listener", SCRIPT),
    ("foreignobject", FOREIGN),
    ("iframe", FOREIGN),
    ("frame", FOREIGN),
    ("object", FOREIGN),
    ("embed", FOREIGN),
    ("applet", FOREIGN),
    ("portal", FOREIGN),
    ("base", FOREIGN),
];

/// Namespaces whose elements browsers act upon.
const LIVE_NAMESPACES: [&str; 3] =
    ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xsl/transform"];

/// Attributes that lead somewhere, or that animations give to others.
const LEADING: [&str; 12] =
    ["href", "src", "to", "from", "by", "values", "data", "action", "formaction", "background", "srcdoc", "attributename"];
/// What stands in them where they run something.
const RUNNING_ADDRESSES: [&str; 4] = ["javascript:", "vbscript:", "data:text/", "data:application/"];

/// The text as browsers read it: by the mark at its start, by its zeros, by what it declares.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match (Encoding::for_bom(bytes), bytes) {
        (Some((encoding, _)), _) => encoding,
        (None, [0, _, ..]) => UTF_16BE,
        (None, [_, 0, ..]) => UTF_16LE,
        _ => declared(bytes).unwrap_or(if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 }),
    };
    encoding.decode(bytes).0
}

/// The encoding that the beginning names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const LONGEST_START: usize = 1024;
    let start = String::from_utf8_lossy(bytes.get(..LONGEST_START).unwrap_or(bytes)).to_ascii_lowercase();
    let label = ["encoding", "charset"].into_iter().find_map(|name| start.split_once(name))?.1;
    let label = label.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
    Encoding::for_label(label.split(['"', '\'', '?', '>', ' ', ';', '/']).next()?.as_bytes())
}

/// What runs in a document of XML; other XML than a drawing counts only where it has what browsers act upon.
pub(super) fn runs_as_xml(text: &str, is_drawing: bool) -> Option<&'static str> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let (mut found, mut is_live) = (None, is_drawing);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                is_live |= start.local_name().as_ref() == "svg" || has_live_namespace(&start);
                found = found.or_else(|| running(&start));
            }
            Ok(Event::PI(instruction)) => {
                let text = instruction.to_lowercase();
                if text.starts_with("xml-stylesheet") && (text.contains("xsl") || !text.contains("text/css")) {
                    return Some(TRANSFORMED);
                }
            }
            Ok(Event::DocType(declared)) if declares_something(&declared) => return Some(DECLARED),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                // Browsers may read on where this reader does not.
                found = found.or_else(|| looks_running(text).then_some(UNCLEAR));
                is_live |= LIVE_NAMESPACES.iter().any(|name| text.to_lowercase().contains(name));
                break;
            }
        }
    }
    found.filter(|_| is_live)
}

fn has_live_namespace(element: &BytesStart<'_>) -> bool {
    let mut attributes = element.attributes();
    attributes.with_checks(false).filter_map(Result::ok).any(|attribute| {
        attribute.key.as_ref().starts_with("xmlns")
            && quick_xml::escape::unescape(&attribute.value)
                .map_or(true, |value| LIVE_NAMESPACES.contains(&value.trim().to_lowercase().as_str()))
    })
}

fn running(element: &BytesStart<'_>) -> Option<&'static str> {
    let name = element.local_name().as_ref().to_lowercase();
    if let Some((_, what)) = RUNNING.iter().find(|(known, _)| *known == name) {
        return Some(what);
    }
    let mut attributes = element.attributes();
    attributes.with_checks(false).filter_map(Result::ok).find_map(|attribute| {
        let key = attribute.key.local_name().as_ref().to_lowercase();
        match quick_xml::escape::unescape(&attribute.value) {
            Ok(value) => runs_as_attribute(&key, &value),
            // An entity of its own: nobody knows what it says.
            Err(_) => LEADING.contains(&key.as_str()).then_some(UNCLEAR),
        }
    })
}

fn runs_as_attribute(key: &str, value: &str) -> Option<&'static str> {
    let is_handler = |name: &str| name.starts_with("on") && name.len() > 2;
    if is_handler(key) || key == "srcdoc" {
        return Some(HANDLER);
    }
    if !LEADING.contains(&key) {
        return None;
    }
    // Browsers leave out blanks and control characters within the scheme.
    let value: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_lowercase();
    let is_running = RUNNING_ADDRESSES.iter().any(|known| value.contains(known));
    (is_running || key == "attributename" && is_handler(&value)).then_some(HANDLER)
}

/// Whether declarations of the document itself give attributes to elements, or make entities that hold markup.
fn declares_something(declared: &str) -> bool {
    let Some((_, subset)) = declared.split_once('[') else { return false };
    let entities = subset.split("<!ENTITY").skip(1).map(|entity| entity.split("<!").next().unwrap_or_default());
    subset.contains("<!ATTLIST")
        || subset.contains('%')
        || entities.into_iter().any(|entity| entity.contains(['<', '&']) || looks_running(entity))
}

fn looks_running(text: &str) -> bool {
    let text = text.to_lowercase();
    let handlers = || text.match_indices("on").any(|(at, _)| is_handler_at(&text, at));
    ["script", "foreignobject", "iframe", "<object", "<embed"].iter().any(|word| text.contains(word)) || handlers()
}

/// Whether `onload=` or its like stands at byte `at`, behind something that may end an attribute.
fn is_handler_at(text: &str, at: usize) -> bool {
    let is_start = text[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/' | ':'));
    let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
    is_start && rest.trim_start().starts_with('=')
}

/// What runs in a page.
pub(super) fn runs_as_html(text: &str) -> Option<&'static str> {
    let tokens = Tokenizer::new_with_emitter(text, DefaultEmitter::<()>::default());
    tokens.flatten().find_map(|token| {
        let Token::StartTag(tag) = token else { return None };
        let name = String::from_utf8_lossy(&tag.name).to_lowercase();
        if let Some((_, what)) = RUNNING.iter().find(|(known, _)| *known == name) {
            return Some(*what);
        }
        tag.attributes.iter().find_map(|(key, value)| {
            let key = String::from_utf8_lossy(key).to_lowercase();
            let value = String::from_utf8_lossy(value);
            let is_sent_away = name == "meta" && key == "http-equiv" && value.trim().eq_ignore_ascii_case("refresh");
            if is_sent_away { Some(FOREIGN) } else { runs_as_attribute(&key, &value) }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inside: &str) -> Option<&'static str> {
        let text =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>");
        runs_as_xml(&text, true)
    }

    #[test]
    fn a_drawing_that_runs_something_is_known_in_every_form() {
        for inside in [
            "<script>alert(1)</script>",
            "<x:script xmlns:x=\"http://www.w3.org/2000/svg\"/>",
            "<g onload=\"alert(1)\"/>",
            "<a xlink:href=\"java&#x73;cript:alert(1)\"><text>x</text></a>",
            "<a href=\" java\nscript:alert(1)\"/>",
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "<set attributeName=\"onmouseover\" to=\"alert(1)\"/>",
            "<animate attributeName=\"href\" values=\"javascript:alert(1)\"/>",
            "<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"x\"/>",
            "<use href=\"data:application/xml;base64,AAAA\"/>",
            "<!x><g onload=\"alert(1)\"/>",
        ] {
            assert!(drawing(inside).is_some(), "{inside}");
        }
        for text in [
            "<?xml-stylesheet type=\"text/xsl\" href=\"a.xml\"?><a/>",
            "<!DOCTYPE svg [<!ENTITY x \"<script>alert(1)</script>\">]><svg>&x;</svg>",
            "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"alert(1)\">]><svg/>",
            "<a xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></a>",
            "<a xmlns:h=\"http&#58;//www.w3.org/1999/xhtml\"><h:img onerror=\"alert(1)\"/></a>",
        ] {
            assert!(runs_as_xml(text, false).is_some(), "{text}");
        }
    }

    #[test]
    fn a_drawing_and_a_list_of_data_run_nothing() {
        for inside in [
            "<path d=\"M0 0L1 1\" style=\"fill:#fff\"/><text>请不要运行 script</text>",
            "<a href=\"https://www.example.gov.cn/\"><text>网站</text></a><use href=\"#a\"/>",
            "<image href=\"data:image/png;base64,AAAA\"/><style>text{font-size:12px}</style>",
        ] {
            assert_eq!(drawing(inside), None, "{inside}");
        }
        let illustrator = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" \
             [<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">]><svg xmlns=\"&ns_svg;\"><path d=\"M0 0\"/></svg>";
        assert_eq!(runs_as_xml(illustrator, true), None);
        assert_eq!(runs_as_xml("<list><object onclick=\"x\">甲</object><script>乙</script></list>", false), None);
    }

    #[test]
    fn a_page_that_runs_something_is_known() {
        for page in [
            "<html><SCRIPT>1</SCRIPT>",
            "<html><img src=x onerror=alert(1)>",
            "<a href='javascript:1'>x</a>",
            "<iframe src=x>",
        ] {
            assert!(runs_as_html(page).is_some(), "{page}");
        }
        assert_eq!(runs_as_html("<html><table><tr><td>甲 onclick=</td></tr></table></html>"), None);
    }

    #[test]
    fn text_is_read_as_browsers_read_it() {
        let wide: Vec<u8> = "<script>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&wide), "<script>");
        assert_eq!(
            decoded(b"<?xml version=\"1.0\" encoding=\"gbk\"?>\xb9\xab"),
            "<?xml version=\"1.0\" encoding=\"gbk\"?>公"
        );
        let hidden = decoded(b"<?xml version=\"1.0\" encoding=\"iso-2022-jp\"?><scr\x1b(Bipt>");
        assert!(hidden.ends_with("<script>"), "{hidden}");
    }
}
