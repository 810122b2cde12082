//! Pages that are there once, redirects, and what is left of withdrawn pages.

use crate::error::Error;
use crate::render::inputs::fixed_page::{Content, FixedInputs};
use crate::render::pages::{head, structured_data};
use crate::render::parts::Tools;
use crate::render::up_to_date::PageBuffer;
use crate::render::view::Converted;

/// # Errors
///
/// Where a template fails.
pub fn make(inputs: &FixedInputs<'_>, tools: Tools<'_>, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
    let site = inputs.site;
    let mut page = head::view(site, buffer.url, &inputs.head);
    let mut root = site.root(buffer.url);
    match &inputs.content {
        Content::NotFound => {
            // It is served at any depth, so its links are absolute, and it has no place of its own.
            page.canonical.clear();
            page.crumbs = Converted::default();
            root = site.base_path.clone();
        }
        Content::Redirect(view) => {
            // The new address is the canonical one, and a trail to an old address would mislead.
            page.canonical = site.base_url.as_deref().map(|base| format!("{base}/{}", view.path)).unwrap_or_default();
            page.head_title = format!("{} - {} - {}", page.title, inputs.head.qualifier, buffer.url);
            page.crumbs = Converted::default();
        }
        // It is nobody's page any more, so it names no other as the one to be found.
        Content::Gone(_) => {
            page.canonical.clear();
            // Several pages say the same; by their addresses they are told apart.
            page.head_title = format!("{} - {}", page.head_title, buffer.url);
        }
        _ => page.json_ld = structured_data::of_page(site, &page.crumbs),
    }
    let mut context = head::context(tools, &page, &root, buffer.url)?;
    match &inputs.content {
        Content::Home(view) => context.insert("home", view),
        Content::SiteMap(view) => context.insert("map", view),
        Content::About(view) => context.insert("about", view),
        Content::Redirect(view) => context.insert("redirect", view),
        Content::Gone(view) => context.insert("gone", view),
        Content::Search | Content::NotFound => {}
    }
    tools.theme.render(inputs.template, &context, buffer)
}
