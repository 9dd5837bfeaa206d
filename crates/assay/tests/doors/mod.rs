//! Every route, for everybody: with ids that are one's own, that are somebody else's, and that never were.
//! What each person is answered stands in one snapshot; a new route is missing there until somebody has looked.

pub mod keys;

use crate::fresh::Fresh;
use crate::journey::stage;
use assay::story::player::Answered;
use assay::story::{Played, Player, form};
use axum::http::StatusCode;
use keys::{Keys, NEVER};
use std::collections::HashMap;
use std::fmt::Write;

/// The people who try every door: at Thames a person of each portal, two clients, an assessor who is let in and one
/// whose last day is over, then Northmark's.
const PEOPLE: [&str; 13] = [
    "",
    "helen",
    "oliver",
    "amara",
    "david",
    "harbour",
    "castellan",
    "aisha",
    "ewan",
    "ingrid",
    "lars",
    "mei",
    "nordlys",
];
/// Pages of a file on which whoever only looks meets no form that sends something.
const OFTEN: [&str; 6] =
    ["/clients/{file}", "/time", "/proposal", "/programme", "/case", "/record"];
/// Who has nothing to do at Thames, and so must not learn that anything there exists.
const STRANGERS: [&str; 5] = ["ewan", "ingrid", "lars", "mei", "nordlys"];

#[tokio::test]
async fn every_route_answers_everybody_as_it_should() -> Played {
    let house = Fresh::new().await;
    keys::play(&stage(&house)).await?;
    let keys = Keys::of_harbour(&house).await;
    let mut table = format!("{:5}{:76}", "", "");
    for person in PEOPLE {
        let _ = write!(table, "{:>10}", if person.is_empty() { "visitor" } else { person });
    }
    let mut triers = Trier::enter_all(&house).await?;
    for method in ["GET", "POST"] {
        for (_, path) in web::listed_routes().into_iter().filter(|(m, _)| *m == method) {
            let _ = write!(table, "\n{method:5}{path:76}");
            let mut answers = HashMap::new();
            for trier in &triers {
                let answer = trier.tried(&keys, method, path).await?;
                let _ = write!(table, "{answer:>10}");
                answers.insert(trier.person, answer);
            }
            if portal(path) == Some("office") {
                match method {
                    "GET" => assert_eq!(answers["aisha"], answers["helen"], "{path}"),
                    _ => {
                        assert_eq!(answers["aisha"], "409", "an assessor changes something: {path}")
                    }
                }
            }
            // At the door itself a session may have ended.
            if method == "POST" && path.starts_with("/door") {
                triers = Trier::enter_all(&house).await?;
            }
        }
    }
    insta::assert_snapshot!("doors", table);
    house.end().await;
    Ok(())
}

/// Somebody at a door, with the key of the role picker; a visitor without one.
struct Trier {
    person: &'static str,
    player: Player,
}

impl Trier {
    /// Everybody, with a session of their own.
    async fn enter_all(house: &Fresh) -> Played<Vec<Trier>> {
        let mut all = Vec::new();
        for person in PEOPLE {
            let player = match person {
                "" => Player::visitor(&house.doors),
                key => house.enter(key).await?,
            };
            all.push(Trier { person, player });
        }
        Ok(all)
    }

    /// What the person is answered at Thames with Harbour's ids; where that is "nothing here", or the portal is
    /// another body's, ids that never were are answered alike.
    async fn tried(&self, keys: &Keys, method: &str, path: &str) -> Played<String> {
        let never = Keys::never();
        let own = keys.fill(path, method, "thames");
        let answered = self.ask(method, &own).await?;
        let status = answered.status;
        if self.person == "aisha" && portal(path).is_some() {
            let page = answered.page.split_once("<main").map_or("", |(_, main)| main);
            let offers = form::with(page, "class=\"button")
                .is_some_and(|form| form::attribute(form, "method").as_deref() == Some("post"));
            // What is still there is hidden by the stylesheet; the pages that an assessor opens most have none.
            assert!(!offers || !OFTEN.iter().any(|often| path.ends_with(often)), "{own}: a form");
        }
        assert!(!status.is_server_error(), "{method} {own} as {}: {}", self.person, answered.page);
        if STRANGERS.contains(&self.person) && portal(path).is_some() {
            assert_eq!(status, StatusCode::NOT_FOUND, "{method} {own} as {}", self.person);
        }
        if keys.has_ids(path)
            && portal(path).is_some_and(|portal| home(self.person) == Some(portal))
        {
            let carried = keys.fill(path, method, "northmark");
            self.alike(method, &carried, &never.fill(path, method, "northmark")).await?;
            if status == StatusCode::NOT_FOUND {
                self.alike(method, &own, &never.fill(path, method, "thames")).await?;
            }
        }
        Ok(match answered.location.as_str() {
            to if to.starts_with("/door?next=") => "door".to_owned(),
            _ => status.as_u16().to_string(),
        })
    }

    /// Both addresses are answered alike, to the letter but for the ids themselves.
    async fn alike(&self, method: &str, theirs: &str, never: &str) -> Played {
        let (one, other) = (self.ask(method, theirs).await?, self.ask(method, never).await?);
        assert_eq!(one.status, other.status, "{method} {theirs} as {}", self.person);
        assert_eq!(
            without_ids(&one.page, theirs),
            without_ids(&other.page, never),
            "{method} {theirs} tells {} that it exists",
            self.person
        );
        Ok(())
    }

    async fn ask(&self, method: &str, path: &str) -> Played<Answered> {
        match method {
            "GET" => self.player.look(path).await,
            _ => self.player.answer_to(path, &[]).await,
        }
    }
}

/// The portal whose route this is.
pub fn portal(path: &str) -> Option<&str> {
    let portal = path.strip_prefix("/b/{body}/")?.split('/').next()?;
    ["office", "audit", "panel", "client"].contains(&portal).then_some(portal)
}

/// The portal in which somebody works.
fn home(person: &str) -> Option<&'static str> {
    match person {
        "" => None,
        "helen" | "oliver" | "aisha" | "ingrid" => Some("office"),
        "amara" | "lars" => Some("audit"),
        "david" | "mei" => Some("panel"),
        _ => Some("client"),
    }
}

fn without_ids(page: &str, path: &str) -> String {
    path.split('/')
        .filter(|part| part.len() > 12)
        .fold(page.to_owned(), |page, id| page.replace(id, NEVER))
}
