//! Reports that interpret each other in a circle, or themselves: then nobody can tell the policy from its interpretation.

use std::collections::HashMap;
use std::sync::Arc;

use crate::check::rule::{Check, Rule, Scope};
use crate::diagnostics::{Finding, Level};
use crate::load::resolve::resolve_report;
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;
use crate::model::span::Span;

pub(crate) static RULE: Rule = Rule {
    name: "reference-cycle",
    summary: "文章解读自己、关联自己，或几篇互相解读",
    basis: "国办秘函〔2019〕19号 解读与文件相互关联；本程序约定：解读与被解读只有一个方向",
    level: Level::Error,
    is_structural: false,
    explanation: include_str!("reference_cycle.md"),
    check: Check::Site(check),
};

/// The report that is interpreted, and where that is written.
type Edge = (usize, Span);

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let reports = &scope.loaded.reports;
    if reports.iter().all(|report| report.draft.interprets.is_empty() && report.draft.related.is_empty()) {
        return Vec::new();
    }
    let number: HashMap<&SourcePath, usize> = reports.iter().enumerate().map(|(at, report)| (&report.path, at)).collect();
    let mut findings = Vec::new();
    let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); reports.len()];
    for (at, report) in reports.iter().enumerate() {
        let keys = [("interprets", &report.draft.interprets), ("related", &report.draft.related)];
        for (key, written) in keys.into_iter().flat_map(|(key, list)| list.iter().map(move |one| (key, one))) {
            match resolve_report(scope.loaded, report, &written.value).and_then(|path| number.get(&path).copied()) {
                Some(target) if target == at => findings.push(of_itself(report, key, written.span)),
                Some(target) if key == "interprets" => edges[at].push((target, written.span)),
                _ => {}
            }
        }
    }
    findings.extend(cycles(&edges).iter().map(|cycle| circle(reports, cycle)));
    findings
}

fn of_itself(report: &LoadedReport, key: &str, span: Span) -> Finding {
    Finding::new(&report.path, Some(span), format!("`{key}` 写的是这一篇自己"))
        .label("就是本篇")
        .effect("文章链接到自己")
        .help("改为另一篇的路径，或删去这一项")
}

fn circle(reports: &[Arc<LoadedReport>], cycle: &[(usize, Span)]) -> Finding {
    let name = |at: usize| format!("`{}`", reports[at].own_name());
    let chain: Vec<String> = cycle.iter().chain(cycle.first()).map(|(at, _)| name(*at)).collect();
    let (first, span) = cycle[0];
    let finding = Finding::new(&reports[first].path, Some(span), format!("解读关系绕成一圈：{}", chain.join(" → ")))
        .label("从这里绕回本篇")
        .effect("读者分不清哪一篇是政策、哪一篇是解读")
        .help("只在解读里写 `interprets`，在政策里删去；没有解读关系的改用 `related`");
    cycle[1..]
        .iter()
        .fold(finding, |finding, (at, span)| finding.related(&reports[*at].path, Some(*span), "这里也写了 `interprets`"))
}

/// One circle of each knot of reports, as those that lie on it with the place that leads on. Reports that lead into no
/// circle are taken away until none is left; from any that remains, going on must come back.
fn cycles(edges: &[Vec<Edge>]) -> Vec<Vec<(usize, Span)>> {
    let mut open: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut sources: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        targets.iter().for_each(|(to, _)| sources[*to].push(from));
    }
    let mut ended: Vec<usize> = (0..edges.len()).filter(|at| open[*at] == 0).collect();
    while let Some(at) = ended.pop() {
        for from in &sources[at] {
            open[*from] -= 1;
            if open[*from] == 0 {
                ended.push(*from);
            }
        }
    }
    let mut walked: Vec<Option<usize>> = vec![None; edges.len()];
    (0..edges.len()).filter_map(|start| walk(start, edges, &open, &mut walked)).collect()
}

fn walk(start: usize, edges: &[Vec<Edge>], open: &[usize], walked: &mut [Option<usize>]) -> Option<Vec<(usize, Span)>> {
    let mut path: Vec<(usize, Span)> = Vec::new();
    let mut at = start;
    while open[at] > 0 && walked[at].is_none() {
        walked[at] = Some(start);
        let (next, span) = edges[at].iter().copied().find(|(to, _)| open[*to] > 0)?;
        path.push((at, span));
        at = next;
    }
    let entry = path.iter().position(|(known, _)| *known == at)?;
    let mut cycle = path.split_off(entry);
    let lowest = (0..cycle.len()).min_by_key(|place| cycle[*place].0)?;
    cycle.rotate_left(lowest);
    Some(cycle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(targets: &[&[usize]]) -> Vec<Vec<usize>> {
        let edges: Vec<Vec<Edge>> =
            targets.iter().map(|list| list.iter().map(|to| (*to, Span::default())).collect()).collect();
        cycles(&edges).into_iter().map(|cycle| cycle.into_iter().map(|(at, _)| at).collect()).collect()
    }

    #[test]
    fn each_circle_is_found_once_and_chains_are_none() {
        assert_eq!(found(&[&[1], &[2], &[]]), Vec::<Vec<usize>>::new());
        assert_eq!(found(&[&[1], &[0]]), [[0, 1]]);
        assert_eq!(found(&[&[2], &[2], &[1, 3], &[]]), [[1, 2]]);
        assert_eq!(found(&[&[1], &[0], &[3], &[4], &[2]]), [vec![0, 1], vec![2, 3, 4]]);
    }
}
