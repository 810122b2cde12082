//! `gongkai completions`: the script that lets a shell complete commands and options.

use crate::cli::{CompletionsArgs, command};

/// What goes to stdout.
pub fn run(args: &CompletionsArgs) -> String {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "gongkai", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;
    use clap_complete::Shell;

    use super::*;

    #[test]
    fn every_shell_gets_all_commands() {
        for shell in Shell::value_variants() {
            let script = run(&CompletionsArgs { shell: *shell });
            for word in ["build", "check", "eject", "as-of", "sarif"] {
                assert!(script.contains(word), "{shell}: {word}");
            }
        }
    }
}
