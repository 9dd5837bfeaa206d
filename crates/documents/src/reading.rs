//! What stands on laid-out pages, for the tests: each run of text and where it begins.

use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// A run of text, and where it begins on the page in points.
pub(crate) struct Run {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) item: TextItem,
    /// Lies aslant, as the watermark and the microprint do.
    pub(crate) turned: bool,
}

/// Every run of text on the pages, in the order in which it was laid out.
pub(crate) fn runs_of(document: &PagedDocument) -> Vec<Vec<Run>> {
    let page = |frame: &Frame| {
        let mut into = Vec::new();
        walk(frame, (0.0, 0.0, false), &mut into);
        into
    };
    document.pages().iter().map(|p| page(&p.frame)).collect()
}

fn walk(frame: &Frame, (x, y, turned): (f64, f64, bool), into: &mut Vec<Run>) {
    for (at, item) in frame.items() {
        let (x, y) = (x + at.x.to_pt(), y + at.y.to_pt());
        match item {
            FrameItem::Group(g) => {
                let turned = turned || !g.transform.kx.is_zero();
                let at = (x + g.transform.tx.to_pt(), y + g.transform.ty.to_pt(), turned);
                walk(&g.frame, at, into);
            }
            FrameItem::Text(text) => into.push(Run { x, y, item: text.clone(), turned }),
            _ => {}
        }
    }
}

/// The words of each page, freed of line breaks.
pub(crate) fn words_of(document: &PagedDocument) -> Vec<String> {
    let words = |page: &Vec<Run>| {
        let text: String = page.iter().map(|run| format!("{} ", run.item.text)).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    runs_of(document).iter().map(words).collect()
}
