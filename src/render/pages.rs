//! Pages for people. Each is made from its inputs with the theme and with parts that are made once; neither settings nor index are in reach.

mod body_addresses;
pub mod fixed;
mod head;
pub mod links;
pub mod list;
pub mod report;
mod structured_data;
