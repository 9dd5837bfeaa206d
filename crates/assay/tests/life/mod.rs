//! A whole life, played through the product's own pages by the people whose steps they are: from the application
//! to the day on which the client goes to another body. On every single day anyone may ask the register, and it
//! answers as the table says that was written by hand.

mod beginning;
mod by_hand;
mod extension;
mod first_cycle;
mod leaving;
mod living;
mod looking_back;
mod register;
mod second_cycle;

use crate::fresh::Fresh;
use assay::story::Played;
use living::Life;
use time::macros::date;

#[tokio::test]
async fn crt_6_the_register_answers_rightly_on_every_day_from_the_application_to_the_withdrawal()
-> Played {
    let house = Fresh::new().await;
    let mut life = Life::begins(&house, date!(2028 - 01 - 03)).await?;
    beginning::applies_and_agrees(&mut life).await?;
    beginning::is_audited(&mut life).await?;
    beginning::is_granted(&mut life).await?;
    first_cycle::first_surveillance(&mut life).await?;
    first_cycle::second_surveillance_suspends(&mut life).await?;
    first_cycle::is_restored_in_month_five(&mut life).await?;
    extension::reports_a_new_system(&mut life).await?;
    extension::is_extended_after_a_special_audit(&mut life).await?;
    first_cycle::is_renewed_in_time(&mut life).await?;
    second_cycle::two_surveillances(&mut life).await?;
    second_cycle::lapses_and_is_restored_in_month_four(&mut life).await?;
    leaving::goes_to_another_body(&mut life).await?;
    let asked = life.ends(date!(2035 - 02 - 28)).await?;
    looking_back::every_day_says_the_same(&house, &asked).await?;
    looking_back::the_record_is_whole(&house, &life).await?;
    drop(life);
    house.end().await;
    Ok(())
}
