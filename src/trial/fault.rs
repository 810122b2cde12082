//! What a theme on trial did wrong, as a value: the contract finds it, the trial gathers and words it.

/// Something wrong with a page, or with the theme as a whole.
pub struct Fault {
    /// What is wrong and how it is mended, in Chinese.
    pub what: String,
    /// The template that makes such pages; empty where the message names its file.
    pub template: &'static str,
    /// Address of the page that shows it; empty for faults of the theme as a whole.
    pub page: String,
}

impl Fault {
    /// A fault that no single page shows.
    pub(super) fn of_theme(what: String) -> Fault {
        Fault { what, template: "", page: String::new() }
    }
}
