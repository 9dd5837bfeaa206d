//! Whether the register of impartiality risks is looked at in time, and what is warned of while it is not (IMP-6).

use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::Result;

/// How many open risks should have been looked at by now (IMP-6).
pub async fn stale(tx: &mut Tx<'_>) -> Result<i64> {
    let (body, today) = (tx.actor().body()?, tx.today());
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "stale!" from impartiality_risks where body_id = $1 and state = 'open' and next_review < $2"#,
        body,
        today
    )
    .fetch_one(tx.sql())
    .await?)
}

/// What the register warns of, while a risk that is open is past its next review (IMP-6).
pub async fn warning(tx: &mut Tx<'_>) -> Result<Option<String>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let stale = sqlx::query!(
        r#"select v.title, r.next_review, count(*) over () as "all!" from impartiality_risks r
           join impartiality_revisions v on v.body_id = r.body_id and v.risk_id = r.id and v.revision = r.version
           where r.body_id = $1 and r.state = 'open' and r.next_review < $2 order by r.next_review, r.id limit 1"#,
        body,
        today
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(stale.map(|risk| {
        let since = in_words(risk.next_review);
        let others = match risk.all - 1 {
            0 => String::new(),
            1 => " One more risk is late with it.".to_owned(),
            more => format!(" {more} more risks are late with it."),
        };
        format!(
            "The impartiality risk “{}” was to be looked at again by {since}, and was not.{others}",
            risk.title
        )
    }))
}
