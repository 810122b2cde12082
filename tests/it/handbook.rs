//! The handbook of rules is what the program writes: editors read it in `docs`, and it never lags behind the rules.

use crate::support::expect;
use crate::support::site::Site;

#[test]
fn the_handbook_in_docs_is_that_of_the_rules() {
    let run = Site::empty().run(&["rules", "--format", "markdown"]);
    expect::file("docs/检查规则.md", &run.succeeds().stdout);
}
