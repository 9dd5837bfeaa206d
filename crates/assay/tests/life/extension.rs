//! A new AI system: reported by the client, written into the scope and the register, seen by a special audit, and
//! certified by the panel.

use super::by_hand::EXTENDED;
use super::living::Life;
use assay::seed::companies::System;
use assay::story::Played;
use time::macros::date;

const VOICE: System = System {
    name: "Voice recognition",
    purpose: "Recognise customers who call, without questions that others could answer",
    function: "Compares a caller's voice with the one that the customer left",
    decides: "Proposes a match to the agent, who decides; never refuses a caller",
    data: "Recordings of customers who consented",
    risk: "high",
    personal: "yes",
    origin: "built",
    supplier: "",
};

pub async fn reports_a_new_system(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2030 - 07 - 15)).await?;
    life.story.report_new_system("We recognise customers by their voice.").await?;
    life.lives_to(date!(2030 - 07 - 18)).await?;
    life.story.widen_scope(EXTENDED, 4).await?;
    life.lives_to(date!(2030 - 07 - 20)).await?;
    life.story.register_one(&VOICE).await?;
    life.story.confirm_register().await
}

/// The certificate says what it said until the panel has decided.
pub async fn is_extended_after_a_special_audit(life: &mut Life<'_>) -> Played {
    life.lives_to(date!(2030 - 08 - 12)).await?;
    life.story.add_special_audit().await?;
    life.lives_to(date!(2030 - 08 - 20)).await?;
    life.agrees_on(5, date!(2030 - 09 - 03)).await?;
    life.is_held(&[]).await?;
    life.lives_to(date!(2030 - 09 - 08)).await?;
    let why = ("because", "The special audit found the new system managed as the others are.");
    let wider = [why, ("scope", EXTENDED), ("soa_version", "3.0")];
    let case = life.story.open_case_of("scope", &wider).await?;
    life.is_decided(&case, date!(2030 - 09 - 15), "extend").await
}
