//! What a published site says of addresses: its list of files names everything that was public, pages of lists and data of the program among
//! them. Which of these are addresses that must last is decided here.

use crate::model::page::{OWN_FOLDERS, is_own};

/// Ends of addresses that hosts send as pages. A redirect is a page: in the place of an old PDF it would be broken.
pub const PAGES: [&str; 4] = ["html", "htm", "shtml", "xhtml"];
/// What every category has, and what links from elsewhere may lead to.
pub const OF_CATEGORY: [&str; 3] = ["index.html", "mulu.html", "feed.xml"];
/// The pages among them, without `.html`; a number behind them makes a further page.
const FIRST_PAGES: [&str; 2] = ["index", "mulu"];

/// Whether a page stands at the address, and no file that only programs open.
pub fn is_page(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, end)| PAGES.contains(&end))
}

/// Whether the address is one that every category has below its folder.
pub fn is_of_category(address: &str) -> bool {
    OF_CATEGORY.contains(&address.rsplit('/').next().unwrap_or_default())
}

/// Whether an address of a published site is one that must last: that of a report, an attachment, an old address, or the first page of a
/// category. Pages of the program itself always stand where they stand, and further pages of lists come and go with the reports in them.
pub fn lasts(address: &str) -> bool {
    let Some((folder, name)) = address.rsplit_once('/') else { return false };
    let top = folder.split('/').next().unwrap_or_default();
    if is_own(top) || OWN_FOLDERS.contains(&top) {
        return false;
    }
    OF_CATEGORY.contains(&name) || !is_further_page(name)
}

/// Whether the address is that of the page of a report, as far as its form tells.
pub fn may_be_report(address: &str) -> bool {
    lasts(address) && is_page(address) && !is_of_category(address)
}

/// Whether a category may have a page of its own of this name, without `.html`.
pub fn is_page_of_category(stem: &str) -> bool {
    FIRST_PAGES.contains(&stem) || is_further(stem)
}

/// `index_2.html`, `mulu_3.html`, `2024.html`, `2024_2.html`.
fn is_further_page(name: &str) -> bool {
    name.strip_suffix(".html").is_some_and(is_further)
}

fn is_further(stem: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (first, number) = stem.rsplit_once('_').map_or((stem, None), |(first, number)| (first, Some(number)));
    let is_year = first.len() == 4 && is_number(first);
    match number {
        None => is_year,
        Some(number) => is_number(number) && (is_year || FIRST_PAGES.contains(&first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_others_may_have_noted_last() {
        for address in [
            "xxgk/index.html",
            "xxgk/mulu.html",
            "xxgk/feed.xml",
            "xxgk/a.html",
            "xxgk/a/表.xlsx",
            "old/post_12.html",
            "old/2024zj.html",
        ] {
            assert!(lasts(address), "{address}");
        }
        for address in [
            "index.html",
            "404.html",
            "robots.txt",
            "feed.xml",
            "xxgk/index_2.html",
            "xxgk/mulu_2.html",
            "xxgk/2024.html",
            "xxgk/2024_3.html",
            "api/xxgk/index.json",
            "assets/site.css",
            "search/0.js",
        ] {
            assert!(!lasts(address), "{address}");
        }
        assert!(may_be_report("xxgk/a.html") && !may_be_report("xxgk/index.html") && !may_be_report("xxgk/a/b.pdf"));
    }
}
