//! What may be published of a report or a decision, and what a client has been shown.

use super::{Offered, Subject};
use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use crate::reports::{Content, fields};
use time::OffsetDateTime;
use uuid::Uuid;

/// What may be published of one subject, field by field.
#[derive(Debug, Clone)]
pub struct Offer {
    pub file: File,
    /// The subject in words, e.g. "Stage 1 report".
    pub title: String,
    pub fields: Vec<Offered>,
}

impl Offer {
    pub fn published(&self) -> usize {
        self.fields.iter().filter(|field| field.published).count()
    }
}

/// The fields of a subject that may be published, with the text as it stands; empty ones are not offered.
/// For the office.
pub async fn offer(tx: &mut Tx<'_>, subject: Subject) -> Result<Offer> {
    match subject {
        Subject::Report(id) => of_report(tx, id).await,
        Subject::Decision(id) => of_decision(tx, id).await,
    }
}

async fn of_report(tx: &mut Tx<'_>, id: Uuid) -> Result<Offer> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select r.client_id, r.engagement_id, r.content,
             (select coalesce(array_agg(p.field), '{}') from publications p where p.body_id = r.body_id and p.subject_id = r.id) as "published!"
           from reports r where r.body_id = $1 and r.id = $2"#,
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    let content: Content = serde_json::from_value(row.content)?;
    let kind = content.kind();
    let version =
        if content.version > 1 { format!(", version {}", content.version) } else { String::new() };
    let offered = fields(kind).iter().filter(|field| field.publishable).map(|field| Offered {
        key: field.key,
        label: field.label,
        text: field.words(content.text.get(field.key)),
        published: row.published.iter().any(|key| key == field.key),
    });
    let fields = offered.filter(|field| !field.text.is_empty()).collect();
    Ok(Offer {
        file: File { client_id: row.client_id, engagement_id: row.engagement_id },
        title: format!("{} report{version}", kind.title()),
        fields,
    })
}

async fn of_decision(tx: &mut Tx<'_>, id: Uuid) -> Result<Offer> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select d.client_id, d.engagement_id, d.outcome, d.reasons,
             (select coalesce(array_agg(p.field), '{}') from publications p where p.body_id = d.body_id and p.subject_id = d.id) as "published!"
           from decisions d where d.body_id = $1 and d.id = $2"#,
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    let field = |key, label, text| Offered {
        key,
        label,
        text,
        published: row.published.iter().any(|k| k == key),
    };
    let fields = vec![
        field("outcome", "Outcome", outcome(&row.outcome).to_owned()),
        field("reasons", "Reasons", row.reasons.clone()),
    ];
    Ok(Offer {
        file: File { client_id: row.client_id, engagement_id: row.engagement_id },
        title: "Decision on certification".into(),
        fields,
    })
}

/// A decision's outcome in the client's words (DEC-5).
fn outcome(key: &str) -> &'static str {
    match key {
        "grant" => "Certification is granted",
        "refuse" => "Certification is refused",
        "maintain" => "Certification is maintained",
        "extend" => "The scope of certification is extended",
        "reduce" => "The scope of certification is reduced",
        "amend" => "The certificate is changed; its scope stays",
        "suspend" => "Certification is suspended",
        "restore" => "Certification is restored",
        "withdraw" => "Certification is withdrawn",
        "renew" => "Certification is renewed",
        _ => "",
    }
}

/// What was published of one subject, as the client reads it.
#[derive(Debug, Clone)]
pub struct Published {
    pub title: String,
    /// The version of a report that it is of; none for a decision.
    pub report: Option<Uuid>,
    pub last_at: OffsetDateTime,
    /// Label and text.
    pub fields: Vec<(String, String)>,
}

/// Everything that was published to the acting client, newest subject first. Nothing until a scheme manager
/// has published it, and nothing but the text of that moment.
pub async fn published_to_client(tx: &mut Tx<'_>) -> Result<Vec<Published>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    let rows = sqlx::query!(
        "select subject_kind, subject_id, subject_title, label, text, at from publications
         where body_id = $1 and client_id = $2 order by subject_id desc, id limit 500",
        body,
        client
    )
    .fetch_all(tx.sql())
    .await?;
    let mut published: Vec<(Uuid, Published)> = Vec::new();
    for row in rows {
        match published.last_mut().filter(|(id, _)| *id == row.subject_id) {
            Some((_, one)) => {
                one.last_at = one.last_at.max(row.at);
                one.fields.push((row.label, row.text));
            }
            None => published.push((
                row.subject_id,
                Published {
                    title: row.subject_title,
                    report: (row.subject_kind == "report").then_some(row.subject_id),
                    last_at: row.at,
                    fields: vec![(row.label, row.text)],
                },
            )),
        }
    }
    Ok(published.into_iter().map(|(_, one)| one).collect())
}
