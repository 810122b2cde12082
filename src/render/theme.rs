//! Themes: which template and which asset is used where. Files are looked up in layers, the site's own `templates/` and
//! `assets/` first, then the theme and the themes that it extends, then the theme built into the program; each file is
//! overridden by itself. Templates run over prepared views only, never over content.

mod compact;
pub mod contrast;
pub mod embedded;
mod errors;
mod layers;
mod manifest;
mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tera::{Context, Tera, TeraResult};

use super::up_to_date::PageBuffer;
use crate::config::tokens::Tokens;
use crate::config::{Config, PrintStyle, ThemeSettings};
use crate::error::Error;
use crate::load::sources::ThemeFiles;
use crate::model::contrast::WeakPair;
use crate::model::digest::Digest;
use crate::model::path::UrlPath;
use layers::Layers;

/// What turns the printed page from the layout of official documents into that of an ordinary one. Published within `site.css` alone,
/// and only where a site wants it, so other sites carry no byte of it.
const PLAIN_PRINT: &str = "print-plain.css";

/// A theme ready to render with. A copy is cheap, and has a global context of its own.
#[derive(Clone)]
pub struct Theme {
    tera: Tera,
    layers: Arc<Layers>,
    assets: Arc<BTreeMap<String, Asset>>,
}

/// What the stages before rendering ask of a theme.
#[derive(Debug, Default)]
pub struct ThemeFacts {
    /// Logical name and address of every asset.
    pub assets: Vec<(String, UrlPath)>,
    /// Colours that stand on each other with too little contrast.
    pub weak_pairs: Vec<WeakPair>,
}

struct Asset {
    url: UrlPath,
    bytes: Vec<u8>,
}

impl Theme {
    /// Loads the site's theme.
    ///
    /// # Errors
    ///
    /// [`Error::Theme`] naming file and line when a template or `theme.toml` is at fault, or when a file that `site.toml`
    /// names does not exist.
    pub fn load(config: &Config, files: &ThemeFiles) -> Result<Theme, Error> {
        let layers = Layers::new(&config.theme.name, files)?;
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".html", ".xml"]);
        tera.add_raw_templates(layers.templates()).map_err(|error| errors::at_load(&layers, &error))?;
        let assets = assets(config, files, &layers)?;
        Ok(Theme { tera, layers: Arc::new(layers), assets: Arc::new(assets) })
    }

    /// Puts `site` where every template sees it.
    pub fn share<T: Serialize>(&mut self, site: &T) {
        self.tera.global_context().insert("site", site);
    }

    /// Of all templates and assets.
    pub(super) fn digest(&self) -> Digest {
        let templates = self.layers.templates().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
        let assets = self
            .assets
            .iter()
            .flat_map(|(name, asset)| [name.as_bytes(), asset.url.as_str().as_bytes(), asset.bytes.as_slice()]);
        Digest::of_parts(templates.chain(assets))
    }

    /// The file that a template comes from, the topmost of the layers that have one of its name, as messages name it.
    pub fn template_file(&self, name: &str) -> Option<&str> {
        self.layers.template(name).map(|template| template.shown.as_str())
    }

    /// Renders `template` into the buffer.
    pub fn render(&self, template: &str, context: &Context, buffer: &mut PageBuffer<'_>) -> Result<(), Error> {
        let rendered = self.tera.render_to(template, context, &mut *buffer.out);
        rendered.map_err(|error| self.fault(&error, buffer.url))
    }

    /// Renders a component by itself.
    pub(super) fn component(&self, name: &str, arguments: &Context, around: &Context) -> TeraResult<String> {
        self.tera.render_component_with_implicits(name, arguments, around, None, true)
    }

    /// What the engine complained of while the page at `url` was made, for people.
    pub(super) fn fault(&self, error: &tera::Error, url: &UrlPath) -> Error {
        errors::while_rendering(&self.layers, error, url)
    }

    /// What is needed before pages are made.
    pub fn facts(&self, config: &Config) -> ThemeFacts {
        let names = std::iter::once("site.css").chain(self.style_sheets(&config.theme));
        let sheets: Vec<_> = names.map(|name| String::from_utf8_lossy(self.asset(name))).collect();
        let sheets: Vec<&str> = sheets.iter().map(AsRef::as_ref).collect();
        ThemeFacts { assets: self.assets(), weak_pairs: contrast::weak_pairs(&sheets) }
    }

    /// Logical name and address of every asset. A picture in the site's `assets/` that `site.toml` names too is one asset.
    fn assets(&self) -> Vec<(String, UrlPath)> {
        let mut named: Vec<(&String, &Asset)> = self.assets.iter().collect();
        named.sort_by_key(|(_, asset)| (&asset.url, &asset.bytes));
        named.dedup_by(|(_, a), (_, b)| a.url == b.url && a.bytes == b.bytes);
        named.into_iter().map(|(name, asset)| (name.clone(), asset.url.clone())).collect()
    }

    /// Percent-encoded path of an asset, or nothing when the theme has none of that name.
    pub fn asset_path(&self, name: &str) -> String {
        self.assets.get(name).map(|asset| asset.url.encoded()).unwrap_or_default()
    }

    /// Paths of the style sheets after `site.css`: those of the themes, the lowest first, then the site's.
    pub fn extra_css(&self, settings: &ThemeSettings) -> Vec<String> {
        self.style_sheets(settings).map(|name| self.asset_path(name)).collect()
    }

    fn style_sheets<'t>(&'t self, settings: &'t ThemeSettings) -> impl Iterator<Item = &'t str> {
        let of_themes = self.layers.manifests().flat_map(|manifest| &manifest.extra_css);
        of_themes.chain(&settings.extra_css).map(|name| name.value.as_str())
    }

    pub(super) fn asset(&self, name: &str) -> &[u8] {
        self.assets.get(name).map(|asset| asset.bytes.as_slice()).unwrap_or_default()
    }
}

/// The theme's assets and the files that `site.toml` names, each at its address.
fn assets(config: &Config, files: &ThemeFiles, layers: &Layers) -> Result<BTreeMap<String, Asset>, Error> {
    let mut assets = BTreeMap::new();
    let mut found = layers.assets();
    let plain_print = found.remove(PLAIN_PRINT).filter(|_| config.print == PrintStyle::Plain).unwrap_or_default();
    for (name, bytes) in found {
        let bytes = match name.as_str() {
            "site.css" => style_sheet(&[bytes, plain_print].concat(), config, layers)?,
            "prefs.js" | "search.js" | "site.js" => compact::script(bytes),
            _ => bytes.to_vec(),
        };
        assets.insert(name.clone(), asset(&name, bytes));
    }
    let mut missing = missing_sheets(layers, &assets);
    for (key, path) in named_files(config) {
        let Some(bytes) = files.get(path.trim_start_matches("./")) else {
            missing.push(format!(
                "site.toml 的 `{key}` 写的文件 `{path}` 不存在\n  处理：路径从 site.toml 所在的文件夹算起，文件放在 assets/ 里，如 `assets/logo.png`"
            ));
            continue;
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        assets.insert(path.to_string(), asset(name, bytes.clone()));
    }
    if !missing.is_empty() {
        return Err(Error::Theme(missing.join("\n")));
    }
    Ok(assets)
}

/// `site.css` made compact, and with the tokens of the themes and of the site after it.
fn style_sheet(css: &[u8], config: &Config, layers: &Layers) -> Result<Vec<u8>, Error> {
    let mut sheet = compact::sheet(css);
    for manifest in layers.manifests() {
        // Authors of themes choose every colour.
        tokens::append(&mut sheet, &manifest.tokens, &Tokens::default(), &format!("{} 的 `tokens`", manifest.path))?;
    }
    let tokens = &config.theme.tokens;
    tokens::append(&mut sheet, tokens, &tokens.implied(), "site.toml 的 `theme.tokens`")?;
    Ok(sheet)
}

/// Style sheets that a theme names and that no layer has.
fn missing_sheets(layers: &Layers, assets: &BTreeMap<String, Asset>) -> Vec<String> {
    let of_themes =
        layers.manifests().flat_map(|manifest| manifest.extra_css.iter().map(|name| (&manifest.path, &name.value)));
    let missing = of_themes.filter(|(_, name)| !assets.contains_key(*name));
    missing
        .map(|(path, name)| {
            format!("{path} 的 `extra_css` 写的 `{name}` 不存在\n  处理：文件放在主题的 assets/ 里，只写文件名")
        })
        .collect()
}

/// Files that the settings name, with the key that names them.
fn named_files(config: &Config) -> Vec<(&'static str, &str)> {
    let ThemeSettings { extra_css, extra_js, .. } = &config.theme;
    let mut named: Vec<(&'static str, &str)> = Vec::new();
    named.extend(extra_css.iter().map(|path| ("theme.extra_css", path.value.as_str())));
    named.extend(extra_js.iter().map(|path| ("theme.extra_js", path.value.as_str())));
    named.push(("org.logo", &config.org.logo));
    named.push(("gov.police_icon", &config.gov.police_icon));
    named.push(("gov.agency_mark.image", &config.gov.agency_mark.image));
    named.retain(|(_, path)| !path.is_empty());
    named
}

/// Style sheets, scripts and pictures are named by their content, so that browsers may keep them for ever. Other files keep
/// their names: style sheets refer to fonts by name.
fn asset(name: &str, bytes: Vec<u8>) -> Asset {
    let is_hashed = [".css", ".js", ".svg", ".png", ".ico", ".jpg", ".webp"].iter().any(|end| name.ends_with(end));
    let url = match name.rsplit_once('.') {
        Some((stem, extension)) if is_hashed && !name.contains('/') => {
            let digest = Sha256::digest(&bytes);
            let hash: String = digest.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
            UrlPath::from_parts("assets", &format!("{stem}.{hash}.{extension}"))
        }
        _ => UrlPath::from_parts("assets", name),
    };
    Asset { url, bytes }
}
