//! Working through the clauses and controls: the headings with their progress, and one heading's rows.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Audit;
use askama::Template;
use certification::audits;
use certification::audits::conclusions::{self, Row, Typed, touched};
use certification::audits::coverage::{self, Heading};
use certification::findings::{self, Raised};
use certification::standards::{AIMS, Group, Requirement};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/audit/audits/{audit}/requirements", headings).form(
        "/b/{body}/audit/audits/{audit}/requirements/{group}",
        page,
        save,
    )
}

#[derive(Template)]
#[template(path = "audit/requirements.html")]
struct Headings {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    headings: Vec<Heading>,
    done: usize,
    total: usize,
}

async fn headings(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (audit, rows) = room
        .read(async |tx| Ok((audits::brief(tx, id).await?, conclusions::of(tx, id).await?)))
        .await?;
    let headings = coverage::headings(&rows);
    let (done, total) =
        headings.iter().fold((0, 0), |(done, total), h| (done + h.done, total + h.total));
    room.page(&Headings { shell: room.shell(), audit, tab: "requirements", headings, done, total })
}

/// One requirement on the form: as it stands, or as it was typed, and what somebody else wrote meanwhile.
struct Line {
    requirement: &'static Requirement,
    row: Row,
    /// What the page hands back, so that the next save is judged against what it shows.
    seen: String,
    theirs: Option<Row>,
    findings: Vec<Raised>,
}

impl Line {
    fn field(&self, name: &str) -> String {
        format!("{name}-{}", self.requirement.id)
    }

    fn by(&self, method: &str) -> bool {
        self.row.methods.iter().any(|key| key == method)
    }

    fn lacks(&self) -> Vec<&'static str> {
        coverage::lacks(Some(&self.row))
    }
}

#[derive(Template)]
#[template(path = "audit/requirement_group.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    form: Filled,
    group: &'static Group,
    next: Option<&'static Group>,
    lines: Vec<Line>,
    writes: bool,
}

async fn page(room: Audit, At((_, id, group)): At<(String, Uuid, String)>) -> Answer {
    show(&room, id, &group, Filled::default()).await
}

async fn show(room: &Audit, id: Uuid, group: &str, form: Filled) -> Answer {
    let place = AIMS.groups.iter().position(|g| g.id == group).ok_or_else(Problem::not_found)?;
    let (audit, stands, raised) = room
        .read(async |tx| {
            Ok((
                audits::brief(tx, id).await?,
                conclusions::of_group(tx, id, group).await?,
                findings::of_audit(tx, id).await?,
            ))
        })
        .await?;
    let typed = form.read::<Typed>()?.rows();
    let mut shell = room.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        tab: "requirements",
        group: &AIMS.groups[place],
        next: AIMS.groups.get(place + 1),
        lines: stands.into_iter().filter_map(|row| line(row, &typed, &raised)).collect(),
        writes: audit.state.is_at_work()
            && audit.team_auditor().is_ok()
            && !audit.kind.is_stage_1(),
        audit,
        form,
    };
    room.page_at(page.form.status(), &page)
}

/// What was typed stays on the page; what nobody touched shows as it stands now.
fn line(stands: Row, typed: &[(Row, String)], raised: &[Raised]) -> Option<Line> {
    let requirement = AIMS.requirement(&stands.requirement)?;
    let findings = raised
        .iter()
        .filter(|f| f.requirement == requirement.id && !f.is_taken_back())
        .cloned()
        .collect();
    let mine = typed
        .iter()
        .find(|(row, seen)| row.requirement == stands.requirement && touched(row, seen));
    let seen = stands.seen();
    Some(match mine {
        Some((row, shown)) => {
            let theirs = (*shown != seen).then_some(stands);
            Line { requirement, row: row.clone(), seen, theirs, findings }
        }
        None => Line { requirement, row: stands, seen, theirs: None, findings },
    })
}

async fn save(room: Audit, At((_, id, group)): At<(String, Uuid, String)>, form: Filled) -> Answer {
    let typed = form.read()?;
    match room.write(async |tx| conclusions::save(tx, id, &group, typed).await).await {
        Ok(()) => room.done(
            &format!("/audits/{id}/requirements{}", onward(&group, form.value("next"))),
            "Kept.",
        ),
        Err(problem) => show(&room, id, &group, form.with(problem)?).await,
    }
}

/// Where "Save and next" leads: to the next heading, and from the last to the list.
fn onward(group: &str, next: &str) -> String {
    match (next.is_empty(), AIMS.groups.iter().skip_while(|g| g.id != group).nth(1)) {
        (true, _) => format!("/{group}"),
        (false, Some(next)) => format!("/{}", next.id),
        (false, None) => String::new(),
    }
}
