//! `theme.toml`: what a theme builds upon, and what it changes without replacing a file of the theme below.

use crate::config::tokens::Tokens;
use crate::error::Error;
use crate::load::sources::ThemeFiles;
use crate::model::fault::FaultKind;
use crate::model::span::Located;
use crate::model::version::Version;
use crate::strict_toml;

/// What `theme.toml` says.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// `themes/x/theme.toml`, for messages.
    pub(super) path: String,
    pub(super) extends: Option<String>,
    /// Come after those of the themes below and before the site's.
    pub(super) tokens: Tokens,
    /// Names of style sheets in the theme's `assets/`, loaded after `site.css`.
    pub(super) extra_css: Vec<Located<String>>,
}

/// Reads the manifest of the theme in the folder `prefix`; without one it says nothing.
///
/// # Errors
///
/// When a field is unknown or of another type, or the theme asks for a newer generator.
pub(super) fn read(prefix: &str, files: &ThemeFiles) -> Result<Manifest, Error> {
    let path = format!("{prefix}theme.toml");
    let Some(bytes) = files.get(&path) else { return Ok(Manifest::default()) };
    let text = String::from_utf8_lossy(bytes);
    let mut faults = Vec::new();
    let (manifest, min_generator) = strict_toml::read(&text, 0, &mut faults, |reader| {
        for key in ["name", "version"] {
            reader.string(key);
        }
        let manifest = Manifest {
            path: path.clone(),
            extends: reader.string("extends").map(|name| name.value),
            tokens: Tokens::read(reader),
            extra_css: reader.strings("extra_css"),
        };
        (manifest, reader.string("min_generator").map(|version| version.value))
    });
    if let Some(wanted) = min_generator.as_deref().filter(|wanted| !Version::is_enough(wanted)) {
        return Err(Error::Theme(match Version::parse(wanted) {
            Some(_) => {
                format!("{path} 要求 gongkai {wanted} 以上，本程序是 {}\n  处理：升级本程序，或换一个主题", Version::OWN)
            }
            None => format!("{path} 的 `min_generator` 写的 `{wanted}` 不是版本号\n  处理：写作 `0.1.0`"),
        }));
    }
    if faults.is_empty() {
        return Ok(manifest);
    }
    let unknown: Vec<String> = faults
        .iter()
        .filter_map(|fault| match &fault.kind {
            FaultKind::UnknownKey { key, .. } => Some(format!("`{key}`")),
            _ => None,
        })
        .collect();
    Err(Error::Theme(match unknown.len() == faults.len() {
        true => format!(
            "{path} 有不认识的字段 {}\n  处理：可用 name、version、min_generator、extends、extra_css、tokens",
            unknown.join("、")
        ),
        false => format!(
            "{path} 写法不对\n  处理：每行写作 `字段 = \"内容\"`；extra_css 写作 `[\"my.css\"]`，样式变量写在 [tokens] 下面"
        ),
    }))
}
