//! Voting by signature: over the record's digest, with the credentials given again, the chair last (DEC-3,
//! DEC-4). When the chair signs, the decision is made, and a grant issues the attestation in the same
//! transaction (DEC-6).

use super::decider::Decider;
use super::digest::{Manifest, record_digest};
use super::missing::missing_for_case;
use super::{State, Step, Vote};
use crate::addressees;
use crate::certificates::{self, Issuing};
use crate::cycle;
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::parse::{LONG, Reading};
use crate::people::Proven;
use crate::record::{Entry, Seen};
use crate::rulebook;
use time::OffsetDateTime;
use uuid::Uuid;

/// What a member ticks before signing: the key in the form, and the sentence as it is kept.
pub const STATEMENTS: [(&str, &str); 3] = [
    (
        "read",
        "I have read the whole record of this certification, as it stands under the digest shown.",
    ),
    ("no_part", "I took no part in any audit of this client in the current cycle."),
    ("no_conflict", "I have no conflict of interest in this client."),
];

/// A vote and its signature, as typed; the password is proven before and never comes here.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Signature {
    pub vote: String,
    pub reason: String,
    pub statement: Vec<String>,
    /// The digest that the page showed, in hexadecimal.
    pub record_digest: String,
}

/// What a signature came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signed {
    /// A member's vote stands; the chair decides.
    Voted,
    Granted {
        number: String,
    },
    Refused,
}

/// A member's seat with the signature that stands on it, if any.
struct Place {
    person_id: Uuid,
    name: String,
    chair: bool,
    conflict: Option<bool>,
    /// The vote of a signature that was not voided, and the digest it is over.
    vote: Option<String>,
    record_digest: Option<Vec<u8>>,
}

impl Place {
    /// The vote that counts over this state of the record.
    fn standing(&self, digest: &[u8]) -> Option<Vote> {
        let over_this = self.record_digest.as_deref() == Some(digest);
        self.vote
            .as_deref()
            .and_then(Vote::from_key)
            .filter(|_| over_this && self.conflict == Some(false))
    }
}

/// Signs. A member's signature is a vote; the chair's is the decision.
pub async fn sign(
    tx: &mut Tx<'_>,
    decider: &Decider,
    proven: &Proven,
    form: Signature,
    issuing: &Issuing<'_>,
) -> Result<Signed> {
    let person = tx.actor().person()?;
    if proven.person != person {
        return Err(Error::NotFound);
    }
    let (vote, reason) = read(&form)?;
    let case = lock(tx, decider).await?;
    case.state.after(Step::Sign)?;
    let manifest = record_digest(tx, decider.seat().engagement_id).await?;
    if form.record_digest.trim() != manifest.hex() {
        return Err(overtaken(&case).into());
    }
    let places = places(tx, decider.seat().case_id).await?;
    let own = places.iter().find(|place| place.person_id == person).ok_or(Error::NotFound)?;
    if own.standing(&manifest.digest).is_some() {
        return Err(rulebook::DEC_6
            .refuse(
                "You have signed already; your signature stands.",
                "Open the case to see how far it has come.",
            )
            .into());
    }
    if own.chair {
        chair_may_decide(tx, decider, &places, &case, &manifest, vote).await?;
    }
    keep_vote(tx, decider, own.chair, proven, (vote, &reason), &manifest).await?;
    if !own.chair {
        tx.record(Entry::new(
            decider.seat().file(),
            "signature_given",
            "A member of the panel signed over the record's digest.",
            Seen::ByStaff,
        ));
        return Ok(Signed::Voted);
    }
    decide(tx, decider, (vote, &reason), &manifest, issuing).await
}

fn read(form: &Signature) -> Result<(Vote, String)> {
    let mut r = Reading::default();
    let vote = r.choice("vote", &form.vote, "what you are for", Vote::from_key);
    let reason =
        r.required("reason", &form.reason, "your reason; it is kept with your signature", LONG);
    if STATEMENTS.iter().any(|(key, _)| !form.statement.iter().any(|ticked| ticked == key)) {
        r.errors
            .add("statement", "Tick each of the three statements; without them you cannot sign");
    }
    r.done()?;
    Ok((vote.ok_or(Error::NotFound)?, reason))
}

/// The case, locked.
struct Locked {
    state: State,
    panel_members: i32,
    changed_at: Option<OffsetDateTime>,
    changed: Option<String>,
}

/// First the end of the record's chain, then the case. Every recorded act takes that first lock before it
/// looks for signatures to void, so that acts and signatures follow one another; the second keeps two
/// decisions apart (DEC-6).
async fn lock(tx: &mut Tx<'_>, decider: &Decider) -> Result<Locked> {
    let (body, seat) = (tx.actor().body()?, decider.seat());
    sqlx::query!(
        "select seq from record_heads where body_id = $1 and engagement_id = $2 for update",
        body,
        seat.engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    let row = sqlx::query!(
        r#"select c.state, b.panel_members, e.at as "changed_at?", e.sentence as "changed?"
           from cases c
           join bodies b on b.id = c.body_id
           left join lateral (select r.at, r.sentence from record_entries r
             where r.body_id = c.body_id and r.engagement_id = c.engagement_id
               and r.act not in ('signature_given', 'signatures_voided', 'panel_deliberated', 'panel_appointed', 'panel_released')
               and not (r.act = 'conflicts_declared' and r.room = 'panel')
             order by r.seq desc limit 1) e on true
           where c.body_id = $1 and c.id = $2 for no key update of c"#,
        body,
        seat.case_id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Locked {
        state: State::from_key(&row.state)
            .ok_or_else(|| Error::Fault("a case in no known state".into()))?,
        panel_members: row.panel_members,
        changed_at: row.changed_at,
        changed: row.changed,
    })
}

fn overtaken(case: &Locked) -> Refusal {
    let because = match (&case.changed_at, &case.changed) {
        (Some(at), Some(what)) => format!(
            "The record changed on {} at {:02}:{:02} UTC: {what}",
            cycle::in_words(at.date()),
            at.hour(),
            at.minute()
        ),
        _ => "The record is no longer what your page showed.".to_owned(),
    };
    rulebook::DEC_3
        .refuse(because, "Read what changed; this page now shows the new digest. Then sign again.")
}

async fn places(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Place>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Place,
        r#"select s.person_id, p.name, s.chair,
             (select d.conflict from declarations d where d.body_id = s.body_id and d.engagement_id = s.engagement_id
               and d.person_id = s.person_id and d.capacity = 'panel' order by d.id desc limit 1) as "conflict?",
             v.vote as "vote?", v.record_digest as "record_digest?"
           from panel_seats s
           join people p on p.id = s.person_id
           left join lateral (select v.vote, v.record_digest from votes v
             where v.body_id = s.body_id and v.case_id = s.case_id and v.person_id = s.person_id and v.chair = s.chair
               and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)
             order by v.signed_at desc, v.id desc limit 1) v on true
           where s.body_id = $1 and s.case_id = $2 and s.released_at is null
           order by s.chair, s.id"#,
        body,
        case
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Quorum, order and unanimity; for a grant, everything that stood when the case was opened, once more.
async fn chair_may_decide(
    tx: &mut Tx<'_>,
    decider: &Decider,
    places: &[Place],
    case: &Locked,
    manifest: &Manifest,
    vote: Vote,
) -> Result<()> {
    let members: Vec<_> = places.iter().filter(|place| !place.chair).collect();
    let lacking = case.panel_members as usize;
    if members.len() < lacking {
        return Err(rulebook::DEC_4
            .refuse(
                format!("This body's panels have a chair and at least {lacking} members; this one has {}.", members.len()),
                "Ask the scheme manager to appoint who is missing.",
            )
            .into());
    }
    let awaited: Vec<_> = members
        .iter()
        .filter(|place| place.standing(&manifest.digest).is_none())
        .map(|place| place.name.clone())
        .collect();
    if !awaited.is_empty() {
        return Err(rulebook::DEC_4
            .refuse("The chair signs last, and not every member has signed over the record as it stands.", "Wait for the members' signatures.")
            .missing(awaited.into_iter().map(|name| format!("the signature of {name}")))
            .into());
    }
    if vote == Vote::Refuse {
        return Ok(());
    }
    let against = members
        .iter()
        .filter(|place| place.standing(&manifest.digest) == Some(Vote::Refuse))
        .count();
    if against > 0 {
        return Err(rulebook::DEC_4
            .refuse(
                "A grant is unanimous, and a member of this panel is for refusing.",
                "You may decide to refuse; or put what is open to the audit team as a question, after which everybody signs anew.",
            )
            .into());
    }
    nothing_against_a_grant(tx, decider.seat().engagement_id).await
}

async fn nothing_against_a_grant(tx: &mut Tx<'_>, engagement: Uuid) -> Result<()> {
    let missing = missing_for_case(tx, engagement).await?;
    let Some(first) = missing.against_a_grant().next() else { return Ok(()) };
    Err(first
        .rule
        .refuse(
            "The file does not allow a grant.",
            "See to each thing on the list first, or decide to refuse.",
        )
        .missing(missing.against_a_grant().map(|item| item.what.clone()))
        .into())
}

async fn keep_vote(
    tx: &mut Tx<'_>,
    decider: &Decider,
    chair: bool,
    proven: &Proven,
    (vote, reason): (Vote, &str),
    manifest: &Manifest,
) -> Result<()> {
    let (body, now, id, seat) = (tx.actor().body()?, tx.now(), tx.new_id(), decider.seat());
    sqlx::query!(
        "insert into manifests (body_id, client_id, engagement_id, case_id, digest, lines, at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        manifest.digest,
        manifest.lines,
        now
    )
    .execute(tx.sql())
    .await?;
    let statements: Vec<_> =
        STATEMENTS.iter().map(|(_, sentence)| (*sentence).to_owned()).collect();
    sqlx::query!(
        "insert into votes (body_id, client_id, engagement_id, case_id, id, person_id, chair, vote, reason, statements, factor, record_digest, signed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        id,
        proven.person,
        chair,
        vote.key(),
        reason,
        &statements,
        proven.factor,
        manifest.digest,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The decision, and with a grant the attestation: all of it or nothing.
async fn decide(
    tx: &mut Tx<'_>,
    decider: &Decider,
    (vote, reasons): (Vote, &str),
    manifest: &Manifest,
    issuing: &Issuing<'_>,
) -> Result<Signed> {
    let seat = decider.seat();
    let decision = keep_decision(tx, decider, (vote, reasons), manifest).await?;
    let file = seat.file();
    let signed = match vote {
        Vote::Grant => {
            let number = certificates::issue(tx, file, decision, &manifest.hex(), issuing).await?;
            let today = tx.today();
            cycle::begin(tx, file, 1, today).await?;
            Signed::Granted { number }
        }
        Vote::Refuse => Signed::Refused,
    };
    let sentence = match &signed {
        Signed::Granted { number } => {
            format!("The decision is made: certification granted. Attestation {number} was issued.")
        }
        _ => "The decision is made: certification refused.".to_owned(),
    };
    tx.record(Entry::new(file, "case_decided", sentence, Seen::ByClientToo).touching(
        "record",
        seat.case_id,
        &manifest.digest,
    ));
    tell(tx, decider, &signed, issuing).await?;
    Ok(signed)
}

async fn keep_decision(
    tx: &mut Tx<'_>,
    decider: &Decider,
    (vote, reasons): (Vote, &str),
    manifest: &Manifest,
) -> Result<Uuid> {
    let (body, person, now, today, id, seat) = (
        tx.actor().body()?,
        tx.actor().person()?,
        tx.now(),
        tx.today(),
        tx.new_id(),
        decider.seat(),
    );
    let decided = sqlx::query!("update cases set state = 'decided', version = version + 1 where body_id = $1 and id = $2 and state = 'open'", body, seat.case_id)
        .execute(tx.sql())
        .await?;
    if decided.rows_affected() == 0 {
        return Err(Error::Stale("This case has been decided meanwhile: open it again.".into()));
    }
    sqlx::query!(
        "insert into decisions (body_id, client_id, engagement_id, case_id, id, outcome, reasons, asked_for, decided_on, decided_at, decided_by, record_digest)
         values ($1, $2, $3, $4, $5, $6, $7,
           coalesce((select string_agg(q.text, E'\\n\\n' order by q.id) from questions q where q.body_id = $1 and q.case_id = $4), ''),
           $8, $9, $10, $11)",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        id,
        vote.key(),
        reasons,
        today,
        now,
        person,
        manifest.digest
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}

async fn tell(
    tx: &mut Tx<'_>,
    decider: &Decider,
    signed: &Signed,
    issuing: &Issuing<'_>,
) -> Result<()> {
    let seat = decider.seat();
    let (subject, for_client, for_office) = match signed {
        Signed::Granted { number } => (
            "The decision is made: certification granted",
            format!(
                "The certification panel has granted certification of your AI management system to {}.\n\nYour attestation {number} is ready to download in your client portal. Anyone can check it at {}/verify/{number}.",
                seat.standard, issuing.public_url
            ),
            format!(
                "The panel granted certification to {} ({}). Attestation {number} was issued.",
                seat.client_name, seat.reference
            ),
        ),
        _ => (
            "The decision is made: certification refused",
            format!(
                "The certification panel has decided not to grant certification to {}.\n\nYour certification body will write to you about the reasons. You may appeal against the decision.",
                seat.standard
            ),
            format!(
                "The panel refused certification to {} ({}). Publish to the client what it is to know of the reasons.",
                seat.client_name, seat.reference
            ),
        ),
    };
    let client = addressees::client(tx, seat.client_id).await?;
    addressees::write_to(tx, client, subject, &for_client).await?;
    let office = addressees::scheme_managers(tx).await?;
    addressees::write_to(tx, office, subject, &for_office).await
}
