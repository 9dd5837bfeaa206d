//! Where a certification came from, as its panel reads it: application, AI systems, time and agreement.

use crate::ai_systems;
use crate::applications::lists;
use crate::audit_time;
use crate::db::Tx;
use crate::error::Result;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

/// Where it came from: application, AI systems, time and agreement.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Origin {
    pub application: ApplicationPart,
    pub sites: Vec<SitePart>,
    pub exclusions: Vec<ExclusionPart>,
    pub held: Vec<HeldPart>,
    pub reviews: Vec<ReviewPart>,
    pub systems: Systems,
    pub determination: Option<DeterminationPart>,
    pub proposal: Option<ProposalPart>,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct ApplicationPart {
    pub legal_name: String,
    pub registration: String,
    pub address: String,
    pub country: String,
    pub sector: String,
    pub people_total: Option<i32>,
    pub people_ai: Option<i32>,
    pub scope: String,
    pub units: String,
    pub processes: String,
    pub outsourced: String,
    pub ai_roles: Vec<String>,
    pub languages: Vec<String>,
    pub consultancy: Option<bool>,
    pub consultancy_by: String,
    pub signatory_name: String,
    pub signatory_position: String,
}

impl ApplicationPart {
    /// "Provider: …; User: …".
    pub fn roles_in_words(&self) -> String {
        lists::titles(lists::AI_ROLES, &self.ai_roles).join("; ")
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct SitePart {
    pub name: String,
    pub address: String,
    pub country: String,
    pub people: Option<i32>,
    pub central: bool,
    pub scope: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ExclusionPart {
    pub what: String,
    pub justification: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct HeldPart {
    pub standard: String,
    pub issued_by: String,
    pub number: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ReviewPart {
    pub outcome: String,
    pub information: String,
    pub differences: String,
    pub competence: String,
    pub impartiality: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// The AI-system register in numbers, and its first entries.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Systems {
    pub total: i64,
    pub high: i64,
    pub personal: i64,
    pub procured: i64,
    pub first: Vec<SystemPart>,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct SystemPart {
    pub name: String,
    pub purpose: String,
    pub stage: String,
    pub risk_class: String,
    pub origin: String,
}

impl SystemPart {
    pub fn stage_title(&self) -> &str {
        ai_systems::in_words("stage", &self.stage)
    }

    pub fn risk_title(&self) -> &str {
        ai_systems::in_words("risk_class", &self.risk_class)
    }

    pub fn origin_title(&self) -> &str {
        ai_systems::in_words("origin", &self.origin)
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct DeterminationPart {
    pub table_key: String,
    pub table_version: String,
    pub table_checked: bool,
    pub unchecked_reason: String,
    pub initial_half_days: i32,
    pub stage_1_half_days: i32,
    pub stage_2_half_days: i32,
    pub surveillance_half_days: i32,
    pub recertification_half_days: i32,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl DeterminationPart {
    /// The table's title; its key where it is not one that is shipped.
    pub fn table_title(&self) -> &str {
        let shipped = audit_time::shipped().iter().find(|t| t.key == self.table_key);
        shipped.map_or(&self.table_key, |table| &table.title)
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ProposalPart {
    pub number: String,
    pub currency: String,
    pub total_minor: i64,
    pub agreement_version: String,
    pub by: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub at: Option<OffsetDateTime>,
}

pub(super) async fn origin(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Origin> {
    let body = tx.actor().body()?;
    let found = sqlx::query_scalar!(
        r#"select json_build_object('application', to_jsonb(a),
             'sites', (select coalesce(json_agg(to_jsonb(s) order by s.position), '[]') from sites s where s.body_id = a.body_id and s.application_id = a.id),
             'exclusions', (select coalesce(json_agg(to_jsonb(s) order by s.position), '[]') from exclusions s where s.body_id = a.body_id and s.application_id = a.id),
             'held', (select coalesce(json_agg(to_jsonb(s) order by s.position), '[]') from certificates_held s where s.body_id = a.body_id and s.application_id = a.id),
             'reviews', (select coalesce(json_agg(to_jsonb(r) || jsonb_build_object('by', p.name) order by r.id), '[]')
                from application_reviews r join people p on p.id = r.by_person where r.body_id = a.body_id and r.application_id = a.id),
             'systems', (select json_build_object('total', count(*), 'high', count(*) filter (where risk_class in ('high', 'prohibited')),
                 'personal', count(*) filter (where personal_data = 'yes'), 'procured', count(*) filter (where origin = 'procured'),
                 'first', (select coalesce(json_agg(to_jsonb(f)), '[]') from (select name, purpose, stage, risk_class, origin from ai_systems f
                    where f.body_id = a.body_id and f.engagement_id = a.engagement_id and f.removed_at is null order by f.id limit 50) f))
                from ai_systems s where s.body_id = a.body_id and s.engagement_id = a.engagement_id and s.removed_at is null),
             'determination', (select to_jsonb(d) || jsonb_build_object('by', p.name) from determinations d join people p on p.id = d.by_person
                where d.body_id = a.body_id and d.engagement_id = a.engagement_id order by d.id desc limit 1),
             'proposal', (select to_jsonb(d) || jsonb_build_object('by', p.name, 'at', d.answered_at) from proposals d left join people p on p.id = d.answered_by
                where d.body_id = a.body_id and d.engagement_id = a.engagement_id and d.state = 'accepted' limit 1)
           ) as "origin!: Json<Origin>"
           from applications a where a.body_id = $1 and a.engagement_id = $2"#,
        body,
        engagement
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(found.0)
}
