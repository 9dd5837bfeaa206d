//! Documents that a plan begins with, by scheme and kind of audit.

use crate::audits::Kind;
use crate::standards::{Document, Scheme};

/// What an audit of this kind asks for to begin with; Stage 1 the documented information that it checks.
pub fn defaults(standard: Scheme, kind: Kind) -> &'static [Document] {
    let asked = &standard.documents_asked;
    if kind.is_stage_1() { &asked.stage_1 } else { &asked.later }
}
