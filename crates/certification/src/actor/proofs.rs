//! Proofs that an act may demand. Each is made here only, beside the rule that it proves (CMP-2, APP-3).

use super::Actor;
use super::function::Function;
use super::room::Room;
use crate::error::Result;
use crate::rulebook;

impl Actor {
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

    /// Proof that the actor manages quality: keeps the register of impartiality risks, handles complaints and
    /// appeals.
    pub fn quality_manager(&self) -> Result<QualityManager> {
        if self.room == Room::Office && self.has(Function::QualityManager) {
            return Ok(QualityManager(()));
        }
        Err(rulebook::CMP_2
            .refuse(
                "This is the quality manager's act, and you do not hold that function.",
                "Ask the quality manager of your body to do it.",
            )
            .into())
    }

    /// Proof that the actor tells outside registers: a scheme manager or the quality manager.
    pub fn register_keeper(&self) -> Result<RegisterKeeper> {
        if self.room == Room::Office
            && (self.has(Function::SchemeManager) || self.has(Function::QualityManager))
        {
            return Ok(RegisterKeeper(()));
        }
        Err(rulebook::CMP_2
            .refuse(
                "Exports to outside registers are made by a scheme manager or the quality manager, and you hold neither function.",
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

/// Proof: the actor is a quality manager of this body.
#[derive(Debug)]
pub struct QualityManager(());

/// Proof: the actor tells outside registers of this body's certificates.
#[derive(Debug)]
pub struct RegisterKeeper(());

/// Proof: the actor is an administrator of this body.
#[derive(Debug)]
pub struct Administrator(());

/// Proof: the actor may bind the client organisation (APP-3).
#[derive(Debug)]
pub struct Signatory(());
