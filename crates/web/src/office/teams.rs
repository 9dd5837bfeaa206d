//! The team of one audit: what is needed and covered, who is in it, and what the client says to it.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::Error;
use certification::audits;
use certification::competence::{self, Competence};
use certification::files;
use certification::teams::{self, Objection, Person, Role, State};
use time::Date;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/clients/{file}/audits/{audit}/team", page, appoint)
        .post("/b/{body}/office/clients/{file}/audits/{audit}/team/tell", tell)
        .post("/b/{body}/office/clients/{file}/audits/{audit}/team/care", care)
        .post("/b/{body}/office/clients/{file}/audits/{audit}/team/{member}/release", release)
        .post("/b/{body}/office/clients/{file}/audits/{audit}/objections/{objection}", answer)
}

#[derive(Template)]
#[template(path = "office/teams.html")]
struct Page {
    shell: Shell,
    form: Filled,
    file: files::Brief,
    tab: &'static str,
    audit: audits::Brief,
    base: String,
    people_base: String,
    state: State,
    everyone: Vec<Person>,
    needed: Vec<Competence>,
    objections: Vec<Objection>,
    roles: Vec<(String, String)>,
    /// What stands in the way of telling the client, if anything.
    refusal: Option<certification::Refusal>,
    /// Whether the reader forms teams.
    manager: bool,
    today: Date,
}

impl Page {
    fn team(&self) -> Vec<&Person> {
        self.everyone.iter().filter(|person| person.role.is_some()).collect()
    }

    fn candidates(&self) -> Vec<&Person> {
        self.everyone.iter().filter(|person| person.role.is_none()).collect()
    }

    /// The names of those who cover what is needed; empty where nobody does.
    fn covered_by(&self, need: &Competence) -> String {
        let covers = |person: &&&Person| person.adds().contains(need);
        self.team().iter().filter(covers).map(|p| p.name.clone()).collect::<Vec<_>>().join(", ")
    }

    /// Who could cover it.
    fn could_cover(&self, need: &Competence) -> String {
        let could = |person: &&&Person| person.held.contains(need) && !person.has_conflict();
        self.candidates()
            .iter()
            .filter(could)
            .map(|p| p.name.clone())
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn has_answered(&self) -> bool {
        self.objections.iter().any(|objection| !objection.is_open())
    }

    /// The roles that a person's competence file allows.
    fn may_be(&self, person: &Person) -> String {
        let roles = [Role::LeadAuditor, Role::Auditor, Role::TechnicalExpert];
        let able = roles.iter().filter(|role| person.may_be(**role, self.audit.standard));
        able.map(|role| role.title()).collect::<Vec<_>>().join(", ")
    }

    /// Whether the person would audit, and was not watched at work in time (CMP-4).
    fn is_unwitnessed(&self, person: &Person) -> bool {
        let audits = [Role::LeadAuditor, Role::Auditor];
        audits.iter().any(|role| person.may_be(*role, self.audit.standard))
            && !person.is_witnessed(self.today)
    }

    fn has_unwitnessed(&self) -> bool {
        self.candidates().iter().any(|person| self.is_unwitnessed(person))
    }

    fn options(&self) -> Vec<(String, String)> {
        let late = |p: &Person| match self.is_unwitnessed(p) {
            true => " (witnessed evaluation out of date)",
            false => "",
        };
        let text = |p: &&Person| match self.may_be(p) {
            able if able.is_empty() => p.name.clone(),
            able => format!("{}: {}{}", p.name, able.to_lowercase(), late(p)),
        };
        self.candidates().iter().map(|p| (p.person_id.to_string(), text(p))).collect()
    }
}

async fn page(office: Office, At((_, file, audit)): At<(String, Uuid, Uuid)>) -> Answer {
    show(&office, file, audit, fresh()).await
}

fn fresh() -> Filled {
    Filled::from_values([("id", Uuid::now_v7().to_string())])
}

async fn show(office: &Office, file: Uuid, id: Uuid, form: Filled) -> Answer {
    let (audit, everyone, needed, objections) = office
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            if audit.engagement_id != file {
                return Err(Error::NotFound);
            }
            let everyone = teams::everyone(tx, id, file).await?;
            let needed = competence::needed(tx, file).await?;
            Ok((audit, everyone, needed, teams::objections(tx, id).await?))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let team: Vec<_> = everyone.iter().filter(|person| person.role.is_some()).collect();
    let refusal = teams::standing(&team, &needed, audit.standard).err();
    let page = Page {
        shell,
        file: audit.of_file(),
        tab: "programme",
        base: office.href(&format!("/clients/{file}/audits/{id}")),
        people_base: office.href("/people"),
        state: State::from_key(&audit.team_state).unwrap_or(State::Forming),
        roles: Role::ALL.map(|role| (role.key().to_owned(), role.title().to_owned())).to_vec(),
        refusal,
        manager: office.actor.scheme_manager().is_ok(),
        today: office.today(),
        audit,
        everyone,
        needed,
        objections,
        form,
    };
    office.page_at(page.form.status(), &page)
}

fn tail(file: Uuid, audit: Uuid) -> String {
    format!("/clients/{file}/audits/{audit}/team")
}

async fn appoint(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| teams::appoint(tx, &by, audit, typed).await).await {
        Ok(()) => {
            office.done(&tail(file, audit), "Appointed, and told by mail to declare conflicts.")
        }
        Err(problem) => show(&office, file, audit, form.with(problem)?).await,
    }
}

async fn tell(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let version = form.value("version").parse().unwrap_or_default();
    match office.write(async |tx| teams::tell_client(tx, &by, audit, version).await).await {
        Ok(()) => office.done(&tail(file, audit), "The client has been told, and may object."),
        Err(problem) => show(&office, file, audit, fresh().with(problem)?).await,
    }
}

async fn care(
    office: Office,
    At((_, file, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| teams::take_care(tx, &by, audit, typed).await).await {
        Ok(()) => office.done(&tail(file, audit), "Written down. Now tell the client."),
        Err(problem) => {
            let mut again = fresh();
            again.set("care", form.value("care"));
            show(&office, file, audit, again.with(problem)?).await
        }
    }
}

async fn release(
    office: Office,
    At((_, file, audit, member)): At<(String, Uuid, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| teams::release(tx, &by, audit, member, typed).await).await {
        Ok(()) => office.done(&tail(file, audit), "Released."),
        Err(problem) => {
            show(&office, file, audit, at(&form, "reason", member).with(problem)?).await
        }
    }
}

async fn answer(
    office: Office,
    At((_, file, audit, objection)): At<(String, Uuid, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    let act = office
        .write(async |tx| teams::answer_objection(tx, &by, audit, objection, typed).await)
        .await;
    match act {
        Ok(()) => office.done(&tail(file, audit), "The client has the answer."),
        Err(problem) => {
            let mut again = at(&form, "answer", objection);
            again.set("outcome", form.value("outcome"));
            show(&office, file, audit, again.with(problem)?).await
        }
    }
}

/// A fresh page that remembers in which row something was typed.
fn at(form: &Filled, field: &str, row: Uuid) -> Filled {
    let mut again = fresh();
    again.set("at", row);
    again.set(field, form.value(field));
    again
}
