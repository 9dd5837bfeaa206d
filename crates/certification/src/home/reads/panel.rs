//! A panel member's matters: the open cases where the person has a seat.

use super::{Row, items};
use crate::db::Tx;
use crate::error::Result;
use crate::home::Item;

/// A panel member's matters: the open cases where the person has a seat. The chair's turn comes last.
pub async fn for_panel(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let rows = sqlx::query_as!(
        Row,
        r#"with own as (
          select c.id, c.engagement_id, s.chair, s.appointed_at,
            exists (select from declarations d where d.body_id = $1 and d.engagement_id = c.engagement_id
              and d.person_id = $2 and d.capacity = 'panel') as declared,
            exists (select from votes v where v.body_id = $1 and v.case_id = c.id and v.person_id = $2
              and not exists (select from vote_voids x where x.body_id = $1 and x.vote_id = v.id)) as signed,
            (select count(*) from panel_seats o where o.body_id = $1 and o.case_id = c.id and o.released_at is null and not o.chair
              and not exists (select from votes v where v.body_id = $1 and v.case_id = c.id and v.person_id = o.person_id
                and not exists (select from vote_voids x where x.body_id = $1 and x.vote_id = v.id))) as members_to_sign
          from panel_seats s join cases c on c.body_id = s.body_id and c.id = s.case_id
          where s.body_id = $1 and s.person_id = $2 and s.released_at is null and c.state = 'open'
        )
        select case when not o.declared then 'declaration' else 'signature' end as "matter!",
          not o.declared or not o.signed and (not o.chair or o.members_to_sign = 0) as "needs!",
          o.engagement_id as "engagement_id!", o.id as "subject_id!", f.client as "client!",
          case when o.chair then 'You chair this panel' else '' end as "detail!", o.appointed_at as "since!", null::date as due
        from own o join named_files f on f.body_id = $1 and f.engagement_id = o.engagement_id
        order by o.appointed_at limit 60"#,
        body,
        person
    )
    .fetch_all(tx.sql())
    .await?;
    items(rows)
}
