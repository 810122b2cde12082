//! gongkai (公开): a static site generator for the disclosure column of a Chinese street office (街道办事处).
//!
//! The stages are the modules, in this order: [`config`] → [`load`] → [`check`] → [`index`] → [`plan`] → [`render`] →
//! [`publish`]; [`pipeline`] shows them on one screen. [`model`] holds the nouns, [`diagnostics`] how findings are shown.
//! [`office`] reads documents of offices, within a [`budget`](mod@budget). [`disk`] and [`clock`] are the only readers of files and of today's date; [`commands`] compose the stages and are the
//! edge: they read, call, write and report. ARCHITECTURE.md is the map with the invariants.

pub mod budget;
pub mod cache;
pub mod check;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod compare;
pub mod config;
pub mod diagnostics;
pub mod disk;
pub mod error;
pub mod index;
pub mod kept;
pub mod load;
pub mod model;
pub mod office;
pub mod permalinks;
pub mod pipeline;
pub mod plan;
pub mod provenance;
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod strict_toml;
pub mod trial;
