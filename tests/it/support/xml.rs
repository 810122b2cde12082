//! Whether XML is well-formed, by hand and strictly: every tag closes, every attribute is quoted, every `&` is one of the
//! five entities or a number, nothing stands outside the root.

#[derive(Debug, PartialEq, Eq)]
pub struct XmlElement {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Its own text, unescaped.
    pub text: String,
}

/// All elements in the order of their start tags.
pub fn read(xml: &str) -> Result<Vec<XmlElement>, String> {
    let mut elements: Vec<XmlElement> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>").ok_or("no XML declaration")?;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        match open.last() {
            Some(at) => elements[*at].text.push_str(&unescape(text)?),
            None if text.trim().is_empty() => {}
            None => return Err(format!("text outside the root: {text}")),
        }
        let Some(tag) = after.strip_prefix('<') else { break };
        let (tag, after) = tag.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let at = open.pop().ok_or_else(|| format!("</{name}> closes nothing"))?;
            if elements[at].name != name {
                return Err(format!("</{name}> closes <{}>", elements[at].name));
            }
            continue;
        }
        if open.is_empty() && !elements.is_empty() {
            return Err(format!("a second root: <{tag}>"));
        }
        elements.push(element(tag.trim_end_matches('/'))?);
        if !tag.ends_with('/') {
            open.push(elements.len() - 1);
        }
    }
    match open.last() {
        Some(at) => Err(format!("<{}> is never closed", elements[*at].name)),
        None => Ok(elements),
    }
}

fn element(tag: &str) -> Result<XmlElement, String> {
    let (name, mut rest) = tag.split_at(tag.find(char::is_whitespace).unwrap_or(tag.len()));
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')) {
        return Err(format!("no name of an element: <{tag}>"));
    }
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        let (key, value) = rest.trim_start().split_once("=\"").ok_or_else(|| format!("attribute in <{tag}>"))?;
        let (value, after) = value.split_once('"').ok_or_else(|| format!("unquoted attribute in <{tag}>"))?;
        attributes.push((key.to_string(), unescape(value)?));
        rest = after;
    }
    Ok(XmlElement { name: name.to_string(), attributes, text: String::new() })
}

fn unescape(text: &str) -> Result<String, String> {
    if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(format!("control character {control:?}"));
    }
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (entity, after) = part.split_once(';').ok_or_else(|| format!("a bare & before {part}"))?;
        plain.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" | "#39" | "#x27" => '\'',
            other => return Err(format!("unknown entity &{other};")),
        });
        plain.push_str(after);
    }
    Ok(plain)
}

#[test]
fn broken_xml_is_told_from_whole() {
    let read_body = |body: &str| read(&format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}"));
    let whole = read_body("<a x=\"1&amp;2\"><b/>甲&lt;</a>\n").expect("well-formed");
    assert_eq!(whole[0].text, "甲<");
    assert_eq!(whole[0].attributes, [("x".to_string(), "1&2".to_string())]);
    for broken in ["<a>", "<a></b>", "<a>&nbsp;</a>", "<a x=1></a>", "<a>甲 & 乙</a>", "<a/><b/>", "甲<a/>", "<a>\u{8}</a>"]
    {
        assert!(read_body(broken).is_err(), "{broken}");
    }
}
