//! From a request to an answer, out of memory. Addresses are looked up in the plan as they stand, so there is no way from an
//! address to a file that is not published. The reload script is put into pages here, so `build` knows nothing of it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::bulletin::State;
use super::problem::{self, Problems};
use super::published::Published;
use super::request::Request;
use super::site::{Page, Site};
use crate::model::path::{UrlPath, percent_decode, percent_encode};

const SCRIPT: &str = include_str!("reload.js");
/// Addresses of the preview's own; no category can be called so, for slugs have no underscore in front.
pub(super) const SCRIPT_PATH: &str = "/_gongkai/reload.js";
/// Where pages listen for changes.
pub(super) const EVENTS_PATH: &str = "/_gongkai/events";
const STATE_PATH: &str = "/_gongkai/state";

const HTML: &str = "text/html; charset=utf-8";

/// What a request gets.
pub(super) enum Answer {
    Whole(Whole),
    /// The stream of events, for a page of the version given.
    Events {
        seen: Option<u64>,
    },
}

/// An answer with its length known.
pub(super) struct Whole {
    /// Status code of HTTP.
    pub(super) status: u16,
    /// For `Content-Type`.
    pub(super) mime: &'static str,
    /// The bytes, shared with whoever else is sent them.
    pub(super) body: Arc<[u8]>,
    /// Where to go instead.
    pub(super) location: Option<String>,
}

impl Whole {
    /// An answer that is all there.
    pub(super) fn new(status: u16, mime: &'static str, body: impl Into<Arc<[u8]>>) -> Whole {
        Whole { status, mime, body: body.into(), location: None }
    }

    /// An answer of one Chinese sentence, as plain text.
    pub(super) fn sentence(status: u16, sentence: &str) -> Whole {
        Whole::new(status, "text/plain; charset=utf-8", format!("{sentence}\n").into_bytes())
    }
}

/// What a request gets while the preview is in that state.
pub(super) fn answer(request: &Request, state: &State) -> Answer {
    if request.path == EVENTS_PATH {
        let asked = request.query.strip_prefix("v=").and_then(|version| version.parse().ok());
        return Answer::Events { seen: request.last_event.or(asked) };
    }
    Answer::Whole(match request.path.as_str() {
        STATE_PATH => Whole::new(200, "application/json; charset=utf-8", told(request, state).to_string().into_bytes()),
        SCRIPT_PATH => Whole::new(200, "text/javascript; charset=utf-8", SCRIPT.as_bytes()),
        path => page(path, state),
    })
}

/// What a page of the version asked for has to know. Pages ask when the one stream of events that a browser's tabs share says that
/// something is new, so that no tab holds a connection.
fn told(request: &Request, state: &State) -> Value {
    let seen: Option<u64> = request.query.strip_prefix("v=").and_then(|version| version.parse().ok());
    let (change, styles) = match seen {
        Some(version) if version != state.version => match state.styles_since(version) {
            Some(styles) => ("styles", styles),
            None => ("reload", Vec::new()),
        },
        _ => ("none", Vec::new()),
    };
    json!({
        "version": state.version, "change": change, "styles": styles, "shown": state.shown(),
        "problems": *state.problems, "remarks": *state.remarks,
    })
}

fn page(path: &str, state: &State) -> Whole {
    let Some(site) = &state.site else {
        let published = state.published.as_ref().and_then(|published| published_page(path, published, state.version));
        return published.unwrap_or_else(|| problems(503, &state.problems, state.version));
    };
    let below = percent_decode(&site.base_path());
    let in_folder = path.strip_prefix(below.as_str()).map(|rest| format!("/{rest}"));
    if let Some(whole) = exact(path, site, state).or_else(|| exact(&in_folder?, site, state)) {
        return whole;
    }
    match exact("/404.html", site, state) {
        Some(not_found) => Whole { status: 404, ..not_found },
        None => Whole::sentence(404, "没有这个页面"),
    }
}

/// A page of the last build; `None` where it has none and no page that says so.
fn published_page(path: &str, published: &Published, version: u64) -> Option<Whole> {
    let bare = path.strip_prefix('/')?;
    let answer = |status, url: &UrlPath| {
        let bytes = published.page(url)?;
        let body = if url.as_str().ends_with(".html") { with_script(&bytes, version) } else { bytes };
        Some(Whole::new(status, mime(url.as_str()), body))
    };
    if let Some(whole) = plain_url(bare).and_then(|url| answer(200, &url)) {
        return Some(whole);
    }
    match UrlPath::new(&format!("{bare}/index.html")) {
        Some(folder) if published.has(&folder) => Some(to_folder(bare)),
        _ => answer(404, &UrlPath::new("404.html")?),
    }
}

/// The file at an address: only the address itself, and nothing that would become one.
fn plain_url(bare: &str) -> Option<UrlPath> {
    let named = if bare.is_empty() || bare.ends_with('/') { format!("{bare}index.html") } else { bare.to_string() };
    UrlPath::new(&named).filter(|url| url.as_str() == named)
}

fn to_folder(bare: &str) -> Whole {
    let location = Some(format!("/{}/", percent_encode(bare)));
    Whole { location, ..Whole::sentence(302, "在文件夹里") }
}

fn exact(path: &str, site: &Site, state: &State) -> Option<Whole> {
    let bare = path.strip_prefix('/')?;
    let url = plain_url(bare);
    let found = url.as_ref().and_then(|url| site.page(url));
    match found {
        Some(Ok(Page { bytes, takes_script })) => {
            let body = if takes_script { with_script(&bytes, state.version).into() } else { bytes };
            Some(Whole::new(200, url.as_ref().map_or(HTML, |url| mime(url.as_str())), body))
        }
        Some(Err(error)) => Some(problems(500, &Problems::of_error(&error), state.version)),
        None => {
            let folder = UrlPath::new(&format!("{bare}/index.html"))?;
            let is_folder = folder.as_str() == format!("{bare}/index.html") && site.page(&folder).is_some();
            is_folder.then(|| to_folder(bare))
        }
    }
}

fn problems(status: u16, problems: &Problems, version: u64) -> Whole {
    Whole::new(status, HTML, with_script(problem::page(problems).as_bytes(), version))
}

/// The page with the mark of a preview and the script before the end of its body. A file of its own, for the pages' policy allows
/// nothing else; without it the mark stands at the end of the page as text.
fn with_script(page: &[u8], version: u64) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = page.windows(END.len()).rposition(|part| part.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    let tag = format!(
        "<gongkai-mark lang=\"zh-CN\">预览，还没有发布</gongkai-mark><script src=\"{SCRIPT_PATH}?v={version}\" defer></script>\n"
    );
    [&page[..at], tag.as_bytes(), &page[at..]].concat()
}

fn mime(path: &str) -> &'static str {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    match extension.unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "zip" => "application/zip",
        "doc" | "wps" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" | "et" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let text = |page: &str| String::from_utf8(with_script(page.as_bytes(), 7)).unwrap();
        let tag = "<gongkai-mark lang=\"zh-CN\">预览，还没有发布</gongkai-mark><script src=\"/_gongkai/reload.js?v=7\" defer></script>\n";
        assert_eq!(text("<p></body> in text</p></BODY></html>"), format!("<p></body> in text</p>{tag}</BODY></html>"));
        assert_eq!(text("<p>公开"), format!("<p>公开{tag}"));
        assert_eq!(text(""), tag);
    }

    #[test]
    fn texts_are_sent_with_their_encoding() {
        assert_eq!((mime("a/index.html"), mime("feed.xml")), (HTML, "application/xml; charset=utf-8"));
        assert_eq!((mime("a/表.CSV"), mime("b.d/none")), ("text/csv; charset=utf-8", "application/octet-stream"));
    }
}
