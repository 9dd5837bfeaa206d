//! Ready-made teams and planned audits for tests, through the real acts.

use super::{Appointment, Capacity, Declared, appoint, declare, tell_client};
use crate::actor::{Actor, Function};
use crate::audits::{self, plan};
use crate::competence::{self, Approval, Kind};
use crate::error::Result;
use crate::testing::World;
use uuid::Uuid;

/// Approves for a person these functions, the standard, every sector and AI role, and English, as a quality
/// manager of the body does it.
pub async fn qualify(world: &World, person: Uuid, functions: &[&str]) {
    let keys =
        |kind: Kind| kind.list().iter().map(|(key, _)| (*key).to_owned()).collect::<Vec<_>>();
    let approval = Approval {
        id: Uuid::now_v7().to_string(),
        function: functions.iter().map(|f| (*f).to_owned()).collect(),
        standard: keys(Kind::Standard),
        sector: keys(Kind::Sector),
        ai_role: keys(Kind::AiRole),
        language: vec!["en".into()],
        field: keys(Kind::Field),
        evidence: "Certificates and witnessed audits, in the personnel file.".into(),
        valid_until: (world.clock.today() + time::Duration::days(5 * 366)).to_string(),
        ..Approval::default()
    };
    approve(world, person, approval).await;
}

/// Approves exactly this for a person; whoever is to audit was watched at work, too.
pub async fn approve(world: &World, person: Uuid, approval: Approval) {
    if approval.function.iter().any(|function| function != "technical_expert") {
        world.watch(person).await;
    }
    let keeper = world.staff("Quality manager", &[Function::QualityManager]).await;
    let act = world.db.write(&keeper, async |tx| {
        let by = tx.actor().competence_keeper()?;
        competence::approve(tx, &by, person, approval, Vec::new()).await
    });
    act.await.expect("the qualification is approved");
}

/// A new auditor of the body, qualified for everything in English, and as lead auditor if `as_lead`.
pub async fn qualified_auditor(world: &World, name: &str, as_lead: bool) -> Actor {
    let actor = world.staff(name, &[Function::Auditor]).await;
    let functions: &[&str] = if as_lead { &["lead_auditor", "auditor"] } else { &["auditor"] };
    qualify(world, actor.person().expect("a person"), functions).await;
    actor
}

/// A declaration of somebody who has no tie to the client.
pub fn no_conflict() -> Declared {
    let no = || "no".to_owned();
    Declared {
        id: Uuid::now_v7().to_string(),
        employed: no(),
        consulted: no(),
        ai_advice: no(),
        tool_recommendation: no(),
        data_protection_officer: no(),
        internal_audits: no(),
        ..Declared::default()
    }
}

/// Appoints the first of `team` as lead auditor and the others as auditors, each of whom declares; not yet
/// told to the client.
pub async fn team_declared(world: &World, scheme_manager: &Actor, audit: Uuid, team: &[&Actor]) {
    for (n, member) in team.iter().enumerate() {
        let role = if n == 0 { "lead_auditor" } else { "auditor" };
        let person = member.person().expect("a person").to_string();
        let id = Uuid::now_v7().to_string();
        let form = Appointment { id, person, role: role.into(), ..Appointment::default() };
        let appointed = world.db.write(scheme_manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            appoint(tx, &by, audit, form).await
        });
        appointed.await.expect("a member is appointed");
        let declared = world.db.write(member, async |tx| {
            let brief = audits::brief(tx, audit).await?;
            declare(tx, brief.file(), Capacity::Team, no_conflict()).await
        });
        assert!(!declared.await.expect("a member declares"));
    }
}

/// A team that the client has been told and has agreed to; the first is its lead auditor.
pub async fn team_agreed(
    world: &World,
    scheme_manager: &Actor,
    client: &Actor,
    audit: Uuid,
    team: &[&Actor],
) {
    team_declared(world, scheme_manager, audit, team).await;
    let told = world.db.write(scheme_manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let version = audits::brief(tx, audit).await?.version;
        tell_client(tx, &by, audit, version).await
    });
    told.await.expect("the client is told");
    let agreed = world.db.write(client, async |tx| {
        let version = audits::brief(tx, audit).await?.version;
        super::agree(tx, audit, version).await
    });
    agreed.await.expect("the client agrees to the team");
}

/// A plan that lacks nothing, for `days` days from the first of the audit's window.
pub fn complete_plan(audit: &audits::Brief, lead: Uuid, days: i64) -> plan::Form {
    let first = audit.window_from;
    let asked = plan::defaults(audit.standard, audit.kind);
    let some = |text: &str| text.to_owned();
    plan::Form {
        version: some("0"),
        objectives: some("Whether the AI management system conforms and is effective."),
        criteria: some("ISO/IEC 42001:2023 and the client's own documents."),
        scope: some(
            "AI systems for consumer credit. Units: Data Science. Processes: development, operation.",
        ),
        sites: some("12 Finsbury Square, London"),
        starts_on: first.to_string(),
        ends_on: (first + time::Duration::days(days - 1)).to_string(),
        duration: some("In all as the proposal says."),
        communication: some(
            "A short meeting at the end of each day, with the contact of the client.",
        ),
        remotely: some("no"),
        remote: String::new(),
        remote_means: String::new(),
        remote_risks: String::new(),
        accompanying: some("None."),
        interview_day: vec![first.to_string(), first.to_string()],
        interview_from: vec![some("09:30"), some("11:00")],
        interview_to: vec![some("10:30"), some("12:30")],
        interview_topic: vec![
            some("Policy, roles and resources"),
            some("Risk assessment of AI systems"),
        ],
        interview_with: vec![some("Chief executive"), some("Head of Data Science")],
        interview_auditor: vec![lead.to_string(), lead.to_string()],
        interview_place: vec![some("Head office"), some("Head office")],
        request_id: vec![String::new(); asked.len()],
        request_title: asked.iter().map(|document| document.title.clone()).collect(),
        request_why: asked.iter().map(|document| document.why.clone()).collect(),
    }
}

/// An audit whose team and plan the client has agreed to; the first of `team` is its lead auditor.
pub async fn planned_audit(
    world: &World,
    scheme_manager: &Actor,
    client: &Actor,
    audit: Uuid,
    team: &[&Actor],
) {
    team_agreed(world, scheme_manager, client, audit, team).await;
    plan_agreed(world, client, audit, team[0]).await;
}

/// Writes a complete plan of an audit whose team stands, and sends it.
pub async fn plan_sent(world: &World, audit: Uuid, lead: &Actor) -> Result<()> {
    let sent = world.db.write(lead, async |tx| {
        let brief = audits::brief(tx, audit).await?;
        let person = tx.actor().person()?;
        plan::save(tx, audit, complete_plan(&brief, person, 2)).await?;
        let version = plan::of(tx, &brief).await?.version;
        plan::send(tx, audit, version, "Documents are read beforehand.").await
    });
    sent.await
}

/// Writes, sends and agrees the plan of an audit whose team stands.
pub async fn plan_agreed(world: &World, client: &Actor, audit: Uuid, lead: &Actor) {
    plan_sent(world, audit, lead).await.expect("the plan is sent");
    let agreed = world.db.write(client, async |tx| {
        let brief = audits::brief(tx, audit).await?;
        let version = plan::of(tx, &brief).await?.version;
        plan::agree(tx, audit, version).await
    });
    agreed.await.expect("the plan is agreed");
}
