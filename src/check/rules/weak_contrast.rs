//! Two colours of the site's theme that are too alike where one stands on the other. Which pairs there are the theme knows.

use std::collections::BTreeMap;

use crate::check::rule::{Check, Rule, Scope};
use crate::config::Config;
use crate::config::tokens::{Tokens, bare};
use crate::diagnostics::{Finding, Level};
use crate::model::contrast::{Color, Palette, WeakPair};
use crate::model::span::Span;

pub(crate) static RULE: Rule = Rule {
    name: "weak-contrast",
    summary: "改过的颜色与背景的对比度不够，文字或控件看不清",
    basis: "WCAG 2.1 第1.4.3条、第1.4.11条；GB/T 37668—2019（条款待核）",
    level: Level::Warning,
    is_structural: false,
    explanation: include_str!("weak_contrast.md"),
    check: Check::Site(check),
};

/// Who is to change a colour: the site, where it set one of the two; else its theme.
type Culprit<'p> = (Option<(Span, &'p str)>, Palette);

fn check(scope: &Scope<'_>) -> Vec<Finding> {
    let mut found: BTreeMap<(Palette, Option<usize>), (Culprit<'_>, Vec<&WeakPair>)> = BTreeMap::new();
    for pair in scope.weak_pairs {
        let own = [&pair.fore, &pair.ground]
            .into_iter()
            .find_map(|color| Some((written(scope.config, pair.palette, color)?, color.token)));
        let entry = found.entry((pair.palette, own.map(|(span, _)| span.start)));
        entry.or_insert_with(|| ((own, pair.palette), Vec::new())).1.push(pair);
    }
    found.into_values().map(|(culprit, pairs)| finding(scope.config, culprit, &pairs)).collect()
}

/// Where the site wrote the colour, if it is the site's.
fn written(config: &Config, palette: Palette, color: &Color) -> Option<Span> {
    let tokens = &config.theme.tokens;
    let implied = tokens.implied();
    let of_palette = |tokens: &Tokens| match palette {
        Palette::Light => tokens.light.clone(),
        Palette::Dark => tokens.dark.clone(),
        Palette::Contrast => tokens.contrast.clone(),
    };
    let is_it = |name: &str, value: &str| bare(name) == color.token && value.trim() == color.value;
    let all = of_palette(tokens).into_iter().chain(of_palette(&implied)).chain(tokens.light.clone()).chain(implied.light);
    all.into_iter().find(|(name, value)| is_it(name, &value.value)).map(|(_, value)| value.span)
}

fn finding(config: &Config, (own, palette): Culprit<'_>, pairs: &[&WeakPair]) -> Finding {
    let list = pairs.iter().map(|pair| pair.told()).collect::<Vec<_>>().join("；");
    let message = match own {
        Some((_, token)) => format!("{}配色里，`{token}` 的对比度不够：{list}", palette.chinese()),
        None => format!("主题 `{}` 的{}配色对比度不够：{list}", config.theme.name, palette.chinese()),
    };
    let help = match own {
        Some((_, token)) => {
            let is_darker = pairs.iter().any(|pair| pair.is_fore_darker == (pair.fore.token == token));
            let direction = if is_darker { "深" } else { "浅" };
            format!("把 `{token}` 改得更{direction}，或者一起改它的背景和上面的字，直到不再提示")
        }
        None => "修改主题的 theme.toml 或样式表，或在 `site.toml` 的 `[theme.tokens]` 里换颜色".to_string(),
    };
    Finding::new(&Config::file(), own.map(|(span, _)| span), message).effect("视力不好或在阳光下的读者看不清").help(help)
}
