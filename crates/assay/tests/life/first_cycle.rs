//! The first cycle: a surveillance as it should be, one with a major that suspends, the restoring, and the renewal
//! in time.

use super::living::Life;
use assay::story::{Found, Played};
use certification::findings::Grade;
use time::macros::date;

/// What the second surveillance finds: a clause that falls to it.
const AGAINST_THE_POLICY: &[Found] =
    &[("5.2", Grade::Major, "The AI policy is not followed.", "Five decisions against it.")];

/// Held in January, so that the calendar year has its surveillance; what Stage 2 left open is verified.
pub async fn first_surveillance(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2029 - 01 - 02)).await?;
    life.story.plan_sites().await?;
    life.agrees_on(2, date!(2029 - 01 - 12)).await?;
    let left_open = life.story.findings().await?.remove(0);
    life.story.open_audit(2).await?;
    life.story.conclude(&[]).await?;
    life.story.verify_and_close(&left_open).await?;
    life.next_day().await?;
    life.story.meeting(2).await?;
    life.story.report_on(&[]).await?;
    life.lives_to(date!(2029 - 01 - 15)).await?;
    life.story.maintain().await
}

pub async fn second_surveillance_suspends(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2029 - 12 - 20)).await?;
    life.story.keep_competent("oliver").await?;
    life.lives_to(date!(2030 - 01 - 02)).await?;
    life.story.plan_sites().await?;
    life.agrees_on(3, date!(2030 - 01 - 12)).await?;
    life.is_held(AGAINST_THE_POLICY).await?;
    life.lives_to(date!(2030 - 02 - 01)).await?;
    let case = life.story.open_case_of("surveillance", &[]).await?;
    life.is_decided(&case, date!(2030 - 02 - 10), "suspend").await
}

/// The client answers, the auditor sees the effect, and the panel looks again.
pub async fn is_restored_in_month_five(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2030 - 03 - 01)).await?;
    let major = life.story.findings().await?.pop().expect("the newest finding");
    life.story.answer_finding(&major).await?;
    life.story.judge(&major, "accepted", "The cause is found, and the action fits it.").await?;
    life.lives_to(date!(2030 - 06 - 15)).await?;
    life.story.verify_and_close(&major).await?;
    life.lives_to(date!(2030 - 06 - 20)).await?;
    let case = life.story.open_case_of("suspended", &[]).await?;
    life.is_decided(&case, date!(2030 - 06 - 30), "restore").await
}

pub async fn is_renewed_in_time(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2030 - 12 - 20)).await?;
    life.story.note_watched("oliver").await?;
    life.story.plan_sites().await?;
    life.agrees_on(4, date!(2031 - 01 - 13)).await?;
    life.is_held(&[]).await?;
    life.lives_to(date!(2031 - 02 - 03)).await?;
    let case = life.story.open_case_of("recertification", &[]).await?;
    life.is_decided(&case, date!(2031 - 02 - 10), "renew").await
}
