//! The facts of one file, in one statement.

use super::{Facts, FindingFact};
use crate::db::Tx;
use crate::error::{Error, Result};
use sqlx::types::Json;
use uuid::Uuid;

pub(super) async fn facts(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Facts> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select b.minors_closed_first,
             exists (select from applications p where p.body_id = e.body_id and p.engagement_id = e.id and p.state = 'accepted') as "accepted!",
             exists (select from proposals p where p.body_id = e.body_id and p.engagement_id = e.id and p.state = 'accepted') as "agreed!",
             coalesce(s1.state = 'reported', false) as "stage_1_reported!",
             coalesce((select r.ready and r.team_competent from readiness_reviews r
               where r.body_id = s1.body_id and r.audit_id = s1.id order by r.id desc limit 1), false) as "stage_1_ready!",
             coalesce(s2.state = 'reported', false) as "stage_2_reported!",
             s2.closed_at as "closed_at?",
             (select r.content -> 'text' from reports r where r.body_id = s2.body_id and r.audit_id = s2.id
               order by r.version desc limit 1) as "report?",
             coalesce((select d.document_version from document_checks d where d.body_id = s1.body_id and d.audit_id = s1.id
               and d.item = 'statement_of_applicability'), '') as "soa_version!",
             (select coalesce(json_agg(json_build_object('number', f.number, 'grade', f.grade, 'state', f.state, 'verified_at',
                 (select max(v.at) from verifications v where v.body_id = f.body_id and v.finding_id = f.id and v.effective)) order by f.number), '[]')
              from findings f where f.body_id = e.body_id and f.engagement_id = e.id) as "findings!: Json<Vec<FindingFact>>"
           from engagements e
           join bodies b on b.id = e.body_id
           left join audits s1 on s1.body_id = e.body_id and s1.engagement_id = e.id and s1.kind = 'stage_1' and s1.cycle = 1
           left join audits s2 on s2.body_id = e.body_id and s2.engagement_id = e.id and s2.kind = 'stage_2' and s2.cycle = 1
           where e.body_id = $1 and e.id = $2"#,
        body,
        engagement
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)?;
    Ok(Facts {
        application_accepted: row.accepted,
        agreement_in_force: row.agreed,
        stage_1_reported: row.stage_1_reported,
        stage_1_ready: row.stage_1_ready,
        stage_2_reported: row.stage_2_reported,
        stage_2_closed: row.closed_at,
        report: row.report.unwrap_or_default(),
        soa_version: row.soa_version,
        findings: row.findings.0,
        minors_closed_first: row.minors_closed_first,
    })
}
