//! A complaint or appeal is lodged: by anyone from the body's public page, or by a client from its portal.

use super::against::{Against, may_appeal_against};
use super::mails::{acknowledge_receipt, tell_quality_managers};
use crate::Room;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::people::Links;
use crate::record::{Entry, Seen};
use crate::{files, rulebook};
use time::Duration;
use uuid::Uuid;

/// What anyone types on the body's public page.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct OfVisitor {
    pub id: String,
    pub name: String,
    pub email: String,
    pub subject: String,
    pub text: String,
}

/// What a client types in its portal.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct OfClient {
    pub id: String,
    pub kind: String,
    /// For an appeal, "decision …" or "finding …" with its id.
    pub against: String,
    pub subject: String,
    pub text: String,
}

/// What was lodged: the reference, and the token with which a visitor follows it.
#[derive(Debug, Clone)]
pub struct Lodged {
    pub reference: String,
    pub token: String,
}

/// Complaints that one address may lodge in a day, and all visitors of a body together: a flood is not read.
const A_DAY: (i64, i64) = (3, 100);

struct Matter {
    id: Uuid,
    kind: &'static str,
    name: String,
    email: String,
    subject: String,
    text: String,
    against: Option<Against>,
    file: Option<crate::File>,
}

/// Anyone complains to the body, in writing and for nothing. The receipt goes out at once, with a link to follow.
pub async fn lodge_as_visitor(tx: &mut Tx<'_>, links: &Links, form: OfVisitor) -> Result<Lodged> {
    if tx.actor().room() != Room::Public {
        return Err(Error::NotFound);
    }
    let mut r = Reading::default();
    let name = r.required("name", &form.name, "your name", SHORT);
    let email = r.email("email", &form.email);
    let subject = r.required("subject", &form.subject, "what it is about, in a few words", SHORT);
    let text = r.required("text", &form.text, "what happened", LONG);
    r.done()?;
    not_a_flood(tx, &email).await?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let (against, file) = (None, None);
    let kind = "complaint";
    let matter = Matter { id, kind, name, email, subject, text, against, file };
    lodge(tx, links, matter).await
}

async fn not_a_flood(tx: &mut Tx<'_>, email: &str) -> Result<()> {
    let (body, since) = (tx.actor().body()?, tx.now() - Duration::DAY);
    let lately = sqlx::query!(
        r#"select by_address as "by_address!", in_all as "in_all!" from complaints_lately($1, $2, $3)"#,
        body,
        email,
        since
    )
    .fetch_one(tx.sql())
    .await?;
    if lately.by_address < A_DAY.0 && lately.in_all < A_DAY.1 {
        return Ok(());
    }
    let message = "Too many complaints were lodged within a day: write to the body by e-mail, or come again tomorrow";
    Err(FieldErrors::one("email", message).into())
}

/// A client complains, or appeals against a decision or a finding.
pub async fn lodge_as_client(tx: &mut Tx<'_>, links: &Links, form: OfClient) -> Result<Lodged> {
    if tx.actor().room() != Room::Client {
        return Err(Error::NotFound);
    }
    let mut r = Reading::default();
    let kind = r.choice("kind", &form.kind, "whether it is a complaint or an appeal", |key| {
        ["complaint", "appeal"].into_iter().find(|known| *known == key)
    });
    let offered = may_appeal_against(tx).await?;
    let against = match kind {
        Some("appeal") => r.choice("against", &form.against, "what the appeal is against", |key| {
            offered.iter().find(|one| one.key() == key).cloned()
        }),
        _ => None,
    };
    let subject = r.required("subject", &form.subject, "what it is about, in a few words", SHORT);
    let text = r.required("text", &form.text, "what happened, and what you ask for", LONG);
    r.done()?;
    let file = match files::own(tx).await {
        Ok(brief) => Some(brief.file()),
        Err(Error::NotFound) => None,
        Err(other) => return Err(other),
    };
    let file = against.as_ref().map(Against::file).or(file);
    let (name, email) = (tx.actor().name().to_owned(), tx.actor().email().to_owned());
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let kind = kind.ok_or(Error::NotFound)?;
    lodge(tx, links, Matter { id, kind, name, email, subject, text, against, file }).await
}

async fn lodge(tx: &mut Tx<'_>, links: &Links, matter: Matter) -> Result<Lodged> {
    let token = links.token_for(matter.id, &matter.email);
    let Some(reference) = insert(tx, &token, &matter).await? else {
        // The same form once more: it is lodged already, and its receipt is on its way.
        return Ok(Lodged { reference: String::new(), token });
    };
    if let Some(file) = matter.file {
        let word = if matter.kind == "appeal" { "an appeal" } else { "a complaint" };
        let against = matter.against.as_ref().map(|a| format!(" against {}", a.title));
        let against = against.unwrap_or_default();
        let sentence = format!(
            "lodged {word}{against}, {reference}: {} ({})",
            matter.subject,
            rulebook::CAP_1.id
        );
        tx.record(Entry::new(file, "complaint_lodged", sentence, Seen::ByClientToo));
    }
    acknowledge_receipt(tx, links, matter.id, &reference, &matter.name, &matter.email).await?;
    if tx.actor().room() == Room::Client {
        tell_quality_managers(tx, &reference, &matter.subject).await?;
    }
    Ok(Lodged { reference, token })
}

/// Keeps it under the next reference of the year; none where it is kept already.
async fn insert(tx: &mut Tx<'_>, token: &str, matter: &Matter) -> Result<Option<String>> {
    let (body, now, digest) = (tx.actor().body()?, tx.now(), Links::digest_of(token));
    let (client, person) = (tx.actor().client().ok(), tx.actor().person().ok());
    let reference = next_reference(tx).await?;
    let lodged = sqlx::query!(
        "insert into complaints (body_id, id, reference, kind, state, client_id, concerned_client_id, engagement_id,
           decision_id, finding_id, lodged_by, name, email, subject, text, token_digest, lodged_at)
         values ($1, $2, $3, $4, 'lodged', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         on conflict do nothing",
        body,
        matter.id,
        reference,
        matter.kind,
        client,
        matter.file.map(|file| file.client_id),
        matter.file.map(|file| file.engagement_id),
        matter.against.as_ref().and_then(Against::decision),
        matter.against.as_ref().and_then(Against::finding),
        person,
        matter.name,
        matter.email,
        matter.subject,
        matter.text,
        digest,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok((lodged.rows_affected() == 1).then_some(reference))
}

async fn next_reference(tx: &mut Tx<'_>) -> Result<String> {
    let (body, year) = (tx.actor().body()?, tx.today().year());
    let last = sqlx::query_scalar!(
        "insert into complaint_numbers (body_id, year, last) values ($1, $2, 1)
         on conflict (body_id, year) do update set last = complaint_numbers.last + 1 returning last",
        body,
        year
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(format!("C-{year}-{last:04}"))
}
