//! The end: the client asks to take its certificate to another body, gets its statement, and the panel withdraws.

use super::by_hand::EXTENDED;
use super::living::Life;
use assay::story::Played;
use time::macros::date;

pub async fn goes_to_another_body(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2034 - 12 - 01)).await?;
    life.story.ask_to_leave().await?;
    life.lives_to(date!(2034 - 12 - 10)).await?;
    let statement = life.story.give_statement().await?;
    let (until, stands) = ("expires on 28 February 2037", "Status on 10 December 2034: valid");
    for said in [EXTENDED, until, stands, "not closed: 0"] {
        assert!(statement.contains(said), "{said}: {statement}");
    }
    let shown = life.story.client().await?.read(&life.story.at("/client/transfer")).await?;
    assert!(shown.contains("This is our statement for the other body"), "the client has it");
    life.lives_to(date!(2035 - 02 - 05)).await?;
    let why = [("because", "The client's certificate is taken over by another body.")];
    let case = life.story.open_case_of("withdrawal", &why).await?;
    life.is_decided(&case, date!(2035 - 02 - 15), "withdraw").await
}
