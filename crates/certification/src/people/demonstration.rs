//! The demonstration's people: whom a visitor may be, without a password. Outside a demonstration there are none.

use crate::actor::{Actor, Function, Room};
use crate::db::Db;
use crate::error::{Error, Result};
use uuid::Uuid;

/// A person at a body, as the role picker shows it. A person at two bodies is two roles with one key.
#[derive(Debug, Clone)]
pub struct Role {
    pub key: String,
    pub name: String,
    functions: Vec<String>,
    pub client_name: Option<String>,
    pub slug: Option<String>,
    pub body_name: Option<String>,
}

impl Role {
    /// What the person does there, in words.
    pub fn what(&self) -> String {
        let mut words: Vec<_> = self.held().map(|function| function.title().to_owned()).collect();
        words.extend(self.client_name.iter().map(|client| format!("Client: {client}")));
        if words.is_empty() { "Visitor with an account".to_owned() } else { words.join(", ") }
    }

    fn held(&self) -> impl Iterator<Item = Function> {
        Function::ALL
            .into_iter()
            .filter(|function| self.functions.iter().any(|key| key == function.key()))
    }

    /// In the order in which a certification meets them: clients first, then office, audit, panel.
    fn place(&self) -> usize {
        match self.held().next() {
            _ if self.client_name.is_some() => 0,
            Some(first) => {
                1 + Function::ALL
                    .into_iter()
                    .position(|function| function == first)
                    .unwrap_or_default()
            }
            None => Function::ALL.len() + 1,
        }
    }
}

/// Everybody in the demonstration, by body; people of no body come last.
pub async fn cast(db: &Db) -> Result<Vec<Role>> {
    let mut roles = db
        .read(&Actor::nobody(Room::Door, None), async |tx| {
            let today = tx.today();
            Ok(sqlx::query_as!(
                Role,
                r#"select p.demonstration_key as "key!", p.name, coalesce(d.functions, '{}') as "functions!", d.client_name as "client_name?",
                     b.slug as "slug?", b.name as "body_name?"
                   from people p
                   left join lateral (
                     select m.body_id, array_agg(m.function) as functions, null as client_name from memberships m
                     where m.person_id = p.id and m.until is null and (m.last_day is null or m.last_day >= $1) group by m.body_id
                     union all
                     select c.body_id, array[]::text[], cl.name from client_members c
                     join clients cl on cl.body_id = c.body_id and cl.client_id = c.client_id
                     where c.person_id = p.id and c.until is null) d on true
                   left join bodies b on b.id = d.body_id
                   where p.demonstration_key is not null"#,
                today
            )
            .fetch_all(tx.sql())
            .await?)
        })
        .await?;
    roles.sort_by_key(|role| {
        (
            role.body_name.is_none(),
            role.body_name.clone(),
            role.place(),
            role.client_name.clone(),
            role.name.clone(),
        )
    });
    Ok(roles)
}

/// The person with this key, to sign in without a password.
pub async fn in_the_role_of(db: &Db, key: &str) -> Result<Uuid> {
    db.read(&Actor::nobody(Room::Door, None), async |tx| {
        let person = sqlx::query_scalar!("select id from people where demonstration_key = $1", key);
        person.fetch_one(tx.sql()).await.map_err(Error::from)
    })
    .await
}
