//! Who acts, from which room, and the proofs that an act may demand. An actor is made at the door from
//! a session, never from a request's own words; a proof is made only beside the rule that it proves.

mod function;
mod looking;
mod proofs;
mod room;

pub use function::Function;
pub use looking::changes_nothing;
pub use proofs::{
    Administrator, CompetenceKeeper, QualityManager, RegisterKeeper, SchemeManager, Signatory,
};
pub use room::Room;

use crate::error::{Error, Result};
use crate::zone::Zone;
use uuid::Uuid;

/// Who stands behind what the house does by itself, in words.
pub const BY_ITSELF: &str = "Assay, by itself";

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
    /// Which of the client's files it looks at; none means its newest.
    pub(crate) file: Option<Uuid>,
    pub(crate) signatory: bool,
    /// Where the body's days begin and end.
    pub(crate) zone: Zone,
}

impl Actor {
    /// A visitor of the public pages of one body, or of the whole installation's register.
    pub fn visitor(body: Option<Uuid>) -> Self {
        Self::nobody(Room::Public, body)
    }

    /// The house itself at a body: what happens by itself on its day, with no person behind it.
    pub(crate) fn house(body: Uuid) -> Self {
        Actor { name: BY_ITSELF.to_owned(), ..Self::nobody(Room::Office, Some(body)) }
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
            file: None,
            signatory: false,
            zone: Zone::default(),
        }
    }

    /// The same actor, by the clocks of its body.
    pub fn in_zone(self, zone: Zone) -> Self {
        Actor { zone, ..self }
    }

    /// Where the days of the actor's body begin and end.
    pub fn zone(&self) -> &Zone {
        &self.zone
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

    /// The same actor with one of the client's files at hand. Any other id leaves the newest at hand: what is
    /// looked for is always a file of this client.
    pub fn with_file(self, file: Option<Uuid>) -> Self {
        Actor { file, ..self }
    }

    /// Which of its files the client has at hand, if it chose one.
    pub fn file_at_hand(&self) -> Option<Uuid> {
        self.file
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

    /// Whether the actor looks and changes nothing, whatever room it stands in: an assessor at its body.
    pub fn only_looks(&self) -> bool {
        self.has(Function::Assessor)
    }
}
