//! A person's own audits, and an audit's page: how far it has come, and what is next.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Audit;
use askama::Template;
use certification::audits::{self, Member, Next, Own, Progress};
use certification::findings::{self, Carried};
use certification::sampling;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/audit/audits", list)
        .get("/b/{body}/audit/audits/{audit}", overview)
}

/// How many audits stand on one page.
const PAGE: i64 = 30;

#[derive(Template)]
#[template(path = "audit/audits.html")]
struct List {
    shell: Shell,
    base: String,
    own: Vec<Own>,
    first: Option<String>,
    more: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct After {
    after: Option<Uuid>,
}

async fn list(room: Audit, Asked(asked): Asked<After>) -> Answer {
    let mut own = room.read(async |tx| audits::own(tx, asked.after, PAGE + 1).await).await?;
    let base = room.href("/audits");
    let more = own.len() > PAGE as usize;
    own.truncate(PAGE as usize);
    let more = own.last().filter(|_| more).map(|last| format!("{base}?after={}", last.id));
    let first = asked.after.map(|_| base.clone());
    room.page(&List { shell: room.shell(), base, own, first, more })
}

#[derive(Template)]
#[template(path = "audit/audit.html")]
struct Overview {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    progress: Progress,
    next: Next,
    team: Vec<Member>,
    /// Which sites it goes to, where there are several.
    plan: Option<sampling::Plan>,
    /// What earlier audits left open.
    carried: Vec<Carried>,
    requirements: usize,
}

async fn overview(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (audit, progress, team, samplings, carried) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let samplings = sampling::of_all_cycles(tx, audit.engagement_id).await?;
            let carried = findings::carried(tx, &audit).await?;
            let progress = audits::progress(tx, id).await?;
            Ok((audit, progress, audits::team(tx, id).await?, samplings, carried))
        })
        .await?;
    let requirements = match audit.taken().len() {
        0 => audit.standard.requirements.len(),
        taken => taken,
    };
    let next = audits::next(&audit, &progress, requirements);
    let of_audit = sampling::Audit::of_kind(audit.kind.key());
    let plan = samplings.into_iter().find(|p| p.cycle == audit.cycle && Some(p.audit) == of_audit);
    room.page(&Overview {
        shell: room.shell(),
        audit,
        tab: "overview",
        progress,
        next,
        team,
        plan,
        carried,
        requirements,
    })
}
