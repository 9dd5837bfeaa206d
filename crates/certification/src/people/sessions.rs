//! Sessions: a random token in a cookie, its digest in a row. Whoever holds it is known by one statement,
//! with every door that the person may open.

use crate::actor::{Actor, Function, Room};
use crate::bodies::Brief;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::zone::Zone;
use sha2::{Digest, Sha256};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

/// A session ends this long after it began, and earlier when nobody used it for [`IDLE`].
const LIFE: Duration = Duration::hours(12);
const IDLE: Duration = Duration::hours(2);
/// A use is noted at most this often, so that reading pages stays reading.
const NOTED: Duration = Duration::minutes(5);

/// A body at which the person has something to do, and what.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Membership {
    pub body_id: Uuid,
    pub slug: String,
    pub body_name: String,
    pub mark: String,
    pub colour: String,
    pub time_zone: String,
    #[serde(default)]
    pub domain: Option<String>,
    pub functions: Vec<String>,
    /// The client organisation for which the person acts, if any.
    pub client_id: Option<Uuid>,
    pub client_name: Option<String>,
    #[serde(default)]
    pub signatory: bool,
    /// The last day of an assessor's access, by the body's own clocks.
    #[serde(default, deserialize_with = "crate::as_json::optional_day::deserialize")]
    pub last_day: Option<Date>,
}

impl Membership {
    /// The functions held now.
    pub fn functions(&self) -> Vec<Function> {
        self.functions.iter().filter_map(|key| Function::from_key(key)).collect()
    }

    /// Whether anything is left of it at this moment: from the day after its last day an assessor's access is none.
    fn lasts(&mut self, now: OffsetDateTime) -> bool {
        let today = Zone::of_body(&self.time_zone).day_of(now);
        if self.last_day.is_some_and(|last| last < today) {
            self.functions.retain(|key| key != Function::Assessor.key());
        }
        !self.functions.is_empty() || self.client_id.is_some()
    }

    /// The body as its pages show it.
    pub fn body(&self) -> Brief {
        let Membership { body_id, slug, body_name, mark, colour, time_zone, domain, .. } =
            self.clone();
        Brief { id: body_id, slug, name: body_name, mark, colour, time_zone, domain }
    }

    /// Whether this membership opens a portal's door.
    pub fn opens(&self, room: Room) -> bool {
        match room {
            Room::Client => self.client_id.is_some(),
            room => self.functions().iter().any(|function| function.room() == room),
        }
    }
}

/// Who a session's token belongs to, with every door that opens.
#[derive(Debug, Clone)]
pub struct Entered {
    pub person_id: Uuid,
    pub name: String,
    pub email: String,
    pub memberships: Vec<Membership>,
}

impl Entered {
    /// The actor for one portal of one body; `NotFound` where the person has nothing to do. A person who acts
    /// for several clients of one body names the client, else it is the first of them.
    pub fn actor(&self, slug: &str, room: Room, client: Option<Uuid>) -> Result<Actor> {
        let opens = |m: &&Membership| m.slug == slug && m.opens(room);
        let named = |m: &&Membership| opens(m) && client.is_some() && m.client_id == client;
        let membership = self
            .memberships
            .iter()
            .find(named)
            .or_else(|| self.memberships.iter().find(opens))
            .ok_or(Error::NotFound)?;
        Ok(Actor {
            person: Some(self.person_id),
            name: self.name.clone(),
            email: self.email.clone(),
            body: Some(membership.body_id),
            room,
            functions: membership.functions(),
            client: membership.client_id.filter(|_| room == Room::Client),
            file: None,
            signatory: membership.signatory,
            zone: Zone::of_body(&membership.time_zone),
        })
    }

    /// The actor for an application to a body of which the person is no client yet: in the client's room, for
    /// a client that begins with this act.
    pub fn applicant(&self, body: Uuid, client: Uuid) -> Actor {
        let mut actor = self.at_the_door();
        // Who assesses the body does not apply to it: an assessor stays one, and changes nothing.
        let here = self.memberships.iter().filter(|m| m.body_id == body);
        actor.functions =
            here.flat_map(Membership::functions).filter(|f| *f == Function::Assessor).collect();
        (actor.room, actor.body, actor.client, actor.signatory) =
            (Room::Client, Some(body), Some(client), true);
        actor
    }

    /// The actor at the door: an account, and no body yet.
    pub fn at_the_door(&self) -> Actor {
        let mut actor = Actor::nobody(Room::Door, None);
        actor.person = Some(self.person_id);
        (actor.name, actor.email) = (self.name.clone(), self.email.clone());
        actor
    }
}

/// Who holds this token, if its session still lives. One statement, and once in five minutes a second one
/// that notes the session's use.
pub async fn enter(db: &Db, token: &str) -> Result<Option<Entered>> {
    let Some((entered, note)) = look(db, token).await? else { return Ok(None) };
    if note {
        db.write(&Actor::nobody(Room::Door, None), async |tx| seen(tx, token).await).await?;
    }
    Ok(Some(entered))
}

async fn look(db: &Db, token: &str) -> Result<Option<(Entered, bool)>> {
    db.read(&Actor::nobody(Room::Door, None), async |tx| {
        let (digest, now) = (digest(token), tx.now());
        let row = sqlx::query!(
            r#"select p.id, p.name, p.email,
                 (select coalesce(json_agg(json_build_object('body_id', b.id, 'slug', b.slug, 'body_name', b.name, 'mark', b.mark, 'colour', b.colour, 'time_zone', b.time_zone, 'domain', b.domain,
                      'functions', coalesce(f.functions, '[]'), 'client_id', c.client_id, 'client_name', cl.name,
                      'signatory', coalesce(c.signatory, false), 'last_day', f.last_day) order by b.name, cl.name), '[]')
                  from bodies b
                  left join (select m.body_id, json_agg(m.function) as functions, max(m.last_day) as last_day from memberships m
                             where m.person_id = p.id and m.until is null group by m.body_id) f on f.body_id = b.id
                  left join client_members c on c.body_id = b.id and c.person_id = p.id and c.until is null
                  left join clients cl on cl.body_id = c.body_id and cl.client_id = c.client_id
                  where f.functions is not null or c.client_id is not null) as "memberships!: sqlx::types::Json<Vec<Membership>>",
                 s.seen_at < $4 as "note!"
               from sessions s join people p on p.id = s.person_id
               where s.token_digest = $1 and s.expires_at > $2 and s.seen_at > $3"#,
            digest,
            now,
            now - IDLE,
            now - NOTED
        )
        .fetch_optional(tx.sql())
        .await?;
        Ok(row.map(|r| {
            let mut memberships = r.memberships.0;
            memberships.retain_mut(|membership| membership.lasts(now));
            (Entered { person_id: r.id, name: r.name, email: r.email, memberships }, r.note)
        }))
    })
    .await
}

/// Begins a session for a person who has just been proven; answers the token for the cookie.
pub async fn remember(db: &Db, person: Uuid, agent: &str) -> Result<String> {
    let token = hex::encode(rand::random::<[u8; 32]>());
    db.write(&Actor::nobody(Room::Door, None), async |tx| {
        let (digest, now) = (digest(&token), tx.now());
        let agent: String = agent.chars().take(200).collect();
        sqlx::query!(
            "with over as (delete from sessions where person_id = $2 and expires_at < $3)
             insert into sessions (token_digest, person_id, created_at, seen_at, expires_at, agent) values ($1, $2, $3, $3, $4, $5)",
            digest,
            person,
            now,
            now + LIFE,
            agent
        )
        .execute(tx.sql())
        .await?;
        Ok(())
    })
    .await?;
    Ok(token)
}

/// Ends a session: the token is worth nothing from now on.
pub async fn leave(db: &Db, token: &str) -> Result<()> {
    db.write(&Actor::nobody(Room::Door, None), async |tx| {
        sqlx::query!("delete from sessions where token_digest = $1", digest(token))
            .execute(tx.sql())
            .await?;
        Ok(())
    })
    .await
}

async fn seen(tx: &mut Tx<'_>, token: &str) -> Result<()> {
    let (digest, now) = (digest(token), tx.now());
    sqlx::query!("update sessions set seen_at = $2 where token_digest = $1", digest, now)
        .execute(tx.sql())
        .await?;
    Ok(())
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
