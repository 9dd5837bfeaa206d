//! Who acts, from which room, and the proofs that an act may demand. An actor is made at the door from
//! a session, never from a request's own words; a proof is made only beside the rule that it proves.

use crate::error::{Error, Result};
use crate::rulebook;
use uuid::Uuid;

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

/// Who acts, at which body, from which room.
#[derive(Clone, Debug)]
pub struct Actor {
    pub(crate) person: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) body: Option<Uuid>,
    pub(crate) room: Room,
    pub(crate) functions: Vec<Function>,
    pub(crate) client: Option<Uuid>,
    pub(crate) signatory: bool,
}

impl Actor {
    /// A visitor of the public pages of one body, or of the whole installation's register.
    pub fn visitor(body: Option<Uuid>) -> Self {
        Self::nobody(Room::Public, body)
    }

    pub(crate) fn nobody(room: Room, body: Option<Uuid>) -> Self {
        Actor {
            person: None,
            name: String::new(),
            email: String::new(),
            body,
            room,
            functions: Vec::new(),
            client: None,
            signatory: false,
        }
    }

    /// The acting person's id; a visitor has none and is answered "not found".
    pub fn person(&self) -> Result<Uuid> {
        self.person.ok_or(Error::NotFound)
    }

    /// The body in whose rooms the actor stands.
    pub fn body(&self) -> Result<Uuid> {
        self.body.ok_or(Error::NotFound)
    }

    /// The client organisation for which the actor acts, in the client's room only.
    pub fn client(&self) -> Result<Uuid> {
        self.client.ok_or(Error::NotFound)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn email(&self) -> &str {
        &self.email
    }

    pub fn room(&self) -> Room {
        self.room
    }

    pub fn has(&self, function: Function) -> bool {
        self.functions.contains(&function)
    }

    /// Proof that the actor manages the scheme: reviews applications, determines time, builds programmes,
    /// appoints teams and panels. An administrator is not one by being an administrator.
    pub fn scheme_manager(&self) -> Result<SchemeManager> {
        if self.room == Room::Office && self.has(Function::SchemeManager) {
            return Ok(SchemeManager(()));
        }
        Err(rulebook::CMP_2
            .refuse(
                "This is the scheme manager's act, and you do not hold that function.",
                "Ask a scheme manager of your body to do it.",
            )
            .into())
    }

    /// Proof that the actor keeps the competence files: a scheme manager or the quality manager.
    pub fn competence_keeper(&self) -> Result<CompetenceKeeper> {
        if self.room == Room::Office
            && (self.has(Function::SchemeManager) || self.has(Function::QualityManager))
        {
            return Ok(CompetenceKeeper(()));
        }
        Err(rulebook::CMP_2
            .refuse(
                "Competence files are kept by a scheme manager or the quality manager, and you hold neither function.",
                "Ask one of them to do it.",
            )
            .into())
    }

    /// Proof that the actor may keep accounts, rates and settings of the body.
    pub fn administrator(&self) -> Result<Administrator> {
        if self.room == Room::Office && self.has(Function::Administrator) {
            return Ok(Administrator(()));
        }
        Err(rulebook::CMP_2
            .refuse(
                "This is the administrator's act, and you do not hold that function.",
                "Ask an administrator of your body to do it.",
            )
            .into())
    }

    /// Proof that the actor may bind the client.
    pub fn signatory(&self) -> Result<Signatory> {
        if self.room == Room::Client && self.signatory {
            return Ok(Signatory(()));
        }
        Err(rulebook::APP_3
            .refuse(
                "Only a signatory may bind your organisation.",
                "Ask the signatory named in the application to do it.",
            )
            .into())
    }
}

/// Proof: the actor is a scheme manager of this body.
#[derive(Debug)]
pub struct SchemeManager(());
/// Proof: the actor keeps the competence files of this body.
#[derive(Debug)]
pub struct CompetenceKeeper(());
/// Proof: the actor is an administrator of this body.
#[derive(Debug)]
pub struct Administrator(());
/// Proof: the actor may bind the client organisation (APP-3).
#[derive(Debug)]
pub struct Signatory(());
