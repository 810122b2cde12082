//! Every text that a reader sees is looked at for private data and for words, wherever it stands, and each finding is at its place. No
//! output of any command tells a number in clear. All numbers are computed: right in form, of a region that was never given out.

use crate::privacy::{identity, mobile};
use crate::support::site::{CATEGORY, SETTINGS, Site, settings_with_levels};

const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";

/// Rule, file and line of each finding.
fn places(site: &Site) -> Vec<(String, String, u64)> {
    let json = site.check().json();
    let findings = json["findings"].as_array().expect("findings").clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    findings.iter().map(|f| (text(&f["rule"]), text(&f["file"]), f["line"].as_u64().unwrap_or_default())).collect()
}

#[track_caller]
fn is_told(site: &Site, rule: &str, file: &str, line: u64) {
    let found = places(site);
    assert!(found.contains(&(rule.to_string(), file.to_string(), line)), "{rule} at {file}:{line} is not in {found:#?}");
}

/// Settings in which `key` of a table says `value`, and the line where.
fn settings(table: &str, line: &str) -> (String, u64) {
    let table = if table.is_empty() { String::new() } else { format!("[{table}]\n") };
    let kept = SETTINGS.lines().filter(|own| !line.starts_with(own.split('=').next().unwrap_or("?")));
    let mut lines: Vec<&str> = kept.collect();
    let at = match table.as_str() {
        "" => 0,
        table => lines.iter().position(|line| *line == table.trim()).map_or(lines.len(), |at| at + 1),
    };
    if at == lines.len() {
        lines.push(table.trim());
    }
    let at = at.max(lines.iter().position(|line| *line == table.trim()).map_or(0, |at| at + 1));
    lines.insert(at, line);
    (lines.join("\n") + "\n", at as u64 + 1)
}

#[test]
fn settings_that_pages_show_are_looked_at() {
    let number = identity(11);
    let rows = [
        ("", "title", ""),
        ("", "short_title", ""),
        ("", "description", ""),
        ("org", "name", ""),
        ("org", "brand", ""),
        ("org", "column", ""),
        ("org", "operator", ""),
        ("org", "address", ""),
        ("org", "email", ""),
        ("org", "hours", ""),
        ("org", "names", "["),
        ("gov", "inherit_from", ""),
        ("footer", "note", ""),
        ("footer", "links", "[{ url = \"https://a.example.org/\", text = "),
        ("nav", "items", "[{ url = \"https://a.example.org/\", text = "),
        ("extra", "banner", "{ text = "),
        ("theme.options", "slogan", ""),
    ];
    for (table, key, before) in rows {
        let after = match before.as_bytes().first() {
            Some(b'[') if before.contains('{') => " }]",
            Some(b'[') => "]",
            Some(b'{') => " }",
            _ => "",
        };
        let site = Site::minimal();
        let (text, line) = settings(table, &format!("{key} = {before}\"经办人{number}，帐号\"{after}"));
        site.write("site.toml", text);
        is_told(&site, "identity-number", "site.toml", line);
        if key != "email" {
            is_told(&site, "discouraged-wording", "site.toml", line);
        }
    }
}

#[test]
fn categories_and_their_names_are_looked_at() {
    let number = identity(12);
    for (line, rule) in [
        (format!("name = \"甲{number}\""), "identity-number"),
        (format!("slug = \"x{number}\""), "identity-number"),
        (format!("slug = \"{}\"", mobile(12)), "mobile-number"),
        ("name = \"示例帐号\"".to_string(), "discouraged-wording"),
    ] {
        let site = Site::minimal();
        site.write("reports/示例栏目/_category.toml", format!("{CATEGORY}{line}\n"));
        is_told(&site, rule, "reports/示例栏目/_category.toml", 4);
    }
}

#[test]
fn fields_and_names_of_reports_are_looked_at() {
    let (number, phone) = (identity(13), mobile(13));
    for (line, rule) in [
        (format!("slug = \"{number}\""), "identity-number"),
        (format!("slug = \"zhang-{phone}\""), "mobile-number"),
        (format!("aliases = [\"/old/{number}.html\"]"), "identity-number"),
        (format!("highlights = [{{ label = \"甲\", value = \"正文\", note = \"{number}\" }}]"), "identity-number"),
        (format!("[extra]\nby = \"{number}\""), "identity-number"),
        ("[extra]\nby = \"示例帐号\"".to_string(), "discouraged-wording"),
    ] {
        let site = Site::bare();
        site.report("示例栏目/文章", &format!("{MATTER}\n{line}"), "正文。");
        is_told(&site, rule, "reports/示例栏目/文章.md", if line.starts_with('[') { 5 } else { 4 });
    }
    for name in [format!("2024-02-01-{phone}"), format!("报名_{phone}"), format!("甲{phone}/index")] {
        let site = Site::bare();
        site.report(&format!("示例栏目/{name}"), MATTER, "正文。");
        assert!(site.check().rules().contains(&"mobile-number".to_string()), "{name}");
    }
    let site = Site::bare();
    site.report("示例栏目/文章/index", MATTER, "正文。");
    site.write(&format!("reports/示例栏目/文章/图{number}/甲.txt"), "文");
    assert_eq!(site.check().exits(1).rules(), ["identity-number"]);
}

#[test]
fn what_attributes_show_is_looked_at() {
    let number = identity(14);
    let rows = [
        (format!("见[表](https://www.example.gov.cn/ \"{number}\")。"), 6),
        (format!("见<span title=\"{number}\">表</span>。"), 6),
        (format!("见<abbr title='甲{number}'>表</abbr>。"), 6),
        (format!("<div title=\"{number}\">表</div>"), 6),
        (format!("<p>表<img src=\"https://www.example.gov.cn/a.png\" alt=\"{number}\"></p>"), 6),
        (format!("见[表][1]。\n\n[1]: https://www.example.gov.cn/ \"{number}\""), 8),
        (format!("| 甲 | 乙 |\n|---|---|\n| <span title=\"{number}\">丙</span> | 丁 |"), 8),
        (format!("<p>{}&nbsp;{}</p>", &number[..6], &number[6..]), 6),
    ];
    for (body, line) in rows {
        let site = Site::bare();
        site.report("示例栏目/文章", MATTER, &body);
        is_told(&site, "identity-number", "reports/示例栏目/文章.md", line);
    }
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, "见[表](https://www.example.gov.cn/ \"示例帐号\")。");
    is_told(&site, "discouraged-wording", "reports/示例栏目/文章.md", 6);
}

#[test]
fn numbers_in_parts_are_seen() {
    let (number, phone) = (identity(15), mobile(15));
    let (head, tail) = number.split_at(6);
    let foreign: String =
        number.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32(0x966 + digit)).unwrap_or(c)).collect();
    let numbers = [
        format!("{head}<br>{tail}"),
        format!("{head}\n{tail}"),
        format!("{head}  \n{tail}"),
        format!("{head}\\\n{tail}"),
        format!("`{head}`{tail}"),
        format!("{head}`{tail}`"),
        format!("{head}\u{200b}{tail}"),
        format!("{head}&shy;{tail}"),
        format!("{head}&nbsp;{tail}"),
        format!("{head}/{tail}"),
        format!("{head}_{tail}"),
        format!("({head}){tail}"),
        foreign,
    ];
    for written in numbers {
        let site = Site::bare();
        site.report("示例栏目/文章", MATTER, &format!("证件号码{written}。"));
        is_told(&site, "identity-number", "reports/示例栏目/文章.md", 6);
    }
    let parts = [&phone[..3], &phone[3..7], &phone[7..]];
    for written in [
        parts.join("."),
        parts.join("/"),
        parts.join("_"),
        format!("（{}）{}{}", parts[0], parts[1], parts[2]),
        format!("{}<br>{}{}", parts[0], parts[1], parts[2]),
        phone.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32(0x660 + digit)).unwrap_or(c)).collect(),
    ] {
        let site = Site::bare();
        site.report("示例栏目/文章", MATTER, &format!("联系电话：{written}。"));
        is_told(&site, "mobile-number", "reports/示例栏目/文章.md", 6);
    }
}

#[test]
fn numbers_that_are_none_stay_unseen() {
    let site = Site::bare();
    let body = "统计表131/2023/2024，版本1.2.3，图号154.00001234，IP地址192.168.1.1，2024.01.02至2024.03.04。\n\n\
        序号 110105 2024 1231，比分3:2，电话0755-00000000/00000001，金额1,234,567.89元。\n\n\
        `154`号文件00001234页，共138\n20240101项，第135\n1234\n5678页。\n\n\
        [名单的原文](https://www.gov.cn/t20240101_15400001234.html \"名单2024\")";
    site.report("示例栏目/文章", &format!("{MATTER}\nslug = \"t20240101-12345678\""), body);
    let rules = site.check().succeeds().rules();
    assert!(!rules.iter().any(|rule| rule.ends_with("-number") && rule != "malformed-index-number"), "{rules:?}");
}

/// A site with numbers in every place that a message may quote.
fn planted(number: &str, phone: &str) -> Site {
    let site = Site::bare();
    let folder = format!("甲{number}/乙{phone}");
    site.report(&format!("{folder}/x"), &format!("titel = \"{number}\""), "正文。");
    site.report(
        &format!("{folder}/2024-01-02-稿"),
        &format!("{MATTER}\ndraft = true\nslug = \"{number}\""),
        "见[表](无.pdf)。",
    );
    site.report(&format!("{folder}/2030-01-02-后"), "title = \"以后\"\ndate = 2030-01-02", "正文，帐号。");
    site.report("示例栏目/甲", &format!("{MATTER}\nindex = \"{number}\"\nk{number} = \"{phone}\""), "正文。");
    let breaks = format!("title_breaks = [\"a{number}\", \"乙\"]\nrelated = [\"无{number}.md\"]");
    site.report("示例栏目/乙", &format!("{MATTER}\n{breaks}\naliases = [\"{number}/../x\"]"), "正文。");
    let row = format!("| 姓名 | 身份证 | 住址 |\n|---|---|---|\n| 某某 | {number} | 某某区甲路12号3栋502室 |");
    site.report("示例栏目/丙", MATTER, &row);
    site.report("示例栏目/丁", MATTER, &format!("![{number}]({phone}.png)<script>{number}</script>\n\n正文,帐号{number}。"));
    site.report(&format!("示例栏目/戊{number}/index"), MATTER, "正文。");
    site.write(&format!("reports/示例栏目/戊{number}/图{phone}/{number}.csv"), format!("甲\n{number}"));
    site.write(
        "reports/己/_category.toml",
        format!("name = \"{number}\"\nslug = \"{number}\"\nk{number} = 1\ncadence = \"{phone}\"\n"),
    );
    site.write(&format!("reports/示例栏目/{number}.txt"), "没有人用");
    site.write(
        "site.toml",
        format!(
            "{}[nav]\nk{number} = \"x\"\nitems = [{{ text = \"{phone}\", to = \"甲{number}\" }}]\n",
            settings_with_levels(&format!("x{number} = \"info\"\n"))
        ),
    );
    site
}

#[test]
fn no_command_and_no_format_tells_a_planted_number() {
    let (number, phone) = (identity(91), mobile(91));
    let site = planted(&number, &phone);
    let mut runs = Vec::new();
    for format in ["text", "json", "github", "sarif"] {
        for command in ["check", "build"] {
            for more in [&[][..], &["-v"], &["--drafts"]] {
                let arguments = [&[command, "--as-of", "2024-12-31", "--format", format][..], more].concat();
                runs.push(site.run(&arguments));
            }
        }
    }
    runs.push(site.run(&["check", "--report"]));
    runs.push(site.run(&["fix", "--dry-run"]));
    runs.push(site.run(&["-C", &format!("无{number}"), "check"]));
    runs.push(site.run(&["check", &format!("reports/无{number}.md")]));
    assert!(runs.iter().filter(|run| run.code == Some(1)).count() >= 20);
    for run in &runs {
        let said = format!("{}{}", run.stdout, run.stderr);
        for secret in [&number, &phone, "12号3栋502室"] {
            assert!(!said.contains(secret), "{secret} in {run}");
        }
    }
}

#[test]
fn the_preview_tells_no_planted_number() {
    let (number, phone) = (identity(92), mobile(92));
    let site = planted(&number, &phone);
    let preview = crate::support::preview::Preview::start(&site, &[]);
    let said = preview.get("/").body;
    assert!(said.contains("identity-number"), "{said}");
    for secret in [&number, &phone] {
        assert!(!said.contains(secret.as_str()), "{secret} in {said}");
    }
}

#[test]
fn the_cache_keeps_no_number_of_a_draft() {
    let (number, phone) = (identity(93), mobile(93));
    let site = Site::minimal();
    for (name, matter, body) in [
        ("示例栏目/甲".to_string(), "title = \"甲\"", format!("经办人{number}，电话{phone}。")),
        ("示例栏目/乙".to_string(), "title = \"乙\"", format!("`{number}`")),
        (format!("示例栏目/丙{number}"), "title = \"丙\"", "正文。".to_string()),
        (format!("示例栏目/丁{phone}/index"), "title = \"丁\"", "正文。".to_string()),
    ] {
        site.report(&name, &format!("{matter}\ndate = 2024-01-08\ndraft = true\nslug = \"x{}\"", body.len()), &body);
    }
    site.write(&format!("reports/示例栏目/丁{phone}/{number}.csv"), format!("甲\n{number}"));
    for round in 0..3 {
        site.report("示例栏目/文章", MATTER, &format!("正文{round}。"));
        site.build(&[]).succeeds().says("暂不发布 4");
        for (file, bytes) in site.files(".gongkai") {
            for secret in [&number, &phone] {
                let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!is_there, "{secret} in {file}");
            }
        }
    }
}
