//! One hundred attempts to sign the same decision at once.

use super::count;
use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::story::decide::code_on;
use assay::story::{Played, Player};
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_signatures_at_once_are_one_decision_and_one_attestation() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    seed::corrected(&mut story).await?;
    let case = story.open_case().await?;
    for member in story.crew.members {
        story.sign(member, &case, "grant", "The record shows a system that works.").await?;
    }
    let chair = house.enter(story.crew.chair).await?;
    let action =
        story.prepare(story.crew.chair, &case, "grant", "Findings corrected and verified.").await?;
    let code = code_on(&chair.read(&action).await?)?;
    let fields = [("password".to_owned(), seed::PASSWORD.to_owned()), ("code".to_owned(), code)];
    let attempts: Vec<_> = (0..100).map(|_| attempt(&chair, &action, &fields)).collect();
    let mut signed = 0;
    for attempt in attempts {
        let status = attempt.await.expect("the attempt ends")?;
        assert!(
            [StatusCode::SEE_OTHER, StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY]
                .contains(&status),
            "an attempt is answered {status}"
        );
        signed += usize::from(status == StatusCode::SEE_OTHER);
    }
    assert!(signed >= 1, "nobody was told that the signature stands");
    assert_eq!(count(&house, "select count(*) from decisions").await, 1);
    assert_eq!(count(&house, "select count(*) from certificates").await, 1);
    assert_eq!(count(&house, "select count(*) from votes").await, 3, "a vote for each member");
    let decided = "select count(*) from record_entries where act = 'case_decided'";
    assert_eq!(count(&house, decided).await, 1, "the record tells it once");
    house.end().await;
    Ok(())
}

fn attempt(
    chair: &Player,
    action: &str,
    fields: &[(String, String)],
) -> tokio::task::JoinHandle<Played<StatusCode>> {
    let (chair, action, fields) = (chair.clone(), action.to_owned(), fields.to_vec());
    tokio::spawn(async move {
        let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        Ok(chair.answer_to(&action, &fields).await?.status)
    })
}
