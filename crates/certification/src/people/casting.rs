//! Casting a demonstration: people with a key of the role picker and one known password, on the owner's
//! connection. In earnest nobody comes to be this way: an administrator invites.

use crate::error::Result;
use crate::parse::normalise;
use sqlx::{Connection, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

/// Somebody of the demonstration.
pub struct Casting<'a> {
    pub key: &'a str,
    pub name: &'a str,
    pub email: &'a str,
    /// The body at which the person has functions; none for a client's people, who apply like anyone.
    pub slug: Option<&'a str>,
    pub functions: &'a [&'a str],
}

/// Gives everybody an account with this password's hash, and the functions; all or nobody.
pub(crate) async fn cast(
    owner: &mut PgConnection,
    people: &[Casting<'_>],
    password_hash: &str,
    now: OffsetDateTime,
) -> Result<()> {
    let mut tx = owner.begin().await?;
    for person in people {
        // Somebody may have come with the founding of a body already.
        let id = sqlx::query_scalar!(
            "insert into people (id, email, email_norm, name, password_hash, email_confirmed_at, demonstration_key, created_at)
             values ($1, $2, $3, $4, $5, $7, $6, $7)
             on conflict (email_norm) do update set password_hash = $5, email_confirmed_at = $7, demonstration_key = $6 returning id",
            Uuid::now_v7(),
            person.email,
            normalise(person.email),
            person.name,
            password_hash,
            person.key,
            now
        )
        .fetch_one(&mut *tx)
        .await?;
        for function in person.functions {
            sqlx::query!(
                "insert into memberships (body_id, id, person_id, function, since)
                 select b.id, $1, $2, $3, $4 from bodies b where b.slug = $5 on conflict do nothing",
                Uuid::now_v7(),
                id,
                *function,
                now,
                person.slug
            )
            .execute(&mut *tx)
            .await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
