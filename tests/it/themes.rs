//! Themes: ejecting the built-in one, overriding a part of it, and being told what is wrong with a template.

use crate::support::full;
use crate::support::site::{SETTINGS, Site};

const PAGE: &str = "sllm/wz.html";

fn themed(site: &Site, name: &str) {
    site.write("site.toml", format!("{SETTINGS}[theme]\nname = \"{name}\"\n"));
}

#[test]
fn the_ejected_theme_gives_the_same_bytes() {
    let site = full::site();
    site.build(&["--output", "one"]).succeeds();
    site.run(&["theme", "eject", "themes/default"]).succeeds();
    site.build(&["--output", "two"]).succeeds();
    assert!(site.files("one") == site.files("two"));
}

#[test]
fn an_ejected_theme_bears_its_own_name_and_can_be_used_at_once() {
    let site = Site::minimal();
    site.run(&["theme", "eject", "themes/我的"]).succeeds();
    assert!(site.files("themes/我的")["theme.toml"].starts_with("name = \"我的\"\n".as_bytes()));
    themed(&site, "我的");
    site.build(&[]).succeeds();
}

#[test]
fn eject_refuses_to_overwrite() {
    let site = Site::minimal();
    site.write("themes/own/templates/base.html", "我的");
    let before = site.files("");
    site.run(&["theme", "eject", "themes/own"]).exits(2).says("已经存在");
    assert!(before == site.files(""));
}

#[test]
fn a_template_of_the_site_overrides_one_block() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let before = site.page(PAGE);
    site.write(
        "templates/report.html",
        "{% extends \"theme/report.html\" %}{% block share %}<p id=\"own\">{{ report.title }}</p>{% endblock share %}",
    );
    site.build(&[]).succeeds();
    let after = site.page(PAGE);
    assert_eq!(after.one("#own").words(), "示例文章");
    assert!(before.has("section.out") && !after.has("section.out"));
    assert_eq!(after.one("h1").words(), before.one("h1").words());
    assert_eq!(after.words("footer dl"), before.words("footer dl"));
}

/// The parts of the built-in theme with `from` turned into `to`, as the site's own.
fn with_component(site: &Site, from: &str, to: &str) {
    let parts = include_str!("../../themes/default/templates/components.html");
    assert!(parts.contains(from), "{from}");
    site.write("templates/components.html", parts.replace(from, to));
}

#[test]
fn a_component_that_every_page_needs_is_named_when_a_theme_lacks_it() {
    let site = Site::minimal();
    with_component(&site, " site_meta", " other_meta");
    site.build(&[]).exits(2).says("主题里没有组件 `site_meta`").says("components.html").says("正在生成：");
}

#[test]
fn the_breadcrumb_of_a_report_is_the_themes_even_where_it_writes_nothing() {
    let site = Site::minimal();
    with_component(
        &site,
        "<nav class=\"crumb wrap\"",
        "{% if is_report %}<nav hidden{% else %}<nav class=\"crumb wrap\"{% endif %}",
    );
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    assert!(page.has("nav[hidden]") && !page.has("nav.crumb"));
}

#[test]
fn the_way_to_the_root_is_escaped_in_what_is_written_once() {
    let site = Site::minimal();
    let settings = SETTINGS.replace("https://www.example.gov.cn\"", "https://www.example.gov.cn/a&lt/\"");
    site.write("site.toml", format!("links = \"absolute\"\n{settings}"));
    site.build(&[]).succeeds();
    for path in [PAGE, "404.html", "index.html"] {
        let text = site.output(path);
        assert!(text.contains("href=\"/a&amp;lt/assets/site.") && !text.contains("\"/a&lt/"), "{path}");
    }
}

#[test]
fn what_is_written_once_leads_to_the_same_places_from_every_page() {
    let site = full::site();
    with_component(&site, "<span class=\"t\">", "<span class=\"t own\">");
    with_component(
        &site,
        "{% component masthead(@root, @site) -%}",
        "{% component masthead(@root, @site) -%}<p id=\"own\"><a href=\"{{ root }}sitemap.html\">&lt;root&gt;{{ root }}</a></p>",
    );
    site.build(&[]).succeeds();
    let pages = site.output_paths().into_iter().filter(|path| path.ends_with(".html") && path != "404.html");
    for path in pages.filter(|path| site.output(path).contains("<header>")) {
        let own = site.page(&path);
        let root = "../".repeat(path.matches('/').count());
        assert_eq!(own.one("#own a").attribute("href"), format!("{root}sitemap.html"), "{path}");
        assert_eq!(own.one("#own a").words(), format!("<root>{root}"), "{path}");
    }
}

#[test]
fn a_template_of_the_site_decides_whether_its_list_has_summaries() {
    let site = full::site();
    site.build(&[]).succeeds();
    let has_summaries = |path: &String| path.ends_with("/index.html") && site.page(path).has("ol.docs .s");
    let list = site.output_paths().into_iter().find(has_summaries);
    let list = list.expect("a list with summaries");
    for template in ["list.html", "category.html"] {
        site.write(
            &format!("templates/{template}"),
            format!("{{% extends \"theme/{template}\" %}}{{% block body %}}{{{{ <year_groups groups={{category.groups}} brief={{true}} /> }}}}{{% endblock body %}}"),
        );
    }
    site.build(&[]).succeeds();
    let after = site.page(&list);
    assert!(after.has("ol.docs li") && !after.has("ol.docs .s"), "{list}");
}

#[test]
fn a_component_of_entries_that_asks_for_more_is_called_by_the_theme() {
    let site = Site::minimal();
    site.build(&[]).succeeds();
    let before = site.output("sllm/2024.html");
    with_component(
        &site,
        "component doc(item, brief: bool = false,",
        "component doc(item, brief: bool = false, level: integer,",
    );
    site.build(&[]).exits(2).says("level");
    let parts = String::from_utf8(site.files("templates")["components.html"].clone()).expect("text");
    site.write("templates/components.html", parts.replace("<doc item brief />", "<doc item brief level={1} />"));
    let home = include_str!("../../themes/default/templates/home.html");
    site.write("templates/home.html", home.replace("<doc item />", "<doc item level={1} />"));
    site.build(&[]).succeeds();
    assert_eq!(site.output("sllm/2024.html"), before);
}

#[test]
fn a_theme_extends_the_default_and_the_site_extends_the_theme() {
    let site = Site::minimal();
    themed(&site, "blue");
    site.write("themes/blue/theme.toml", "name = \"blue\"\nextends = \"default\"\n");
    site.write(
        "themes/blue/templates/base.html",
        "{% extends \"theme/base.html\" %}{% block body_end %}<p id=\"blue\">蓝</p>{% endblock body_end %}",
    );
    site.write(
        "templates/base.html",
        "{% extends \"theme/base.html\" %}{% block body_end %}{{ super() }}<p id=\"own\">本站</p>{% endblock body_end %}",
    );
    site.build(&[]).succeeds();
    for page in [PAGE, "index.html", "sllm/index.html"] {
        assert!(site.page(page).has("#blue") && site.page(page).has("#own"), "{page}");
    }
}

#[test]
fn a_theme_changes_tokens_and_adds_a_sheet_and_the_site_has_the_last_word() {
    let site = Site::minimal();
    site.write("themes/blue/theme.toml", "extends = \"base\"\nextra_css = [\"blue.css\"]\n[tokens]\naccent = \"#003366\"\n");
    site.write("themes/blue/assets/blue.css", "h1 { margin: 0 }");
    site.write(
        "themes/base/theme.toml",
        "extra_css = [\"base.css\"]\n[tokens]\naccent = \"#004400\"\n[tokens.dark]\nlink = \"#99ffcc\"\n",
    );
    site.write("themes/base/assets/base.css", "h2 { margin: 0 }");
    site.write("assets/own.css", "h3 { margin: 0 }");
    let settings = "[theme]\nname = \"blue\"\nextra_css = [\"assets/own.css\"]\n[theme.tokens]\naccent = \"#550055\"\n";
    site.write("site.toml", format!("{SETTINGS}{settings}"));
    site.build(&[]).succeeds();
    let page = site.page(PAGE);
    let sheets: Vec<String> = page.attributes("link[rel=stylesheet]", "href");
    let names: Vec<&str> = sheets.iter().filter_map(|href| href.rsplit('/').next()?.split('.').next()).collect();
    assert_eq!(names, ["site", "base", "blue", "own"]);
    let style = site.output(&format!("assets/{}", sheets[0].rsplit('/').next().unwrap_or_default()));
    let at = |value: &str| style.rfind(value).unwrap_or_else(|| panic!("{value} is not in the style sheet"));
    assert!(at("#004400") < at("#003366") && at("#003366") < at("#550055"));
    assert!(style[..at("#99ffcc")].ends_with("{:root:not([data-theme]){--c-link:"));
}

#[test]
fn a_theme_that_names_a_missing_sheet_or_an_unknown_token_is_told_where() {
    let site = Site::minimal();
    themed(&site, "blue");
    site.write("themes/blue/theme.toml", "extra_css = [\"bleu.css\"]\n");
    site.build(&[]).exits(2).says("themes/blue/theme.toml").says("`bleu.css`");
    site.write("themes/blue/theme.toml", "[tokens]\nakzent = \"#003366\"\n");
    site.build(&[]).exits(2).says("themes/blue/theme.toml").says("`akzent`").says("`accent`");
    site.write("themes/blue/theme.toml", "tokens = \"#003366\"\n");
    site.build(&[]).exits(2).says("themes/blue/theme.toml").says("[tokens]");
    site.write("site.toml", format!("{SETTINGS}[theme.tokens]\naccent = \"0b3d91\"\n"));
    site.build(&[]).exits(2).says("site.toml 的 `theme.tokens` 里 `accent` 的值 `0b3d91` 不是颜色").says("写作 `#0b3d91`");
}

/// The second theme of the repository dresses the whole site without a template of its own.
#[test]
fn the_blue_theme_changes_the_dress_alone() {
    let site = full::site();
    site.build(&["--output", "plain"]).succeeds();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/jianlan");
    for file in ["theme.toml", "assets/jianlan.css"] {
        let text = std::fs::read_to_string(folder.join(file)).expect("a file of the theme");
        site.write(&format!("themes/jianlan/{file}"), text);
    }
    let settings = String::from_utf8(site.files("")["site.toml"].clone()).expect("UTF-8");
    site.write("site.toml", format!("{settings}\n[theme]\nname = \"jianlan\"\n"));
    site.build(&["--output", "blue"]).succeeds();
    let (plain, blue) = (site.files("plain"), site.files("blue"));
    let pages = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        files.keys().filter(|path| path.ends_with(".html")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(pages(&plain), pages(&blue));
    for path in pages(&blue) {
        let page = String::from_utf8_lossy(&blue[&path]).into_owned();
        // Redirects of old addresses have no dress at all.
        let has_style = page.contains("rel=\"stylesheet\"");
        assert_eq!(page.matches("assets/jianlan.").count(), usize::from(has_style), "{path}");
        assert!(has_style || page.contains("http-equiv=\"refresh\""), "{path}");
    }
}

#[test]
fn a_wrong_name_in_a_template_is_told_with_file_line_page_and_near_names() {
    let site = Site::minimal();
    site.write(
        "templates/report.html",
        "{% extends \"theme/report.html\" %}\n{% block share %}\n<p>{{ report.titel }}</p>\n{% endblock share %}",
    );
    let run = site.build(&[]);
    run.exits(2).says("templates/report.html:3:").says("titel").says("`title`").says(PAGE);
    assert!(!site.has_output("index.html"));
}

#[test]
fn a_template_that_cannot_be_read_is_told_with_file_and_line() {
    let site = Site::minimal();
    site.write("templates/list.html", "{% extends \"theme/list.html\" %}\n{% block bar %}\n{% if %}\n");
    site.build(&[]).exits(2).says("templates/list.html:3");
}

#[test]
fn an_unknown_theme_is_told_with_those_that_there_are() {
    let site = Site::minimal();
    themed(&site, "blau");
    site.write("themes/blue/theme.toml", "name = \"blue\"\n");
    site.build(&[]).exits(2).says("blau").says("blue");
}

#[test]
fn tokens_change_colours_without_a_template() {
    let site = Site::minimal();
    site.write("site.toml", format!("{SETTINGS}[theme.tokens]\naccent = \"#003366\"\n"));
    site.build(&[]).succeeds();
    let is_own = |path: &String| path.starts_with("assets/") && path.ends_with(".css");
    let styles: Vec<String> = site.output_paths().into_iter().filter(is_own).map(|path| site.output(&path)).collect();
    assert!(styles.iter().any(|style| style.contains("#003366")));
}

/// An editor who names one colour gets a site of one hue, by day and by night.
#[test]
fn one_accent_changes_what_goes_with_it() {
    let site = Site::minimal();
    let style = || {
        let is_own = |path: &String| path.starts_with("assets/site.") && path.ends_with(".css");
        let path = site.output_paths().into_iter().find(is_own).expect("a style sheet");
        site.output(&path)
    };
    site.write("site.toml", format!("{SETTINGS}[theme.tokens]\naccent = \"#0b4a8f\"\n"));
    let run = site.build(&[]);
    assert!(!run.succeeds().stderr.contains("weak-contrast"), "{run}");
    let blue = style();
    let own = blue.rsplit_once(":root{--c-link:").map_or("", |(_, own)| own);
    assert!(own.starts_with("#0b4a8f;") && own.contains("--c-accent:#0b4a8f;}"), "{own}");
    assert!(own.contains(":root[data-theme=\"dark\"]{--c-link:#"), "{own}");
    site.write(
        "site.toml",
        format!(
            "{SETTINGS}[theme.tokens]\naccent = \"#0b4a8f\"\nlink = \"#004400\"\n[theme.tokens.dark]\naccent = \"#8cc0ff\"\n"
        ),
    );
    site.build(&[]).succeeds();
    assert!(style().contains("--c-link:#004400;") && style().contains("--c-link:#8cc0ff;"), "{}", style());
}

#[test]
fn a_weak_pair_of_colours_is_told_with_its_ratio_and_its_place() {
    let site = Site::minimal();
    site.write(
        "site.toml",
        format!("{SETTINGS}[theme.tokens]\naccent = \"#e0a0a0\"\n[theme.tokens.contrast]\nlink = \"#700\"\n"),
    );
    for run in [site.build(&[]), site.run(&["check"])] {
        run.exits(0).says("weak-contrast").says("浅色配色里，`accent` 的对比度不够");
        run.says("`accent` #e0a0a0 在 `paper` #fff 上是 2.16:1，至少要 4.5:1").says("`on-accent` #fff 在 `accent` #e0a0a0");
        run.says("高对比配色里，`link` 的对比度不够").says("`link` 改得更浅");
    }
    site.write("site.toml", format!("{SETTINGS}[theme.tokens]\naccent = \"rgb(11 61 145)\"\n"));
    assert!(!site.build(&[]).succeeds().stderr.contains("weak-contrast"));
}

#[test]
fn a_weak_pair_of_a_theme_is_told_as_the_themes() {
    let site = Site::minimal();
    themed(&site, "pale");
    site.write("themes/pale/theme.toml", "[tokens.dark]\nink = \"hsl(0 0% 30%)\"\n");
    site.build(&[]).exits(0).says("主题 `pale` 的深色配色对比度不够").says("`ink` hsl(0 0% 30%)");
    site.run(&["theme", "check", "themes/pale"]).exits(1).says("深色配色对比度不够：`ink` hsl(0 0% 30%)");
}

#[test]
fn extra_styles_and_scripts_are_loaded_on_every_page() {
    let site = Site::minimal();
    site.write("assets/my.css", "h1 { color: red }").write("assets/my.js", "void 0;");
    site.write("site.toml", format!("{SETTINGS}[theme]\nextra_css = [\"assets/my.css\"]\nextra_js = [\"assets/my.js\"]\n"));
    site.build(&[]).succeeds();
    for page in [PAGE, "index.html"] {
        let page = site.page(page);
        assert!(page.attributes("link[rel=stylesheet]", "href").iter().any(|href| href.contains("my.")));
        assert!(page.attributes("script[src]", "src").iter().any(|src| src.contains("my.")));
    }
}
