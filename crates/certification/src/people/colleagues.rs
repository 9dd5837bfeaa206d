//! The people of a body with their functions, as its office sees them.

use crate::actor::Function;
use crate::db::Tx;
use crate::error::Result;
use sqlx::types::Json;
use uuid::Uuid;

/// A function that a person holds, or held.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Held {
    pub id: Uuid,
    function: String,
    /// In words, "24 November 2026".
    pub since: String,
    pub until: Option<String>,
}

impl Held {
    pub fn title(&self) -> &'static str {
        Function::from_key(&self.function).map_or("", Function::title)
    }
}

/// A person of the body.
#[derive(Debug)]
pub struct Colleague {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    /// Whether the invitation was answered.
    pub confirmed: bool,
    held: Json<Vec<Held>>,
}

impl Colleague {
    pub fn present(&self) -> Vec<&Held> {
        self.held.iter().filter(|held| held.until.is_none()).collect()
    }

    pub fn past(&self) -> Vec<&Held> {
        self.held.iter().filter(|held| held.until.is_some()).collect()
    }
}

/// A page of them, by name.
#[derive(Debug)]
pub struct Colleagues {
    pub people: Vec<Colleague>,
    /// The last person of this page, when more follow.
    pub more: Option<Uuid>,
}

const PAGE: i64 = 50;

/// The people of the actor's body after person `after`, by name.
pub async fn colleagues(tx: &mut Tx<'_>, after: Option<Uuid>) -> Result<Colleagues> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let mut people = sqlx::query_as!(
        Colleague,
        r#"select p.id, p.name, p.email, p.email_confirmed_at is not null as "confirmed!",
             (select json_agg(json_build_object('id', m.id, 'function', m.function,
                  'since', to_char(m.since at time zone 'UTC', 'FMDD FMMonth YYYY'),
                  'until', to_char(coalesce(m.until at time zone 'UTC', case when m.last_day < $4 then m.last_day end), 'FMDD FMMonth YYYY')) order by m.since, m.id)
              from memberships m where m.body_id = $1 and m.person_id = p.id) as "held!: Json<Vec<Held>>"
           from people p
           where p.id in (select m.person_id from memberships m where m.body_id = $1)
             and ($2::uuid is null or (p.name, p.id) > (select a.name, a.id from people a where a.id = $2))
           order by p.name, p.id limit $3"#,
        body,
        after,
        PAGE + 1,
        today
    )
    .fetch_all(tx.sql())
    .await?;
    let more = (people.len() as i64 > PAGE)
        .then(|| people.truncate(PAGE as usize))
        .and_then(|()| people.last().map(|p| p.id));
    Ok(Colleagues { people, more })
}
