//! Numbers of list items: as their author wrote them, where a browser would count on.

use comrak::Arena;
use comrak::nodes::{ListDelimType, ListType, Node, NodeList, NodeValue};

use super::output::Output;
use super::source::SourceMap;
use super::tree::{is_top_level, new_node};

/// Counts a list whose items are all `1.`, which is how people write who let Markdown count.
pub(super) fn count(list: Node<'_>) {
    let is_first = |item: &Node<'_>| matches!(item.data().value, NodeValue::Item(item) if item.start == 1);
    if list.children().all(|item| is_first(&item)) {
        for (index, item) in list.children().enumerate() {
            if let NodeValue::Item(item) = &mut item.data_mut().value {
                item.start = index + 1;
            }
        }
    }
}

/// `2. 下一节` behind a blank line and an enumeration `1. 2. 3.` is its fourth item to Markdown. It becomes a list of its own.
pub(super) fn split_restart<'a>(arena: &'a Arena<'a>, source: &SourceMap<'_>, list: Node<'a>) {
    let items: Vec<_> = list.children().collect();
    let number = |item: &Node<'_>| match item.data().value {
        NodeValue::Item(item) => item.start,
        _ => 0,
    };
    let Some((last, before)) = items.split_last().filter(|(_, before)| before.len() > 1) else { return };
    let mut place = last.data().sourcepos;
    let is_behind_blank = source.visible_line(place.start.line - 1).trim().is_empty();
    let is_ascending = before.windows(2).all(|pair| number(&pair[0]) < number(&pair[1]));
    if !is_top_level(list)
        || !is_behind_blank
        || !is_ascending
        || before.last().is_some_and(|item| number(item) < number(last))
    {
        return;
    }
    let own = match list.data().value {
        NodeValue::List(list) => NodeList { start: number(last), ..list },
        _ => return,
    };
    place.end = list.data().sourcepos.end;
    let rest = new_node(arena, NodeValue::List(own), place);
    list.insert_after(rest);
    rest.append(last);
}

impl Output<'_> {
    /// Begins a list, with the number of its first item where that is not 1.
    pub(super) fn enter_list(&mut self, list: &NodeList) {
        if list.list_type == ListType::Bullet {
            return self.html("<ul>\n");
        }
        self.html("<ol");
        if list.delimiter == ListDelimType::Paren {
            self.attribute("class", "paren");
        }
        if list.start != 1 {
            self.attribute("start", &list.start.to_string());
        }
        self.html(">\n");
    }

    /// An item keeps the number that its author gave it, where a browser would count on.
    pub(super) fn enter_item(&mut self, node: Node<'_>, item: &NodeList) {
        let counted = node.previous_sibling().and_then(|before| match &before.data().value {
            NodeValue::Item(before) => Some(before.start + 1),
            _ => None,
        });
        self.html("<li");
        if item.list_type == ListType::Ordered && counted.is_some_and(|counted| counted != item.start) {
            self.attribute("value", &item.start.to_string());
        }
        self.html(">");
    }
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    #[test]
    fn items_keep_the_numbers_that_were_written() {
        let list = |source: &str| html_of(&parse(source, &MarkdownOptions::default())).replace('\n', "");
        assert_eq!(list("1. 甲，\n2. 乙，\n4. 丙，"), "<ol><li>甲，</li><li>乙，</li><li value=\"4\">丙，</li></ol>");
        assert_eq!(
            list("10. 甲\n9. 乙\n8. 丙"),
            "<ol start=\"10\"><li>甲</li><li value=\"9\">乙</li><li value=\"8\">丙</li></ol>"
        );
        assert_eq!(
            list("3. 甲\n3. 乙\n8. 丙"),
            "<ol start=\"3\"><li>甲</li><li value=\"3\">乙</li><li value=\"8\">丙</li></ol>"
        );
        assert_eq!(list("1) 甲\n3) 乙"), "<ol class=\"paren\"><li>甲</li><li value=\"3\">乙</li></ol>");
        assert_eq!(list("1. 甲\n1. 乙\n1. 丙"), "<ol><li>甲</li><li>乙</li><li>丙</li></ol>");
        assert_eq!(list("1、甲\n3、乙"), "<p>1、甲</p><p>3、乙</p>");
    }
}
