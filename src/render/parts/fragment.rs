//! Markup that is made once for many pages. What differs from page to page is the way to the root of the site alone; it is put in
//! when a page is made.

use tera::{Context, TeraResult, Value};

use crate::model::escape;
use crate::render::theme::Theme;

/// Stands in markup that is being made for the way to the root. Content never has it, because the engine escapes what is no markup.
const ROOT: &str = "<root>";

/// What is between the places where the way to the root belongs.
#[derive(Debug)]
pub struct Fragment(Box<[Box<str>]>);

impl Fragment {
    /// What the theme's component `name` makes of `arguments`.
    ///
    /// # Errors
    ///
    /// The engine's, where it cannot be made of these alone.
    pub fn made(theme: &Theme, name: &str, arguments: &Context) -> TeraResult<Fragment> {
        let mut around = Context::new();
        around.insert_value("root", Value::safe_string(ROOT));
        let markup = theme.component(name, arguments, &around)?;
        Ok(Fragment(markup.split(ROOT).map(Box::from).collect()))
    }

    /// Appends it to `markup` for a page from which `root` leads to the root of the site.
    pub fn write(&self, root: &str, markup: &mut String) {
        for (at, part) in self.0.iter().enumerate() {
            if at > 0 {
                escape::anywhere(root, markup);
            }
            markup.push_str(part);
        }
    }

    pub fn at(&self, root: &str) -> String {
        let mut markup = String::with_capacity(self.0.iter().map(|part| part.len() + root.len()).sum());
        self.write(root, &mut markup);
        markup
    }
}
