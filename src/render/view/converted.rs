//! Parts of views that are in the engine's own form already. They stand apart because they are about how views get to the
//! engine, not about what templates see: in a template they are what they were made from.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::Value;

/// Markup, which templates write as it is.
#[derive(Debug, Clone)]
pub struct Html(Value);

impl From<&str> for Html {
    fn from(markup: &str) -> Html {
        Html(Value::safe_string(markup))
    }
}

impl Default for Html {
    fn default() -> Html {
        Html::from("")
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A view that many pages have in theirs: turned into values of the engine once.
#[derive(Debug, Clone)]
pub struct Converted<T> {
    view: Arc<T>,
    value: Value,
}

impl<T: Serialize> From<T> for Converted<T> {
    fn from(view: T) -> Converted<T> {
        Converted { value: Value::from_serializable(&view), view: Arc::new(view) }
    }
}

impl<T: Serialize + Default> Default for Converted<T> {
    fn default() -> Converted<T> {
        Converted::from(T::default())
    }
}

impl<T> Deref for Converted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.view
    }
}

impl<T> Serialize for Converted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
