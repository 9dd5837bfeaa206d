//! The panel's questions, as the audit team finds them: of its own files only.

use crate::db::Tx;
use crate::error::Result;
use time::OffsetDateTime;
use uuid::Uuid;

/// A question of a panel to the team of a file.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: Uuid,
    pub client: String,
    pub reference: String,
    pub text: String,
    pub asked_by: String,
    pub asked_at: OffsetDateTime,
    pub answer: String,
    pub answered_by: Option<String>,
    pub answered_at: Option<OffsetDateTime>,
}

/// The newest questions to teams on which the acting person is, at most `limit`, unanswered ones first.
pub async fn of_own_teams(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Asked>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    Ok(sqlx::query_as!(
        Asked,
        r#"select q.id, c.name as client, e.reference, q.text, p.name as asked_by, q.asked_at, q.answer, a.name as "answered_by?", q.answered_at
           from questions q
           join engagements e on e.body_id = q.body_id and e.id = q.engagement_id
           join clients c on c.body_id = e.body_id and c.client_id = e.client_id
           join people p on p.id = q.asked_by
           left join people a on a.id = q.answered_by
           where q.body_id = $1 and exists (select from team_members t where t.body_id = q.body_id
             and t.engagement_id = q.engagement_id and t.person_id = $2 and t.released_at is null)
           order by q.answered_at is not null, q.id desc limit $3"#,
        body,
        person,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}
