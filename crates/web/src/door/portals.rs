//! The choice of portals, for who has several; and for which client one acts, where there are several.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Portal, Shell};
use crate::session::{self, SignedIn};
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use certification::bodies::{self, Brief, Listed};
use certification::people::Membership;
use certification::{Actor, Error};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/door/portals", portals).post("/door/for", act_for)
}

#[derive(Template)]
#[template(path = "door/portals.html")]
struct Portals {
    shell: Shell,
    bodies: Vec<At>,
    /// Where to apply, for who has nothing to do anywhere yet.
    others: Vec<Listed>,
}

/// A body with the doors that open there.
struct At {
    body: Brief,
    ways: Vec<Way>,
    clients: Vec<ClientDoor>,
}

struct Way {
    title: &'static str,
    about: &'static str,
    href: String,
}

struct ClientDoor {
    id: Uuid,
    name: String,
}

async fn portals(signed: SignedIn) -> Answer {
    let mut bodies: Vec<At> = Vec::new();
    for membership in &signed.entered.memberships {
        match bodies.last_mut().filter(|at| at.body.id == membership.body_id) {
            Some(at) => at.clients.extend(client(membership)),
            None => bodies.push(at(membership)),
        }
    }
    let others = match bodies.is_empty() {
        true => signed.visit.app.db.read(&Actor::visitor(None), bodies::all).await?,
        false => Vec::new(),
    };
    let mut shell = signed.visit.shell();
    shell.doors.clear();
    signed.visit.page(&Portals { shell, bodies, others })
}

fn at(membership: &Membership) -> At {
    let staff = [Portal::Office, Portal::Audit, Portal::Panel]
        .into_iter()
        .filter(|portal| membership.opens(portal.room()));
    let way = |portal: Portal| Way {
        title: portal.title(),
        about: about(portal),
        href: format!("/b/{}/{}", membership.slug, portal.key()),
    };
    At {
        body: membership.body(),
        ways: staff.map(way).collect(),
        clients: client(membership).into_iter().collect(),
    }
}

fn about(portal: Portal) -> &'static str {
    match portal {
        Portal::Office => {
            "Applications, audit time and fees, programmes, teams, panels, and what falls due."
        }
        Portal::Audit => {
            "Your audits: declare, plan, work through the requirements, raise findings, report."
        }
        Portal::Panel => "Cases before you: read the record, ask, sign.",
        _ => "",
    }
}

fn client(membership: &Membership) -> Option<ClientDoor> {
    Some(ClientDoor { id: membership.client_id?, name: membership.client_name.clone()? })
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Chosen {
    client: String,
}

/// Remembers for which client of a body the person acts.
async fn act_for(signed: SignedIn, form: Filled) -> Answer {
    let client: Uuid = form.read::<Chosen>()?.client.parse().map_err(|_| Error::NotFound)?;
    let mine = |m: &&Membership| m.client_id == Some(client);
    let membership = signed.entered.memberships.iter().find(mine).ok_or(Error::NotFound)?;
    let mut response = Redirect::to(&format!("/b/{}/client", membership.slug)).into_response();
    let kept = session::act_for(&signed.visit.app, &membership.slug, client);
    response.headers_mut().append(header::SET_COOKIE, kept);
    Ok(response)
}
