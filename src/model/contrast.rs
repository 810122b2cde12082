//! How well two colours can be told apart, and two colours of a theme that stand on each other and hardly can, as data:
//! `render::theme` finds them in the style sheet, a rule of `check` words them.

use csscolorparser::Color as Rgb;

/// Contrast ratio of two opaque colours by WCAG 2, from 1 to 21.
pub fn ratio(one: &Rgb, other: &Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance, from 0 to 1 (WCAG 2).
pub fn luminance(rgb: &Rgb) -> f64 {
    let linear = |channel: f32| {
        let channel = f64::from(channel.clamp(0.0, 1.0));
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(rgb.r) + 0.7152 * linear(rgb.g) + 0.0722 * linear(rgb.b)
}

/// A set of colours that a reader may choose, or the system for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Palette {
    /// 浅色: what a reader sees who has chosen nothing, on a system that is light.
    Light,
    /// 深色: chosen by the reader, or by the system for them.
    Dark,
    /// 高对比.
    Contrast,
}

impl Palette {
    /// For messages, as the display settings call it.
    pub fn chinese(self) -> &'static str {
        match self {
            Palette::Light => "浅色",
            Palette::Dark => "深色",
            Palette::Contrast => "高对比",
        }
    }
}

/// A colour of a palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Color {
    /// Without `--c-`: `accent`.
    pub token: &'static str,
    /// As written in the style sheet.
    pub value: String,
}

/// A pair whose contrast is below what it must have.
#[derive(Debug, Clone, PartialEq)]
pub struct WeakPair {
    /// In which set of colours the two meet.
    pub palette: Palette,
    /// What is to be seen.
    pub fore: Color,
    /// What `fore` stands on.
    pub ground: Color,
    /// Contrast ratio by WCAG 2, from 1 to 21.
    pub ratio: f64,
    /// 4.5 for text, 3 for what marks a control or the focus.
    pub least: f64,
    /// Whether `fore` is the darker of the two, so that a message may say which one to make darker.
    pub is_fore_darker: bool,
}

impl WeakPair {
    /// In Chinese, with both values and both ratios. The ratio is cut, never rounded up to what it does not reach.
    pub fn told(&self) -> String {
        let WeakPair { fore, ground, least, .. } = self;
        let ratio = (self.ratio * 100.0).floor() / 100.0;
        format!("`{}` {} 在 `{}` {} 上是 {ratio:.2}:1，至少要 {least}:1", fore.token, fore.value, ground.token, ground.value)
    }
}
