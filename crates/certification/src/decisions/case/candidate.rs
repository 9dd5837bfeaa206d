//! Whether a person may sit on a panel: from no audit team, free of conflict, qualified (IMP-1, IMP-2, IMP-5, CMP-2).

use super::Standing;
use crate::db::Tx;
use crate::error::{FieldErrors, Refusal, Result};
use crate::rulebook;
use uuid::Uuid;

/// What the competence file and the teams say of a person.
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) email: String,
    member: bool,
    on_audit_team: bool,
    function: bool,
    standard: bool,
    conflict: Option<bool>,
    affiliated: bool,
    pub(super) seated: bool,
    chaired: bool,
    /// Whether nobody had a seat on this panel before.
    pub(super) first: bool,
}

impl Candidate {
    /// Refuses whoever may not sit here; the message about the chair stands at its field.
    pub(super) fn check(&self, chair: bool, standard: &str) -> Result<()> {
        self.independent()?;
        self.competent(standard)?;
        if chair && self.chaired {
            return Err(FieldErrors::one(
                "chair",
                "The panel has a chair already: release the present one first",
            )
            .into());
        }
        Ok(())
    }

    /// From no audit team of this client, and free of conflict (IMP-1, IMP-2, IMP-5).
    fn independent(&self) -> Result<(), Refusal> {
        let name = &self.name;
        if self.on_audit_team {
            return Err(rulebook::IMP_1.refuse(
                format!("{name} took part in an audit of this client in the current cycle."),
                "Appoint somebody who was on none of its audit teams.",
            ));
        }
        if self.affiliated {
            return Err(rulebook::IMP_2.refuse(
                format!("The file of {name} shows employment at this client, or advice to it, less than two years ago."),
                "Appoint somebody else; if the file is wrong, have the quality manager correct it.",
            ));
        }
        if self.conflict == Some(true) {
            return Err(rulebook::IMP_5.refuse(
                format!("{name} declared a conflict of interest in this client."),
                "Appoint somebody else.",
            ));
        }
        Ok(())
    }

    fn competent(&self, standard: &str) -> Result<(), Refusal> {
        let lacking = self.lacks(standard);
        if lacking.is_empty() {
            return Ok(());
        }
        Err(rulebook::CMP_2
            .refuse(
                format!("{} cannot sit on this panel yet.", self.name),
                "Approve what is missing in the competence file, or appoint somebody else.",
            )
            .missing(lacking))
    }

    /// The function and qualifications that the seat wants and the person has not (CMP-2).
    fn lacks(&self, standard: &str) -> Vec<String> {
        [
            (!self.member, "the function of a panel member at this body".to_owned()),
            (!self.function, "a current, approved qualification as a panel member".to_owned()),
            (!self.standard, format!("a current, approved qualification for {standard}")),
        ]
        .into_iter()
        .filter_map(|(lacks, what)| lacks.then_some(what))
        .collect()
    }
}

pub(super) async fn candidate(
    tx: &mut Tx<'_>,
    case: Uuid,
    standing: &Standing,
    person: Uuid,
) -> Result<Candidate> {
    let (body, today) = (tx.actor().body()?, tx.today());
    Ok(sqlx::query_as!(
        Candidate,
        r#"select p.name, p.email,
             exists (select from memberships m where m.body_id = $1 and m.person_id = p.id and m.function = 'panel_member' and m.until is null) as "member!",
             on_audit_team_of_cycle($1, $3, $7, p.id) as "on_audit_team!",
             exists (select from qualifications q where q.body_id = $1 and q.person_id = p.id and q.kind = 'function' and q.value = 'panel_member'
               and q.approved_on <= $5 and q.valid_until >= $5 and (q.ended_on is null or q.ended_on > $5)) as "function!",
             exists (select from qualifications q where q.body_id = $1 and q.person_id = p.id and q.kind = 'standard' and q.value = $4
               and q.approved_on <= $5 and q.valid_until >= $5 and (q.ended_on is null or q.ended_on > $5)) as "standard!",
             (select d.conflict from declarations d where d.body_id = $1 and d.engagement_id = $3 and d.person_id = p.id
               and d.capacity = 'panel' order by d.id desc limit 1) as "conflict?",
             affiliated($1, $8, p.id, $5) as "affiliated!",
             exists (select from panel_seats s where s.body_id = $1 and s.case_id = $2 and s.person_id = p.id and s.released_at is null) as "seated!",
             exists (select from panel_seats s where s.body_id = $1 and s.case_id = $2 and s.chair and s.released_at is null) as "chaired!",
             not exists (select from panel_seats s where s.body_id = $1 and s.case_id = $2) as "first!"
           from people p where p.id = $6 and exists (select from memberships m where m.body_id = $1 and m.person_id = p.id)"#,
        body,
        case,
        standing.file.engagement_id,
        standing.standard.name,
        today,
        person,
        standing.cycle,
        standing.file.client_id
    )
    .fetch_one(tx.sql())
    .await?)
}
