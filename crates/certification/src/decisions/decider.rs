//! Who may decide: a seat on this case's panel, on no audit team of the cycle, declared and free of conflict,
//! qualified (DEC-1). Without a seat there is no case.

use super::{CaseKind, Reason, State, Vote};
use crate::actor::Room;
use crate::certificates::Site;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::File;
use crate::rulebook;
use crate::standards::Scheme;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

/// A member's seat on a case, with what the rules look at.
#[derive(Debug, Clone)]
pub struct Seat {
    pub id: Uuid,
    pub case_id: Uuid,
    pub engagement_id: Uuid,
    pub client_id: Uuid,
    pub client_name: String,
    pub reference: String,
    pub standard: Scheme,
    pub state: State,
    pub kind: CaseKind,
    pub cycle: i32,
    /// Why it is laid before the panel, where the file does not say it itself.
    pub because: String,
    pub reason: Option<Reason>,
    /// What the certificate would say after a change of scope.
    pub new_scope: String,
    pub new_sites: Vec<Site>,
    pub new_soa_version: String,
    pub new_client: String,
    pub opened_at: OffsetDateTime,
    pub chair: bool,
    /// Whether the member was on an audit team of this cycle, be it long released (IMP-1).
    pub on_audit_team: bool,
    pub qualified: bool,
    /// Whether the body's own file shows an employment or advice that keeps the member out (IMP-2).
    pub affiliated: bool,
    /// What the newest declaration came to; none before one is made (IMP-5).
    pub conflict: Option<bool>,
}

impl Seat {
    pub fn file(&self) -> File {
        File { client_id: self.client_id, engagement_id: self.engagement_id }
    }

    /// What may be decided in this case.
    pub fn outcomes(&self) -> &'static [Vote] {
        self.kind.outcomes()
    }

    /// Whether the member has declared and nothing stood against it.
    pub fn is_clear(&self) -> bool {
        self.conflict == Some(false) && !self.on_audit_team && !self.affiliated
    }

    pub fn is_declared(&self) -> bool {
        self.conflict.is_some()
    }

    pub fn role(&self) -> &'static str {
        if self.chair { "Chair" } else { "Member" }
    }
}

/// The acting member's seat on this case; whoever has none is answered as if the case never was.
pub async fn seat(tx: &mut Tx<'_>, case: Uuid) -> Result<Seat> {
    if tx.actor().room() != Room::Panel {
        return Err(Error::NotFound);
    }
    let (body, person, today) = (tx.actor().body()?, tx.actor().person()?, tx.today());
    let row = sqlx::query!(
        r#"select s.id, c.id as case_id, c.engagement_id, c.client_id, cl.name as client_name, e.reference, e.standard as "standard: Scheme",
             c.state, c.kind, c.cycle, c.because, c.reason_code, c.new_scope, c.new_sites as "new_sites: Json<Vec<Site>>", c.new_soa_version, c.new_client, c.opened_at, s.chair,
             on_audit_team_of_cycle(c.body_id, c.engagement_id, c.cycle, s.person_id) as "on_audit_team!",
             exists (select from qualifications q where q.body_id = c.body_id and q.person_id = s.person_id and q.kind = 'function'
               and q.value = 'panel_member' and q.approved_on <= $4 and q.valid_until >= $4 and (q.ended_on is null or q.ended_on > $4))
             and exists (select from qualifications q where q.body_id = c.body_id and q.person_id = s.person_id and q.kind = 'standard'
               and q.value = e.standard and q.approved_on <= $4 and q.valid_until >= $4 and (q.ended_on is null or q.ended_on > $4)) as "qualified!",
             affiliated(c.body_id, c.client_id, s.person_id, $4) as "affiliated!",
             (select d.conflict from declarations d where d.body_id = c.body_id and d.engagement_id = c.engagement_id
               and d.person_id = s.person_id and d.capacity = 'panel' order by d.id desc limit 1) as "conflict?"
           from cases c
           join panel_seats s on s.body_id = c.body_id and s.case_id = c.id and s.released_at is null
           join engagements e on e.body_id = c.body_id and e.id = c.engagement_id
           join clients cl on cl.body_id = c.body_id and cl.client_id = c.client_id
           where c.body_id = $1 and c.id = $2 and s.person_id = $3"#,
        body,
        case,
        person,
        today
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Seat {
        id: row.id,
        case_id: row.case_id,
        engagement_id: row.engagement_id,
        client_id: row.client_id,
        client_name: row.client_name,
        reference: row.reference,
        standard: row.standard,
        state: State::kept(&row.state)?,
        kind: CaseKind::kept(&row.kind)?,
        cycle: row.cycle,
        because: row.because,
        reason: row.reason_code.as_deref().and_then(Reason::from_key),
        new_scope: row.new_scope,
        new_sites: row.new_sites.map(|sites| sites.0).unwrap_or_default(),
        new_soa_version: row.new_soa_version,
        new_client: row.new_client,
        opened_at: row.opened_at,
        chair: row.chair,
        on_audit_team: row.on_audit_team,
        qualified: row.qualified,
        affiliated: row.affiliated,
        conflict: row.conflict,
    })
}

/// Proof that the actor may decide this case (DEC-1). Made here and nowhere else.
#[derive(Debug)]
pub struct Decider {
    seat: Seat,
}

impl Decider {
    /// The proof, or the rule that stands against it.
    pub async fn for_case(tx: &mut Tx<'_>, case: Uuid) -> Result<Decider> {
        Self::from_seat(seat(tx, case).await?)
    }

    fn from_seat(seat: Seat) -> Result<Decider> {
        if seat.on_audit_team {
            return Err(rulebook::IMP_1
                .refuse(
                    "You took part in an audit of this client in the current cycle.",
                    "Tell the scheme manager, who appoints somebody else.",
                )
                .into());
        }
        if seat.affiliated {
            return Err(rulebook::IMP_2
                .refuse(
                    "Your file shows employment at this client, or advice to it, less than two years ago.",
                    "Tell the scheme manager, who appoints somebody else.",
                )
                .into());
        }
        if !seat.qualified {
            return Err(rulebook::DEC_1
                .refuse("Your competence file shows no current qualification as a panel member for this standard.", "Ask the office to renew it, or to appoint somebody else.")
                .into());
        }
        match seat.conflict {
            Some(false) => Ok(Decider { seat }),
            Some(true) => Err(rulebook::DEC_1
                .refuse(
                    "You declared a conflict of interest in this client.",
                    "Tell the scheme manager, who appoints somebody else.",
                )
                .into()),
            None => Err(rulebook::IMP_5
                .refuse(
                    "You have not declared your interests in this client yet.",
                    "Declare them on this case's page; then the record opens.",
                )
                .into()),
        }
    }

    pub fn seat(&self) -> &Seat {
        &self.seat
    }
}
