//! How pages write addresses of the site. A page is made with links that name the file, `…/index.html`; a site that wants them to
//! end with the folder gets them shortened on the finished page, so that templates, bodies of reports and whole themes need not
//! know, and other sites pay nothing.

use memchr::memmem;

const INDEX: &[u8] = b"index.html";

/// Takes `index.html` off the links of a page. A link to the folder of the page itself becomes `./`: an empty one would mean the page.
pub fn name_folders(html: &mut Vec<u8>) {
    let mut kept = Vec::with_capacity(html.len());
    let mut from = 0;
    for at in memmem::find_iter(html.as_slice(), INDEX) {
        let Some(start) = start_of_link(&html[..at]) else { continue };
        let ends = matches!(html.get(at + INDEX.len()), Some(b'"' | b'#' | b'?'));
        let folder = &html[start..at];
        // Other sites have names of their own, and `myindex.html` is a page.
        if !ends || folder.contains(&b':') || folder.starts_with(b"//") || !(folder.is_empty() || folder.ends_with(b"/")) {
            continue;
        }
        kept.extend_from_slice(&html[from..at]);
        if folder.is_empty() {
            kept.extend_from_slice(b"./");
        }
        from = at + INDEX.len();
    }
    kept.extend_from_slice(&html[from..]);
    *html = kept;
}

/// Where the value of the `href` begins that `before` ends within.
fn start_of_link(before: &[u8]) -> Option<usize> {
    let quote = memchr::memrchr(b'"', before)?;
    before[..quote].ends_with(b" href=").then_some(quote + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(html: &str) -> String {
        let mut bytes = html.as_bytes().to_vec();
        name_folders(&mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }

    #[test]
    fn links_to_a_folder_end_with_it() {
        for (link, short) in [
            ("index.html", "./"),
            ("../index.html#wza", "../#wza"),
            ("../../xxgk/index.html?x=1", "../../xxgk/?x=1"),
            ("/gk/index.html", "/gk/"),
            ("xxgk/index_2.html", "xxgk/index_2.html"),
            ("xxgk/myindex.html", "xxgk/myindex.html"),
            ("a/index.html/b", "a/index.html/b"),
            ("https://www.example.org/index.html", "https://www.example.org/index.html"),
            ("//www.example.org/index.html", "//www.example.org/index.html"),
        ] {
            assert_eq!(shortened(&format!("<a href=\"{link}\">甲</a>")), format!("<a href=\"{short}\">甲</a>"));
        }
    }

    #[test]
    fn words_and_other_attributes_stay() {
        for html in ["<p>打开 index.html</p>", "<p title=\"a/index.html\">", "<code>href=index.html</code>", "index.html"]
        {
            assert_eq!(shortened(html), html);
        }
    }
}
