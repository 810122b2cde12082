//! Addresses as machines want them (RFC 3986): ASCII alone, Chinese hosts in Punycode (RFC 3492), all else percent-encoded.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::parsed::Address;
use crate::model::path::percent_encode;

/// A host in lower case, Chinese labels in Punycode.
pub fn ascii_host(host: &str) -> Cow<'_, str> {
    if host.is_ascii() {
        let is_upper = host.bytes().any(|byte| byte.is_ascii_uppercase());
        return if is_upper { Cow::Owned(host.to_ascii_lowercase()) } else { Cow::Borrowed(host) };
    }
    let host: String = host.nfkc().collect::<String>().to_lowercase().replace('。', ".");
    let label = |label: &str| match label.is_ascii() {
        true => label.to_string(),
        false => punycode::encode(label).map_or_else(|()| percent_encode(label), |code| format!("xn--{code}")),
    };
    Cow::Owned(host.split('.').map(label).collect::<Vec<_>>().join("."))
}

/// Leaves what is legal in an address as it is and encodes the rest, such as Chinese characters and blanks.
pub fn encoded(address: &str) -> String {
    let address = address.trim();
    if address.bytes().all(is_legal) {
        return address.to_string();
    }
    let Address::Web(web) = Address::parse(address) else { return escaped(address) };
    let behind = &web.written[..web.written.len() - web.rest.len()];
    let (before, after) = behind.split_once(web.host).unwrap_or((behind, ""));
    [&*escaped(before), &*ascii_host(web.host), &*escaped(after), &*escaped(web.rest)].concat()
}

fn is_legal(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
}

fn escaped(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(c).is_ok_and(is_legal) {
            true => encoded.push(c),
            false => encoded.push_str(&percent_encode(c.encode_utf8(&mut [0; 4]))),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_encoded_and_what_is_legal_stays() {
        assert_eq!(
            encoded("https://深圳.政务/a b?名=甲#%20"),
            "https://xn--fes124c.xn--zfr164b/a%20b?%E5%90%8D=%E7%94%B2#%20"
        );
        assert_eq!(encoded("https://a.cn/?x=1&y=\"中"), "https://a.cn/?x=1&y=%22%E4%B8%AD");
        assert_eq!(encoded("mailto:a@b.cn?subject=中"), "mailto:a@b.cn?subject=%E4%B8%AD");
        assert_eq!(ascii_host("WWW.Bücher.example"), "www.xn--bcher-kva.example");
    }
}
