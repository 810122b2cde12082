//! The head of an HTTP request, read strictly: `GET` and `HEAD` only, and only from pages that name this machine. A page of
//! another site may send its reader's browser here under a name of its own (DNS rebinding); its `Host` gives it away.

use core::net::IpAddr;

use crate::model::path::percent_decode;

/// Longest head, in bytes.
pub(super) const LONGEST_HEAD: usize = 16 * 1024;

/// The head of a request, as far as a preview cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// Whether only the head of the answer is wanted (`HEAD`).
    pub(super) is_head: bool,
    /// Decoded, with its leading slash, without the query.
    pub(super) path: String,
    /// What stands behind `?`, as it was sent; empty where nothing does.
    pub(super) query: String,
    /// The last event that a page has seen before its connection broke.
    pub(super) last_event: Option<u64>,
    /// Whether the connection stays open for another request.
    pub(super) keep_alive: bool,
}

/// Why a request is refused: the status and one sentence.
pub(super) type Refusal = (u16, &'static str);

/// Reads the head, up to and without the empty line. `bound` is the address that the server listens on.
pub(super) fn parse(head: &[u8], bound: IpAddr) -> Result<Request, Refusal> {
    const MALFORMED: Refusal = (400, "请求的写法不对");
    let head = std::str::from_utf8(head).map_err(|_| MALFORMED)?;
    let mut lines = head.split("\r\n");
    let parts: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let [method, target, version] = parts[..] else { return Err(MALFORMED) };
    if !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
        return Err((505, "只支持 HTTP/1.1"));
    }
    let mut host = None;
    let mut last_event = None;
    let mut fetch = Fetch::default();
    let mut keep_alive = version == "HTTP/1.1";
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(MALFORMED)?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "host" if host.replace(value).is_some() => return Err(MALFORMED),
            "sec-fetch-site" => fetch.site = value,
            "sec-fetch-mode" => fetch.mode = value,
            "sec-fetch-dest" => fetch.destination = value,
            "last-event-id" => last_event = value.parse().ok(),
            "connection" if value.eq_ignore_ascii_case("close") => keep_alive = false,
            // A body would be taken for the next request.
            "content-length" if value != "0" => keep_alive = false,
            "transfer-encoding" => keep_alive = false,
            _ => {}
        }
    }
    if !host.is_some_and(|host| is_this_machine(host, bound)) {
        return Err((421, "预览只回答用本机地址发来的请求"));
    }
    if fetch.is_of_another_site() {
        return Err((403, "预览不给别的网站的网页取用"));
    }
    if !matches!(method, "GET" | "HEAD") {
        return Err((405, "预览只回答 GET 和 HEAD"));
    }
    if !target.starts_with('/') {
        return Err(MALFORMED);
    }
    let (path, query) = target.split('#').next().and_then(|target| target.split_once('?')).unwrap_or((target, ""));
    let (path, query) = (percent_decode(path), query.to_string());
    Ok(Request { is_head: method == "HEAD", path, query, last_event, keep_alive })
}

/// What a browser says of where a request comes from (Fetch Metadata); empty where it says nothing.
#[derive(Default)]
struct Fetch<'h> {
    site: &'h str,
    mode: &'h str,
    destination: &'h str,
}

impl Fetch<'_> {
    /// Whether a page of another origin wants a part for itself: a script, a picture, a frame. A reader may follow a link to here
    /// from anywhere. Another port of this machine is `same-site`, and another origin all the same.
    fn is_of_another_site(&self) -> bool {
        let is_link = self.mode == "navigate" && self.destination == "document";
        matches!(self.site, "cross-site" | "same-site") && !is_link
    }
}

/// Whether `Host` is an address and not a name that somebody may have pointed here. Who listens on loopback alone is only
/// ever meant by loopback.
fn is_this_machine(host: &str, bound: IpAddr) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let name = name.trim_end_matches('.');
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback() || address == bound || !bound.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn parsed(head: &str) -> Result<Request, u16> {
        parse(head.as_bytes(), LOOPBACK).map_err(|(status, _)| status)
    }

    #[test]
    fn a_request_is_taken_apart() {
        let request = parsed("GET /%E5%85%AC/a.html?v=3 HTTP/1.1\r\nHost: localhost:4000\r\nLast-Event-ID: 7").unwrap();
        assert_eq!((request.path.as_str(), request.query.as_str()), ("/公/a.html", "v=3"));
        assert_eq!((request.last_event, request.keep_alive, request.is_head), (Some(7), true, false));
        let last = parsed("HEAD / HTTP/1.1\r\nhost: [::1]:4000\r\nconnection: close").unwrap();
        assert!(last.is_head && !last.keep_alive);
    }

    #[test]
    fn what_is_no_plain_reading_is_refused() {
        for (head, status) in [
            ("", 400),
            ("GET", 400),
            ("GET / HTTP/2", 505),
            ("GET / HTTP/1.1", 421),
            ("POST / HTTP/1.1\r\nHost: localhost", 405),
            ("GET http://localhost/ HTTP/1.1\r\nHost: localhost", 400),
            ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost", 400),
            ("GET / HTTP/1.1\r\nHost: localhost\r\nnonsense", 400),
        ] {
            assert_eq!(parsed(head), Err(status), "{head}");
        }
        assert_eq!(parse(b"GET /\xff HTTP/1.1", LOOPBACK).map_err(|(status, _)| status), Err(400));
    }

    #[test]
    fn other_sites_may_link_to_a_page_and_take_nothing() {
        let asked = |site: &str, mode: &str, destination: &str| {
            parsed(&format!(
                "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {destination}"
            ))
        };
        for (site, mode, destination) in [
            ("cross-site", "no-cors", "script"),
            ("cross-site", "cors", "empty"),
            ("cross-site", "navigate", "iframe"),
            ("same-site", "no-cors", "image"),
            ("cross-site", "", ""),
        ] {
            assert_eq!(asked(site, mode, destination), Err(403), "{site} {mode} {destination}");
        }
        for (site, mode, destination) in
            [("same-origin", "no-cors", "script"), ("none", "navigate", "document"), ("cross-site", "navigate", "document")]
        {
            assert!(asked(site, mode, destination).is_ok(), "{site} {mode} {destination}");
        }
    }

    #[test]
    fn names_that_anyone_can_point_here_are_refused() {
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.7", "", "[evil]"] {
            assert!(!is_this_machine(host, LOOPBACK), "{host}");
        }
        for host in ["127.0.0.1:4000", "LOCALHOST", "[::1]:1", "127.0.0.1"] {
            assert!(is_this_machine(host, LOOPBACK), "{host}");
        }
        let everywhere = IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);
        assert!(is_this_machine("192.168.1.7:4000", everywhere) && !is_this_machine("evil.example", everywhere));
    }
}
