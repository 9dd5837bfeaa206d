//! Audit reports: drafted, complete, issued, locked (AUD-6).
