//! The nouns of the field: paths, dates, numbers of documents, categories, reports, pages. Plain values without I/O; every
//! other module may use them and they use nothing but each other.

pub mod address;
pub mod allowance;
pub mod body;
pub mod category;
pub mod contrast;
pub mod control;
pub mod date;
pub mod digest;
pub mod division;
pub mod document_number;
pub mod encoding;
pub mod extension;
pub mod fault;
pub mod file_name;
pub mod heading_number;
pub mod inspection;
pub mod look_alike;
pub mod markdown_options;
pub mod metadata;
pub mod numeral;
pub mod page;
pub mod path;
pub mod pinyin;
pub mod placeholder;
pub mod privacy;
pub mod prose;
pub mod published;
pub mod quantity;
pub mod remark;
pub mod report;
pub mod set_aside;
pub mod span;
pub mod title_year;
pub mod utf8;
pub mod version;
