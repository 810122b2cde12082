//! The only code that escapes text for HTML and XML. Here, because bodies are escaped while they are read, parts of pages while they are
//! made, and what a preview says of itself; the templates' engine escapes by itself, as [`anywhere`] does.

/// Appends `text` as the text of an element.
pub fn in_element(text: &str, out: &mut String) {
    escape(text, out, memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()));
}

/// Appends `text` as the value of an attribute between double quotes.
pub fn in_attribute(text: &str, out: &mut String) {
    escape(text, out, places(text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"')));
}

/// Appends `text` for whichever place it is put in, an attribute between single quotes too.
pub fn anywhere(text: &str, out: &mut String) {
    escape(text, out, places(text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')));
}

fn places(text: &str, is_special: impl Fn(u8) -> bool) -> impl Iterator<Item = usize> {
    text.bytes().enumerate().filter(move |(_, byte)| is_special(*byte)).map(|(at, _)| at)
}

/// Copies `text`, whole runs at a time. `special` are the places of characters that are to be escaped, all of them ASCII.
fn escape(text: &str, out: &mut String, special: impl Iterator<Item = usize>) {
    let mut copied = 0;
    for at in special {
        out.push_str(&text[copied..at]);
        out.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        copied = at + 1;
    }
    out.push_str(&text[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_what_would_end_it_escaped() {
        let escaped = |escape: fn(&str, &mut String)| {
            let mut out = String::from("：");
            escape("甲<b a=\"1\" c='2'>&乙", &mut out);
            out
        };
        assert_eq!(escaped(in_element), "：甲&lt;b a=\"1\" c='2'&gt;&amp;乙");
        assert_eq!(escaped(in_attribute), "：甲&lt;b a=&quot;1&quot; c='2'&gt;&amp;乙");
        assert_eq!(escaped(anywhere), "：甲&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;乙");
    }
}
