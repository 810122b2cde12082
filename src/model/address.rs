//! What an address is that somebody wrote behind a link, told by a list of good forms: `http`, `https`, `mailto`, `tel`, `sms` and paths
//! of the site itself. All else is [`Unusable`] and never gets into a page. Reports, `site.toml` and themes ask here, so that no
//! place knows a bad scheme that another lets through.

mod bare;
mod own;
mod parsed;
mod written;

pub use bare::{NEVER_IN_ADDRESS, bare_addresses, bare_end};
pub use own::OwnSite;
pub use parsed::{Address, Unusable, WebAddress};
pub use written::{ascii_host, encoded};
