//! Dates as pages show them.

use super::view::DateView;
use crate::model::date::PublishDate;

pub(super) fn view(date: PublishDate) -> DateView {
    DateView { iso: date.day.to_string(), text: date.chinese() }
}
