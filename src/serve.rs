//! The live preview: the pipeline of `build` in memory, again whenever a file changes. [`watch`] tells what may have changed,
//! [`session`] makes the site anew and posts it on the [`bulletin`], [`http`] answers browsers from there. The last site without
//! errors stays until there is a better one. Only [`watch`] and [`http`] touch the system; nothing is ever written.

mod answer;
pub mod bulletin;
pub mod changes;
mod connections;
pub mod http;
pub mod problem;
pub mod published;
mod read_reports;
mod request;
pub mod session;
mod site;
pub mod watch;
