//! A folder against a list of sums that was kept elsewhere. No site is needed, so whoever received the list can compare: an inspector, the
//! superior office.

use std::io;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::injected::injected_script;
use super::reference::KeptList;
use super::verification::{Class, Difference, Verification, is_beyond_comparing};
use crate::disk::published_folder::PublishedFolder;
use crate::model::page::DIGESTS;
use crate::publish::sha256sums::{self, Entry, Manifest, Sum};

/// Bytes of a page that is searched for an injected script.
const LARGEST_SEARCHED: usize = 16 << 20;

/// Compares every file of the list, the list in the folder, and looks for files that are not in it.
pub fn agrees_with_list(folder: &PublishedFolder, KeptList { files, own }: &KeptList) -> Verification {
    let is_as_kept = match own {
        Some(own) => sum_of(folder, DIGESTS).map(|sum| sum == *own),
        // Then the list in the folder has the same lines, those of the server's files aside, which no build writes.
        None => {
            let lines = files.entries().iter().filter(|(path, _)| !is_beyond_comparing(path)).cloned();
            folder.holds(DIGESTS, Manifest::sorted(lines.collect()).text().as_bytes())
        }
    };
    let class = match is_as_kept {
        Ok(true) => None,
        Ok(false) => Some(Class::Altered),
        Err(error) => Some(Class::of_error(&error)),
    };
    compare(folder, files, class)
}

/// Compares the sum of the list in the folder with `sum`, and the folder with that list. A list with another sum is compared with all the
/// same, because what does not even agree with it is worth knowing.
pub fn agrees_with_sum(folder: &PublishedFolder, sum: &Sum) -> Verification {
    match folder.read(DIGESTS) {
        Ok(bytes) => {
            let own = (sha256sums::sum(&bytes) != *sum).then_some(Class::Altered);
            compare(folder, &Manifest::rest(&String::from_utf8_lossy(&bytes)), own)
        }
        Err(error) => compare(folder, &Manifest::default(), Some(Class::of_error(&error))),
    }
}

fn compare(folder: &PublishedFolder, list: &Manifest, own: Option<Class>) -> Verification {
    let compared: Vec<(String, Option<Class>)> =
        list.entries().par_iter().map(|entry| (entry.0.to_string(), class(folder, entry))).collect();
    Verification::of(folder, list, compared.into_iter().chain([(DIGESTS.to_string(), own)]))
}

fn class(folder: &PublishedFolder, (path, wanted): &Entry) -> Option<Class> {
    match sum_of(folder, path) {
        Ok(sum) if sum == *wanted => None,
        Ok(_) => Some(injected(folder, path, wanted).unwrap_or(Class::Altered)),
        Err(error) => Some(Class::of_error(&error)),
    }
}

fn injected(folder: &PublishedFolder, path: &str, wanted: &Sum) -> Option<Class> {
    if !path.ends_with(".html") {
        return None;
    }
    let file = folder.read_small(path, LARGEST_SEARCHED).ok().flatten()?;
    let is_wanted = |before: &[u8], behind: &[u8]| {
        Sum::from(Sha256::new().chain_update(before).chain_update(behind).finalize()) == *wanted
    };
    injected_script(&file, is_wanted).map(Class::injected)
}

/// The sum of a file in the folder, which is never in memory as a whole.
pub(super) fn sum_of(folder: &PublishedFolder, path: &str) -> io::Result<Sum> {
    let mut sum = Sha256::new();
    folder.read_in_pieces(path, |piece| {
        sum.update(piece);
        true
    })?;
    Ok(sum.finalize().into())
}

/// Marks the differences that the last build left as they are: files in `folder` that are as `last` lists them, of which `sums` is the sum,
/// and files that it does not list and that are not there.
pub fn mark_as_last_built(verification: &mut Verification, folder: &PublishedFolder, last: &Manifest, sums: &Sum) {
    verification.differences.par_iter_mut().for_each(|Difference { class, file, is_as_last_built }| {
        let was = if file == DIGESTS { Some(*sums) } else { last.sha256(file) };
        *is_as_last_built = match class {
            Class::Altered | Class::Foreign(_) => was.is_some() && sum_of(folder, file).ok() == was,
            Class::Missing => was.is_none(),
            Class::Injected { .. } | Class::Unreadable { .. } => false,
        };
    });
}
