//! Elements of XML.

use crate::model::escape;

/// Characters that XML 1.0 forbids are left out.
pub fn element(xml: &mut String, name: &str, text: &str) {
    let legal: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    xml.push('<');
    xml.push_str(name);
    xml.push('>');
    escape::anywhere(&legal, xml);
    xml.push_str("</");
    xml.push_str(name);
    xml.push_str(">\n");
}
