//! Three whole pages of a tiny site, as files that a reviewer reads.

use crate::support::expect;
use crate::support::site::{SETTINGS, Site};

fn built() -> Site {
    let site = Site::bare();
    // A QR code is nothing that a reviewer can read.
    site.write("site.toml", format!("share = [\"copy\", \"weibo\"]\n{SETTINGS}[home]\ntiles = \"信息公开\"\n[nav]\nitems = [{{ text = \"政策文件\", to = \"政策文件\" }}]\n"));
    site.write(
        "reports/信息公开/政策文件/_category.toml",
        "description = \"公开政策文件\"\nkeywords = [\"政策\"]\nkind = \"政策文件\"\n",
    );
    let matter = "title = \"示例街道停车点管理办法\"\ndate = 2024-01-08T10:30:00\nnumber = \"示例办〔2024〕1号\"\nwritten = 2024-01-05\nindex = \"000000000/2024-00001\"\nvalidity = \"有效\"";
    let body = "为规范停车，制定本办法。\n\n一、总则\n\n（一）适用范围，本街道全部停车点\n\n**便民优先。**合理设置车位298个。\n\n二、附则\n\n自2024年2月1日起施行。";
    site.write("reports/信息公开/政策文件/办法/index.md", format!("+++\n{matter}\n+++\n\n{body}\n"));
    site.write("reports/信息公开/政策文件/办法/附表.csv", "项目,数量\n车位,298\n");
    let matter = "title = \"停车点管理办法解读\"\ndate = 2024-01-09\ninterprets = [\"../政策文件/办法/index.md\"]";
    site.report("信息公开/政策解读/解读", matter, "车位多了。");
    site.build(&["--deny", "warnings"]).succeeds();
    site
}

/// Names of theme files carry a digest; a changed style sheet must not change every golden page.
fn without_digests(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(at) = rest.find("assets/") {
        let (before, after) = rest.split_at(at);
        let end = after.find('"').unwrap_or(after.len());
        let parts: Vec<&str> = after[..end].split('.').collect();
        text.push_str(before);
        match parts.as_slice() {
            [name, _, extension] => text.push_str(&format!("{name}.DIGEST.{extension}")),
            _ => text.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    text + rest
}

#[track_caller]
fn compare(path: &str, golden: &str) {
    expect::golden(golden, &without_digests(&built().output(path)));
}

#[test]
fn a_report_makes_the_golden_page() {
    compare("xxgk/zcwj/bf.html", "report.html");
}

#[test]
fn a_category_makes_the_golden_list() {
    compare("xxgk/zcwj/index.html", "list.html");
}

#[test]
fn the_site_makes_the_golden_home_page() {
    compare("index.html", "home.html");
}
