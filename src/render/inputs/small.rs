//! The smallest pieces of views, which several inputs are put together from.

use crate::load::attachments::pixels;
use crate::model::date::PublishDate;
use crate::model::path::UrlPath;
use crate::render::theme::Theme;
use crate::render::view::{DateView, ImageView, LinkView};

/// A number as views have it.
pub fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A date as pages show it.
pub fn date(date: PublishDate) -> DateView {
    DateView { iso: date.day.to_string(), text: date.chinese() }
}

/// A link to a page of this site.
pub fn internal(text: &str, url: &UrlPath) -> LinkView {
    LinkView { text: text.to_string(), path: url.encoded(), url: String::new() }
}

/// A picture among the theme's assets; an empty view where `file` is empty.
pub fn picture(theme: &Theme, file: &str, alt: &str) -> ImageView {
    if file.is_empty() {
        return ImageView::default();
    }
    let (width, height) = pixels(theme.asset(file)).unwrap_or_default();
    ImageView { path: theme.asset_path(file), alt: alt.to_string(), width, height }
}
