//! Findings as workflow commands of GitHub Actions, one line each, which the service shows beside the changed lines.

use super::position::LineTables;
use super::text::message_with_remarks;
use super::{Diagnostic, Level, SourceTexts};
use crate::model::privacy::covered;

/// One command a line; empty without findings. `way` leads from the root of the repository to the site and ends with `/`, or is empty: the
/// service knows files by their paths in the repository.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceTexts, way: &str) -> String {
    let tables = LineTables::new(diagnostics, sources);
    diagnostics.iter().map(|diagnostic| command(diagnostic, &tables, way)).collect()
}

fn command(diagnostic: &Diagnostic, tables: &LineTables<'_>, way: &str) -> String {
    let name = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let mut properties = vec![format!("file={}{}", property(way), property(&covered(diagnostic.finding.file.as_str())))];
    if let Some(place) = tables.place(&diagnostic.finding.file, diagnostic.finding.span) {
        properties.push(format!("line={}", place.line));
        // The service refuses columns for an annotation over several lines.
        if place.line == place.end_line {
            properties.push(format!("col={},endLine={},endColumn={}", place.column, place.end_line, place.end_column));
        } else {
            properties.push(format!("endLine={}", place.end_line));
        }
    }
    properties.push(format!("title={}", property(diagnostic.rule)));
    format!("::{name} {}::{}\n", properties.join(","), data(&message_with_remarks(diagnostic)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::Finding;
    use super::*;
    use crate::model::path::SourcePath;
    use crate::model::span::Span;

    fn line(file: &str, span: Option<Span>, level: Level, help: &str) -> String {
        let file = SourcePath::new(file).expect("a path below the site");
        let sources = SourceTexts::from([(file.clone(), "+++\ntitel = 1\n".into())]);
        let finding = Finding::new(&file, span, "占 100%：`titel`").help(help);
        render(&[Diagnostic { rule: "unknown-key", basis: "", level, finding }], &sources, "")
    }

    #[test]
    fn a_finding_is_one_escaped_line() {
        let command = line("reports/a,b:50%.md", Some(Span::new(4, 9)), Level::Error, "改为 `title`");
        assert_eq!(
            command,
            "::error file=reports/a%2Cb%3A50%25.md,line=2,col=1,endLine=2,endColumn=6,title=unknown-key::占 100%25：`titel`%0A处理：改为 `title`\n"
        );
    }

    #[test]
    fn a_whole_file_has_no_line_and_an_info_is_a_notice() {
        assert_eq!(line("a.md", None, Level::Info, ""), "::notice file=a.md,title=unknown-key::占 100%25：`titel`\n");
    }

    #[test]
    fn a_span_over_lines_has_no_columns() {
        let command = line("a.md", Some(Span::new(0, 9)), Level::Warning, "");
        assert!(command.starts_with("::warning file=a.md,line=1,endLine=2,title="), "{command}");
    }

    #[test]
    fn text_cannot_begin_another_command() {
        assert_eq!(line("a.md", None, Level::Error, "x\r\n::set-output name=a::b").lines().count(), 1);
    }
}
