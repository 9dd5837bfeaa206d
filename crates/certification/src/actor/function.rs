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
    /// Sent by an accreditation body: reads the office until a last day, and changes nothing.
    Assessor,
}

impl Function {
    pub const ALL: [Function; 7] = [
        Function::Administrator,
        Function::SchemeManager,
        Function::QualityManager,
        Function::Auditor,
        Function::TechnicalExpert,
        Function::PanelMember,
        Function::Assessor,
    ];

    /// What the body's own people are invited to; an assessor comes from outside, and is invited apart.
    pub fn of_the_body() -> impl Iterator<Item = Function> {
        Self::ALL.into_iter().filter(|function| *function != Function::Assessor)
    }

    /// The key kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            Function::Administrator => "administrator",
            Function::SchemeManager => "scheme_manager",
            Function::QualityManager => "quality_manager",
            Function::Auditor => "auditor",
            Function::TechnicalExpert => "technical_expert",
            Function::PanelMember => "panel_member",
            Function::Assessor => "assessor",
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
            Function::Assessor => "Accreditation assessor",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.key() == key)
    }

    /// The portal that this function works in.
    pub fn room(self) -> Room {
        match self {
            Function::Administrator
            | Function::SchemeManager
            | Function::QualityManager
            | Function::Assessor => Room::Office,
            Function::Auditor | Function::TechnicalExpert => Room::Audit,
            Function::PanelMember => Room::Panel,
        }
    }
}
