//! What keeps a fee as it is: an outcome that is in sight and not decided yet (IMP-7).

use crate::audits::Kind;
use crate::error::Error;
use crate::rulebook;

/// Whose outcome is in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InSight {
    /// Of the case that lies before a panel.
    Case,
    /// Of an audit that was opened, until it is decided or certification is maintained after it (DEC-7).
    Audit(Kind),
}

impl InSight {
    /// As the database answers it; a word that is none of them is our own failure.
    pub(super) fn kept(word: &str) -> Result<Self, Error> {
        match word {
            "case" => Ok(InSight::Case),
            kind => Kind::kept(kind).map(InSight::Audit),
        }
    }

    /// Why no fee changes now, as a sentence.
    pub fn because(self) -> String {
        let what = match self {
            InSight::Case => "A case lies before a panel and is not decided yet".to_owned(),
            InSight::Audit(kind) => {
                format!("{} has been opened and its outcome is not decided yet", kind.title())
            }
        };
        format!("{what}: a fee does not change while an outcome is in sight.")
    }

    pub(super) fn refuse(self, way_out: &str) -> Error {
        rulebook::IMP_7.refuse(self.because(), way_out).into()
    }
}
