//! What every page must have, whatever the theme: scripts, people with assistive tools and inspections rely on it. A page is read
//! as a row of tags; what only a browser can tell is left to the browser.

use std::collections::BTreeSet;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::fault::Fault;
use crate::index::SiteIndex;
use crate::load::sources::ThemeFiles;
use crate::model::fixed_page::FixedPage;
use crate::model::page::{PageKind, PagePlan, PlannedPage, ReportId};
use crate::model::path::{UrlPath, percent_decode};

/// So many characters tell whether a text is on its page; marks of notes and the like may stand between more.
const OPENING: usize = 4;

/// What pages are held against.
pub struct Contract<'p> {
    plan: &'p PagePlan,
    index: &'p SiteIndex,
    /// The 404 page's links begin with it.
    base: String,
}

/// A start tag.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
    }
}

impl<'p> Contract<'p> {
    /// What pages of the site `index`, planned as `plan`, must have. `base` is the path at which the 404 page looks for the
    /// root.
    pub fn new(plan: &'p PagePlan, index: &'p SiteIndex, base: String) -> Contract<'p> {
        Contract { plan, index, base }
    }

    /// What is wrong with a page, each in one sentence with its cure.
    pub fn faults(&self, url: &UrlPath, page: &PlannedPage, html: &str) -> Vec<Fault> {
        let tags = tags(html);
        let mut faults: Vec<String> = Vec::new();
        faults.extend(landmarks(&tags));
        faults.extend(of_kind(&page.kind, &tags));
        faults.extend(unsafe_parts(&tags));
        faults.extend(self.missing_files(url, &tags));
        if let PageKind::Report(id) = page.kind {
            faults.extend(self.left_out(url, id, html, &tags));
        }
        if page.kind != PageKind::Fixed(FixedPage::NotFound) {
            faults.extend(rooted_links(&tags));
        }
        let template = template(&page.kind);
        faults.into_iter().map(|what| Fault { what, template, page: url.to_string() }).collect()
    }

    /// Scripts, style sheets, pictures and pages that the site does not have.
    fn missing_files(&self, url: &UrlPath, tags: &[Tag]) -> Vec<String> {
        let mut faults = Vec::new();
        for tag in tags {
            let Some(address) = loaded(tag).or(followed(tag)).filter(|address| !is_foreign(address)) else { continue };
            if address.starts_with("data:") || self.target(url, address).is_some_and(|file| self.plan.get(&file).is_some()) {
                continue;
            }
            let shown = self.target(url, address).map_or_else(|| address.to_string(), |file| file.to_string());
            faults.push(format!(
                "<{}> 指向的文件 `{shown}` 不存在\n  = 处理：用 `{{{{ root }}}}` 加视图里的 path，自己的文件放在主题的 assets/ 里",
                tag.name
            ));
        }
        faults
    }

    /// The file of the site that an address on the page at `url` names.
    fn target(&self, url: &UrlPath, address: &str) -> Option<UrlPath> {
        let path = percent_decode(address.split(['?', '#']).next().unwrap_or_default());
        let file = match path.strip_prefix(&self.base).filter(|_| path.starts_with('/')) {
            Some(below) => below.to_string(),
            None => from(url, &path)?,
        };
        UrlPath::new(&file)
    }

    /// What readers come for: the text of a report, its attachments, and what was changed of it since.
    fn left_out(&self, url: &UrlPath, id: ReportId, html: &str, tags: &[Tag]) -> Vec<String> {
        let report = &self.index.reports[id];
        let mut faults = Vec::new();
        let opening: String = report.body.summary.chars().take(OPENING).collect();
        let shown = html.split_once("<body").map_or("", |(_, body)| body);
        // What is escaped on the page cannot be looked for as it is.
        if !opening.contains(['<', '>', '&', '"', '\'']) && !shown.contains(&opening) {
            faults.push("没有正文\n  = 处理：保留 {{ report.body_html }}".to_string());
        }
        let leads_to_one = |tag: &Tag| {
            let file = followed(tag).and_then(|address| self.plan.get(&self.target(url, address)?));
            file.is_some_and(|file| matches!(file.kind, PageKind::Attachment { report, .. } if report == id))
        };
        if report.attachments.iter().any(|file| !file.in_text) && !tags.iter().any(leads_to_one) {
            faults.push("没有附件\n  = 处理：照内置主题的写法列出 report.attachments".to_string());
        }
        // A theme that leaves it out makes every correction a silent one.
        let is_shown = |note: &str| note.contains(['<', '>', '&', '"', '\'']) || shown.contains(note);
        if report.metadata.updates.iter().any(|update| !is_shown(&update.note)) {
            faults.push("没有更新记录\n  = 处理：照内置主题的写法列出 report.updates".to_string());
        }
        faults
    }
}

/// The template that the kind of page is made with.
fn template(kind: &PageKind) -> &'static str {
    match kind {
        PageKind::Fixed(page) => page.template(),
        PageKind::Listing { .. } => "category.html 或 list.html",
        PageKind::Year { .. } => "list.html",
        PageKind::Catalog { .. } => "catalog.html",
        PageKind::Report(_) => "report.html",
        PageKind::Redirect { .. } => "redirect.html",
        PageKind::Withdrawn(_) => "gone.html",
        _ => "",
    }
}

/// The values that `<meta name="page-type">` may have on a page of the kind.
fn page_types(kind: &PageKind) -> Vec<&'static str> {
    match kind {
        PageKind::Fixed(page) => vec![page.page_type()],
        PageKind::Listing { .. } => vec!["category", "list"],
        PageKind::Year { .. } => vec!["list"],
        PageKind::Catalog { .. } => vec!["catalog"],
        PageKind::Report(_) => vec!["report"],
        PageKind::Withdrawn(_) => vec!["gone"],
        _ => vec!["page"],
    }
}

fn tags(html: &str) -> Vec<Tag> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Tokenizer::new_with_emitter(html, DefaultEmitter::<()>::default())
        .filter_map(|token| match token {
            Ok(Token::StartTag(tag)) => Some(Tag {
                name: text(&tag.name),
                attributes: tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect(),
            }),
            _ => None,
        })
        .collect()
}

fn landmarks(tags: &[Tag]) -> Vec<String> {
    let mut faults = Vec::new();
    let named = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
    if named("h1") != 1 {
        faults.push(format!("有 {} 个 <h1>，应当只有一个\n  = 处理：页名写作 <h1>，其他标题从 <h2> 起", named("h1")));
    }
    if !tags.iter().any(|tag| tag.name == "main" && tag.get("id") == Some("main")) {
        faults.push("没有 <main id=\"main\">\n  = 处理：正文放在 <main id=\"main\"> 里，“跳到正文”指向它".into());
    }
    if !tags.iter().any(|tag| tag.name == "html" && tag.get("lang") == Some("zh-CN")) {
        faults.push("<html> 没有 lang=\"zh-CN\"\n  = 处理：写作 <html lang=\"zh-CN\">".into());
    }
    if named("title") == 0 {
        faults.push("没有 <title>\n  = 处理：写作 <title>{{ page.head_title }}</title>".into());
    }
    if !tags.iter().any(|tag| tag.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy")))
    {
        faults.push("没有内容安全策略\n  = 处理：保留 base.html 里的 Content-Security-Policy".into());
    }
    let is_named =
        |tag: &Tag| tag.get("aria-label").or(tag.get("aria-labelledby")).is_some_and(|name| !name.trim().is_empty());
    if tags.iter().any(|tag| tag.name == "nav" && !is_named(tag)) {
        faults.push("<nav> 没有名称\n  = 处理：写 aria-label，如 aria-label=\"主导航\"".into());
    }
    if tags.iter().any(|tag| tag.name == "img" && tag.get("alt").is_none()) {
        faults.push("<img> 没有 alt\n  = 处理：写 alt，纯装饰的写 alt=\"\"".into());
    }
    let mut ids = BTreeSet::new();
    if let Some(id) = tags.iter().filter_map(|tag| tag.get("id")).find(|id| !ids.insert(*id)) {
        faults.push(format!("id `{id}` 用了不止一次\n  = 处理：一页之内 id 不能重复"));
    }
    faults
}

fn of_kind(kind: &PageKind, tags: &[Tag]) -> Vec<String> {
    let mut faults = Vec::new();
    let expected = page_types(kind);
    let found = tags
        .iter()
        .find(|tag| tag.name == "meta" && tag.get("name") == Some("page-type"))
        .and_then(|tag| tag.get("content"));
    if !found.is_some_and(|found| expected.contains(&found)) {
        let found = found.unwrap_or("没有");
        faults.push(format!(
            "页面类型是 `{found}`，应当是 `{}`\n  = 处理：写作 <meta name=\"page-type\" content=\"{{{{ page.kind }}}}\">",
            expected.join("` 或 `")
        ));
    }
    let nav = |label: &str| tags.iter().any(|tag| tag.name == "nav" && tag.get("aria-label") == Some(label));
    let class = |name: &str| tags.iter().any(|tag| tag.has_class(name));
    let mut need = |is_there: bool, what: &str| {
        if !is_there {
            faults.push(format!("没有{what}\n  = 处理：照内置主题的写法保留"));
        }
    };
    match kind {
        PageKind::Report(_) => {
            need(nav("当前位置"), "当前位置 nav[aria-label=当前位置]");
            need(class("prose"), "正文的外框 .prose");
            need(tags.iter().any(|tag| tag.name == "time" && tag.get("datetime").is_some()), "日期 <time datetime>");
        }
        PageKind::Listing { .. } | PageKind::Year { .. } => {
            need(nav("当前位置"), "当前位置 nav[aria-label=当前位置]");
            need(tags.iter().any(|tag| tag.name == "ol" && tag.has_class("docs")), "文章列表 ol.docs");
            need(nav("分页"), "分页 nav[aria-label=分页]");
        }
        PageKind::Catalog { .. } => need(tags.iter().any(|tag| tag.name == "table"), "目录表 <table>"),
        PageKind::Redirect { .. } => need(
            tags.iter().any(|tag| tag.get("http-equiv") == Some("refresh")),
            "转到新网址的 <meta http-equiv=\"refresh\">",
        ),
        PageKind::Withdrawn(_) => {
            let is_kept_out = |tag: &&Tag| tag.get("name") == Some("robots") && tag.get("content") == Some("noindex");
            need(tags.iter().any(|tag| is_kept_out(&tag)), "不让收录的 <meta name=\"robots\" content=\"noindex\">");
        }
        _ => {}
    }
    faults
}

/// What the policy of the pages forbids, or what tells others who reads here.
fn unsafe_parts(tags: &[Tag]) -> Vec<String> {
    let mut faults = Vec::new();
    for tag in tags {
        for (name, value) in &tag.attributes {
            if name.len() > 2 && name.starts_with("on") {
                faults
                    .push(format!("<{}> 里有事件属性 `{name}`，浏览器不会执行\n  = 处理：写在 assets/ 的脚本里", tag.name));
            } else if name == "style" {
                faults.push(format!("<{}> 里有 style 属性，浏览器不会采用\n  = 处理：写在样式表里", tag.name));
            } else if matches!(name.as_str(), "href" | "src" | "action")
                && value.trim_start().to_ascii_lowercase().starts_with("javascript:")
            {
                faults.push(format!("<{}> 的 {name} 是脚本\n  = 处理：写在 assets/ 的脚本里", tag.name));
            }
        }
        if let Some(address) = loaded(tag).filter(|address| is_foreign(address)) {
            faults.push(format!("<{}> 从其他网站加载 `{address}`\n  = 处理：文件放在主题的 assets/ 里", tag.name));
        }
        let is_data = tag.get("type").is_some_and(|kind| kind.ends_with("json"));
        if tag.name == "style" || (tag.name == "script" && tag.get("src").is_none() && !is_data) {
            faults.push(format!("页面里有 <{}>，浏览器不会采用\n  = 处理：写在 assets/ 的文件里", tag.name));
        }
    }
    faults
}

/// What the tag makes a browser load.
fn loaded(tag: &Tag) -> Option<&str> {
    match tag.name.as_str() {
        "img" | "script" | "iframe" | "video" | "audio" | "source" | "embed" | "track" => tag.get("src"),
        "object" => tag.get("data"),
        "link" => {
            let rel = tag.get("rel").unwrap_or_default();
            let loads =
                ["stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch", "prefetch"];
            rel.split_ascii_whitespace().any(|rel| loads.contains(&rel)).then(|| tag.get("href")).flatten()
        }
        _ => None,
    }
}

/// Where the tag leads a reader. A bare anchor stays on the page.
fn followed(tag: &Tag) -> Option<&str> {
    let address = match tag.name.as_str() {
        "a" | "area" => tag.get("href"),
        "form" => tag.get("action"),
        _ => None,
    };
    address.filter(|address| !address.is_empty() && !address.starts_with(['#', '?']))
}

/// Links from the root of a server lead nowhere below a path and from a disk.
fn rooted_links(tags: &[Tag]) -> Vec<String> {
    let rooted = tags.iter().filter_map(|tag| Some((tag, loaded(tag).or(followed(tag))?)));
    let rooted = rooted.filter(|(_, address)| address.starts_with('/') && !address.starts_with("//"));
    let told = |(tag, address): (&Tag, &str)| {
        format!(
            "<{}> 的地址 `{address}` 从服务器的根目录算起，网站放在子目录里、从 file:// 打开时会失效\n  = 处理：写作 `{{{{ root }}}}` 加视图里的 path",
            tag.name
        )
    };
    rooted.map(told).collect()
}

fn is_foreign(address: &str) -> bool {
    let address = address.trim_start();
    address.starts_with("//")
        || address.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':') && !start.starts_with("data:"))
}

/// The file that a relative address names.
fn from(url: &UrlPath, address: &str) -> Option<String> {
    if address.is_empty() || address.starts_with('/') {
        return None;
    }
    let mut folders: Vec<&str> = url.as_str().split('/').collect();
    folders.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(folders.pop()?),
            "." => {}
            part => folders.push(part),
        }
    }
    Some(folders.join("/"))
}

/// What a theme's style sheet loads from others, or from nowhere.
pub fn style_sheet(path: &str, bytes: &[u8], files: &ThemeFiles) -> Vec<String> {
    let css = String::from_utf8_lossy(bytes);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut faults = Vec::new();
    if css.contains("@import") {
        faults.push(format!("{path} 里有 @import\n  = 处理：写在一个样式表里，或用 site.toml 的 extra_css"));
    }
    for rest in css.split("url(").skip(1) {
        let address = rest.split(')').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        if address.starts_with(['#']) || address.starts_with("data:") {
            continue;
        }
        if is_foreign(address) {
            faults.push(format!("{path} 从其他网站加载 `{address}`\n  = 处理：文件放在主题的 assets/ 里"));
        } else if !files.contains_key(&format!("{folder}/{address}")) {
            faults.push(format!("{path} 用到的 `{address}` 不存在\n  = 处理：文件放在样式表旁边，字体可以用原名"));
        }
    }
    faults
}
