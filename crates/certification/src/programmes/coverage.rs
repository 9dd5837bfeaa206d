//! What each audit of a cycle takes of the standard, the sites and the AI systems, and what none takes yet (PRG-2).

use super::{Planned, Programme, Step, of_file};
use crate::actor::SchemeManager;
use crate::audits;
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::files;
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::standards::{Group, Requirement};
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

/// How far an audit is with a heading of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It does not take it.
    Not,
    /// It takes all or part of it: planned, or its report is issued.
    Planned,
    Done,
}

impl Mark {
    pub fn title(self) -> &'static str {
        match self {
            Mark::Not => "",
            Mark::Planned => "Planned",
            Mark::Done => "Done",
        }
    }

    /// The kind of tag that shows it.
    pub fn tag(self) -> &'static str {
        match self {
            Mark::Not => "plain",
            Mark::Planned => "wait",
            Mark::Done => "good",
        }
    }
}

/// A heading of the standard with a mark, and how many of its requirements are taken, for each audit.
#[derive(Debug, Clone)]
pub struct Heading {
    pub group: &'static Group,
    pub total: usize,
    pub marks: Vec<(Mark, usize)>,
}

/// A programme as the table of its coverage shows it.
#[derive(Debug, Clone)]
pub struct Coverage {
    pub programme: Programme,
    /// The client's sites and AI systems: id and name.
    pub sites: Vec<(Uuid, String)>,
    pub systems: Vec<(Uuid, String)>,
}

impl Coverage {
    /// The headings of the standard, each with its mark for each audit in the programme's order.
    pub fn headings(&self) -> Vec<Heading> {
        let standard = self.programme.standard;
        let heading = |group: &'static Group| Heading {
            group,
            total: standard.in_group(&group.id).count(),
            marks: self.programme.audits.iter().map(|audit| mark(audit, group)).collect(),
        };
        standard.groups.iter().map(heading).collect()
    }

    /// Requirements that no audit of the cycle takes.
    pub fn in_no_audit(&self) -> Vec<&'static Requirement> {
        uncovered(&self.programme)
    }

    /// Requirements that an audit takes, but none whose report is issued.
    pub fn not_yet_audited(&self) -> usize {
        let reported = |audit: &&Planned| audit.state.is_reported();
        let done: Vec<_> =
            self.programme.audits.iter().filter(reported).flat_map(Planned::taken).collect();
        self.programme
            .standard
            .requirements
            .iter()
            .filter(|r| !done.iter().any(|d| d.id == r.id))
            .count()
    }

    /// The names of the sites that an audit takes.
    pub fn sites_of(&self, audit: &Planned) -> String {
        names(&self.sites, audit.takes_sites.as_deref())
    }

    /// The names of the AI systems that an audit takes.
    pub fn systems_of(&self, audit: &Planned) -> String {
        names(&self.systems, audit.takes_systems.as_deref())
    }
}

fn names(all: &[(Uuid, String)], chosen: Option<&[Uuid]>) -> String {
    let Some(chosen) = chosen else { return "All".to_owned() };
    let names: Vec<_> =
        all.iter().filter(|(id, _)| chosen.contains(id)).map(|(_, name)| name.as_str()).collect();
    if names.is_empty() { "None".to_owned() } else { names.join(", ") }
}

fn mark(audit: &Planned, group: &Group) -> (Mark, usize) {
    match audit.taken().iter().filter(|requirement| requirement.group == group.id).count() {
        0 => (Mark::Not, 0),
        n if audit.state.is_reported() => (Mark::Done, n),
        n => (Mark::Planned, n),
    }
}

/// The requirements that no audit of the programme takes.
pub fn uncovered(programme: &Programme) -> Vec<&'static Requirement> {
    let taken: Vec<_> = programme.audits.iter().flat_map(Planned::taken).collect();
    programme.standard.requirements.iter().filter(|r| !taken.iter().any(|t| t.id == r.id)).collect()
}

/// PRG-2: over the cycle every clause and control is in some audit.
pub(super) fn covers_the_standard(programme: &Programme) -> Result<(), Refusal> {
    let left = uncovered(programme);
    if left.is_empty() {
        return Ok(());
    }
    Err(rulebook::PRG_2
        .refuse(
            format!("Over the cycle no audit takes some of the {}.", programme.standard.parts()),
            "Give each to an audit, on the programme's page of coverage.",
        )
        .missing(left.iter().map(|requirement| programme.standard.named(&requirement.id))))
}

/// The newest programme's coverage, if the file has a programme. Two statements.
pub async fn coverage(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Option<Coverage>> {
    let Some(programme) = of_file(tx, engagement_id).await? else { return Ok(None) };
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select
             (select coalesce(json_agg(json_build_array(s.id, s.name) order by s.position), '[]') from sites s
                join applications a on a.body_id = s.body_id and a.id = s.application_id
                where a.body_id = $1 and a.engagement_id = $2) as "sites!: Json<Vec<(Uuid, String)>>",
             (select coalesce(json_agg(json_build_array(i.id, i.name) order by i.name), '[]') from ai_systems i
                where i.body_id = $1 and i.engagement_id = $2 and i.removed_at is null) as "systems!: Json<Vec<(Uuid, String)>>""#,
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Some(Coverage { programme, sites: row.sites.0, systems: row.systems.0 }))
}

/// What an audit takes, as typed: requirements, sites and AI systems by id.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Part {
    pub version: String,
    pub requirement: Vec<String>,
    pub site: Vec<String>,
    pub ai_system: Vec<String>,
}

/// Chooses what an audit takes, until its opening meeting. Once the programme is in force, every clause and
/// control stays in some audit.
pub async fn choose_part(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    audit_id: Uuid,
    typed: Part,
) -> Result<()> {
    let file = files::of(tx, engagement_id).await?;
    let mut all = coverage(tx, engagement_id).await?.ok_or(Error::NotFound)?;
    all.programme.state.after(Step::ChoosePart)?;
    let place = all.programme.audits.iter().position(|a| a.id == audit_id);
    let place = place.ok_or(Error::NotFound)?;
    before_the_opening(&all.programme.audits[place])?;
    let takes: Vec<String> = chosen(&file.standard.requirements, &typed.requirement);
    all.programme.audits[place].takes = Some(takes.clone());
    if !all.programme.state.is_draft() {
        covers_the_standard(&all.programme)?;
    }
    let (sites, systems) = (known(&all.sites, &typed.site), known(&all.systems, &typed.ai_system));
    let kind = all.programme.audits[place].kind;
    keep(tx, audit_id, &typed.version, (&takes, sites.as_deref(), systems.as_deref())).await?;
    let sentence = format!(
        "Chose what {} takes: {} of {} {}.",
        kind.title(),
        takes.len(),
        file.standard.requirements.len(),
        file.standard.parts()
    );
    let digest = Sha256::digest(format!("{takes:?}{sites:?}{systems:?}"));
    let entry = Entry::new(file.file(), "audit_part_chosen", sentence, Seen::ByStaff);
    tx.record(entry.touching("audit", audit_id, &digest));
    Ok(())
}

fn before_the_opening(audit: &Planned) -> Result<(), Refusal> {
    if matches!(audit.state, audits::State::Programmed | audits::State::Planned) {
        return Ok(());
    }
    Err(rulebook::ORDER.refuse(
        format!("{} is \"{}\".", audit.kind.title(), audit.state.title()),
        "What an audit takes is chosen before its opening meeting; give the rest to a later one.",
    ))
}

fn chosen(all: &[Requirement], typed: &[String]) -> Vec<String> {
    all.iter().filter(|r| typed.contains(&r.id)).map(|r| r.id.clone()).collect()
}

/// The chosen ones of what is known; all of them are no choice, so that a new one is taken too.
fn known(all: &[(Uuid, String)], typed: &[String]) -> Option<Vec<Uuid>> {
    let chosen: Vec<_> =
        all.iter().map(|(id, _)| *id).filter(|id| typed.contains(&id.to_string())).collect();
    (chosen.len() < all.len()).then_some(chosen)
}

type Chosen<'a> = (&'a [String], Option<&'a [Uuid]>, Option<&'a [Uuid]>);

async fn keep(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    version: &str,
    (takes, sites, systems): Chosen<'_>,
) -> Result<()> {
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update audits set takes = $4, takes_sites = $5, takes_systems = $6, version = version + 1
         where body_id = $1 and id = $2 and version = $3",
        body,
        audit_id,
        version.trim().parse().unwrap_or(0),
        takes,
        sites,
        systems
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale("Somebody else has changed this audit meanwhile: open it again.".into()))
}
