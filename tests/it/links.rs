//! Links and pictures as people write them: each leads where its author meant, or is told with its cure, and none that readers cannot
//! open gets into a page.

use crate::support::site::{PNG, SETTINGS, Site};

const PAGE: &str = "sllm/wz.html";
const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";

/// A report with a folder of its own, and files in it.
fn bundle(body: &str, files: &[&str]) -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章/index", MATTER, body);
    for file in files {
        site.write(&format!("reports/示例栏目/文章/{file}"), if file.ends_with(".png") { PNG } else { b"a,b\n1,2\n" });
    }
    site
}

fn report(body: &str) -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, body);
    site
}

fn page_of(site: &Site) -> String {
    let pages = site.output_paths();
    let page = pages.iter().find(|path| path.ends_with("/wz.html"));
    page.unwrap_or_else(|| panic!("a page among {pages:?}")).clone()
}

#[test]
fn an_address_that_nobody_can_open_is_an_error_and_never_live() {
    for (body, cure) in [
        ("[申请表](<file:///C:/Users/wangwu/Desktop/申请表.docx>)", "`[名称](<申请表.docx>)`"),
        ("![申请表](<file:///C:/Users/wangwu/Desktop/申请表.png>)", "`![说明](<申请表.png>)`"),
        ("[申请表](<C:\\Users\\wangwu\\申请表.docx>)", "`[名称](<申请表.docx>)`"),
        ("[表](<\\\\\\\\server\\wangwu\\表.docx>)", "`[名称](<表.docx>)`"),
        ("[网](htp://www.gov.cn/)", "`http://www.gov.cn/`"),
        ("[网](ttps://www.gov.cn/)", "`https://www.gov.cn/`"),
        ("[网](https:/www.gov.cn/)", "`https://www.gov.cn/`"),
        ("[网](https:\\\\\\\\www.gov.cn/)", "`https://www.gov.cn/`"),
        ("[网](https：//www.gov.cn/)", "`https://www.gov.cn/`"),
        ("[网](//www.gov.cn/)", "`https://www.gov.cn/`"),
        ("[网](localhost:8080/x)", "公众能打开的网址"),
        ("[网](http://192.168.1.8/x)", "公众能打开的网址"),
        ("[网](ftp://ftp.gov.cn/x)", "`https://`"),
        ("[网](ms-word:ofe|u|http://www.gov.cn/a.docx)", "`https://`"),
        ("[网](blob:https://www.gov.cn/1)", "`https://`"),
        ("[网](intent:x)", "`https://`"),
        ("[网](view-source:https://www.gov.cn/)", "`https://`"),
        ("[网](javascript:alert(1))", "`https://`"),
        ("<a href=\"java&#9;script:alert(1)\">网</a>", "`https://`"),
        ("[办理指南]()", "去掉方括号"),
    ] {
        let site = report(body);
        site.build(&[]).exits(1).says("错误[unusable-address]").says(cure);
        let told = site.check().stdout;
        assert!(!told.contains("wangwu"), "{told}");
        site.write("site.toml", crate::support::site::settings_with_levels("unusable-address = \"off\"\n"));
        site.build(&[]).succeeds();
        let page = site.page(PAGE);
        assert!(page.all(".prose a").is_empty() && page.all(".prose img").is_empty(), "{body}");
    }
}

#[test]
fn good_addresses_are_links_and_say_whether_they_lead_elsewhere() {
    let site = report(
        "[甲](HTTPS://www.gov.cn/)[乙](mailto:a@b.cn)[丙](tel:12345)[丁](https://深圳.政务/办 事)[戊](https://www.example.gov.cn/about.html)",
    );
    let run = site.build(&[]);
    run.succeeds().never_says("non-government-link");
    let page = site.page(PAGE);
    let links: Vec<(&str, &str)> =
        page.all(".prose a").into_iter().map(|link| (link.attribute("href"), link.attribute("rel"))).collect();
    const AWAY: &str = "external noopener noreferrer";
    assert_eq!(links[0], ("HTTPS://www.gov.cn/", AWAY));
    assert_eq!(links[1..3], [("mailto:a@b.cn", ""), ("tel:12345", "")]);
    assert_eq!(links.last(), Some(&("../about.html", "")));
}

#[test]
fn the_whole_address_of_the_own_site_is_checked_like_a_path() {
    for (target, rule) in [
        ("https://www.example.gov.cn/sllm/no-such.html", "dead-link"),
        ("http://WWW.example.gov.cn/sllm/no-such/", "dead-link"),
        ("https://www.example.gov.cn/sllm/表.xlsx", "dead-link"),
        ("https://www.example.gov.cn/SLUG#s9", "dead-anchor"),
    ] {
        let site = report("正文。");
        site.build(&[]).succeeds();
        let page = page_of(&site);
        site.report("示例栏目/文章", MATTER, &format!("一、总则\n\n见[旧文]({})。", target.replace("SLUG", &page)));
        let run = site.build(&[]);
        run.exits(1).says(rule);
        let alive =
            format!("一、总则\n\n见[本文](http://www.example.gov.cn/{page}?a#s1)和[首页](https://www.example.gov.cn)。");
        site.report("示例栏目/文章", MATTER, &alive).build(&[]).succeeds().never_says("-link");
        let links: Vec<String> =
            site.page(&page).all(".prose a").iter().map(|link| link.attribute("href").to_string()).collect();
        assert_eq!(links, [format!("{}#s1", page.rsplit('/').next().unwrap_or_default()), "../index.html".to_string()]);
    }
    let site = report("正文。");
    let nav = "[nav]\nitems = [{ text = \"甲\", url = \"http://www.example.gov.cn/no-such.html\" }]\n";
    site.write("site.toml", format!("{SETTINGS}{nav}"));
    site.build(&[]).exits(1).says("dead-link");
}

#[test]
fn settings_hold_no_address_that_nobody_can_open() {
    for bad in [
        "javascript:alert(1)",
        "blob:https://www.gov.cn/1",
        "filesystem:https://www.gov.cn/x",
        "file:///C:/Users/wangwu/x",
        "//evil.example",
    ] {
        for (good, key) in [
            ("https://www.example.org/jiucuo.html", "gov.find_error_url"),
            ("https://www.example.org/", "gov.agency_mark.url"),
        ] {
            let site = report("正文。");
            site.write("site.toml", SETTINGS.replace(&format!("\"{good}\""), &format!("\"{bad}\"")));
            let run = site.build(&[]);
            run.exits(1).says(&format!("`{key}` 不能写"));
            assert!(!site.check().stdout.contains("wangwu"), "{bad}");
        }
        let site = report("正文。");
        site.write("site.toml", format!("{SETTINGS}[footer]\nlinks = [{{ text = \"甲\", url = \"{bad}\" }}]\n"));
        site.build(&[]).exits(1);
    }
    let site = report("正文。");
    site.write("site.toml", SETTINGS.replace("https://www.example.gov.cn", "https://www.example.gov.cn\\u0000x"));
    site.build(&[]).says("base_url");
    assert!(!site.output("sitemap.xml").contains('\0'));
}

#[test]
fn machines_read_the_address_of_a_chinese_site_in_ascii() {
    let site = report("正文。");
    site.write("site.toml", SETTINGS.replace("https://www.example.gov.cn", "https://深圳.政务/公开"));
    site.build(&[]).succeeds();
    let base = "https://xn--fes124c.xn--zfr164b/%E5%85%AC%E5%BC%80/";
    for file in ["sitemap.xml", "feed.xml", "404.html", "robots.txt"] {
        let text = site.output(file);
        let expected = if file == "404.html" { "\"/%E5%85%AC%E5%BC%80/" } else { base };
        assert!(text.contains(expected) && !text.contains("深圳.政务"), "{file}: {text}");
    }
    assert!(site.output(PAGE).contains(&format!("href=\"{base}{PAGE}\"")));
}

#[test]
fn a_foreign_picture_is_told_however_its_address_is_written() {
    for target in [
        "https:evil.example/x.png",
        "https:/evil.example/x.png",
        "<https:\\\\\\\\evil.example/x.png>",
        "//evil.example/x.png",
        "HTTPS://evil.example/x.png",
        "htps://evil.example/x.png",
    ] {
        report(&format!("![图]({target})")).build(&[]).exits(1).says("错误[external-image]");
    }
}

#[test]
fn a_badly_written_scheme_hides_no_host() {
    let rules = |target: &str| report(&format!("[甲]({target})")).check().rules();
    let is_told = |target: &str, rule: &str| rules(target).iter().any(|told| told == rule);
    assert!(is_told("HTTP://www.gov.cn/", "insecure-link"));
    for official in ["https://深圳.政务/", "https://慈善.公益/", "https://xn--fes124c.xn--zfr164b./", "https://GOV.cn:443"]
    {
        assert!(rules(official).is_empty(), "{official}");
    }
    for other in [
        "HTTP://www.example.com/",
        "//www.example.com/x",
        "https://深圳.中国/",
        "https://www.gov.cn.evil.example/",
        "https://www.gov.cn@evil.example/",
        "https://xgov.cn/",
    ] {
        assert!(is_told(other, "non-government-link"), "{other}");
    }
}

#[test]
fn a_link_to_what_is_held_says_why() {
    let site = report("见[办法](办法.md)。");
    site.report("示例栏目/办法", "title = \"办法\"\ndate = 2024-01-08\ndraft = true", "正文。");
    site.build(&[]).exits(1).says("是草稿").says("`draft = true`");
    site.report("示例栏目/办法", "title = \"办法\"\ndate = 2025-03-01", "正文。");
    site.build(&[]).exits(1).says("2025-03-01 才发布");
    report("见[政府网](www.gov.cn/x)。").build(&[]).exits(1).says("`https://www.gov.cn/x`");
}

#[test]
fn a_bare_address_is_whole_and_mended_by_nobody() {
    let body =
        "下载https://www.gd.gov.cn/任务表,2024/表.csv，见“https://www.gov.cn/公报/”和https://www.gov.cn/a.html查看,谢谢。";
    let site = report(body);
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    assert_eq!(
        page.words(".prose a"),
        ["https://www.gd.gov.cn/任务表,2024/表.csv", "https://www.gov.cn/公报/", "https://www.gov.cn/a.html"]
    );
    site.run(&["fix"]).succeeds();
    let after = std::fs::read_to_string(site.root.join("reports/示例栏目/文章.md")).expect("a report");
    assert!(after.contains("https://www.gd.gov.cn/任务表,2024/表.csv，") && after.contains("查看，谢谢"), "{after}");
}

#[test]
fn names_with_blanks_and_brackets_are_pictures_and_links_and_stay_as_written() {
    let body = "![现场](照片 1.png)\n\n见[任务表](任务表 1.csv)、[附件1](附件 1（终稿）.csv)和[附件2]（附件2.csv），见[表](附件(3.csv),再见[数](报告 终稿)。";
    let files = ["照片 1.png", "任务表 1.csv", "附件 1（终稿）.csv", "附件2.csv", "附件(3.csv"];
    let site = bundle(body, &files);
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    assert_eq!(page.all(".prose img").len(), 1);
    assert_eq!(page.words(".prose a"), ["任务表", "附件1", "附件2", "表"]);
    site.run(&["fix"]).succeeds();
    let after = std::fs::read_to_string(site.root.join("reports/示例栏目/文章/index.md")).expect("a report");
    assert!(after.contains(&body.replace("csv),再", "csv)，再")), "{after}");
    bundle("![现场](照片 2.png)", &["照片 1.png"]).build(&[]).exits(1).says("missing-attachment").says("照片 1.png");
}

#[test]
fn what_browsers_do_not_show_is_told_and_can_be_fetched() {
    for name in ["报名表.docx", "照片.heic", "扫描件.tif", "录像.mp4", "说明.txt", "无扩展名"] {
        let site = bundle(&format!("![报名表]({name})"), &[name]);
        let run = site.check();
        assert!(run.rules().iter().any(|rule| rule == "unreadable-image"), "{run}");
        site.build(&[]);
        let page = site.page(PAGE);
        assert!(page.all(".prose img").is_empty(), "{name}");
        assert_eq!(page.words(".prose a"), ["报名表"], "{name}");
        assert!(page.all("a").len() > page.all(".prose a").len(), "{name}");
    }
}

#[test]
fn a_picture_that_the_text_does_not_use_is_told() {
    assert_eq!(bundle("正文。", &["IMG_1.png"]).check().rules(), ["unused-picture"]);
    assert!(bundle("![甲](IMG_1.png)和[乙](IMG_2.png)", &["IMG_1.png", "IMG_2.png"]).check().rules().is_empty());
}
