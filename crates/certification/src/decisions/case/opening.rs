//! A case is laid before a panel: of the kind that the file allows, with what it rests on (DEC-2).

use super::scope::{NewScope, new_scope, statement_of_applicability};
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::decisions::missing::{Facts, facts};
use crate::decisions::{CaseKind, Missing, Reason};
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use crate::standards::Standard;
use crate::{files, rulebook};
use uuid::Uuid;

/// The form that opens a case. It carries the case's new id; without a kind it is the initial one.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Opening {
    pub id: String,
    pub kind: String,
    /// Why it is laid before the panel, where the file does not say it itself.
    pub because: String,
    /// Of a suspension: its reason (STA-1).
    pub reason_code: String,
    /// The client's legal name as the certificate would give it; empty leaves it.
    pub client: String,
    pub scope: String,
    /// One site a line: name; address; its own scope where that differs.
    pub sites: String,
    pub soa_version: String,
    /// Of a change of scope that no audit was held for: why it can be decided without one.
    pub without_audit: String,
}

/// What was typed, read.
struct Laid {
    kind: CaseKind,
    because: String,
    reason: Option<Reason>,
    scope: Option<NewScope>,
    without_audit: String,
}

impl Laid {
    fn read(form: &Opening, standard: &Standard) -> Result<Self> {
        let mut r = Reading::default();
        let typed = if form.kind.is_empty() { CaseKind::Initial.key() } else { &form.kind };
        let kind = r.choice("kind", typed, "what the case is about", CaseKind::from_key);
        let kind = kind.unwrap_or(CaseKind::Initial);
        let because = match kind.wants_because() {
            true => r.required("because", &form.because, "why this is laid before the panel", LONG),
            false => r.optional("because", &form.because, LONG),
        };
        let mut reason = None;
        if kind == CaseKind::Suspension {
            reason = r.choice(
                "reason_code",
                &form.reason_code,
                "the reason for suspending",
                Reason::from_key,
            );
        }
        let scope = match kind {
            CaseKind::Scope => Some(new_scope(&mut r, form, standard)),
            CaseKind::Transfer => Some(statement_of_applicability(&mut r, form, standard)),
            _ => None,
        };
        let without_audit = r.optional("without_audit", &form.without_audit, LONG);
        r.done()?;
        Ok(Laid { kind, because, reason, scope, without_audit })
    }

    /// What the panel reads first, with why no audit was needed where none was held.
    fn why(&self, facts: &Facts) -> String {
        if facts.scope_audited || self.without_audit.is_empty() {
            return self.because.clone();
        }
        format!(
            "{}\n\nWithout a special audit of it, because: {}",
            self.because, self.without_audit
        )
    }
}

/// Opens a case of a complete file; refuses with everything that is missing (DEC-2).
pub async fn open_case(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement: Uuid,
    form: Opening,
) -> Result<Uuid> {
    let found = files::of(tx, engagement).await?;
    let (file, laid) = (found.file(), Laid::read(&form, found.standard)?);
    if let Some(case) = open_now(tx, engagement).await? {
        // The same button pressed twice is one case.
        return if form.id.parse() == Ok(case) { Ok(case) } else { Err(opened_already().into()) };
    }
    let facts = facts(tx, engagement).await?;
    let missing = facts.missing(laid.kind, tx.today());
    complete(laid.kind, missing)?;
    audited_or_why_not(&laid, &facts)?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if !insert(tx, file, id, &laid, &facts).await? {
        return Err(Error::Stale("A case has been opened meanwhile: open the page again.".into()));
    }
    tx.record(Entry::new(file, "case_opened", sentence(&laid), Seen::ByClientToo));
    Ok(id)
}

/// Lays a case before the panel by itself, because of what is overdue (STA-2): software proposes, people
/// decide. Nothing happens while another case is open, or where the file does not allow this kind. Answers
/// the new case. For the office's room; the reason of a suspension follows from what is overdue.
pub async fn propose(
    tx: &mut Tx<'_>,
    file: File,
    kind: CaseKind,
    because: &str,
) -> Result<Option<Uuid>> {
    let facts = facts(tx, file.engagement_id).await?;
    if facts.case_open || !facts.missing(kind, tx.today()).is_complete() {
        return Ok(None);
    }
    let overdue = match facts.surveillance_overdue {
        true => Reason::SurveillanceNotAllowed,
        false => Reason::PersistentFailure,
    };
    let laid = Laid {
        kind,
        because: because.to_owned(),
        reason: (kind == CaseKind::Suspension).then_some(overdue),
        scope: None,
        without_audit: String::new(),
    };
    let id = tx.new_id();
    Ok(insert(tx, file, id, &laid, &facts).await?.then_some(id))
}

fn sentence(laid: &Laid) -> String {
    match laid.kind {
        CaseKind::Initial => "The complete file was laid before a certification panel.".to_owned(),
        kind => format!(
            "A case was laid before a certification panel: {}.",
            kind.title().to_lowercase()
        ),
    }
}

fn opened_already() -> Refusal {
    rulebook::ORDER
        .refuse("A case was opened for this certification already.", "Open it on this page.")
}

/// Refuses with everything that the file lacks. What only the order of acts forbids is said as that.
fn complete(kind: CaseKind, missing: Missing) -> Result<(), Refusal> {
    if missing.is_complete() {
        return Ok(());
    }
    let about_life = missing.to_open.iter().find(|item| item.rule != rulebook::DEC_2);
    if let Some(item) = about_life.filter(|_| kind != CaseKind::Initial) {
        return Err(item
            .rule
            .refuse(
                format!("A case “{}” cannot be opened now.", kind.title()),
                "See to each thing on the list, or open a case of another kind.",
            )
            .missing(missing.to_open.iter().map(|item| item.what.clone())));
    }
    if missing.to_open.iter().any(|item| item.rule == rulebook::ORDER) {
        return Err(opened_already());
    }
    Err(rulebook::DEC_2
        .refuse("The file is not complete.", "See to each thing on the list; then open the case.")
        .missing(missing.to_open.into_iter().map(|item| item.what)))
}

/// A change of scope rests on a special audit of it, or on a written review of what was looked at instead, a
/// surveillance say (DEC-2; 17021-1 9.6.4.1).
fn audited_or_why_not(laid: &Laid, facts: &Facts) -> Result<(), FieldErrors> {
    let rests = facts.scope_audited || !laid.without_audit.is_empty();
    if laid.kind != CaseKind::Scope || rests {
        return Ok(());
    }
    Err(FieldErrors::one(
        "without_audit",
        "No special audit of the new scope was reported since the last change: hold one first, or write what was looked at instead, and why that is enough (DEC-2)",
    ))
}

/// Whether it is new. The cycle is the one that is decided about; an initial decision begins the next.
async fn insert(tx: &mut Tx<'_>, file: File, id: Uuid, laid: &Laid, facts: &Facts) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person().ok(), tx.now());
    let cycle = facts.cycle + i32::from(laid.kind.begins());
    let audit = match laid.kind {
        CaseKind::Surveillance => facts.surveillance.as_ref(),
        CaseKind::Recertification => facts.recertification.as_ref(),
        _ => None,
    };
    let scope = laid.scope.clone().unwrap_or_default();
    let opened = sqlx::query!(
        "insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_by, opened_at, because, reason_code, audit_id,
           new_scope, new_sites, new_soa_version, new_client)
         values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        laid.kind.key(),
        cycle,
        person,
        now,
        laid.why(facts),
        laid.reason.map(Reason::key),
        audit.map(|audit| audit.id),
        scope.text,
        scope.sites_as_json()?,
        scope.soa_version,
        scope.client
    )
    .execute(tx.sql())
    .await?;
    Ok(opened.rows_affected() == 1)
}

async fn open_now(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Option<Uuid>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select id from cases where body_id = $1 and engagement_id = $2 and state = 'open'",
        body,
        engagement
    )
    .fetch_optional(tx.sql())
    .await?)
}
