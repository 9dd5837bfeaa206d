//! What must hold before an audit is opened: agreement (APP-3), declarations (IMP-5), readiness (AUD-2).

use super::Brief;
use crate::db::Tx;
use crate::error::Result;
use crate::rulebook;
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

/// IMP-5: every member of the team has declared, and nobody a conflict.
pub(super) async fn everybody_declared(tx: &mut Tx<'_>, audit: &Brief) -> Result<()> {
    let body = tx.actor().body()?;
    let members = sqlx::query!(
        r#"select p.name, d.conflict as "conflict?" from team_members t
           join people p on p.id = t.person_id
           left join lateral (select conflict from declarations d where d.body_id = t.body_id and d.engagement_id = t.engagement_id
             and d.person_id = t.person_id and d.capacity = 'team' order by d.id desc limit 1) d on true
           where t.body_id = $1 and t.audit_id = $2 and t.released_at is null order by p.name"#,
        body,
        audit.id
    )
    .fetch_all(tx.sql())
    .await?;
    let said = |conflict| {
        if conflict == Some(true) { "has declared a conflict" } else { "has not declared yet" }
    };
    let open: Vec<_> = members
        .iter()
        .filter(|m| m.conflict != Some(false))
        .map(|m| format!("{} {}", m.name, said(m.conflict)))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(rulebook::IMP_5
        .refuse(
            "Not everybody in the team is declared free of conflict.",
            "Each person declares in the audit portal; the office releases whoever has a conflict.",
        )
        .missing(open)
        .into())
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
                    Some(opening >= at.date()),
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
