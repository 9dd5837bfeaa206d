//! One certification, played through the product's own doors by the people whose steps they are. The
//! demonstration is made of it, and the journey's test asserts on it.

mod agree;
mod apply;
mod changes;
mod corrective;
pub mod decide;
pub mod form;
mod leaving;
pub mod player;
mod register;
pub mod stage_1;
mod stage_2;
pub mod team;
pub mod transfer;
mod years;

pub use player::{Played, Player, Stuck};

use crate::seed::companies::Company;
use axum::Router;
use certification::Clock;
use certification::findings::Grade;
use certification::standards::{self, Scheme};
use std::collections::HashMap;
use std::sync::Mutex;
use time::{Date, Duration};

/// Who plays the body's people: keys of the role picker.
#[derive(Clone, Copy)]
pub struct Crew {
    pub manager: &'static str,
    pub lead: &'static str,
    pub auditor: &'static str,
    /// Members sign in this order; the chair signs last.
    pub members: [&'static str; 2],
    pub chair: &'static str,
}

/// A finding of the play: requirement, grade, statement, evidence.
pub type Found = (&'static str, Grade, &'static str, &'static str);

/// One client's certification at one body, as far as it has been played.
pub struct Story<'a> {
    pub doors: &'a Router,
    pub clock: &'a Clock,
    pub body: &'static str,
    pub crew: Crew,
    pub company: &'a Company,
    /// What it applies for.
    pub standard: Scheme,
    /// Whether the company is a client already, for another standard.
    pub beside: bool,
    /// The office's address of the file, once there is one: "/b/thames/office/clients/{id}".
    pub file: String,
    /// The ids of the cycle's audits in order, once there is a programme.
    pub audits: Vec<String>,
    /// Which of them the team works on: Stage 2, until the story turns to a later one.
    pub at_hand: usize,
    /// Who has signed in since days last went by, by key.
    signed_in: Mutex<HashMap<String, Player>>,
}

impl<'a> Story<'a> {
    pub fn new(
        doors: &'a Router,
        clock: &'a Clock,
        body: &'static str,
        crew: Crew,
        company: &'a Company,
    ) -> Self {
        let (file, audits, signed_in) = (String::new(), Vec::new(), Mutex::default());
        let standard = standards::named("ISO/IEC 42001:2023").expect("shipped");
        Story {
            doors,
            clock,
            body,
            crew,
            company,
            standard,
            beside: false,
            file,
            audits,
            at_hand: 1,
            signed_in,
        }
    }

    /// Somebody, signed in; once for all that is done on a day.
    pub async fn staff(&self, key: &str) -> Played<Player> {
        let known = self.signed_in.lock().ok().and_then(|people| people.get(key).cloned());
        if let Some(player) = known {
            return Ok(player);
        }
        let player = Player::enter(self.doors, key).await?;
        if let Ok(mut people) = self.signed_in.lock() {
            people.insert(key.to_owned(), player.clone());
        }
        Ok(player)
    }

    /// The client's signatory, signed in, with this story's file at hand.
    pub async fn client(&self) -> Played<Player> {
        let player = self.staff(self.company.key).await?;
        match self.file.rsplit('/').next() {
            Some(file) if !file.is_empty() => Ok(player.looking_at(file)),
            _ => Ok(player),
        }
    }

    /// An address in a portal of this story's body.
    pub fn at(&self, tail: &str) -> String {
        format!("/b/{}{tail}", self.body)
    }

    /// The day `days` from today on the story's clock, as date fields want it.
    pub fn day(&self, days: i64) -> String {
        let day: Date = self.clock.today() + Duration::days(days);
        day.to_string()
    }

    /// Lets days go by.
    pub fn wait(&self, days: i64) {
        self.clock.advance(Duration::days(days));
        // Nobody stays signed in for days.
        if let Ok(mut people) = self.signed_in.lock() {
            people.clear();
        }
    }

    /// The audit's address in the audit portal: 0 is Stage 1, 1 is Stage 2, then the years after, audit by audit.
    pub fn audit(&self, nth: usize) -> String {
        self.at(&format!("/audit/audits/{}", self.audits.get(nth).map_or("", String::as_str)))
    }
}

/// The value of the first choice on a page whose words begin with `words`.
pub fn choice(page: &str, words: &str) -> Played<String> {
    let options = page.split("<option value=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let labelled = options.filter_map(|(value, rest)| Some((value, rest.split_once('>')?.1)));
    let found = labelled
        .filter(|(_, label)| form::unescape(label).trim_start().starts_with(words))
        .map(|(value, _)| value.to_owned())
        .next();
    found.ok_or_else(|| Stuck(format!("nobody called {words} can be chosen")))
}
