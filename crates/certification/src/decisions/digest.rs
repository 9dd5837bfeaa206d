//! What a panel member signs: the SHA-256 of a canonical list of everything in the file, one line each
//! (DEC-3). Votes, seats, deliberation, publications, mails and deadlines are about the decision, not part
//! of what is decided upon, and are left out.

use crate::actor::Room;
use crate::db::Tx;
use crate::error::Result;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The list and its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// "kind id sha256", sorted, one line each.
    pub lines: String,
    pub digest: Vec<u8>,
}

impl Manifest {
    fn of(mut lines: Vec<String>) -> Self {
        lines.sort_unstable();
        let lines = lines.join("\n");
        let digest = Sha256::digest(format!("assay-file-v1\n{lines}")).to_vec();
        Manifest { lines, digest }
    }

    pub fn hex(&self) -> String {
        hex::encode(&self.digest)
    }

    /// How many things the list names.
    pub fn len(&self) -> usize {
        self.lines.lines().count()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// A question about every thing in the file, as `thing` with its kind, its id and its content.
macro_rules! of_things {
    ($ask:ident, $select:literal, $body:expr, $engagement:expr) => {
        sqlx::$ask!(
            $select
                + r#"
           from (
             select 'application' as kind, t.id::text as id, to_jsonb(t) as content from applications t where t.body_id = $1 and t.engagement_id = $2
             union all select 'site', t.id::text, to_jsonb(t) from sites t
               join applications a on a.body_id = t.body_id and a.id = t.application_id where t.body_id = $1 and a.engagement_id = $2
             union all select 'exclusion', t.id::text, to_jsonb(t) from exclusions t
               join applications a on a.body_id = t.body_id and a.id = t.application_id where t.body_id = $1 and a.engagement_id = $2
             union all select 'certificate_held', t.id::text, to_jsonb(t) from certificates_held t
               join applications a on a.body_id = t.body_id and a.id = t.application_id where t.body_id = $1 and a.engagement_id = $2
             union all select 'application_review', t.id::text, to_jsonb(t) from application_reviews t
               join applications a on a.body_id = t.body_id and a.id = t.application_id where t.body_id = $1 and a.engagement_id = $2
             union all select 'ai_system', t.id::text, to_jsonb(t) from ai_systems t where t.body_id = $1 and t.engagement_id = $2
             union all select 'determination', t.id::text, to_jsonb(t) from determinations t where t.body_id = $1 and t.engagement_id = $2
             union all select 'sampling_plan', t.id::text, to_jsonb(t) from sampling_plans t where t.body_id = $1 and t.engagement_id = $2
             union all select 'scope_revision', t.id::text, to_jsonb(t) from scope_revisions t where t.body_id = $1 and t.engagement_id = $2
             union all select 'register_revision', t.id::text, to_jsonb(t) from register_revisions t where t.body_id = $1 and t.engagement_id = $2
             union all select 'statement', t.id::text, to_jsonb(t) from statement_versions t where t.body_id = $1 and t.engagement_id = $2
             union all select 'change', t.id::text, to_jsonb(t) from changes t where t.body_id = $1 and t.engagement_id = $2
             union all select 'transfer', t.id::text, to_jsonb(t) from transfers t where t.body_id = $1 and t.engagement_id = $2
             union all select 'transfer_review', t.id::text, to_jsonb(t) from transfer_reviews t where t.body_id = $1 and t.engagement_id = $2
             union all select 'override', t.id::text, to_jsonb(t) from overrides t where t.body_id = $1 and t.engagement_id = $2
             union all select 'grade_change', t.id::text, to_jsonb(t) from grade_changes t
               join findings f on f.body_id = t.body_id and f.id = t.finding_id where t.body_id = $1 and f.engagement_id = $2
             union all select 'minor_kept', t.audit_id || '/' || t.finding_id, to_jsonb(t) from minors_kept t where t.body_id = $1 and t.engagement_id = $2
             union all select 'proposal', t.id::text, to_jsonb(t) from proposals t where t.body_id = $1 and t.engagement_id = $2
             union all select 'programme', t.id::text, to_jsonb(t) from programmes t where t.body_id = $1 and t.engagement_id = $2
             union all select 'audit', t.id::text, to_jsonb(t) from audits t where t.body_id = $1 and t.engagement_id = $2
             union all select 'joint_audit', t.audit_id::text, to_jsonb(t) from joint_audits t where t.body_id = $1 and t.engagement_id = $2
             union all select 'team_member', t.id::text, to_jsonb(t) from team_members t where t.body_id = $1 and t.engagement_id = $2
             union all select 'declaration', t.id::text, to_jsonb(t) from declarations t
               where t.body_id = $1 and t.engagement_id = $2 and t.capacity <> 'panel'
             union all select 'team_objection', t.id::text, to_jsonb(t) from team_objections t where t.body_id = $1 and t.engagement_id = $2
             union all select 'plan', t.audit_id::text, to_jsonb(t) from plans t where t.body_id = $1 and t.engagement_id = $2
             union all select 'interview', t.id::text, to_jsonb(t) from interviews t where t.body_id = $1 and t.engagement_id = $2
             union all select 'document_request', t.id::text, to_jsonb(t) from document_requests t where t.body_id = $1 and t.engagement_id = $2
             union all select 'document_check', t.audit_id || '/' || t.item, to_jsonb(t) from document_checks t where t.body_id = $1 and t.engagement_id = $2
             union all select 'concern', t.id::text, to_jsonb(t) from concerns t where t.body_id = $1 and t.engagement_id = $2
             union all select 'meeting', t.audit_id || '/' || t.kind, to_jsonb(t) from meetings t where t.body_id = $1 and t.engagement_id = $2
             union all select 'conclusion', t.audit_id || '/' || t.requirement, to_jsonb(t) from conclusions t where t.body_id = $1 and t.engagement_id = $2
             union all select 'report', t.id::text, to_jsonb(t) from reports t where t.body_id = $1 and t.engagement_id = $2
             union all select 'readiness_review', t.id::text, to_jsonb(t) from readiness_reviews t where t.body_id = $1 and t.engagement_id = $2
             union all select 'finding', t.id::text, to_jsonb(t) from findings t where t.body_id = $1 and t.engagement_id = $2
             union all select 'response', t.id::text, to_jsonb(t) from responses t
               join findings f on f.body_id = t.body_id and f.id = t.finding_id where t.body_id = $1 and f.engagement_id = $2
             union all select 'judgement', t.id::text, to_jsonb(t) from judgements t
               join findings f on f.body_id = t.body_id and f.id = t.finding_id where t.body_id = $1 and f.engagement_id = $2
             union all select 'verification', t.id::text, to_jsonb(t) from verifications t
               join findings f on f.body_id = t.body_id and f.id = t.finding_id where t.body_id = $1 and f.engagement_id = $2
             union all select 'evidence', t.id::text, to_jsonb(t) from evidence t where t.body_id = $1 and t.engagement_id = $2
             union all select 'note', t.id::text, to_jsonb(t) from notes t where t.body_id = $1 and t.engagement_id = $2
             union all select 'case', t.id::text, jsonb_build_object('kind', t.kind, 'because', t.because, 'reason_code', t.reason_code, 'audit_id', t.audit_id,
                 'new_scope', t.new_scope, 'new_sites', t.new_sites, 'new_soa_version', t.new_soa_version)
                 || case t.new_client when '' then '{}' else jsonb_build_object('new_client', t.new_client) end
               from cases t where t.body_id = $1 and t.engagement_id = $2
             union all select 'certificate', t.id::text, jsonb_build_object('number', t.number, 'revision', t.revision, 'digest', encode(t.content_digest, 'hex')) from certificates t where t.body_id = $1 and t.engagement_id = $2
             union all select 'certificate_status', t.id::text, to_jsonb(t) from certificate_status t where t.body_id = $1 and t.engagement_id = $2
             union all select 'question', t.id::text, to_jsonb(t) from questions t where t.body_id = $1 and t.engagement_id = $2
           ) thing"#,
            $body,
            $engagement
        )
    };
}

/// Everything in the file as it stands in this transaction, in one statement; for the panel's room.
pub async fn record_digest(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Manifest> {
    let body = tx.actor().body()?;
    let lines = of_things!(
        query_scalar,
        r#"select thing.kind || ' ' || thing.id || ' ' || encode(sha256(convert_to(thing.content::text, 'UTF8')), 'hex') as "line!""#,
        body,
        engagement
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(Manifest::of(lines))
}

/// Everything in the file as it stands, each thing with its kind and the text whose digest the list names. Read as the
/// panel reads it; the actor is in its own room again afterwards.
pub(crate) async fn record_things(
    tx: &mut Tx<'_>,
    engagement: Uuid,
) -> Result<Vec<(String, String)>> {
    let (body, room) = (tx.actor().body()?, tx.actor().room());
    tx.go_to(Room::Panel).await?;
    let things = of_things!(
        query,
        r#"select thing.kind as "kind!", thing.content::text as "text!""#,
        body,
        engagement
    )
    .fetch_all(tx.sql())
    .await?;
    tx.go_to(room).await?;
    let mut things: Vec<_> = things.into_iter().map(|thing| (thing.kind, thing.text)).collect();
    things.sort_unstable();
    Ok(things)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_of_the_lines_in_one_order_and_changes_with_any_of_them() {
        let one = Manifest::of(vec!["b 1 x".into(), "a 2 y".into()]);
        assert_eq!(one, Manifest::of(vec!["a 2 y".into(), "b 1 x".into()]));
        assert_ne!(one.digest, Manifest::of(vec!["a 2 y".into(), "b 1 z".into()]).digest);
        assert_eq!(one.lines, "a 2 y\nb 1 x");
    }
}
