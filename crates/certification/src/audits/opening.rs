//! What must hold before an audit is opened: agreement (APP-3), a team that stands (CMP, IMP-5, PLN-2),
//! readiness (AUD-2).

use super::Brief;
use crate::db::Tx;
use crate::error::Result;
use crate::rulebook;
use crate::{competence, teams};
use time::Date;

/// APP-3: there is no audit without an agreement in force.
pub(super) async fn agreement_in_force(tx: &mut Tx<'_>, audit: &Brief) -> Result<()> {
    let body = tx.actor().body()?;
    let stands = sqlx::query_scalar!(
        r#"select exists (select from proposals where body_id = $1 and engagement_id = $2 and state = 'accepted') as "stands!""#,
        body,
        audit.engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    if stands {
        return Ok(());
    }
    Err(rulebook::APP_3
        .refuse(
            "The client has accepted no proposal, so no agreement is in force.",
            "Ask the office for the accepted proposal; then open the audit.",
        )
        .into())
}

/// CMP-1, CMP-2, CMP-3, IMP-5, PLN-2: the team stands today, not only on the day when the client was told,
/// and the client had its say.
pub(super) async fn team_stands(tx: &mut Tx<'_>, audit: &Brief) -> Result<()> {
    let all = teams::everyone(tx, audit.id, audit.engagement_id).await?;
    let team: Vec<_> = all.iter().filter(|person| person.role.is_some()).collect();
    let needed = competence::needed(tx, audit.engagement_id).await?;
    teams::standing(&team, &needed, audit.standard)?;
    teams::settled(tx, audit).await
}

/// AUD-2: Stage 1 of this cycle is reported, and the newest review of its newest report says ready.
pub(super) async fn stage_1_reviewed_ready(
    tx: &mut Tx<'_>,
    audit: &Brief,
    opening: Date,
) -> Result<()> {
    let body = tx.actor().body()?;
    let stage_1 = sqlx::query!(
        r#"select a.state = 'reported' as "reported!", r.ready as "ready?", r.team_competent as "competent?", r.at as "reviewed_at?",
             (select max(issued_at) from reports p where p.body_id = a.body_id and p.audit_id = a.id) as issued_at
           from audits a left join lateral (select ready, team_competent, at from readiness_reviews r
             where r.body_id = a.body_id and r.audit_id = a.id order by r.at desc, r.id desc limit 1) r on true
           where a.body_id = $1 and a.engagement_id = $2 and a.cycle = $3 and a.kind = 'stage_1'"#,
        body,
        audit.engagement_id,
        audit.cycle
    )
    .fetch_optional(tx.sql())
    .await?;
    let mut missing = Vec::new();
    match stage_1 {
        Some(s) if s.reported => match s.reviewed_at.filter(|at| Some(*at) >= s.issued_at) {
            None => missing.push("The office's review of the Stage 1 report as it now stands"),
            Some(at) => {
                let said = |yes: Option<bool>, item| (yes != Some(true)).then_some(item);
                missing.extend(said(s.ready, "A review that finds the client ready"));
                missing
                    .extend(said(s.competent, "Confirmation that the Stage 2 team is competent"));
                missing.extend(said(
                    Some(opening >= tx.day_of(at)),
                    "An opening meeting on or after the day of the review",
                ));
            }
        },
        _ => missing.push("The issued report of Stage 1"),
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(rulebook::AUD_2
        .refuse(
            "Stage 2 cannot start yet.",
            "Stage 1 is reported first; then the scheme manager reviews its report in the office.",
        )
        .missing(missing)
        .into())
}
