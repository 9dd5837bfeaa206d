//! Why no document was drawn.

/// A document that was not drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The content must never be printed; says which field, and what is wrong with it.
    #[error("{field}: {reason}")]
    Refused {
        /// The field as its path in the data, such as `sites[2].address`.
        field: String,
        /// A sentence that a person can act on.
        reason: String,
    },
    /// The content was fit to print, and drawing failed all the same: a fault of ours.
    #[error("the document could not be drawn: {0}")]
    Failed(String),
}

impl DrawError {
    pub(crate) fn refused(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Refused { field: field.into(), reason: reason.into() }
    }
}
