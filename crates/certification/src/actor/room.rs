//! Rooms: each portal's role in the database.

/// A portal's role in the database. Its rights are the grants of the migrations, and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Room {
    Office,
    Audit,
    Panel,
    Client,
    /// Anyone: the register and the bodies' public pages.
    Public,
    /// Accounts and sessions, before any body is entered.
    Door,
    /// The outbox's worker.
    Worker,
}

impl Room {
    /// The role's name in PostgreSQL.
    pub(crate) fn role(self) -> &'static str {
        match self {
            Room::Office => "assay_office",
            Room::Audit => "assay_audit",
            Room::Panel => "assay_panel",
            Room::Client => "assay_client",
            Room::Public => "assay_public",
            Room::Door => "assay_door",
            Room::Worker => "assay_worker",
        }
    }

    /// The word for it on the record.
    pub fn word(self) -> &'static str {
        self.role().trim_start_matches("assay_")
    }
}
