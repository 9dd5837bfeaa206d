//! Fine engraved curves, as SVG: the seal, which no two attestations share, and the page's border.

use std::f64::consts::{PI, TAU};
use std::fmt::Write;

use crate::ink::{self, Rgb};

/// A closed curve of smooth Bézier pieces through `f`, which runs once round as t goes from 0 to 1.
///
/// Two decimals are finer than any printer, and keep the bytes the same on every machine.
fn closed(pieces: usize, f: impl Fn(f64) -> (f64, f64)) -> String {
    let step = 1.0 / pieces as f64;
    // A third of the tangent over one piece is the distance of a Bézier's control points.
    let handle = |t: f64| {
        let ((x0, y0), (x1, y1)) = (f(t - 1e-5), f(t + 1e-5));
        ((x1 - x0) / 2e-5 * step / 3.0, (y1 - y0) / 2e-5 * step / 3.0)
    };
    let (x, y) = f(0.0);
    let mut path = format!("M{x:.2} {y:.2}");
    for i in 0..pieces {
        let (from, to) = (i as f64 * step, (i + 1) as f64 * step);
        let ((ax, ay), (bx, by)) = (f(from), f(to));
        let ((adx, ady), (bdx, bdy)) = (handle(from), handle(to));
        let (c1, c2) = ((ax + adx, ay + ady), (bx - bdx, by - bdy));
        let _ = write!(path, "C{:.2} {:.2} {:.2} {:.2} {bx:.2} {by:.2}", c1.0, c1.1, c2.0, c2.1);
    }
    path + "Z"
}

/// A ring of interlaced waves between two radii.
struct Rosette {
    inner: f64,
    outer: f64,
    /// Petals once round.
    petals: u8,
    /// How many copies are laid over each other, each turned a little.
    copies: u8,
    /// A slower swell over the petals: how many, and how deep from 0 to 1.
    swell: u8,
    depth: f64,
    turn: f64,
}

impl Rosette {
    fn path(&self) -> String {
        let middle = (self.inner + self.outer) / 2.0;
        let reach = (self.outer - self.inner) / 2.0;
        let (petals, swell) = (f64::from(self.petals), f64::from(self.swell));
        let copy = |k: u8| {
            let phase = TAU * f64::from(k) / f64::from(self.copies);
            closed(usize::from(self.petals) * 5, move |t| {
                let angle = TAU * t;
                let swelling = 1.0 - self.depth * (0.5 - 0.5 * (swell * angle + phase).cos());
                let radius = middle + reach * swelling * (petals * angle + phase).sin();
                ((angle + self.turn).cos() * radius, (angle + self.turn).sin() * radius)
            })
        };
        (0..self.copies).map(copy).collect()
    }
}

/// The seal drawn from a digest, on a square of 200 units about the origin.
pub(crate) fn seal(digest: &[u8; 32], first: Rgb, second: Rgb) -> String {
    let inks = [first, ink::tint(first, 0.85), second, first];
    let mut svg = square() + "<circle r=\"99\" fill=\"#ffffff\"/>";
    for (rosette, ink) in rosettes(digest).iter().zip(inks) {
        stroke(&mut svg, ink, 0.32, &rosette.path());
    }
    for (radius, width) in [(99.0, 0.9), (80.0, 0.4), (31.5, 0.4), (28.6, 1.0)] {
        let colour = ink::hex(first);
        let _ =
            write!(svg, "<circle r=\"{radius}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>");
    }
    svg + "</svg>"
}

/// The seal's wide rosette alone, so faint that it lies under the text like a watermark in paper.
pub(crate) fn ground(digest: &[u8; 32], first: Rgb) -> String {
    let [_, mut wide, ..] = rosettes(digest);
    (wide.inner, wide.outer, wide.depth) = (34.0, 98.0, 0.28);
    let mut svg = square();
    stroke(&mut svg, ink::tint(first, 0.11), 0.14, &wide.path());
    svg + "</svg>"
}

fn square() -> String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-100 -100 200 200\" fill=\"none\">".into()
}

/// From the rim inwards: a tight weave, two wide rosettes that meet in a ring, and a collar.
fn rosettes(digest: &[u8; 32]) -> [Rosette; 4] {
    let from = |i: usize, least: u8, choices: u8| least + digest[i] % choices;
    let share = |i: usize| f64::from(digest[i]) / 256.0;
    let ring = |at: usize, (inner, outer), petals: u8, lobes: u8, lines: u8| Rosette {
        inner,
        outer,
        petals,
        // The same number of lines for any number of petals, so that no seal is darker than others.
        copies: lines / petals,
        // Where the copies' swells meet, the outline has as many lobes as these two differ by.
        swell: petals - lobes,
        depth: 0.22 + 0.28 * share(at),
        turn: TAU * share(at + 1),
    };
    [
        ring(0, (82.0, 97.0), from(2, 40, 24), from(3, 9, 20), 255),
        ring(8, (46.0, 78.5), from(10, 10, 9), from(11, 3, 6), 170),
        ring(16, (37.0, 62.0), from(18, 9, 7), from(19, 3, 5), 100),
        ring(24, (32.5, 40.0), from(26, 34, 17), from(27, 0, 8), 150),
    ]
}

/// The border of an A4 page in millimetres: six interlaced waves between hairlines.
pub(crate) fn border(first: Rgb, second: Rgb) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 210 297\" fill=\"none\">",
    );
    for (k, ink) in [first, second, first, first, second, first].into_iter().enumerate() {
        let phase = TAU / 6.0 * k as f64;
        let wave = closed(WAVES * 4, |t| {
            let swell = 0.74 + 0.26 * (TAU * BEADS * (t + CORNER)).cos();
            on_frame(t, 1.85 * swell * (TAU * t * WAVES as f64 + phase).sin())
        });
        stroke(&mut svg, ink::tint(ink, 0.8), 0.08, &wave);
    }
    for (offset, width) in [(2.75, 0.35), (2.2, 0.09), (-2.2, 0.09), (-2.75, 0.2)] {
        frame(&mut svg, offset, width, &ink::hex(first));
    }
    svg + "</svg>"
}

fn frame(svg: &mut String, off: f64, width: f64, colour: &str) {
    let (at, r) = (INSET - off, RADIUS + off);
    let (w, h) = (210.0 - 2.0 * at, 297.0 - 2.0 * at);
    let _ = write!(
        svg,
        "<rect x=\"{at}\" y=\"{at}\" width=\"{w}\" height=\"{h}\" rx=\"{r}\" \
         stroke=\"{colour}\" stroke-width=\"{width}\"/>"
    );
}

/// How far the border's middle runs inside the page, and the radius of its corners.
const INSET: f64 = 11.0;
const RADIUS: f64 = 6.0;
/// How many swells the border has: 17 along the short sides and 25 along the long ones come out
/// even to a fiftieth, so that every corner looks the same.
const BEADS: f64 = 84.0;
/// Half a corner's share of the way round; the way starts where the first corner ends.
const CORNER: f64 = 0.00514;
/// How many waves run once round the page.
const WAVES: usize = 252;

/// The point at share `t` of the way round the frame, moved outwards by `off`.
fn on_frame(t: f64, off: f64) -> (f64, f64) {
    let (half_w, half_h) = (105.0 - INSET - RADIUS, 148.5 - INSET - RADIUS);
    let arc = PI / 2.0 * RADIUS;
    let sides = [half_w * 2.0, half_h * 2.0, half_w * 2.0, half_h * 2.0];
    let corners = [(1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)];
    let mut left = t.rem_euclid(1.0) * (sides.iter().sum::<f64>() + 4.0 * arc);
    for (i, (side, (cx, cy))) in sides.iter().zip(corners).enumerate() {
        // The side runs towards its corner; `out` points away from the page's middle.
        let out = PI / 2.0 * (i as f64 - 1.0);
        let (x, y) = (105.0 + cx * half_w, 148.5 + cy * half_h);
        let reach = RADIUS + off;
        if left <= *side {
            let back = side - left;
            let (dx, dy) = (-out.sin(), out.cos());
            return (x + out.cos() * reach - dx * back, y + out.sin() * reach - dy * back);
        }
        left -= side;
        if left <= arc {
            let angle = out + left / RADIUS;
            return (x + angle.cos() * reach, y + angle.sin() * reach);
        }
        left -= arc;
    }
    on_frame(0.0, off)
}

fn stroke(svg: &mut String, ink: Rgb, width: f64, path: &str) {
    let colour = ink::hex(ink);
    let _ = write!(svg, "<path stroke=\"{colour}\" stroke-width=\"{width}\" d=\"{path}\"/>");
}
