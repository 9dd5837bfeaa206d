//! The body's own domain, by which it is named in what it signs: settled by its administrator before the body has
//! signed anything, and then for good, since what was issued names it (CRT-5).

use super::host_name::host_name;
use super::settings::{kept, opened_at};
use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::keys::{self, Keyring, Purpose};
use crate::rulebook;
use time::OffsetDateTime;

/// The form of the body's domain.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Domain {
    pub version: String,
    /// A host name; empty for the installation's domain.
    pub domain: String,
}

/// The domain as it was settled once.
#[derive(Debug, Clone)]
pub struct Settled {
    /// Empty where it was the installation's again.
    pub domain: String,
    pub by: String,
    pub at: OffsetDateTime,
}

/// How the body stands with its domain.
struct Standing {
    domain: Option<String>,
    /// Whether anything that it signed names it.
    signed: bool,
    taken: bool,
}

/// Settles the domain, and makes the key that its document shows, if there is none yet.
///
/// # Errors
/// Field errors for what is no host name, the installation's own, or another body's; refused once the body has signed
/// an attestation or a status list (CRT-5).
pub async fn save_domain(
    tx: &mut Tx<'_>,
    _by: &Administrator,
    (ring, public_url): (&Keyring, &str),
    typed: &Domain,
) -> Result<()> {
    let domain = host_name(&typed.domain, public_url)?;
    keys::to_rename(tx).await?;
    let now = standing(tx, domain.as_deref()).await?;
    if now.domain == domain {
        return Ok(());
    }
    if now.signed {
        return Err(rulebook::CRT_5
            .refuse(
                "The body has signed attestations or status lists by the name that it has, and they name it for as long as they are held.",
                "Keep the name. If the body needs another all the same, found it anew on this installation under another address, with its domain settled before it issues, and renew its certificates there.",
            )
            .into());
    }
    if now.taken {
        return Err(taken());
    }
    set_down(tx, opened_at(&typed.version), domain.as_deref()).await?;
    keys::in_use(tx, ring, Purpose::Credential).await.map(drop)
}

fn taken() -> Error {
    FieldErrors::one(
        "domain",
        "Another body of this installation goes by this domain: enter one of your own",
    )
    .into()
}

async fn standing(tx: &mut Tx<'_>, asked: Option<&str>) -> Result<Standing> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Standing,
        r#"select b.domain, exists (select from bodies o where o.domain = $2 and o.id <> b.id) as "taken!",
             exists (select from certificates c where c.body_id = b.id and c.credential is not null)
               or exists (select from status_lists l where l.body_id = b.id) as "signed!"
           from bodies b where b.id = $1"#,
        body,
        asked
    )
    .fetch_one(tx.sql())
    .await?)
}

/// The guarded change, and the act as a row.
async fn set_down(tx: &mut Tx<'_>, opened: i32, domain: Option<&str>) -> Result<()> {
    let (body, person, id, now) = (tx.actor().body()?, tx.actor().person()?, tx.new_id(), tx.now());
    let saved = sqlx::query!(
        "update bodies set domain = $3, version = version + 1 where id = $1 and version = $2",
        body,
        opened,
        domain
    )
    .execute(tx.sql())
    .await
    .map_err(|cause| match cause.as_database_error().and_then(|e| e.constraint()) {
        Some("bodies_domain_key") => taken(),
        _ => cause.into(),
    })?;
    kept(saved.rows_affected())?;
    sqlx::query!(
        "insert into body_domains (body_id, id, domain, by_person, at) values ($1, $2, $3, $4, $5)",
        body,
        id,
        domain.unwrap_or_default(),
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// What was settled, the newest first, and whether it can still be changed.
pub async fn settled(tx: &mut Tx<'_>) -> Result<(Vec<Settled>, bool)> {
    let body = tx.actor().body()?;
    let rows = sqlx::query_as!(
        Settled,
        r#"select d.domain, p.name as by, d.at from body_domains d join people p on p.id = d.by_person
           where d.body_id = $1 order by d.id desc limit 20"#,
        body
    )
    .fetch_all(tx.sql())
    .await?;
    Ok((rows, !standing(tx, None).await?.signed))
}
