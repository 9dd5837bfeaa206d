//! From the application to the grant: proposal, agreement, programme, both stages and the panel.

use super::living::Life;
use assay::story::{Found, Played};
use certification::findings::Grade;
use time::macros::date;

/// What Stage 2 leaves open: a minor whose plan is accepted.
const LEFT_OPEN: &[Found] =
    &[("A.6.2.6", Grade::Minor, "No owner of the alarm is named.", "Monitoring procedure MP-07.")];

pub async fn applies_and_agrees(life: &mut Life<'_>) -> Played {
    life.story.apply().await?;
    life.lives_to(date!(2028 - 01 - 05)).await?;
    life.story.accept().await?;
    life.lives_to(date!(2028 - 01 - 07)).await?;
    life.story.offer().await?;
    life.lives_to(date!(2028 - 01 - 10)).await?;
    life.story.accept_proposal().await?;
    life.lives_to(date!(2028 - 01 - 11)).await?;
    life.story.programme().await
}

pub async fn is_audited(life: &mut Life<'_>) -> Played {
    life.story.team(0).await?;
    life.story.plan(0, 11).await?;
    life.lives_to(date!(2028 - 01 - 20)).await?;
    life.story.upload_documents(0).await?;
    life.lives_to(date!(2028 - 01 - 22)).await?;
    stage_1(life).await?;
    life.lives_to(date!(2028 - 01 - 25)).await?;
    life.agrees_on(1, date!(2028 - 02 - 08)).await?;
    life.is_held(LEFT_OPEN).await
}

async fn stage_1(life: &mut Life<'_>) -> Played {
    life.story.open_audit(0).await?;
    life.story.check_documents().await?;
    life.next_day().await?;
    life.story.meeting(0).await?;
    life.story.report(0, &[("readiness", "ready")]).await?;
    life.story.review_readiness().await
}

pub async fn is_granted(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2028 - 02 - 14)).await?;
    for finding in life.story.findings().await? {
        life.story.answer_finding(&finding).await?;
        life.story.judge(&finding, "accepted", "The cause is found, and the plan fits it.").await?;
    }
    life.lives_to(date!(2028 - 02 - 26)).await?;
    let case = life.story.open_case().await?;
    life.is_decided(&case, date!(2028 - 02 - 29), "grant").await?;
    life.sees_its_number().await
}
