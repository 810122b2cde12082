//! The one test binary: every story runs the real program on a small site of its own and looks at what came out.
//! A story says what was written, what was run, and what a visitor, an editor or a CI job then sees.

#![expect(clippy::disallowed_methods, reason = "stories write small sites, read what was published")]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a story that meets a surprise fails at once and says where"
)]

mod support;

mod account;
mod active_files;
mod address_laws;
mod addresses;
mod allowances;
mod bad_input;
mod build;
mod categories;
mod characters;
mod circles;
mod cli;
mod corpus;
mod crash;
mod determinism;
mod diff;
mod drafts;
mod editor;
mod escaping;
mod every_key;
mod exempt;
mod extremes;
mod fix;
mod formats;
mod freshness;
mod golden;
mod handbook;
mod in_the_way;
mod incremental;
mod init_git;
mod line_ends;
mod lines;
mod links;
mod look;
mod machine_files;
mod map;
mod markup;
mod mending;
mod messages;
mod meta_tags;
mod names;
mod pages;
mod permalinks;
mod placeholders;
mod planted;
mod planted_metadata;
mod planted_texts;
mod privacy;
mod proofread;
mod published;
mod punctuation;
mod readme;
mod record;
mod reports;
mod review;
mod review_bypass;
mod review_command;
mod rules;
mod sarif;
mod seal;
mod seams;
mod search;
mod search_data;
mod seed;
mod serve;
mod strange_files;
mod theme_check;
mod theme_docs;
mod themes;
mod tidy;
mod time_of_day;
mod unusable_names;
mod updates;
mod verify;
mod why;
mod withdraw;
mod withdraw_meant;
mod withdraw_one;
mod withdraw_records;
mod words;
