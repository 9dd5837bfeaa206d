//! Working through the clauses and controls: the headings with their progress, and one heading's rows.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Audit;
use crate::upload::Upload;
use askama::Template;
use certification::audits;
use certification::audits::conclusions::{self, Row, Typed, touched};
use certification::audits::coverage::{self, Heading};
use certification::audits::exhibits;
use certification::evidence::Given;
use certification::findings::{self, Raised};
use certification::standards::{Group, Requirement, Scheme};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/audit/audits/{audit}/requirements", headings)
        .form("/b/{body}/audit/audits/{audit}/requirements/{group}", page, save)
        .post("/b/{body}/audit/audits/{audit}/requirements/{group}/evidence", keep)
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

impl Headings {
    /// How many requirements of a heading fall to this audit.
    fn falls_to(&self, heading: &Heading) -> usize {
        let taken = self.audit.taken();
        taken.iter().filter(|requirement| requirement.group == heading.group.id).count()
    }
}

async fn headings(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (audit, rows) = room
        .read(async |tx| Ok((audits::brief(tx, id).await?, conclusions::of(tx, id).await?)))
        .await?;
    let headings = coverage::headings(audit.standard, &rows);
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
    files: Vec<Given>,
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

impl Page {
    fn file_href(&self, file: &Uuid) -> String {
        self.shell.href(&format!("/evidence/{file}"))
    }

    fn requirements(&self) -> Vec<(String, String)> {
        let named = |line: &Line| {
            let r = line.requirement;
            (r.id.clone(), format!("{} {}", r.id, r.title))
        };
        self.lines.iter().map(named).collect()
    }
}

async fn page(room: Audit, At((_, id, group)): At<(String, Uuid, String)>) -> Answer {
    show(&room, id, &group, Filled::default()).await
}

async fn show(room: &Audit, id: Uuid, group: &str, form: Filled) -> Answer {
    let (audit, stands, raised, files) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let files = exhibits::of_group(tx, &audit, group).await?;
            let stands = conclusions::of_group(tx, &audit, group).await?;
            Ok((audit, stands, findings::of_audit(tx, id).await?, files))
        })
        .await?;
    let groups = &audit.standard.groups;
    let place = groups.iter().position(|g| g.id == group).ok_or_else(Problem::not_found)?;
    let typed = form.read::<Typed>()?.rows();
    let mut shell = room.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        tab: "requirements",
        group: &groups[place],
        next: groups.get(place + 1),
        lines: stands
            .into_iter()
            .filter_map(|row| line(audit.standard, row, &typed, &raised, &files))
            .collect(),
        writes: audit.state.is_at_work()
            && audit.team_auditor().is_ok()
            && !audit.kind.is_stage_1(),
        audit,
        form,
    };
    room.page_at(page.form.status(), &page)
}

/// What was typed stays on the page; what nobody touched shows as it stands now.
fn line(
    standard: Scheme,
    stands: Row,
    typed: &[(Row, String)],
    raised: &[Raised],
    kept: &[(String, Given)],
) -> Option<Line> {
    let requirement = standard.requirement(&stands.requirement)?;
    let findings = raised
        .iter()
        .filter(|f| f.requirement == requirement.id && !f.is_taken_back())
        .cloned()
        .collect();
    let files =
        kept.iter().filter(|(of, _)| *of == requirement.id).map(|(_, file)| file.clone()).collect();
    let mine = typed
        .iter()
        .find(|(row, seen)| row.requirement == stands.requirement && touched(row, seen));
    let seen = stands.seen();
    Some(match mine {
        Some((row, shown)) => {
            let theirs = (*shown != seen).then_some(stands);
            Line { requirement, row: row.clone(), seen, theirs, findings, files }
        }
        None => Line { requirement, row: stands, seen, theirs: None, findings, files },
    })
}

async fn save(room: Audit, At((_, id, group)): At<(String, Uuid, String)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let kept = room
        .write(async |tx| {
            conclusions::save(tx, id, &group, typed).await?;
            Ok(audits::brief(tx, id).await?.standard)
        })
        .await;
    match kept {
        Ok(standard) => {
            let next = onward(standard, &group, form.value("next"));
            room.done(&format!("/audits/{id}/requirements{next}"), "Kept.")
        }
        Err(problem) => show(&room, id, &group, form.with(problem)?).await,
    }
}

/// Keeps files as evidence for one requirement.
async fn keep(
    room: Audit,
    At((_, id, group)): At<(String, Uuid, String)>,
    upload: Upload,
) -> Answer {
    let arrived = match upload.receive(&room.app, &room.actor).await {
        Ok(arrived) => arrived,
        Err((form, problem)) => return show(&room, id, &group, form.with(problem)?).await,
    };
    let (form, files) = (arrived.form.clone(), arrived.into_files());
    let requirement = form.value("exhibit_of").to_owned();
    let kept =
        room.write(async |tx| exhibits::keep(tx, id, &group, &requirement, files).await).await;
    match kept {
        Ok(()) => {
            let said = format!("Kept as evidence for {requirement}.");
            room.done(&format!("/audits/{id}/requirements/{group}"), &said)
        }
        Err(problem) => show(&room, id, &group, form.with(problem)?).await,
    }
}

/// Where "Save and next" leads: to the next heading, and from the last to the list.
fn onward(standard: Scheme, group: &str, next: &str) -> String {
    match (next.is_empty(), standard.groups.iter().skip_while(|g| g.id != group).nth(1)) {
        (true, _) => format!("/{group}"),
        (false, Some(next)) => format!("/{}", next.id),
        (false, None) => String::new(),
    }
}
