//! What a written address is to those who read it. Below the face of the folder, because the other files of it ask too.

use std::borrow::Cow;

/// An address by what a reader can do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address<'a> {
    /// Nothing is written.
    Empty,
    /// A path of this site, or a place in the same text: `a.md`, `/xxgk/`, `#s1`.
    Site(&'a str),
    /// A page or file of the web at a host that everybody can ask for, by `http` or `https`.
    Web(WebAddress<'a>),
    /// `mailto:`, `tel:` and `sms:`, as written.
    Contact(&'a str),
    /// A picture that is in the address itself: `data:image/…`. It is no link.
    InlinePicture(&'a str),
    /// Anything else. It never becomes a link; `unusable-address` tells the author why.
    Unusable(Unusable<'a>),
}

/// An address of the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebAddress<'a> {
    /// All of it, as written.
    pub written: &'a str,
    /// Whether it is `https`.
    pub is_secure: bool,
    /// As written, without user and port.
    pub host: &'a str,
    /// Empty where none is given.
    pub port: &'a str,
    /// Path, query and fragment, as written.
    pub rest: &'a str,
}

/// Why nobody but its author can open an address, or nobody at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable<'a> {
    /// A file of the author's own machine or network: `file:`, `C:\`, `\\server`. Its last part; the folders may name a person.
    LocalFile {
        /// The file's name, which may be shown.
        name: &'a str,
    },
    /// `https:/host`, `https:\\host`, `https：//host`, `//host`.
    Slashes {
        /// The address with the scheme and two slashes, as it was meant.
        meant: String,
    },
    /// `htp://`: one or two slips of the pen away from a scheme.
    Misspelt {
        /// The address with the scheme that is nearest.
        meant: String,
    },
    /// A host without a scheme, as browsers take for a scheme: `localhost:8080/x`.
    NoScheme {
        /// The host as written, without its port.
        host: &'a str,
    },
    /// A host that only machines of the same office know: `localhost`, `192.168.1.1`, `oa`.
    Inside(WebAddress<'a>),
    /// Any other scheme: `ftp:`, `javascript:`, `ms-word:`.
    Scheme {
        /// The scheme as written, without the colon.
        scheme: &'a str,
    },
}

/// Schemes of what telephones and mail programs open.
const CONTACTS: [&str; 3] = ["mailto", "tel", "sms"];

/// Slips of the pen by which a scheme is still known: `htp`, `ttps`, `hhtps`.
const SLIPS: usize = 2;

/// Schemes that look like a slip and are none.
const NO_SLIPS: [&str; 3] = ["ftp", "ftps", "sftp"];

impl<'a> Address<'a> {
    /// What `written` is to browsers, which ignore white space around an address and control characters in it.
    pub fn parse(written: &'a str) -> Address<'a> {
        let written = written.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        if written.is_empty() {
            return Address::Empty;
        }
        if let Some(rest) = written.strip_prefix("//").or_else(|| written.strip_prefix("/\\")) {
            return Address::Unusable(Unusable::Slashes { meant: meant("https", rest) });
        }
        if written.starts_with('\\') {
            return Address::Unusable(Unusable::LocalFile { name: last_part(written) });
        }
        if let Some(meant) = wide_colon(written) {
            return Address::Unusable(Unusable::Slashes { meant });
        }
        let Some((scheme, rest)) = split_scheme(written) else { return Address::Site(written) };
        // Hiding a scheme behind white space must not help.
        let name: Cow<'_, str> = match scheme.bytes().all(|byte| byte.is_ascii_lowercase()) {
            true => Cow::Borrowed(scheme),
            false => scheme.chars().filter(|c| !is_ignored(*c)).flat_map(char::to_lowercase).collect(),
        };
        match &*name {
            "http" | "https" => web(written, &name, rest),
            name if CONTACTS.contains(&name) && name.len() == scheme.len() => Address::Contact(written),
            "data" if is_picture(rest) => Address::InlinePicture(written),
            "file" => Address::Unusable(Unusable::LocalFile { name: last_part(written) }),
            name if name.len() == 1 => Address::Unusable(Unusable::LocalFile { name: last_part(written) }),
            name => Address::Unusable(other_scheme(name, scheme, rest)),
        }
    }
}

impl WebAddress<'_> {
    /// The path alone, as written.
    pub fn path(&self) -> &str {
        self.rest.split(['?', '#']).next().unwrap_or_default()
    }

    /// What stands behind `#`, as written.
    pub fn fragment(&self) -> &str {
        self.rest.split_once('#').map_or("", |(_, fragment)| fragment)
    }
}

/// What browsers leave out of an address wherever it stands.
fn is_ignored(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The part before the first colon, if browsers take it for a scheme.
fn split_scheme(written: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = written.split_once(':')?;
    let is_one = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.') || is_ignored(c);
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_one)).then_some((scheme, rest))
}

fn is_slash(c: char) -> bool {
    matches!(c, '/' | '\\' | '／')
}

/// `http：//host` and `https;//host`: typed with a Chinese keyboard, or with the key beside.
fn wide_colon(written: &str) -> Option<String> {
    let after = |scheme: &str| written.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = after("https").or_else(|| after("http"))?;
    let rest = written[scheme.len()..].strip_prefix(['：', ';', '；'])?;
    rest.starts_with(is_slash).then(|| meant(&scheme.to_ascii_lowercase(), rest))
}

fn meant(scheme: &str, rest: &str) -> String {
    format!("{scheme}://{}", rest.trim_start_matches(is_slash))
}

fn web<'a>(written: &'a str, scheme: &str, rest: &'a str) -> Address<'a> {
    let behind = rest.strip_prefix("//").filter(|behind| !behind.starts_with(is_slash));
    let Some(behind) = behind.filter(|_| written.len() == scheme.len() + 1 + rest.len()) else {
        return Address::Unusable(Unusable::Slashes { meant: meant(scheme, rest) });
    };
    let end = behind.find(['/', '\\', '?', '#']).unwrap_or(behind.len());
    let (authority, rest) = behind.split_at(end);
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        _ => (place, ""),
    };
    let address = WebAddress { written, is_secure: scheme == "https", host, port, rest };
    match () {
        () if host.is_empty() || host.contains(is_ignored) => {
            Address::Unusable(Unusable::Slashes { meant: meant(scheme, rest) })
        }
        () if is_inside(host) => Address::Unusable(Unusable::Inside(address)),
        () => Address::Web(address),
    }
}

/// Whether only machines of one network know the host: names without a dot, and addresses that RFC 1918 and 6890 keep for networks
/// of one's own.
fn is_inside(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let is_upper = host.bytes().any(|byte| byte.is_ascii_uppercase());
    let host = if is_upper { Cow::Owned(host.to_ascii_lowercase()) } else { Cow::Borrowed(host) };
    if host.starts_with('[') {
        return matches!(&*host, "[::1]" | "[::]") || ["[fe80:", "[fc", "[fd"].iter().any(|start| host.starts_with(start));
    }
    // A name, as nearly all are, is not looked at number by number.
    let is_number = host.starts_with(|c: char| c.is_ascii_digit());
    let parts: Vec<Option<u8>> = host.split('.').filter(|_| is_number).map(|part| part.parse().ok()).collect();
    match parts[..] {
        [Some(127 | 10 | 0), Some(_), Some(_), Some(_)]
        | [Some(192), Some(168), Some(_), Some(_)]
        | [Some(169), Some(254), Some(_), Some(_)]
        | [Some(172), Some(16..=31), Some(_), Some(_)] => true,
        _ => !host.contains(['.', '。']) || host.ends_with(".localhost") || host.ends_with(".local"),
    }
}

fn is_picture(rest: &str) -> bool {
    rest.get(.."image/".len()).is_some_and(|kind| kind.eq_ignore_ascii_case("image/"))
}

fn other_scheme<'a>(name: &str, scheme: &'a str, rest: &'a str) -> Unusable<'a> {
    let distance = |good: &str| strsim::damerau_levenshtein(name, good);
    let near = ["https", "http"].into_iter().min_by_key(|good| distance(good)).filter(|good| distance(good) <= SLIPS);
    match near {
        Some(good) if rest.starts_with(is_slash) && !NO_SLIPS.contains(&name) => {
            Unusable::Misspelt { meant: meant(good, rest) }
        }
        _ if rest.starts_with(|c: char| c.is_ascii_digit()) && (name == "localhost" || name.contains('.')) => {
            Unusable::NoScheme { host: scheme }
        }
        _ => Unusable::Scheme { scheme },
    }
}

/// The name of a file without its folders.
fn last_part(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches(is_slash);
    path.rsplit(['/', '\\', ':']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unusable(written: &str) -> Unusable<'_> {
        match Address::parse(written) {
            Address::Unusable(unusable) => unusable,
            other => panic!("{written}: {other:?}"),
        }
    }

    #[test]
    fn good_addresses_are_good() {
        for site in ["a.md", "/xxgk/", "#s1", "../政策/x.md", "附件:1.csv", "12:30.csv", "表 1.csv", "子\\表.csv"] {
            assert_eq!(Address::parse(site), Address::Site(site));
        }
        for contact in ["mailto:a@b.cn", "tel:12345", "SMS:12345"] {
            assert_eq!(Address::parse(contact), Address::Contact(contact));
        }
        let Address::Web(web) = Address::parse(" HTTPS://u:p@深圳.政务:8443/a?b#c\n") else { panic!("an address") };
        assert_eq!((web.is_secure, web.host, web.port, web.rest), (true, "深圳.政务", "8443", "/a?b#c"));
        assert_eq!((web.path(), web.fragment()), ("/a", "c"));
        assert!(matches!(Address::parse("http://www.gov.cn\\@evil.example"), Address::Web(web) if web.host == "www.gov.cn"));
        assert!(
            matches!(Address::parse("https://www.gov.cn@evil.example/"), Address::Web(web) if web.host == "evil.example")
        );
        assert_eq!(Address::parse(" \t"), Address::Empty);
    }

    #[test]
    fn files_of_a_machine_are_told_without_their_folders() {
        for written in [
            "file:///C:/Users/wang/Desktop/申请表.docx",
            "FILE://server/申请表.docx#x",
            "C:\\Users\\wang\\申请表.docx",
            "d:申请表.docx",
            "\\\\server\\wang\\申请表.docx",
        ] {
            assert_eq!(unusable(written), Unusable::LocalFile { name: "申请表.docx" }, "{written}");
        }
    }

    #[test]
    fn slips_of_the_pen_are_told_with_what_was_meant() {
        for written in
            ["https:/www.gov.cn/", "https:\\\\www.gov.cn/", "https:www.gov.cn/", "https：//www.gov.cn/", "//www.gov.cn/"]
        {
            assert_eq!(unusable(written), Unusable::Slashes { meant: "https://www.gov.cn/".into() }, "{written}");
        }
        for written in ["htps://www.gov.cn/", "ttps://www.gov.cn/", "hhtps:/www.gov.cn/"] {
            assert_eq!(unusable(written), Unusable::Misspelt { meant: "https://www.gov.cn/".into() }, "{written}");
        }
        assert_eq!(unusable("htp://www.gov.cn"), Unusable::Misspelt { meant: "http://www.gov.cn".into() });
        assert_eq!(unusable("https:///"), Unusable::Slashes { meant: "https://".into() });
        assert_eq!(unusable("localhost:8080/x"), Unusable::NoScheme { host: "localhost" });
        assert_eq!(unusable("www.gov.cn:8080/x"), Unusable::NoScheme { host: "www.gov.cn" });
    }

    #[test]
    fn every_other_scheme_is_bad() {
        for scheme in [
            "javascript",
            "vbscript",
            "data",
            "ftp",
            "ms-word",
            "blob",
            "filesystem",
            "intent",
            "chrome",
            "view-source",
            "feed",
            "about",
            "java\tscript",
        ] {
            assert_eq!(unusable(&format!("{scheme}:http://a.cn")), Unusable::Scheme { scheme });
        }
        assert!(matches!(Address::parse("data:image/png;base64,x"), Address::InlinePicture(_)));
        assert!(matches!(unusable("data:text/html,x"), Unusable::Scheme { .. }));
    }

    #[test]
    fn hosts_of_an_office_are_told_from_those_of_the_web() {
        for host in
            ["localhost", "oa", "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.31.0.1", "[::1]", "x.local", "a.localhost"]
        {
            assert!(matches!(unusable(&format!("http://{host}:80/x")), Unusable::Inside(_)), "{host}");
        }
        for host in ["8.8.8.8", "172.32.0.1", "www.gov.cn", "深圳.政务", "[2001:db8::1]"] {
            assert!(matches!(Address::parse(&format!("http://{host}/x")), Address::Web(_)), "{host}");
        }
    }
}
