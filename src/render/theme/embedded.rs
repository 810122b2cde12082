//! The default theme, inside the program: a site needs no theme files, and a single one may be overridden. `theme eject`
//! writes these files out for reading.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/", $path)))),*]
    };
}

/// Path below the theme's folder, and content.
pub static FILES: &[(&str, &[u8])] = files![
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
    "templates/home.html",
    "templates/list.html",
    "templates/redirect.html",
    "templates/report.html",
    "templates/search.html",
    "templates/sitemap.html",
];
