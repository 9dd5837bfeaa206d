//! What the pages of proposals ask.

use super::{InSight, Line, Proposal, RateCard, State};
use crate::db::Tx;
use crate::error::Result;
use uuid::Uuid;

/// What an offer needs to know, in one look: what may be offered, and what stands in the way.
#[derive(Debug, Clone)]
pub struct Desk {
    pub application_accepted: bool,
    /// An audit was opened or a case is open, and its outcome is not decided: no fee changes now (IMP-7).
    pub outcome_in_sight: Option<InSight>,
    pub rates: Option<RateCard>,
    /// The agreement that would go with an offer made now.
    pub agreement_version: String,
    pub agreement: String,
    /// How many proposals the file has had.
    pub so_far: i64,
    /// Addresses of the client's signatories.
    pub signatories: Vec<String>,
}

/// The desk at which a proposal is written.
pub async fn desk(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Desk> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let row = sqlx::query!(
        r#"select coalesce(a.state = 'accepted', false) as "accepted!",
             outcome_in_sight($1, $2, $3) as in_sight,
             b.agreement, b.agreement_version,
             (select count(*) from proposals p where p.body_id = $1 and p.engagement_id = $2) as "so_far!",
             (select coalesce(array_agg(distinct p.email), '{}') from client_members m join people p on p.id = m.person_id
              where m.body_id = $1 and m.client_id = e.client_id and m.signatory and m.until is null) as "signatories!: Vec<String>",
             r.id as "rate_card_id?", r.currency as "currency?", r.day_rate_minor as "day_rate_minor?",
             r.application_minor as "application_minor?", r.certificate_minor as "certificate_minor?"
           from engagements e
           join bodies b on b.id = e.body_id
           left join applications a on a.body_id = e.body_id and a.engagement_id = e.id
           left join lateral (select id, currency, day_rate_minor, application_minor, certificate_minor from rate_cards
                              where body_id = $1 and valid_from <= $3 order by valid_from desc, at desc limit 1) r on true
           where e.body_id = $1 and e.id = $2"#,
        body,
        engagement_id,
        today
    )
    .fetch_one(tx.sql())
    .await?;
    let rates = row.rate_card_id.zip(row.currency).zip(row.day_rate_minor).map(
        |((id, currency), day_rate_minor)| RateCard {
            id,
            currency,
            day_rate_minor,
            application_minor: row.application_minor.unwrap_or_default(),
            certificate_minor: row.certificate_minor.unwrap_or_default(),
        },
    );
    let own = !row.agreement.trim().is_empty();
    Ok(Desk {
        application_accepted: row.accepted,
        outcome_in_sight: row.in_sight.as_deref().map(InSight::kept).transpose()?,
        rates,
        agreement_version: if own {
            row.agreement_version
        } else {
            super::AGREEMENT_VERSION.to_owned()
        },
        agreement: if own { row.agreement } else { super::AGREEMENT.to_owned() },
        so_far: row.so_far,
        signatories: row.signatories,
    })
}

/// The proposals of a file, newest first; at most fifty.
pub async fn of_file(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Proposal>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select q.id, q.engagement_id, q.version, q.state, q.number, q.determination_id, q.currency,
             q.lines as "lines: sqlx::types::Json<Vec<Line>>", q.total_minor, q.agreement_version, q.agreement,
             q.valid_until, o.name as offered_by, q.offered_at, a.name as "answered_by?", q.answered_by as answered_by_id, q.answered_at, q.answer, q.signed_name
           from proposals q
           join people o on o.id = q.offered_by
           left join people a on a.id = q.answered_by
           where q.body_id = $1 and q.engagement_id = $2
           order by q.offered_at desc, q.id desc limit 50"#,
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    let mut proposals = Vec::with_capacity(rows.len());
    for row in rows {
        proposals.push(Proposal {
            id: row.id,
            engagement_id: row.engagement_id,
            version: row.version,
            state: State::kept(&row.state)?,
            number: row.number,
            determination_id: row.determination_id,
            currency: row.currency,
            lines: row.lines.0,
            total_minor: row.total_minor,
            agreement_version: row.agreement_version,
            agreement: row.agreement,
            valid_until: row.valid_until,
            offered_by: row.offered_by,
            offered_at: row.offered_at,
            answered_by: row.answered_by,
            answered_by_id: row.answered_by_id,
            answered_at: row.answered_at,
            answer: row.answer,
            signed_name: row.signed_name,
        });
    }
    Ok(proposals)
}

/// The acting client's proposals of its newest file, newest first.
pub async fn own(tx: &mut Tx<'_>) -> Result<(crate::files::Brief, Vec<Proposal>)> {
    let file = crate::files::own(tx).await?;
    let proposals = of_file(tx, file.engagement_id).await?;
    Ok((file, proposals))
}

/// Addresses of those who may bind a client.
pub(crate) async fn signatories(tx: &mut Tx<'_>, client_id: Uuid) -> Result<Vec<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select distinct p.email from client_members m join people p on p.id = m.person_id
         where m.body_id = $1 and m.client_id = $2 and m.signatory and m.until is null",
        body,
        client_id
    )
    .fetch_all(tx.sql())
    .await?)
}
