//! Colours as ink: the body's own, darkened until it can be read, and lighter mixes of it.

/// A colour in sRGB, one byte a channel.
pub(crate) type Rgb = [u8; 3];

/// The second ink of every attestation, a warm bronze that sits beside any first one.
pub(crate) const SECOND: Rgb = [0x9c, 0x78, 0x45];
const PAPER: Rgb = [0xff, 0xff, 0xff];
/// WCAG's contrast for small text, which the body's colour is used for.
const CONTRAST: f64 = 4.5;

/// Reads `#rrggbb`.
pub(crate) fn parse(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6)?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let n = u32::from_str_radix(digits, 16).ok()?;
    Some([(n >> 16) as u8, (n >> 8) as u8, n as u8])
}

/// Writes `#rrggbb`.
pub(crate) fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// The colour, darkened in small steps until text in it can be read on paper.
pub(crate) fn legible(colour: Rgb) -> Rgb {
    (0..=100)
        .map(|step| mix(colour, [0, 0, 0], f64::from(step) / 100.0))
        .find(|&c| 1.05 / (luminance(c) + 0.05) >= CONTRAST)
        .unwrap_or([0, 0, 0])
}

/// The colour thinned with paper: 1 is the full ink, 0 is bare paper.
pub(crate) fn tint(colour: Rgb, strength: f64) -> Rgb {
    mix(PAPER, colour, strength)
}

fn mix(from: Rgb, to: Rgb, share: f64) -> Rgb {
    std::array::from_fn(|i| {
        let (a, b) = (f64::from(from[i]), f64::from(to[i]));
        (a + (b - a) * share).round() as u8
    })
}

fn luminance(colour: Rgb) -> f64 {
    let linear = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = colour.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pale_colour_is_darkened_and_a_dark_one_is_kept() {
        let yellow = legible([0xff, 0xe0, 0x30]);
        assert!(1.05 / (luminance(yellow) + 0.05) >= CONTRAST, "{yellow:?}");
        assert_eq!(legible([0x12, 0x2b, 0x4a]), [0x12, 0x2b, 0x4a]);
    }

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        assert_eq!(parse("#0a1B2c"), Some([0x0a, 0x1b, 0x2c]));
        assert_eq!(["#fff", "123456", "#+12345", "#12345g"].map(parse), [None; 4]);
    }
}
