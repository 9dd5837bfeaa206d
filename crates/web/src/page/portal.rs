//! The portals, each with its room and its pages.

use certification::Room;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portal {
    Office,
    Audit,
    Panel,
    Client,
    Register,
    Door,
}

impl Portal {
    pub fn key(self) -> &'static str {
        match self {
            Portal::Office => "office",
            Portal::Audit => "audit",
            Portal::Panel => "panel",
            Portal::Client => "client",
            Portal::Register => "register",
            Portal::Door => "door",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Portal::Office => "Office",
            Portal::Audit => "Audit",
            Portal::Panel => "Panel",
            Portal::Client => "Client",
            Portal::Register => "Register",
            Portal::Door => "Sign in",
        }
    }

    pub fn room(self) -> Room {
        match self {
            Portal::Office => Room::Office,
            Portal::Audit => Room::Audit,
            Portal::Panel => Room::Panel,
            Portal::Client => Room::Client,
            Portal::Register => Room::Public,
            Portal::Door => Room::Door,
        }
    }

    /// The portal's own pages: label and address below "/b/{body}/{portal}".
    pub fn pages(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Portal::Office => &[
                ("Home", ""),
                ("Clients", "/clients"),
                ("Falls due", "/due"),
                ("People", "/people"),
                ("Competence", "/competence"),
                ("Impartiality", "/impartiality"),
                ("Complaints", "/complaints"),
                ("Assessment", "/assessment"),
                ("Rules", "/rules"),
                ("Outbox", "/outbox"),
                ("Settings", "/settings"),
            ],
            Portal::Audit => &[("Home", ""), ("Audits", "/audits")],
            Portal::Panel => &[("Home", ""), ("Cases", "/cases")],
            Portal::Client => &[
                ("Home", ""),
                ("Application", "/application"),
                ("Proposal", "/proposal"),
                ("Audits", "/audits"),
                ("Reports", "/reports"),
                ("Findings", "/findings"),
                ("Attestation", "/attestation"),
                ("The cycle", "/cycle"),
                ("Changes", "/changes"),
                ("Complaints", "/complaints"),
            ],
            Portal::Register => &[],
            Portal::Door => &[],
        }
    }
}
