//! The address of the site itself. A link that names it in full leads to a page of the site like any other.

use super::parsed::{Address, WebAddress};
use super::written::ascii_host;
use crate::model::path::percent_decode;

/// Where a site will be: a host and a path on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSite {
    host: String,
    port: String,
    /// Decoded, without a slash at the end.
    path: String,
}

impl OwnSite {
    /// The site at `base_url`; `None` when that is no address.
    pub fn at(base_url: &str) -> Option<OwnSite> {
        let Address::Web(web) = Address::parse(base_url) else { return None };
        let path = percent_decode(web.path()).trim_end_matches('/').to_string();
        Some(OwnSite { host: ascii_host(web.host).into_owned(), port: port(&web).to_string(), path })
    }

    /// The path below the site that an address names, beginning with a slash; `None` when it names another site. Whether it is written
    /// with `http` or `https` is of no account.
    pub fn path_of(&self, web: &WebAddress<'_>) -> Option<String> {
        if port(web) != self.port || ascii_host(web.host) != self.host {
            return None;
        }
        let path = percent_decode(web.path());
        match path.strip_prefix(&self.path)? {
            "" => Some("/".to_string()),
            below => below.starts_with('/').then(|| below.to_string()),
        }
    }

    /// Whether an address leads into this site.
    pub fn has(&self, web: &WebAddress<'_>) -> bool {
        self.path_of(web).is_some()
    }
}

/// The port, where it is not the usual one.
fn port<'a>(web: &WebAddress<'a>) -> &'a str {
    if matches!(web.port, "80" | "443") { "" } else { web.port }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_site_is_known_however_it_is_written() {
        let own = OwnSite::at("https://www.example.gov.cn/%E5%85%AC%E5%BC%80").expect("a site");
        let path = |written: &str| match Address::parse(written) {
            Address::Web(web) => own.path_of(&web),
            _ => None,
        };
        assert_eq!(path("http://WWW.example.gov.cn:80/公开/a.html?x#y").as_deref(), Some("/a.html"));
        assert_eq!(path("https://www.example.gov.cn/%E5%85%AC%E5%BC%80").as_deref(), Some("/"));
        for other in ["https://www.example.gov.cn/公开栏/", "https://www.example.gov.cn/", "https://example.gov.cn/公开/"]
        {
            assert_eq!(path(other), None, "{other}");
        }
    }
}
