//! A signature as it is handed out: the statement and the signature in one file that anyone verifies.

use crate::actor::Room;
use crate::db::Tx;
use crate::error::{Error, Result};
use proofs::statement::PanelSignature;
use uuid::Uuid;

/// The file of a vote (`docs/formats`) of this case, or of a case of this file of a client: for the panel that sits on
/// it, once the asker is led by no vote any more, and for the office once it is decided.
///
/// # Errors
/// Not found where there is no such vote, where it was signed before statements were, or where it is not the
/// asker's to see yet.
pub async fn signature_file(tx: &mut Tx<'_>, of: Uuid, vote: Uuid) -> Result<Vec<u8>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let in_panel = tx.actor().room() == Room::Panel;
    let row = sqlx::query!(
        r#"select v.signed_statement as "statement!", v.signature as "signature!"
           from votes v join cases c on c.body_id = v.body_id and c.id = v.case_id
           where v.body_id = $1 and v.id = $2 and (v.case_id = $3 or v.engagement_id = $3) and v.signature is not null
             and case when $4 then exists (select from panel_seats s
                 where s.body_id = v.body_id and s.case_id = v.case_id and s.person_id = $5 and s.released_at is null
                   and (c.state = 'decided' or s.chair or exists (select from votes o where o.body_id = v.body_id and o.case_id = v.case_id
                     and o.person_id = $5 and not exists (select from vote_voids x where x.body_id = o.body_id and x.vote_id = o.id))))
               else c.state = 'decided' end"#,
        body,
        vote,
        of,
        in_panel,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    let signature =
        serde_json::from_value(row.signature).map_err(|e| Error::Fault(e.to_string()))?;
    let whole = PanelSignature::new(&row.statement, signature);
    whole.and_then(|whole| whole.json()).map_err(|cause| Error::Fault(cause.to_string()))
}

/// How it was signed, in words; the key is what the row keeps.
pub fn signed_how(factor: &str) -> &'static str {
    match factor {
        "passkey" => "with a passkey, the member’s own key",
        "password and one-time code" => "with password and one-time code; the key was the body’s",
        _ => "with the password, before there were signed statements",
    }
}
