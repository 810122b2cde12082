//! OFD (GB/T 33190), which offices get from their own systems: the text of its pages, and who made it.

use super::grid::Collector;
use super::properties::people;
use crate::office::ofd::{self, Part};
use crate::office::package::Package;
use crate::office::properties;

/// Looks into a document.
pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for (name, part) in ofd::parts(package) {
        let xml = package.part(&name);
        match part {
            Part::Properties => people(&properties::of_ofd(&xml, collector.budget), collector),
            Part::Content => {
                collector.budget.enter("正文");
                ofd::text_objects(&xml, collector.budget, |text| collector.text("正文", String::new, text));
            }
        }
    }
}
