//! The fee itself, and the states of an offer.

use crate::audit_time::known::INDICATIVE;
use crate::audit_time::{self, Inputs, calculate};
use crate::proposals::*;

#[test]
fn every_step_from_every_state() {
    let steps = [Step::Accept, Step::Decline, Step::Supersede];
    let table = State::ALL.map(|state| steps.map(|step| state.after(step).ok()));
    let (accepted, declined, superseded) =
        (Some(State::Accepted), Some(State::Declined), Some(State::Superseded));
    assert_eq!(
        table,
        [[accepted, declined, superseded], [None, None, superseded], [None; 3], [None; 3]]
    );
}

#[test]
fn a_fee_is_days_times_rate_and_named_items_to_the_penny() {
    let time = calculate(
        &INDICATIVE,
        &Inputs {
            ai_systems: 3,
            structure: "one_entity".into(),
            jurisdictions: 1,
            ..Inputs::default()
        },
        &[],
        None,
    )
    .unwrap();
    let rates = RateCard {
        id: Uuid::nil(),
        currency: "GBP".into(),
        day_rate_minor: 120_001,
        application_minor: 50_000,
        certificate_minor: 0,
    };
    let lines = quote(&time, &rates);
    let amounts: Vec<_> = lines.iter().map(|line| (line.half_days, line.amount_minor)).collect();
    assert_eq!(
        amounts,
        [
            (None, 50_000),
            (Some(2), 120_001),
            (Some(4), 240_002),
            (Some(2), 120_001),
            (Some(2), 120_001)
        ]
    );
    assert_eq!(total(&lines), 650_005);
    // Half a day of an odd rate: to the penny above, never a lost one.
    let one = audit_time::Calculation { stage_1_half_days: 1, ..time };
    assert_eq!(quote(&one, &rates)[1].amount_minor, 60_001);
}
