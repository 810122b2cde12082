//! The default theme, inside the program: a site needs no theme files, and a single one may be overridden. `theme eject`
//! writes these files out for reading.

/// Files below a folder of this repository as paths and contents. A file whose name would mean something here (`.gitignore`) stands
/// under another: `".gitignore" from "gitignore"`.
macro_rules! files {
    (@bytes $folder:literal $path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $folder, "/", $path))
    };
    (@bytes $folder:literal $path:literal $source:literal) => {
        files!(@bytes $folder $source)
    };
    ($folder:literal: $($path:literal $(from $source:literal)?),* $(,)?) => {
        &[$(($path, $crate::render::theme::embedded::files!(@bytes $folder $path $($source)?))),*]
    };
}
pub(crate) use files;

/// Path below the theme's folder, and content.
pub static FILES: &[(&str, &[u8])] = files![
    "themes/default":
    "theme.toml",
    "assets/icon.svg",
    "assets/prefs.js",
    "assets/print-plain.css",
    "assets/search.js",
    "assets/site.css",
    "assets/site.js",
    "templates/404.html",
    "templates/about.html",
    "templates/base.html",
    "templates/catalog.html",
    "templates/category.html",
    "templates/components.html",
    "templates/gone.html",
    "templates/home.html",
    "templates/list.html",
    "templates/redirect.html",
    "templates/report.html",
    "templates/search.html",
    "templates/sitemap.html",
];
