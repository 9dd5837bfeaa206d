//! The fonts that every document is set in, and which characters they can print.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontStyle};

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
pub(crate) fn families() -> &'static [String] {
    &FAMILIES
}

static FAMILIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = Vec::new();
    for font in FONTS.iter().filter(|f| f.info().family != MONO) {
        if !names.contains(&font.info().family) {
            names.push(font.info().family.clone());
        }
    }
    names
});

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

/// Whether some family has the character in every upright weight: a name may be set in any of them,
/// and a family that lacks it in one would leave a box there.
fn drawable(c: char) -> bool {
    // Joiners, soft hyphens and direction marks steer the shaping and are not drawn themselves.
    if matches!(c, '\n' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}') {
        return true;
    }
    families().iter().any(|family| {
        FONTS
            .iter()
            .map(Font::info)
            .filter(|info| info.family == *family && info.variant.style == FontStyle::Normal)
            .all(|info| info.coverage.contains(c as u32))
    })
}

/// Controls, and the marks that make a text read differently from how it is stored.
pub(crate) fn deceives(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}
