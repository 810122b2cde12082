//! A site that uses every feature once: what all pages must satisfy is checked on it.

use super::site::{PNG, SETTINGS, Site};

/// A title with every character that some format must escape.
pub const AWKWARD: &str = r#"<b>“甲”&乙</b> "丙" '丁' </script> {{ 戊 }}"#;

const POLICY: &str = "\
一、总则

（一）为规范停车，制定本办法。

见[实施方案](../工作计划/方案/index.md)和[附表](附表.csv)，也可看[本页附则](#s2)。

| 项目 | 数量 |
|---|---:|
| 车位 | 298 |

二、附则

本办法自2024年2月1日起施行[^1]。

三、其他

[^1]: 具体日期以通知为准。
";

const PLAN: &str = "\
![完成率](完成率.png)

完成车位298个。外部网站：<https://www.example.org/a?b=1&c=2>。

1. 第一项
2. 第二项

> 引文

**坚持便民。**具体措施如下。

——要点一。

- 事项
";

/// Settings with navigation, footer and a sub-path.
pub fn settings() -> String {
    let nav = "[nav]\nitems = [{ text = \"政策\", to = \"信息公开/政策文件\" }, { text = \"外网\", url = \"https://www.example.org/\" }]\n";
    let footer = "[footer]\nlinks = [{ text = \"规划\", to = \"信息公开/工作计划\" }]\nnote = \"内容均为示例\"\n";
    let home = "[home]\ntiles = \"信息公开\"\nnewest = 5\n";
    let settings = SETTINGS.replace("example.gov.cn\"\n", "example.gov.cn/gk\"\nper_page = 2\n");
    format!("{settings}{home}{nav}{footer}")
}

pub fn site() -> Site {
    let site = Site::bare();
    site.write("site.toml", settings());
    categories(&site);
    policies(&site);
    plans(&site);
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", "正文。");
    let literal = AWKWARD.replace('\\', "\\\\").replace('"', "\\\"");
    site.report("示例栏目/特殊", &format!("title = \"{literal}\"\ndate = 2024-05-01\nslug = \"teshu\""), "A & B < C。");
    site.report("示例栏目/同名", "title = \"示例文章\"\ndate = 2023-01-08", "正文。");
    site.report("示例栏目/草稿", "title = \"草稿\"\ndate = 2024-01-08\ndraft = true", "正文。");
    site
}

fn categories(site: &Site) {
    let write = |folder: &str, text: &str| site.write(&format!("reports/信息公开{folder}/_category.toml"), text);
    write("", "description = \"公开各类信息。\"\nkeywords = [\"公开\"]\nkind = \"信息公开目录\"\n");
    write("/政策文件", "description = \"政策全文\"\nkeywords = [\"政策\", \"文件\"]\nkind = \"政策文件\"\nweight = 1\n");
    write("/政策解读", "description = \"政策的解读\"\nkeywords = [\"解读\"]\nkind = \"政策解读\"\n");
}

fn policies(site: &Site) {
    let matter = "title = \"停车管理办法\"\ntitle_breaks = [\"停车\", \"管理办法\"]\ndate = 2024-01-15T10:30:00\nwritten = 2024-01-10\n\
         number = \"示例办〔2024〕1号\"\nindex = \"00000000-0/2024-00001\"\nkeywords = [\"停车\", \"管理\"]\n\
         editor = \"党政办\"\nexpires = 2029-12-31\naliases = [\"/old/post_1.html\"]";
    site.report("信息公开/政策文件/办法", matter, POLICY);
    site.write("reports/信息公开/政策文件/附表.csv", "项目,数量\n车位,298\n");
    site.report(
        "信息公开/政策文件/旧办法",
        "title = \"旧办法\"\ndate = 2021-01-15\nvalidity = \"废止\"\n\
         number = \"示例办〔2021〕1号\"\nindex = \"00000000-0/2021-00001\"\nwritten = 2021-01-10",
        "正文。",
    );
    site.report(
        "信息公开/政策文件/意见",
        "title = \"意见\"\ndate = 2023-01-15\nsource = \"示例区司法局\"\n\
         number = \"示例办〔2023〕1号\"\nindex = \"00000000-0/2023-00001\"\nwritten = 2023-01-10\nvalidity = \"有效\"",
        "正文。",
    );
    let matter = "title = \"停车管理办法解读\"\ndate = 2024-01-16\ninterprets = [\"../政策文件/办法.md\"]";
    site.report("信息公开/政策解读/解读", matter, "正文。");
}

fn plans(site: &Site) {
    let matter = "title = \"实施方案\"\ndate = 2024-03-01\ndescription = \"方案的摘要\"\ncategories = [\"政策文件\"]\n\
         related = [\"../../政策文件/意见.md\"]\nhighlights = [{ label = \"车位\", value = \"298\", unit = \"个\", note = \"新增\" }]";
    site.write("reports/信息公开/工作计划/方案/index.md", format!("+++\n{matter}\n+++\n\n{PLAN}"));
    site.write("reports/信息公开/工作计划/方案/完成率.png", PNG);
    site.write("reports/信息公开/工作计划/方案/报名 表&.docx", crate::privacy::docx("", &[]));
    site.report("信息公开/工作计划/明年", "title = \"明年计划\"\ndate = 2025-03-01", "正文。");
}

#[test]
fn nothing_is_wrong_with_the_full_site() {
    let run = site().check();
    // The link to another site, the names of the sample and the tags in a title are there on purpose.
    assert_eq!(run.succeeds().rules(), ["non-government-link", "sample-content", "stray-markup"], "{run}");
}
