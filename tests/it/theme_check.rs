//! A theme on trial: the built-in one has no fault, and a bad one is told all of its faults at once, with file and line. `check`
//! tells of faults of the theme before a build does.

use crate::support::site::{SETTINGS, Site};

fn theme(files: &[(&str, &str)]) -> Site {
    let site = Site::empty();
    for (path, text) in files {
        site.write(&format!("themes/试/{path}"), text);
    }
    site
}

#[test]
fn the_themes_of_the_repository_have_no_fault() {
    let themes = concat!(env!("CARGO_MANIFEST_DIR"), "/themes");
    for entry in std::fs::read_dir(themes).expect("themes").map(|entry| entry.expect("a theme").path()) {
        let folder = entry.to_string_lossy().into_owned();
        Site::empty().run(&["theme", "check", &folder]).exits(0).says("没有问题");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let site = theme(&[
        ("theme.toml", "name = \"试\"\ncolour = \"red\"\nextand = \"default\"\n"),
        ("templates/list.html", "{% extends \"theme/list.html\" %}\n{% block bar %}\n{% if %}\n"),
        (
            "templates/catalog.html",
            "{% extends \"theme/catalog.html\" %}\n{% block bar %}{{ page.title | uper }}{% endblock %}\n",
        ),
        ("templates/report.html", "{% extends \"theme/report.html\" %}\n{% block share %}{{ report.titel }}{% endblock %}"),
        ("templates/about.html", "{% extends \"theme/about.html\" %}\n<p>块外</p>"),
        (
            "templates/home.html",
            "{% extends \"theme/home.html\" %}{% block body %}<h1 onclick=\"x()\">又一个</h1><nav><a href=\"javascript:x()\">x</a></nav>\
             <img src=\"https://www.example.org/x.png\"><script src=\"{{ root }}assets/no.js\"></script><i style=\"a\" id=\"main\"></i>\
             <style>a{}</style>{% endblock %}",
        ),
        ("templates/404.html", "<h1>没有</h1>"),
        ("assets/own.css", "a { background: url(no.png) } b { background: url(//www.example.org/x.png) }"),
    ]);
    let run = site.run(&["theme", "check", "themes/试"]);
    run.exits(1)
        .says("`colour`、`extand`")
        .says("themes/试/templates/list.html:3")
        .says("themes/试/templates/catalog.html:2:");
    run.says("`upper`").says("块以外的内容不起作用").says("themes/试/templates/report.html:2:").says("`title`");
    run.says("有 2 个 <h1>").says("onclick").says("是脚本").says("https://www.example.org/x.png").says("assets/no.js");
    run.says("<nav> 没有名称").says("没有 alt").says("style 属性").says("<style>").says("id `main`");
    run.says("404.html：页面类型是 `没有`").says("404.html：没有 <main").says("内容安全策略").says("<title>").says("zh-CN");
    run.says("`no.png` 不存在").says("own.css 从其他网站加载");
}

#[test]
fn a_fault_that_all_pages_share_is_told_once() {
    let base = "{% extends \"theme/base.html\" %}{% block body_end %}<img src=\"https://www.example.org/x.png\" alt=\"\">\
                <a href=\"/about.html\">甲</a><a href=\"{{ root }}nowhere.html\">乙</a>{% endblock %}";
    let site = theme(&[("templates/base.html", base)]);
    let run = site.run(&["theme", "check", "themes/试"]);
    run.exits(1)
        .says("种页面：<img> 从其他网站加载")
        .says("`/about.html` 从服务器的根目录算起")
        .says("nowhere.html` 不存在");
    // The third is told with each way up that the pages write.
    assert_eq!(run.stderr.matches("从其他网站加载").count(), 1, "{run}");
}

#[test]
fn a_theme_of_one_template_is_told_its_fault_alone() {
    let site = theme(&[("templates/report.html", "{% extends \"theme/report.html\" %}{% block shrae %}{% endblock %}")]);
    site.run(&["theme", "check", "themes/试"]).exits(1).says("`shrae`").says("有 1 处问题");
}

#[test]
fn the_text_and_the_attachments_of_a_report_may_not_be_left_out() {
    let report = "{% extends \"theme/report.html\" %}{% block body %}<div class=\"prose\">正文</div>{% endblock %}\
                  {% block attachments %}{% endblock %}";
    let site = theme(&[("templates/report.html", report)]);
    site.run(&["theme", "check", "themes/试"]).exits(1).says("没有正文").says("没有附件");
}

#[test]
fn the_record_of_changes_may_not_be_left_out() {
    let report = "{% extends \"theme/report.html\" %}{% block updates %}{% endblock %}";
    let site = theme(&[("templates/report.html", report)]);
    site.run(&["theme", "check", "themes/试"]).exits(1).says("没有更新记录");
}

#[test]
fn what_contract_relies_on_may_not_be_left_out() {
    let site = theme(&[
        ("templates/report.html", "{% extends \"theme/report.html\" %}{% block body %}{{ report.title }}{% endblock %}"),
        ("templates/base.html", "{% extends \"theme/base.html\" %}{% block crumbs %}{% endblock %}"),
        ("templates/list.html", "{% extends \"theme/list.html\" %}{% block body %}{% endblock %}"),
    ]);
    site.run(&["theme", "check", "themes/试"]).exits(1).says(".prose").says("当前位置").says("ol.docs");
}

#[test]
fn a_theme_may_extend_one_beside_it() {
    let site = theme(&[("theme.toml", "extends = \"底\"\n")]);
    site.write(
        "themes/底/templates/home.html",
        "{% extends \"theme/home.html\" %}{% block body %}{{ home.nix }}{% endblock %}",
    );
    site.run(&["theme", "check", "themes/试"]).exits(1).says("themes/底/templates/home.html:1:").says("nix");
    site.run(&["theme", "check", "themes"]).exits(2).says("不是主题的文件夹");
    site.run(&["theme", "check", "themes/无"]).exits(2);
}

#[test]
fn check_tells_of_the_theme_and_of_the_reports_together() {
    let site = Site::minimal();
    site.write(
        "templates/report.html",
        "{% extends \"theme/report.html\" %}{% block share %}{{ report.titel }}{% endblock %}",
    );
    site.report("示例栏目/另一篇", "titel = \"错\"\ndate = 2024-01-08", "正文。");
    site.run(&["check"]).exits(2).says("templates/report.html:1:").says("unknown-key");
    site.remove("reports/示例栏目/另一篇.md").write("templates/report.html", "{% extends \"theme/report.html\" %}");
    site.run(&["check"]).exits(0);
}

#[test]
fn every_file_that_settings_name_and_is_not_there_is_told() {
    let site = Site::minimal();
    site.write(
        "site.toml",
        format!("{SETTINGS}[theme]\nextra_css = [\"assets/one.css\"]\nextra_js = [\"assets/two.js\"]\n"),
    );
    site.run(&["check"]).exits(2).says("assets/one.css").says("assets/two.js");
}
