//! Audits brought to their issued reports through the real verbs, for tests of what comes after.

use super::{Reviewing, issue, review_readiness, save};
use crate::actor::Actor;
use crate::audits::{self, Kind, checks, conclusions, meetings};
use crate::db::Tx;
use crate::error::Result;
use crate::findings::{self, Grade, Raising};
use crate::standards::Item;
use crate::standards::testing::AIMS;
use crate::teams::testing::no_conflict;
use crate::teams::{self, Capacity};
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

/// A meeting held this many minutes ago.
pub fn meeting(world: &World, minutes_ago: i64) -> meetings::Typed {
    let at = world.now() - Duration::minutes(minutes_ago);
    meetings::Typed {
        held_on: at.date().to_string(),
        held_at: format!("{:02}:{:02}", at.hour(), at.minute()),
        attended: "The team; Nora North, head of AI; Sam South, compliance".into(),
        differences: String::new(),
        because: "The documents were read the week before.".into(),
        ..meetings::Typed::default()
    }
}

/// All eight items of documented information, complete.
pub fn complete_checks() -> checks::Typed {
    let each = |text: fn(&'static Item) -> &'static str| {
        AIMS.documented_information.iter().map(|item| text(item).to_owned()).collect()
    };
    checks::Typed {
        item: each(|item| item.key.as_str()),
        version: each(|_| "0"),
        result: each(|_| "complete"),
        document_version: each(|item| if item.needs_version { "2.1" } else { "" }),
        note: each(|_| ""),
    }
}

/// A report's text of this kind with every field filled; `change` answers a field otherwise.
pub fn text<'a>(kind: Kind, change: impl Fn(&str) -> Option<&'a str>) -> impl Fn(&str) -> String {
    let filled: std::collections::HashMap<_, _> = super::fields(kind)
        .iter()
        .map(|field| {
            let value = field
                .choices()
                .first()
                .map_or_else(|| format!("{} of the audit.", field.label), |(key, _)| key.clone());
            (field.key, change(field.key).map_or(value, str::to_owned))
        })
        .collect();
    move |key: &str| filled.get(key).cloned().unwrap_or_default()
}

/// Opens an audit now, and moves the clock on by the two hours that its meetings lie apart.
async fn opened(world: &World, lead: &Actor, audit: Uuid) -> Result<()> {
    let opening = meeting(world, 0);
    world.db.write(lead, async |tx| meetings::open(tx, audit, opening).await).await?;
    world.clock.advance(Duration::hours(2));
    Ok(())
}

/// Stage 1, from opening meeting to issued report, by its lead auditor; the audit is planned. Moves the
/// clock on by two hours.
pub async fn stage_1_reported(world: &World, lead: &Actor, audit: Uuid) -> Result<()> {
    opened(world, lead, audit).await?;
    let closing = meeting(world, 0);
    world
        .db
        .write(lead, async |tx| {
            checks::save(tx, audit, complete_checks()).await?;
            meetings::close(tx, audit, closing).await?;
            save(tx, audit, 0, text(Kind::Stage1, |_| None)).await?;
            issue(tx, audit, 1).await.map(drop)
        })
        .await
}

/// The scheme manager's review: ready, and the team competent.
pub async fn readiness_reviewed(world: &World, manager: &Actor, stage_1: Uuid) -> Result<()> {
    let by = manager.scheme_manager()?;
    let typed = Reviewing {
        ready: "yes".into(),
        team_competent: "yes".into(),
        reasons: "The report is conclusive.".into(),
    };
    let made = world.db.write(manager, async |tx| {
        reviewer_declared(tx, stage_1).await?;
        review_readiness(tx, &by, stage_1, Uuid::now_v7(), typed).await
    });
    made.await
}

/// The acting scheme manager declares to have no tie to the client of this audit.
pub async fn reviewer_declared(tx: &mut Tx<'_>, audit: Uuid) -> Result<()> {
    let file = audits::brief(tx, audit).await?.file();
    teams::declare(tx, file, Capacity::Reviewer, no_conflict()).await.map(drop)
}

/// The rows of one heading: conforming but where a nonconformity of `findings` says otherwise.
pub fn concluded(group: &str, findings: &[(&str, Grade)]) -> conclusions::Typed {
    let mut typed = conclusions::Typed::default();
    for requirement in AIMS.in_group(group) {
        let found =
            findings.iter().find(|(id, grade)| *id == requirement.id && grade.is_nonconformity());
        typed.requirement.push(requirement.id.clone());
        typed.seen.push(conclusions::Row::default().seen());
        typed.conclusion.push(found.map_or("conforms", |(_, grade)| grade.key()).to_owned());
        typed.evidence.push(format!("Seen and spoken about under {}.", requirement.id));
        typed.method.extend([
            format!("{} document", requirement.id),
            format!("{} interview", requirement.id),
        ]);
    }
    typed
}

/// Stage 2, from opening meeting to issued report with these findings, by its lead auditor; Stage 1 is
/// reviewed as ready and the audit is planned. Moves the clock on by two hours; answers the findings' ids.
pub async fn stage_2_reported(
    world: &World,
    lead: &Actor,
    audit: Uuid,
    raised: &[(&str, Grade)],
) -> Result<Vec<Uuid>> {
    opened(world, lead, audit).await?;
    let closing = meeting(world, 0);
    let ids: Vec<_> = raised.iter().map(|_| Uuid::now_v7()).collect();
    let open = raised.iter().any(|(_, grade)| grade.is_nonconformity());
    let recommendation = if open { "after_corrective_action" } else { "recommend" };
    world
        .db
        .write(lead, async |tx| {
            for group in &AIMS.groups {
                conclusions::save(tx, audit, &group.id, concluded(&group.id, raised)).await?;
            }
            for ((requirement, grade), id) in raised.iter().zip(&ids) {
                findings::raise(tx, audit, *id, finding(requirement, *grade)).await?;
            }
            meetings::close(tx, audit, closing).await?;
            save(
                tx,
                audit,
                0,
                text(Kind::Stage2, |key| (key == "recommendation").then_some(recommendation)),
            )
            .await?;
            issue(tx, audit, 1).await.map(drop)
        })
        .await?;
    Ok(ids)
}

/// A surveillance or a recertification, from opening meeting to issued report; the audit is planned. It
/// concludes on every requirement. Moves the clock on by two hours; answers the findings' ids.
pub async fn later_audit_reported(
    world: &World,
    lead: &Actor,
    audit: Uuid,
    kind: Kind,
    raised: &[(&str, Grade)],
) -> Result<Vec<Uuid>> {
    opened(world, lead, audit).await?;
    let closing = meeting(world, 0);
    let ids: Vec<_> = raised.iter().map(|_| Uuid::now_v7()).collect();
    let open = raised.iter().any(|(_, grade)| grade.is_nonconformity());
    let recommendation = if open { "after_corrective_action" } else { "recommend" };
    world
        .db
        .write(lead, async |tx| {
            for group in &AIMS.groups {
                conclusions::save(tx, audit, &group.id, concluded(&group.id, raised)).await?;
            }
            for ((requirement, grade), id) in raised.iter().zip(&ids) {
                findings::raise(tx, audit, *id, finding(requirement, *grade)).await?;
            }
            meetings::close(tx, audit, closing).await?;
            let answers = |key: &str| (key == "recommendation").then_some(recommendation);
            save(tx, audit, 0, text(kind, answers)).await?;
            issue(tx, audit, 1).await.map(drop)
        })
        .await?;
    Ok(ids)
}

/// A finding as an auditor types it.
pub fn finding(requirement: &str, grade: Grade) -> Raising {
    Raising {
        requirement: requirement.into(),
        grade: grade.key().into(),
        statement: format!(
            "{requirement} is not met: the change of model 3 was released without a new assessment."
        ),
        evidence: "Release log of 3 March; no assessment of that date in the register.".into(),
    }
}
