//! `_category.toml`: the name, address and rhythm of a category.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases;
use super::published;
use super::review::{Draft, Review};
use super::sources::Sources;
use crate::error::Error;
use crate::model::category::{Cadence, Category, DraftCategory, Order};
use crate::model::encoding;
use crate::model::fault::{Fault, FaultKind};
use crate::model::path::SourcePath;
use crate::model::published::CATEGORY;
use crate::model::span::Located;
use crate::strict_toml::{self, Reader};

/// Reads the category in `folder`; without a file it has the folder's name.
pub(super) fn load(
    folder: SourcePath,
    files: &BTreeMap<SourcePath, SourcePath>,
    sources: &dyn Sources,
    review: &dyn Review,
    faults: &mut Vec<(SourcePath, Fault)>,
) -> Result<Category, Error> {
    let Some(file) = files.get(&folder) else {
        return Ok(Category { folder, file: None, draft: DraftCategory::default(), is_off: false, remarks: Vec::new() });
    };
    let bytes = sources.read(file)?;
    let mut found = Vec::new();
    let mut remarks = Vec::new();
    let draft = match encoding::utf8(&bytes) {
        Some(text) => {
            let (draft, written) = strict_toml::read(text, 0, &mut found, |reader| (fields(reader), reader.written()));
            remarks = review.review(&Draft::of_toml(text, &published::prose(&written, CATEGORY, text, &found))).remarks;
            draft
        }
        None => {
            found.push(Fault::whole(FaultKind::NotUtf8 { encoding: encoding::guess(&bytes) }));
            DraftCategory::default()
        }
    };
    faults.extend(found.into_iter().map(|fault| (file.clone(), fault)));
    let is_off = draft.draft.as_ref().is_some_and(|draft| draft.value);
    Ok(Category { folder, file: Some(file.clone()), draft, is_off, remarks })
}

/// Every setting of a category.
pub fn keys() -> BTreeSet<String> {
    strict_toml::keys(fields)
}

fn fields(reader: &Reader<'_>) -> DraftCategory {
    DraftCategory {
        name: text(reader, "name"),
        slug: text(reader, "slug"),
        description: text(reader, "description"),
        keywords: reader.strings("keywords"),
        kind: text(reader, "kind"),
        cadence: reader.parsed("cadence", Cadence::FORMS, Cadence::parse),
        order: reader.parsed("order", Order::FORMS, Order::parse),
        weight: reader.integer("weight"),
        draft: reader.boolean("draft"),
        aliases: aliases::read(reader),
    }
}

fn text(reader: &Reader<'_>, key: &'static str) -> Option<Located<String>> {
    reader.string(key).map(|found| found.map(|text| text.trim().to_string())).filter(|found| !found.value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_field_it_is_known_what_readers_see() {
        assert_eq!(strict_toml::keys(fields), CATEGORY.iter().map(|key| key.name.to_string()).collect());
    }
}
