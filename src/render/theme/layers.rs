//! The layers of a theme and the names of its templates. A template's bare name means the topmost layer that has the file;
//! `theme/x.html` means the layers below the one that says so, so a file may extend the very file that it overrides. Tera knows only flat
//! names: each `theme/…` is turned into `@n/…`, where n is the first layer to look in.

use std::collections::{BTreeMap, BTreeSet};

use super::embedded::FILES;
use super::manifest::{self, Manifest};
use crate::error::Error;
use crate::load::sources::ThemeFiles;

/// The theme that is built in.
pub const DEFAULT: &str = "default";

pub(super) struct Layers {
    layers: Vec<Layer>,
    /// Of the themes that have files, topmost first.
    manifests: Vec<Manifest>,
    /// By registered name.
    templates: BTreeMap<String, Template>,
}

struct Layer {
    /// Folder for messages: `templates/`, `themes/x/templates/`, or the built-in theme.
    shown: String,
    templates: BTreeMap<String, String>,
    assets: BTreeMap<String, Vec<u8>>,
}

/// A template as registered.
pub(super) struct Template {
    /// For messages: `templates/report.html`.
    pub(super) shown: String,
    /// As written.
    pub(super) source: String,
    /// What the engine gets: without indentation, and with `theme/…` pointing to its layer.
    pub(super) registered: String,
}

impl Layers {
    pub(super) fn new(theme: &str, files: &ThemeFiles) -> Result<Layers, Error> {
        let mut layers = vec![layer("", files, "")?];
        let mut manifests = Vec::new();
        let mut seen = BTreeSet::new();
        let mut name = theme.to_string();
        loop {
            if !seen.insert(name.clone()) {
                return Err(Error::Theme(format!(
                    "主题 `{name}` 的 `extends` 绕成了一圈\n  处理：修改 themes/{name}/theme.toml 的 `extends`"
                )));
            }
            let prefix = format!("themes/{name}/");
            let exists = files.keys().any(|path| path.starts_with(&prefix));
            if exists {
                layers.push(layer(&prefix, files, &prefix)?);
            } else if name != DEFAULT {
                return Err(Error::Theme(unknown_theme(&name, files)));
            }
            let manifest = manifest::read(&prefix, files)?;
            let below = manifest.extends.clone();
            manifests.push(manifest);
            if name == DEFAULT {
                break;
            }
            name = below.unwrap_or_else(|| DEFAULT.to_string());
        }
        layers.push(embedded());
        let templates = register(&layers);
        Ok(Layers { layers, manifests, templates })
    }

    /// Registered name and text of every template.
    pub(super) fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.templates.iter().map(|(name, template)| (name.as_str(), template.registered.as_str()))
    }

    pub(super) fn template(&self, registered: &str) -> Option<&Template> {
        self.templates.get(registered)
    }

    /// Bare names of all templates.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.templates.keys().map(String::as_str).filter(|name| !name.starts_with('@'))
    }

    /// Every template as written.
    pub(super) fn sources(&self) -> impl Iterator<Item = &str> {
        self.templates.values().map(|template| template.source.as_str())
    }

    /// What the themes say about themselves, the lowest first: what a later one says counts.
    pub(super) fn manifests(&self) -> impl Iterator<Item = &Manifest> {
        self.manifests.iter().rev()
    }

    /// Each asset once, from its topmost layer.
    pub(super) fn assets(&self) -> BTreeMap<String, &[u8]> {
        let mut assets = BTreeMap::new();
        for layer in self.layers.iter().rev() {
            assets.extend(layer.assets.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())));
        }
        assets
    }
}

fn layer(prefix: &str, files: &ThemeFiles, shown: &str) -> Result<Layer, Error> {
    let mut layer = Layer { shown: format!("{shown}templates/"), templates: BTreeMap::new(), assets: BTreeMap::new() };
    for (path, bytes) in files {
        let Some(inside) = path.strip_prefix(prefix) else { continue };
        if let Some(name) = inside.strip_prefix("templates/") {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return Err(Error::Theme(format!("模板 {path} 不是 UTF-8 编码\n  处理：在编辑器里另存为 UTF-8")));
            };
            layer.templates.insert(name.to_string(), text.trim_start_matches('\u{feff}').to_string());
        } else if let Some(name) = inside.strip_prefix("assets/") {
            layer.assets.insert(name.to_string(), bytes.clone());
        }
    }
    Ok(layer)
}

fn embedded() -> Layer {
    let mut layer = Layer { shown: "内置主题 ".into(), templates: BTreeMap::new(), assets: BTreeMap::new() };
    for (path, bytes) in FILES {
        if let Some(name) = path.strip_prefix("templates/") {
            layer.templates.insert(name.to_string(), String::from_utf8_lossy(bytes).into_owned());
        } else if let Some(name) = path.strip_prefix("assets/") {
            layer.assets.insert(name.to_string(), bytes.to_vec());
        }
    }
    layer
}

/// Templates are indented for their readers; on ten thousand pages that would be ten megabytes of blanks. Where blanks may
/// mean something they stay.
fn without_indentation(text: String) -> String {
    if text.contains("<pre") || text.contains("<textarea") {
        return text;
    }
    text.split_inclusive('\n').map(|line| line.trim_start_matches(' ')).collect()
}

fn unknown_theme(name: &str, files: &ThemeFiles) -> String {
    let themes: BTreeSet<&str> = files.keys().filter_map(|path| path.strip_prefix("themes/")?.split('/').next()).collect();
    let known = std::iter::once(DEFAULT).chain(themes).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("、");
    format!("没有名为 `{name}` 的主题\n  处理：改 site.toml 的 `theme.name`；现有：{known}")
}

/// Registers bare names, and behind each `theme/…` that is used the file it means.
fn register(layers: &[Layer]) -> BTreeMap<String, Template> {
    let mut templates = BTreeMap::new();
    let bare: BTreeSet<&String> = layers.iter().flat_map(|layer| layer.templates.keys()).collect();
    let mut wanted: Vec<(usize, String)> = bare.into_iter().map(|name| (0, name.clone())).collect();
    while let Some((from, name)) = wanted.pop() {
        let registered_as = if from == 0 { name.clone() } else { format!("@{from}/{name}") };
        if templates.contains_key(&registered_as) {
            continue;
        }
        let Some(at) = (from..layers.len()).find(|at| layers[*at].templates.contains_key(&name)) else { continue };
        let source = layers[at].templates[&name].clone();
        let (registered, used) = point_below(&source, at + 1);
        wanted.extend(used.into_iter().map(|used| (at + 1, used)));
        let registered = without_indentation(registered);
        let shown = format!("{}{name}", layers[at].shown);
        templates.insert(registered_as, Template { shown, source, registered });
    }
    templates
}

/// Replaces `"theme/x"` by `"@n/x"` of the same meaning, and names each x.
fn point_below(source: &str, layer: usize) -> (String, Vec<String>) {
    let mut used = Vec::new();
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("theme/") {
        let quote = rest[..at].chars().next_back().filter(|c| matches!(c, '"' | '\''));
        let name = quote.and_then(|quote| rest[at + 6..].split_once(quote)).map(|(name, _)| name);
        text.push_str(&rest[..at]);
        match name {
            Some(name) => {
                text.push_str(&format!("@{layer}/"));
                used.push(name.to_string());
            }
            None => text.push_str("theme/"),
        }
        rest = &rest[at + 6..];
    }
    text.push_str(rest);
    (text, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> ThemeFiles {
        entries.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_file_may_extend_the_one_that_it_overrides() {
        let files = files(&[
            ("templates/report.html", "{% extends \"theme/report.html\" %}"),
            ("themes/blue/templates/report.html", "{% extends 'theme/report.html' %}blue"),
        ]);
        let layers = Layers::new("blue", &files).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(layers.template("report.html").map(|t| t.shown.as_str()), Some("templates/report.html"));
        assert_eq!(layers.template("@1/report.html").map(|t| t.shown.as_str()), Some("themes/blue/templates/report.html"));
        assert_eq!(layers.template("@2/report.html").map(|t| t.shown.as_str()), Some("内置主题 report.html"));
        assert_eq!(layers.template("report.html").map(|t| t.registered.as_str()), Some("{% extends \"@1/report.html\" %}"));
    }

    #[test]
    fn unknown_themes_and_circles_are_named() {
        let error = |theme: &str, entries: &[(&str, &str)]| match Layers::new(theme, &files(entries)) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        assert!(error("红色", &[]).contains("没有名为 `红色` 的主题"));
        let circle = [("themes/a/theme.toml", "extends = \"b\""), ("themes/b/theme.toml", "extends = \"a\"")];
        assert!(error("a", &circle).contains("一圈"));
    }
}
