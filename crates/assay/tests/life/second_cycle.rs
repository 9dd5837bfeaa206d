//! The second cycle: two surveillances as they should be, and a recertification that comes too late.

use super::living::Life;
use assay::story::Played;
use time::Date;
use time::macros::date;

pub async fn two_surveillances(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2031 - 02 - 12)).await?;
    life.story.next_programme().await?;
    life.lives_to(date!(2031 - 12 - 20)).await?;
    life.story.keep_competent("oliver").await?;
    surveillance(life, 6, date!(2032 - 01 - 12)).await?;
    life.lives_to(date!(2032 - 12 - 20)).await?;
    surveillance(life, 7, date!(2033 - 01 - 12)).await
}

async fn surveillance(life: &mut Life<'_>, nth: usize, day: Date) -> Played {
    life.story.plan_sites().await?;
    life.agrees_on(nth, day).await?;
    life.is_held(&[]).await?;
    life.next_day().await?;
    life.story.maintain().await
}

/// The last day of the certificate comes before the audit does.
pub async fn lapses_and_is_restored_in_month_four(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2034 - 05 - 12)).await?;
    life.story.keep_competent("oliver").await?;
    life.story.note_watched("oliver").await?;
    life.story.plan_sites().await?;
    life.agrees_on(8, date!(2034 - 06 - 02)).await?;
    life.is_held(&[]).await?;
    life.lives_to(date!(2034 - 06 - 12)).await?;
    let case = life.story.open_case_of("recertification", &[]).await?;
    life.is_decided(&case, date!(2034 - 06 - 20), "renew").await?;
    life.next_day().await?;
    life.story.next_programme().await
}
