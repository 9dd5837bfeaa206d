//! With what a person signs beside the password: passkeys and one-time codes, added and removed on pages of their own.

use super::Way;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::problem::Problem;
use crate::session::{SignedIn, with_notice};
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use certification::Actor;
use certification::people::{self, Offered, Site, ToConfirm};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/door/account/passkeys/new", new_passkey, offer)
        .form("/door/account/offers/{offer}", offered, add)
        .form("/door/account/passkeys/{passkey}/remove", passkey_goes, remove_passkey)
        .form("/door/account/codes/new", new_codes, begin)
        .form("/door/account/codes", to_confirm, confirm)
        .form("/door/account/codes/remove", codes_go, remove_codes)
}

fn me(signed: &SignedIn) -> Actor {
    signed.entered.at_the_door()
}

/// Back to the account, from where the way leads on to what the person was doing.
fn done(form: &Filled, said: &str) -> Answer {
    let way = Way { next: form.value("next").to_owned(), ..Way::default() };
    Ok(with_notice(Redirect::to(&way.on("/door/account")).into_response(), said))
}

fn from_way(way: Way) -> Filled {
    Filled::from_values([("next", way.next)])
}

#[derive(Template)]
#[template(path = "door/password_again.html")]
struct PasswordAgain {
    shell: Shell,
    form: Filled,
    title: &'static str,
    about: &'static str,
    button: &'static str,
    action: String,
    /// Whether what is made has a name.
    named: bool,
    /// For what the form makes.
    id: Uuid,
    /// In a demonstration everybody's password is known, and said here.
    hint: &'static str,
}

/// What a page asks the password again for: title, what it means, the button's words, the form's address.
struct Asking(&'static str, &'static str, &'static str, String);

const PASSKEY: (&str, &str, &str) = (
    "Add a passkey",
    "A passkey is a key of your own: in your device, or in your password manager. It signs decisions as nobody else can, and this installation never sees it. Give it a name by which you know it again.",
    "Go on",
);
const CODES: (&str, &str, &str) = (
    "Add one-time codes",
    "An app on your telephone shows a new code every half minute. With your password and a code you can sign where you have no passkey at hand.",
    "Go on",
);

fn ask(signed: &SignedIn, form: Filled, Asking(title, about, button, action): Asking) -> Answer {
    let mut shell = signed.visit.shell();
    shell.failed = form.failed();
    let hint = match shell.demonstration.is_some() {
        true => "In this demonstration everybody's password is: demonstration",
        false => "Asked for again, so that nobody changes this at your open screen.",
    };
    let (named, id) = (action == "/door/account/passkeys/new", Uuid::now_v7());
    let page = PasswordAgain { shell, form, title, about, button, action, named, id, hint };
    signed.visit.page_at(page.form.status(), &page)
}

fn asking((title, about, button): (&'static str, &'static str, &'static str), to: &str) -> Asking {
    Asking(title, about, button, to.to_owned())
}

fn site(signed: &SignedIn) -> Result<Site, Problem> {
    signed.visit.app.site().ok_or_else(Problem::not_found)
}

async fn new_passkey(signed: SignedIn, Asked(way): Asked<Way>) -> Answer {
    site(&signed)?;
    ask(&signed, from_way(way), asking(PASSKEY, "/door/account/passkeys/new"))
}

async fn offer(signed: SignedIn, form: Filled) -> Answer {
    site(&signed)?;
    match people::offer_passkey(&signed.visit.app.db, &me(&signed), &form.read()?).await {
        Ok(offer) => {
            let way = Way { next: form.value("next").to_owned(), ..Way::default() };
            let page = way.on(&format!("/door/account/offers/{offer}"));
            Ok(Redirect::to(&page).into_response())
        }
        Err(problem) => {
            let form = form.with(problem.into())?;
            ask(&signed, form, asking(PASSKEY, "/door/account/passkeys/new"))
        }
    }
}

#[derive(Template)]
#[template(path = "door/passkey.html")]
struct MakePasskey {
    shell: Shell,
    form: Filled,
    offered: Offered,
}

async fn offered(signed: SignedIn, At(id): At<Uuid>, Asked(way): Asked<Way>) -> Answer {
    show_offered(&signed, id, from_way(way)).await
}

async fn show_offered(signed: &SignedIn, id: Uuid, mut form: Filled) -> Answer {
    let (db, site) = (&signed.visit.app.db, site(signed)?);
    let offered = people::offered_passkey(db, &me(signed), id, &site).await?;
    form.set("answer", "");
    let mut shell = signed.visit.shell();
    shell.failed = form.failed();
    signed.visit.page_at(form.status(), &MakePasskey { shell, form, offered })
}

async fn add(signed: SignedIn, At(id): At<Uuid>, form: Filled) -> Answer {
    let (db, site) = (&signed.visit.app.db, site(&signed)?);
    match people::add_passkey(db, &me(&signed), id, &site, form.value("answer")).await {
        Ok(()) => done(&form, "Your passkey is added. You can sign with it from now on."),
        Err(problem) => show_offered(&signed, id, form.with(problem.into())?).await,
    }
}

fn removing(id: Uuid) -> Asking {
    Asking(
        "Remove a passkey",
        "You cannot sign with it any more. What you signed with it stays good.",
        "Remove the passkey",
        format!("/door/account/passkeys/{id}/remove"),
    )
}

async fn passkey_goes(signed: SignedIn, At(id): At<Uuid>, Asked(way): Asked<Way>) -> Answer {
    let factors = people::factors(&signed.visit.app.db, &me(&signed)).await?;
    if !factors.passkeys.iter().any(|passkey| passkey.id == id) {
        return Err(Problem::not_found());
    }
    ask(&signed, from_way(way), removing(id))
}

async fn remove_passkey(signed: SignedIn, At(id): At<Uuid>, form: Filled) -> Answer {
    let (db, me) = (&signed.visit.app.db, me(&signed));
    match people::remove_passkey(db, &me, id, form.value("password")).await {
        Ok(()) => done(&form, "The passkey is removed."),
        Err(problem) => ask(&signed, form.with(problem.into())?, removing(id)),
    }
}

async fn new_codes(signed: SignedIn, Asked(way): Asked<Way>) -> Answer {
    ask(&signed, from_way(way), asking(CODES, "/door/account/codes/new"))
}

async fn begin(signed: SignedIn, form: Filled) -> Answer {
    let app = &signed.visit.app;
    match people::begin_codes(&app.db, &me(&signed), &app.codes(), &form.read()?).await {
        Ok(()) => {
            let way = Way { next: form.value("next").to_owned(), ..Way::default() };
            Ok(Redirect::to(&way.on("/door/account/codes")).into_response())
        }
        Err(problem) => {
            ask(&signed, form.with(problem.into())?, asking(CODES, "/door/account/codes/new"))
        }
    }
}

#[derive(Template)]
#[template(path = "door/codes.html")]
struct ConfirmCodes {
    shell: Shell,
    form: Filled,
    secret: ToConfirm,
    /// The address as a QR code, SVG.
    qr: String,
}

async fn to_confirm(signed: SignedIn, Asked(way): Asked<Way>) -> Answer {
    show_codes(&signed, from_way(way)).await
}

async fn show_codes(signed: &SignedIn, mut form: Filled) -> Answer {
    let app = &signed.visit.app;
    let secret = people::codes_to_confirm(&app.db, &me(signed), &app.codes()).await?;
    let code = qrcode::QrCode::new(secret.address.as_bytes());
    let code = code.map_err(|cause| Problem::fault(cause.to_string()))?;
    let image = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(220, 220).build();
    let qr = image.find("<svg").map(|at| image[at..].to_owned()).unwrap_or_default();
    form.set("code", "");
    let mut shell = signed.visit.shell();
    shell.failed = form.failed();
    signed.visit.page_at(form.status(), &ConfirmCodes { shell, form, secret, qr })
}

async fn confirm(signed: SignedIn, form: Filled) -> Answer {
    let app = &signed.visit.app;
    let code = form.value("code");
    match people::confirm_codes(&app.db, &me(&signed), &app.codes(), code).await {
        Ok(()) => done(&form, "Your one-time codes count from now on."),
        Err(problem) => show_codes(&signed, form.with(problem.into())?).await,
    }
}

fn codes_removed() -> Asking {
    Asking(
        "Remove the one-time codes",
        "Their secret is wiped. What you signed with them stays good.",
        "Remove the codes",
        "/door/account/codes/remove".to_owned(),
    )
}

async fn codes_go(signed: SignedIn, Asked(way): Asked<Way>) -> Answer {
    ask(&signed, from_way(way), codes_removed())
}

async fn remove_codes(signed: SignedIn, form: Filled) -> Answer {
    let (db, me) = (&signed.visit.app.db, me(&signed));
    match people::remove_codes(db, &me, form.value("password")).await {
        Ok(()) => done(&form, "The one-time codes are removed."),
        Err(problem) => ask(&signed, form.with(problem.into())?, codes_removed()),
    }
}
