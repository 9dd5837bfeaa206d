//! The second question: does it hold, and as of when? Silence of an old list is never a yes (CRT-6).

use super::Given;
use super::evidence::Evidence;
use super::report::{State, Validity};
use crate::credential::{StatusEntry, View};
use crate::day;
use crate::key_set::KeySet;
use crate::status_list::{self, Purpose, StatusError, StatusList, Which};
use time::OffsetDateTime;

/// What a list says of this attestation.
struct Answer {
    set: bool,
    list: StatusList,
}

pub(super) fn of(evidence: &Evidence, keys: &KeySet, view: &View, given: &Given) -> Validity {
    let lists: Vec<&[u8]> =
        evidence.lists.iter().map(Vec::as_slice).chain(given.lists.iter().copied()).collect();
    let answer = |purpose, entry| newest(&lists, keys, view, (purpose, entry), given.now);
    let suspension = answer(Purpose::Suspension, &view.suspension);
    let revocation = answer(Purpose::Revocation, &view.revocation);
    let both = [&suspension, &revocation].map(|answer| answer.as_ref().ok());
    let as_of = both.iter().flatten().map(|answer| answer.list.valid_from).min().map(day::written);
    let (state, sentence) = state(&suspension, &revocation, view, given.now);
    let unknown_since = match state {
        State::Unknown => both.iter().flatten().map(|a| a.list.valid_until).min().map(day::written),
        _ => None,
    };
    let as_of = as_of.filter(|_| !matches!(state, State::Expired | State::NotYet));
    Validity { state, as_of, unknown_since, sentence }
}

type Asked = Result<Answer, String>;

/// The newest list of this purpose that is in order; else why there is none.
fn newest(
    lists: &[&[u8]],
    keys: &KeySet,
    view: &View,
    (purpose, entry): (Purpose, &StatusEntry),
    now: OffsetDateTime,
) -> Asked {
    let which = Which { issuer: &view.issuer, id: &entry.list, purpose };
    let mut why = format!("There is no list for {} at hand.", purpose.name());
    let mut best: Option<StatusList> = None;
    for list in lists {
        match read(list, keys, &which, now) {
            Ok(list) if best.as_ref().is_none_or(|best| best.valid_from < list.valid_from) => {
                best = Some(list)
            }
            Ok(_) => {}
            Err(Some(sentence)) => why = sentence,
            Err(None) => {}
        }
    }
    let list = best.ok_or(why)?;
    let set = list.says(entry.index).map_err(|error| error.to_string())?;
    Ok(Answer { set, list })
}

/// The list, if it may answer; else why not, without a word for the list of another purpose, which lies beside this
/// one in every bundle.
fn read(
    jwt: &[u8],
    keys: &KeySet,
    which: &Which,
    now: OffsetDateTime,
) -> Result<StatusList, Option<String>> {
    let list = status_list::read(jwt, keys, which).map_err(|error| match error {
        StatusError::Another(_) => None,
        error => Some(error.to_string()),
    })?;
    if list.by.compromised.is_some() || !list.by.signed_at(list.valid_from) {
        return Err(Some(
            "A status list is signed by a key that did not sign for the body at that time.".into(),
        ));
    }
    // A list from the future says nothing about now; it may be the clock that is wrong.
    if list.valid_from > now {
        return Err(Some("A status list is dated in the future.".into()));
    }
    Ok(list)
}

fn state(
    suspension: &Asked,
    revocation: &Asked,
    view: &View,
    now: OffsetDateTime,
) -> (State, String) {
    if let Some(over) = over(revocation, view, now) {
        return over;
    }
    match (suspension, revocation) {
        (Ok(suspension), _) if suspension.set && suspension.list.answers_at(now) => {
            let on = day::said(suspension.list.valid_from);
            (State::Suspended, format!("It is suspended, as of the list of {on}."))
        }
        (Ok(suspension), Ok(revocation)) => held(suspension, revocation, now),
        (Err(why), _) | (_, Err(why)) => {
            (State::Unknown, format!("Whether it holds today is unknown. {why} Ask the register."))
        }
    }
}

/// What no newer list could change: withdrawn for ever, past its end, or before its beginning.
fn over(revocation: &Asked, view: &View, now: OffsetDateTime) -> Option<(State, String)> {
    if let Ok(answer) = revocation
        && answer.set
    {
        let on = day::said(answer.list.valid_from);
        let sentence = format!(
            "It no longer holds: withdrawn, or replaced by a later revision, by the list of {on}."
        );
        return Some((State::Withdrawn, sentence));
    }
    if now > view.valid_until {
        let sentence = format!("It expired on {}.", day::said_day(view.valid_until.date()));
        return Some((State::Expired, sentence));
    }
    if now < view.valid_from {
        let sentence = format!("It is not valid before {}.", day::said_day(view.valid_from.date()));
        return Some((State::NotYet, sentence));
    }
    None
}

/// Neither withdrawn nor surely suspended: valid as far as the lists reach, unknown behind that.
fn held(suspension: &Answer, revocation: &Answer, now: OffsetDateTime) -> (State, String) {
    let lists = [&suspension.list, &revocation.list];
    let as_of = day::said(lists[0].valid_from.min(lists[1].valid_from));
    if lists.iter().all(|list| list.answers_at(now)) {
        return (State::Valid, format!("It holds as of {as_of}, neither suspended nor withdrawn."));
    }
    let since = day::said(lists[0].valid_until.min(lists[1].valid_until));
    let then = if suspension.set { "was suspended" } else { "held" };
    let sentence = format!(
        "Whether it holds today is unknown: the status lists answer until {since} and no longer. As of {as_of} it \
         {then}. Ask the register."
    );
    (State::Unknown, sentence)
}
