//! Words that are wrong alone and right across two words: 干部|暑期, 研究|竞争. They are neither told nor mended; what is wrong still is.

use std::fs;

use crate::support::site::Site;

fn site(texts: &[&str]) -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"示例文章\"\ndate = 2024-01-08", &texts.join("\n\n"));
    site
}

fn read(site: &Site) -> String {
    fs::read_to_string(site.root.join("reports/示例栏目/文章.md")).expect("the report")
}

const RIGHT: [&str; 15] = [
    "会计账薄弱环节，外协条件变化，签暑期协议，签暑假用工合同。",
    "人大代表选拨款项目，影响誉满全国的品牌，台风登陆系统性影响。",
    "全镇有12家俱乐部。",
    "开展干部暑期培训。",
    "深入研究竞争中性原则。",
    "抢修井盖，修复盖板120块。",
    "这是庄严历史责任。",
    "提供无偿试用服务。",
    "慰问侯大爷。",
    "严查赌博斗殴行为。",
    "组织学习政协条例。",
    "会议重申情况通报制度。",
    "建立完善长效机制。",
    "报名人员必须品行端正。",
    "坚持实事求是是我们的作风，本规定规定了流程。",
];

#[test]
fn right_sentences_are_neither_told_nor_changed() {
    let site = site(&RIGHT);
    let before = read(&site);
    assert_eq!(site.check().rules(), Vec::<String>::new());
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
    assert_eq!(read(&site), before);
}

#[test]
fn the_same_wrong_words_elsewhere_are_mended() {
    let site = site(&["会议部暑了工作。", "毕竞是大事。", "通过环镜评估。", "加强协条，提出申情。", "共同尊守。"]);
    site.run(&["fix"]).succeeds().says("已改正 6 处");
    let text = read(&site);
    for right in ["部署了", "毕竟是", "环境评估", "加强协调，提出申请", "共同遵守"] {
        assert!(text.contains(right), "{right}: {text}");
    }
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
}

#[test]
fn names_of_firms_are_told_and_left_as_they_are() {
    let site = site(&["中标单位：某市宏杨建筑工程有限公司。", "采购单位：某市秸杆综合利用合作社。", "由通迅录查找。"]);
    let before = read(&site);
    let told = site.check().json()["findings"].as_array().expect("findings").len();
    assert_eq!(told, 3);
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
    assert_eq!(read(&site), before);
}

#[test]
fn names_of_people_and_places_titles_and_words_that_are_spoken_of_are_told_and_left_as_they_are() {
    let texts = [
        "主任侯选明、侯车宝、李善长、赵幸勤、李峻工、王复盖。",
        "复盖路3号，家俱城，金色渡假村。",
        "歌曲《离别的时侯》，《身分证条例》，《布署工作方案》。",
        "“部暑”应为“部署”。",
    ];
    let site = site(&texts);
    let before = read(&site);
    assert!(site.check().rules().contains(&"wrong-word".to_string()));
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
    assert_eq!(read(&site), before);
}

/// Whatever is mended into whatever: a second run finds nothing, though the right side of one row may make another row with what
/// follows it (严历史 → 严厉史 → 严历史).
#[test]
fn no_two_rows_undo_each_other() {
    let rules = include_str!("../../src/check/tables/wrong_words.toml");
    let table: toml::Table = rules.parse().expect("a table");
    let groups = table["group"].as_array().expect("groups").iter();
    let rows: Vec<(String, String)> = groups
        .flat_map(|group| group["words"].as_array().expect("rows"))
        .map(|row| [0, 1].map(|column| row[column].as_str().expect("a word").to_string()))
        .map(|[wrong, right]| (wrong, right))
        .collect();
    let mut texts = Vec::new();
    for (wrong, right) in &rows {
        for (next, _) in &rows {
            let mut rest = next.chars();
            if rest.next() == right.chars().next_back() {
                texts.push(format!("甲{wrong}{}乙。", rest.as_str()));
            }
        }
    }
    assert!(texts.len() > 10, "{texts:?}");
    let site = site(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    site.run(&["fix"]).succeeds();
    let once = read(&site);
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
    assert_eq!(read(&site), once);
}
