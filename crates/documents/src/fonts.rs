//! The fonts that every document is set in, and which characters they can print.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::Font;

/// The typeface of all text; it covers Latin, Greek, Cyrillic and Hebrew.
const TEXT: &str = "Libertinus Serif";
/// The typeface of digests, which holds what we print ourselves only.
const MONO: &str = "DejaVu Sans Mono";

/// For names in scripts that the text face lacks; see fonts/README.md.
const SCRIPTS: [&[u8]; 3] = [
    include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSerifCJKsc-Common.otf"),
    include_bytes!("../fonts/NotoSerifCJKkr-Common.otf"),
];

/// Every font, in the order in which the world numbers them.
pub(crate) static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    typst_assets::fonts()
        .chain(SCRIPTS)
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| {
            let family = &font.info().family;
            family == TEXT || family == MONO || family.starts_with("Noto")
        })
        .collect()
});

/// The families that text falls back on, in order.
pub(crate) fn families() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for font in FONTS.iter().filter(|f| f.info().family != MONO) {
        if !names.contains(&font.info().family) {
            names.push(font.info().family.clone());
        }
    }
    names
}

/// The characters of the text that no font can draw, each once.
pub(crate) fn missing(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for c in text.chars() {
        if !drawable(c) && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

fn drawable(c: char) -> bool {
    // Joiners, soft hyphens and direction marks steer the shaping and are not drawn themselves.
    let steers = matches!(c, '\n' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}');
    steers
        || FONTS
            .iter()
            .filter(|font| font.info().family != MONO)
            .any(|font| font.info().coverage.contains(c as u32))
}
