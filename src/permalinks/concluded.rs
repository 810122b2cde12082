//! What a run concluded of addresses, for a run of which everything that decides them is the same: after an edited text nobody need
//! read the record, and no report need be known again. A run that changes the record concludes nothing.

use serde::{Deserialize, Serialize};

use super::entry::Answer;
use crate::model::address_fault::AddressFault;
use crate::model::digest::Digest;
use crate::model::path::UrlPath;

/// What was concluded from a record that stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concluded {
    /// Of everything in the sources that decides it.
    pub inputs: Digest,
    /// Reports that stand elsewhere than they would without the record, by their places in the order of files.
    pub elsewhere: Vec<(u32, UrlPath)>,
    /// Addresses at which nothing stands.
    pub retired: Vec<(UrlPath, Answer)>,
    /// What is to be said of addresses.
    pub told: Vec<AddressFault>,
}
