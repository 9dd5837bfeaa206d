//! The portals that a person may enter.

use crate::page::{Door, Portal};
use certification::bodies::Brief;
use certification::people::{Entered, Membership};

/// The portals that a person may enter, in the order of the bodies' names.
pub fn doors(entered: &Entered, portal: Portal, body: Option<&Brief>) -> Vec<Door> {
    let mut doors: Vec<Door> = Vec::new();
    for m in &entered.memberships {
        for p in PORTALS.into_iter().filter(|p| m.opens(p.room())) {
            let href = way_in(entered, m, p);
            // Several functions open one portal of the staff once; each client has a door of its own.
            if p != Portal::Client && doors.iter().any(|door| door.href == href) {
                continue;
            }
            let client = m.client_name.as_deref().filter(|_| p == Portal::Client);
            doors.push(Door {
                label: format!("{} · {}", p.title(), client.unwrap_or(&m.body_name)),
                href,
                current: p == portal && body.is_some_and(|body| body.id == m.body_id),
            });
        }
    }
    doors
}

const PORTALS: [Portal; 4] = [Portal::Office, Portal::Audit, Portal::Panel, Portal::Client];

/// Who acts for several clients of one body says for which, at the door.
fn way_in(entered: &Entered, m: &Membership, portal: Portal) -> String {
    let clients =
        entered.memberships.iter().filter(|o| o.slug == m.slug && o.client_id.is_some()).count();
    if portal == Portal::Client && clients > 1 {
        return "/door/portals".to_owned();
    }
    format!("/b/{}/{}", m.slug, portal.key())
}
