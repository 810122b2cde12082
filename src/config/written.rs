//! `site.toml` as people write it: every key, its type, its default. This is the one place that knows the names of the
//! settings; an unknown one is a fault.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::complete::{
    AgencyMark, AllowedFile, Config, Gov, Home, HomeSection, Links, MenuItem, MenuTarget, Org, PrintStyle, Punctuation,
    RuleLevel, ThemeSettings,
};
use super::review;
use super::shapes::{host_of, is_web_url};
use super::tokens::Tokens;
use super::words::Words;
use crate::diagnostics::Level;
use crate::model::address::{Address, OwnSite, Unusable, encoded};
use crate::model::category::Cadence;
use crate::model::date::Offset;
use crate::model::fault::FaultKind;
use crate::model::markdown_options::Lines;
use crate::model::span::{Located, Span};
use crate::strict_toml::{self, Reader};

/// What the share row of a report can offer.
const SHARE: [&str; 5] = ["qr", "copy", "system", "weibo", "qq"];

type Spans = RefCell<BTreeMap<&'static str, Span>>;

/// Reads `site.toml`. What is unusable has its default and a fault in [`Config::faults`].
pub(super) fn parse(text: &str) -> Config {
    let mut faults = Vec::new();
    let spans = Spans::default();
    let mut config = strict_toml::read(text, 0, &mut faults, |reader| {
        let config = read(reader, &spans);
        Config { written: reader.written(), ..config }
    });
    config.source = text.to_string();
    config.spans = spans.into_inner();
    config.faults = faults;
    config
}

/// Every key of `site.toml`.
pub(super) fn keys() -> BTreeSet<String> {
    strict_toml::keys(|reader| read(reader, &Spans::default()))
}

fn read(reader: &Reader<'_>, spans: &Spans) -> Config {
    let text = |key| take(reader, key, key, spans);
    let written_title = text("title");
    let base_url = base_url(reader, spans);
    let own = base_url.as_deref().and_then(OwnSite::at);
    let links = links(reader, base_url.is_some());
    let markdown = reader.table("markdown", |table| {
        let punctuation = table.parsed("punctuation", Punctuation::FORMS, Punctuation::parse);
        (table.boolean("leads"), table.parsed("lines", Lines::FORMS, Lines::parse), punctuation)
    });
    let (leads, lines, punctuation) = markdown.unwrap_or_default();
    let org = reader.table("org", |table| org(table, spans)).unwrap_or_default();
    let mut gov = reader.table("gov", |table| gov(table, spans)).unwrap_or_default();
    if gov.domain.is_empty() {
        gov.domain = base_url.as_deref().and_then(host_of).unwrap_or_default().to_string();
    }
    let footer = reader.table("footer", |table| (menu(table, "links", own.as_ref()), table.string("note")));
    let (footer_links, footer_note) = footer.unwrap_or_default();
    let short_title = text("short_title");
    // Pages need a name; the rule about missing fields says that it is missing.
    let title = match (written_title.is_empty(), org.name.is_empty()) {
        (false, _) => written_title,
        (true, false) => format!("{}信息公开", org.name),
        (true, true) => "信息公开".to_string(),
    };
    Config {
        short_title: if short_title.is_empty() { title.clone() } else { short_title },
        title,
        description: text("description"),
        base_url,
        links,
        index_names: reader.boolean("index_names").is_none_or(|names| names.value),
        min_generator: text("min_generator"),
        timezone: reader
            .parsed("timezone", "与北京时间一致写作 `+08:00`", Offset::parse)
            .map_or(Offset::CHINA, |offset| offset.value),
        per_page: positive(reader, "per_page", 20, 500),
        share: share(reader),
        print: print(reader),
        home: reader.table("home", home).unwrap_or(Home {
            tiles: None,
            newest: 10,
            sections: HomeSection::ALL.to_vec(),
            cadence: None,
        }),
        org,
        gov,
        theme: reader
            .table("theme", theme)
            .unwrap_or_else(|| ThemeSettings { name: "default".into(), ..Default::default() }),
        nav: reader.table("nav", |table| menu(table, "items", own.as_ref())),
        footer_links,
        footer_note: footer_note.map(|note| note.value).unwrap_or_default(),
        run_in_leads: leads.is_none_or(|leads| leads.value),
        lines: lines.map(|lines| lines.value).unwrap_or_default(),
        punctuation: punctuation.map(|found| found.value).unwrap_or_default(),
        allowed_files: reader.table("attachments", allowed_files).unwrap_or_default(),
        review: reader.table("review", review::policy).unwrap_or_default(),
        levels: reader.table("check", levels).unwrap_or_default(),
        extra: reader.table("extra", Reader::free).unwrap_or_default(),
        spans: BTreeMap::new(),
        faults: Vec::new(),
        source: String::new(),
        written: Vec::new(),
        words: Words::default(),
    }
}

/// A string setting, trimmed, its place kept under `name`.
fn take(reader: &Reader<'_>, key: &'static str, name: &'static str, spans: &Spans) -> String {
    match reader.string(key) {
        Some(found) => {
            spans.borrow_mut().insert(name, found.span);
            found.value.trim().to_string()
        }
        None => String::new(),
    }
}

fn base_url(reader: &Reader<'_>, spans: &Spans) -> Option<String> {
    let found = reader.string("base_url")?;
    spans.borrow_mut().insert("base_url", found.span);
    let url = found.value.trim().trim_end_matches('/');
    if url.is_empty() {
        return None;
    }
    if !is_web_url(url) || url.contains(['?', '#']) {
        let expected = "完整的网址，如 `https://www.example.gov.cn`".to_string();
        reader.fault(found.span, FaultKind::InvalidValue { key: "base_url".into(), value: found.value, expected });
        return None;
    }
    Some(encoded(url))
}

/// A setting that readers follow: an address of the web or of the site, as machines want it. Of what nobody could open nothing is left.
fn address(reader: &Reader<'_>, key: &'static str, name: &'static str, spans: &Spans) -> String {
    let written = take(reader, key, name, spans);
    let shown = match Address::parse(&written) {
        Address::Web(_) | Address::Contact(_) => return encoded(&written),
        Address::Empty | Address::Site(_) => return written,
        // The folders may name a person.
        Address::Unusable(Unusable::LocalFile { name }) => name.to_string(),
        Address::InlinePicture(_) | Address::Unusable(_) => written.clone(),
    };
    let expected = "公众能打开的完整网址，如 `https://www.example.gov.cn/`".to_string();
    let span = reader.span_of(key).unwrap_or_default();
    reader.fault(span, FaultKind::InvalidValue { key: name.into(), value: shown, expected });
    String::new()
}

/// Links from the root of a server need to know how far below it the site is; guessed wrong, they would all be dead.
fn links(reader: &Reader<'_>, is_placed: bool) -> Links {
    let Some(links) = reader.parsed("links", Links::FORMS, Links::parse) else { return Links::Relative };
    if links.value == Links::Absolute && !is_placed {
        let expected = "没有可用的 `base_url` 时只能写 `relative`；写了 `base_url`，链接才知道从哪个路径算起".to_string();
        reader.fault(links.span, FaultKind::InvalidValue { key: "links".into(), value: "absolute".into(), expected });
        return Links::Relative;
    }
    links.value
}

fn positive(reader: &Reader<'_>, key: &'static str, default: usize, most: i64) -> usize {
    let Some(found) = reader.integer(key) else { return default };
    if (1..=most).contains(&found.value) {
        return usize::try_from(found.value).unwrap_or(default);
    }
    let kind = FaultKind::InvalidValue {
        key: reader.full_name(key),
        value: found.value.to_string(),
        expected: format!("1 到 {most} 之间的整数"),
    };
    reader.fault(found.span, kind);
    default
}

fn share(reader: &Reader<'_>) -> Vec<String> {
    if reader.span_of("share").is_none() {
        reader.strings("share");
        return SHARE.map(String::from).to_vec();
    }
    let mut chosen = Vec::new();
    for item in reader.strings("share") {
        if SHARE.contains(&item.value.as_str()) {
            chosen.push(item.value);
        } else {
            let expected = format!("{} 中的几项", SHARE.map(|name| format!("`{name}`")).join("、"));
            reader.fault(item.span, FaultKind::InvalidValue { key: "share".into(), value: item.value, expected });
        }
    }
    chosen
}

fn print(reader: &Reader<'_>) -> PrintStyle {
    let style = reader.table("print", |table| table.parsed("style", PrintStyle::FORMS, PrintStyle::parse));
    style.flatten().map(|style| style.value).unwrap_or_default()
}

fn home(table: &Reader<'_>) -> Home {
    let cadence = table.parsed("cadence", Cadence::FORMS, Cadence::parse).map(|cadence| cadence.value);
    Home { tiles: table.string("tiles"), newest: positive(table, "newest", 10, 100), sections: sections(table), cadence }
}

fn sections(table: &Reader<'_>) -> Vec<HomeSection> {
    let written = table.strings("sections");
    if table.span_of("sections").is_none() {
        return HomeSection::ALL.to_vec();
    }
    let mut chosen = Vec::new();
    for item in written {
        let section = HomeSection::ALL.into_iter().find(|section| section.name() == item.value);
        match section.filter(|section| !chosen.contains(section)) {
            Some(section) => chosen.push(section),
            None => {
                let names = HomeSection::ALL.map(|section| format!("`{}`", section.name())).join("、");
                let expected = format!("{names} 中的几项，每项最多写一次");
                let key = table.full_name("sections");
                table.fault(item.span, FaultKind::InvalidValue { key, value: item.value, expected });
            }
        }
    }
    chosen
}

fn org(table: &Reader<'_>, spans: &Spans) -> Org {
    Org {
        name: take(table, "name", "org.name", spans),
        brand: take(table, "brand", "org.brand", spans),
        logo: take(table, "logo", "org.logo", spans),
        column: take(table, "column", "org.column", spans),
        operator: take(table, "operator", "org.operator", spans),
        phone: take(table, "phone", "org.phone", spans),
        address: take(table, "address", "org.address", spans),
        email: take(table, "email", "org.email", spans),
        hours: take(table, "hours", "org.hours", spans),
        source: take(table, "source", "org.source", spans),
        issuer: take(table, "issuer", "org.issuer", spans),
        names: table.strings("names").into_iter().map(|name| name.value.trim().to_string()).collect(),
    }
}

fn gov(table: &Reader<'_>, spans: &Spans) -> Gov {
    let agency_mark = table.table("agency_mark", |mark| AgencyMark {
        image: take(mark, "image", "gov.agency_mark.image", spans),
        url: address(mark, "url", "gov.agency_mark.url", spans),
        alt: take(mark, "alt", "gov.agency_mark.alt", spans),
    });
    Gov {
        site_id: take(table, "site_id", "gov.site_id", spans),
        inherit_from: take(table, "inherit_from", "gov.inherit_from", spans),
        domain: take(table, "domain", "gov.domain", spans),
        icp: take(table, "icp", "gov.icp", spans),
        police: take(table, "police", "gov.police", spans),
        police_icon: take(table, "police_icon", "gov.police_icon", spans),
        agency_mark: agency_mark.unwrap_or_default(),
        find_error_url: address(table, "find_error_url", "gov.find_error_url", spans),
    }
}

fn theme(table: &Reader<'_>) -> ThemeSettings {
    ThemeSettings {
        name: table.string("name").map_or_else(|| "default".to_string(), |name| name.value),
        tokens: Tokens::read(table),
        options: table.table("options", Reader::free).unwrap_or_default(),
        extra_css: table.strings("extra_css"),
        extra_js: table.strings("extra_js"),
    }
}

fn menu(table: &Reader<'_>, key: &'static str, own: Option<&OwnSite>) -> Vec<MenuItem> {
    let items = table.tables(key, |item| (item.string("text"), item.string("to"), item.string("url")));
    let mut menu = Vec::new();
    for Located { value: (text, to, url), span } in items {
        let target = match (to, url) {
            (Some(to), None) => MenuTarget::Site(to.value),
            (None, Some(url)) if matches!(Address::parse(&url.value), Address::Web(_)) => elsewhere(&url.value, own),
            // `url = "sitemap.html"` is what people write; a page of this site is meant.
            (None, Some(url)) if !url.value.contains(':') => MenuTarget::Site(url.value),
            (_, other) => {
                let value = other.map(|url| url.value).unwrap_or_default();
                let expected = "`to`（栏目或本站页面）与 `url`（其他网站的完整网址）恰好写一个".to_string();
                table.fault(span, FaultKind::InvalidValue { key: table.full_name(key), value, expected });
                continue;
            }
        };
        let Some(text) = text.filter(|text| !text.value.trim().is_empty()) else {
            let expected = "每一项都要有 `text`，即显示的文字".to_string();
            table.fault(span, FaultKind::InvalidValue { key: table.full_name(key), value: String::new(), expected });
            continue;
        };
        menu.push(MenuItem { text: text.value, target, span });
    }
    menu
}

/// What lacks its file or its reason allows nothing.
fn allowed_files(table: &Reader<'_>) -> Vec<Located<AllowedFile>> {
    let items = table.tables("allow", |item| (item.string("file"), item.string("reason")));
    let mut allowed = Vec::new();
    for Located { value: (file, reason), span } in items {
        let text = |found: Option<Located<String>>| found.map_or(String::new(), |found| found.value.trim().to_string());
        let (file, reason) = (text(file), text(reason));
        if file.is_empty() || reason.is_empty() {
            let expected = "每一项都要有 `file`（附件的路径，如 `reports/栏目/文章/附件.html`）和 `reason`（允许的理由）";
            let (key, expected) = (table.full_name("allow"), expected.to_string());
            table.fault(span, FaultKind::InvalidValue { key, value: file, expected });
            continue;
        }
        let file = file.replace('\\', "/").trim_start_matches("./").to_string();
        allowed.push(Located::new(AllowedFile { file, reason }, span));
    }
    allowed
}

/// A page of this site is checked like one, however it is written.
fn elsewhere(url: &str, own: Option<&OwnSite>) -> MenuTarget {
    let Address::Web(web) = Address::parse(url) else { return MenuTarget::Url(String::new()) };
    match (own.and_then(|own| own.path_of(&web)), web.fragment()) {
        (Some(path), "") => MenuTarget::Site(path),
        (Some(path), fragment) => MenuTarget::Site(format!("{path}#{fragment}")),
        (None, _) => MenuTarget::Url(encoded(url)),
    }
}

fn levels(table: &Reader<'_>) -> BTreeMap<String, Located<RuleLevel>> {
    let mut levels = BTreeMap::new();
    for (rule, level) in table.free_strings(&[]) {
        let parsed = match level.value.as_str() {
            "off" => Some(RuleLevel::Off),
            other => Level::parse(other).map(RuleLevel::On),
        };
        match parsed {
            Some(parsed) => {
                levels.insert(rule, Located::new(parsed, level.span));
            }
            None => {
                let expected = "`error`、`warning`、`info` 或 `off`".to_string();
                let kind = FaultKind::InvalidValue { key: format!("check.{rule}"), value: level.value, expected };
                table.fault(level.span, kind);
            }
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_setting_it_is_known_what_readers_see() {
        let keys = strict_toml::keys(|reader| read(reader, &Spans::default()));
        assert_eq!(keys, crate::model::published::SITE.iter().map(|key| key.name.to_string()).collect());
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let config = parse("");
        assert!(config.faults.is_empty());
        assert_eq!((config.per_page, config.home.newest, config.theme.name.as_str()), (20, 10, "default"));
        assert_eq!(config.base_path(), "/");
        assert!(config.run_in_leads);
    }

    #[test]
    fn the_domain_comes_from_the_address_where_none_is_given() {
        let config = parse("base_url = \"https://www.example.gov.cn/yt/\"\n");
        assert_eq!(config.gov.domain, "www.example.gov.cn");
        assert_eq!(config.base_url.as_deref(), Some("https://www.example.gov.cn/yt"));
        assert_eq!(config.base_path(), "/yt/");
    }

    #[test]
    fn every_fault_is_reported_at_once_and_at_its_place() {
        let text =
            "titel = \"x\"\nper_page = 0\nbase_url = \"www.example.gov.cn\"\n[org]\nname = 5\n[check]\nstale = \"loud\"\n";
        let config = parse(text);
        let kinds: Vec<String> = config.faults.iter().map(|fault| format!("{:?}", fault.kind)).collect();
        assert_eq!(kinds.len(), 5, "{kinds:#?}");
        let unknown =
            config.faults.iter().find(|fault| matches!(fault.kind, FaultKind::UnknownKey { .. })).expect("unknown key");
        let span = unknown.span.expect("a place");
        assert_eq!(&text[span.start..span.end], "titel");
    }
}
