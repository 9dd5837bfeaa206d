//! What a person may do at a body.

use super::room::Room;

/// What a person may do at a body (CMP-2 asks for more before an assignment counts).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    Administrator,
    SchemeManager,
    QualityManager,
    Auditor,
    TechnicalExpert,
    PanelMember,
}

impl Function {
    pub const ALL: [Function; 6] = [
        Function::Administrator,
        Function::SchemeManager,
        Function::QualityManager,
        Function::Auditor,
        Function::TechnicalExpert,
        Function::PanelMember,
    ];

    /// The key kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            Function::Administrator => "administrator",
            Function::SchemeManager => "scheme_manager",
            Function::QualityManager => "quality_manager",
            Function::Auditor => "auditor",
            Function::TechnicalExpert => "technical_expert",
            Function::PanelMember => "panel_member",
        }
    }

    /// The words on a page.
    pub fn title(self) -> &'static str {
        match self {
            Function::Administrator => "Administrator",
            Function::SchemeManager => "Scheme manager",
            Function::QualityManager => "Quality manager",
            Function::Auditor => "Auditor",
            Function::TechnicalExpert => "Technical expert",
            Function::PanelMember => "Panel member",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.key() == key)
    }

    /// The portal that this function works in.
    pub fn room(self) -> Room {
        match self {
            Function::Administrator | Function::SchemeManager | Function::QualityManager => {
                Room::Office
            }
            Function::Auditor | Function::TechnicalExpert => Room::Audit,
            Function::PanelMember => Room::Panel,
        }
    }
}
