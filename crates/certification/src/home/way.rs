//! The client's whole way, from application to the cycle: which step is done, whose turn it is, by when.

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files;
use crate::standards::Scheme;
use time::{Date, OffsetDateTime};

/// One step of the way.
#[derive(Debug, Clone)]
pub struct Stage {
    pub title: &'static str,
    /// Whose turn it is while the step is not done.
    pub whose: &'static str,
    /// When it was done, if it was.
    pub done: Option<OffsetDateTime>,
    pub due: Option<Date>,
}

/// The acting client's file at hand with the steps of its way.
#[derive(Debug)]
pub struct Way {
    pub file: files::Brief,
    pub stages: Vec<Stage>,
}

/// The way of the acting client's file at hand; `NotFound` if there is none. One statement.
pub async fn way(tx: &mut Tx<'_>) -> Result<Way> {
    let (body, client, at_hand) =
        (tx.actor().body()?, tx.actor().client()?, tx.actor().file_at_hand());
    let r = sqlx::query!(
        r#"select e.id as engagement_id, e.client_id, c.name as client_name, e.reference, e.standard as "standard: Scheme", b.name as body_name,
             a.state as application_state, a.submitted_at, p.state as "proposal_state?", p.answered_at,
             s1.window_to as "stage_1_to?", s1.reported_at as "stage_1_reported?", s1.team_state as "team_state?",
             s1.team_agreed_at as "team_agreed_at?",
             s2.window_to as "stage_2_to?", s2.reported_at as "stage_2_reported?",
             exists (select from transfers x where x.body_id = e.body_id and x.client_id = e.client_id and x.engagement_id = e.id
               and x.direction = 'in') as "coming!",
             f.owed as "owed!", f.open as "open!", f.due as "due?", f.last as "last?", t.issued_at as "issued_at?", d.due_on as "due_on?", d.kind as "next?"
           from engagements e
           join clients c on c.body_id = e.body_id and c.client_id = e.client_id
           join bodies b on b.id = e.body_id
           join applications a on a.body_id = e.body_id and a.engagement_id = e.id
           left join lateral (select state, answered_at from proposals p where p.body_id = e.body_id and p.engagement_id = e.id
             and p.state in ('offered', 'accepted') order by p.state limit 1) p on true
           left join audits s1 on s1.body_id = e.body_id and s1.engagement_id = e.id and s1.kind = 'stage_1' and s1.cycle = 1
           left join lateral (select a.window_to, a.reported_at from audits a where a.body_id = e.body_id and a.engagement_id = e.id and a.kind = 'stage_2'
             and a.cycle = 1 order by a.reported_at desc nulls first limit 1) s2 on true
           cross join lateral (select count(*) filter (where state in ('issued', 'returned')) as owed, max(f.closed_at) as last,
               count(*) filter (where grade <> 'observation' and not (state in ('verified', 'closed') or grade = 'minor' and state = 'accepted')) as open,
               min(answer_due_on) filter (where state in ('issued', 'returned')) as due
             from findings f where f.body_id = e.body_id and f.engagement_id = e.id) f
           left join lateral (select issued_at from certificates t where t.body_id = e.body_id and t.engagement_id = e.id
             order by revision limit 1) t on true
           left join lateral (select due_on, kind from deadlines d where d.body_id = e.body_id and d.engagement_id = e.id
             and d.done_on is null order by due_on limit 1) d on true
           where e.body_id = $1 and e.client_id = $2 order by (e.id = $3) is true desc, e.id desc limit 1"#,
        body,
        client,
        at_hand
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)?;
    let answered = r.stage_2_reported.filter(|_| r.open == 0);
    let turn = |yours| if yours { "Your turn" } else { "The certification body's turn" };
    let (proposal, team) = (r.proposal_state.as_deref(), r.team_state.as_deref());
    let accepted = r.submitted_at.filter(|_| r.application_state == "accepted");
    let agreed = r.answered_at.filter(|_| proposal == Some("accepted"));
    let mut stages = vec![
        stage("Application", turn(r.application_state != "submitted"), accepted, None),
        stage("Proposal and agreement", turn(proposal == Some("offered")), agreed, None),
    ];
    // A certificate that comes over needs no audit before the decision (TRF-1).
    let taken_over = r.issued_at.is_some() && r.stage_2_reported.is_none();
    let comes_over = r.coming && (r.stage_1_to.is_none() || taken_over);
    let audited = [
        stage(
            "Audit team",
            turn(team == Some("told")),
            r.team_agreed_at.or(r.stage_1_reported),
            None,
        ),
        stage("Stage 1: are you ready?", "The audit team's turn", r.stage_1_reported, r.stage_1_to),
        stage("Stage 2: does it work?", "The audit team's turn", r.stage_2_reported, r.stage_2_to),
        stage(
            "Findings answered",
            if r.owed > 0 { "Your turn" } else { "The audit team's turn" },
            // What a later audit finds takes nobody back on the way.
            answered.map(|at| r.last.unwrap_or(at)).or(r.issued_at),
            r.due,
        ),
        stage("Independent decision", "The panel's turn", r.issued_at, None),
    ];
    let transferred = [stage(TRANSFER, turn(false), r.issued_at, None)];
    if comes_over {
        stages.extend(transferred);
    } else {
        stages.extend(audited);
    }
    stages.extend([
        stage("Attestation", "The certification body's turn", r.issued_at, None),
        stage(next_title(r.next.as_deref()), "From year to year", None, r.due_on),
    ]);
    let file = files::Brief {
        engagement_id: r.engagement_id,
        client_id: r.client_id,
        client_name: r.client_name,
        reference: r.reference,
        standard: r.standard,
    };
    Ok(Way { file, stages })
}

/// The step that stands for all audits where another body's certificate comes over.
const TRANSFER: &str = "Transfer of your certificate";

fn next_title(kind: Option<&str>) -> &'static str {
    match kind {
        Some("surveillance_2") => "Surveillance 2",
        Some("recertification") => "Recertification",
        _ => "Surveillance 1",
    }
}

fn stage(
    title: &'static str,
    whose: &'static str,
    done: Option<OffsetDateTime>,
    due: Option<Date>,
) -> Stage {
    Stage { title, whose, done, due }
}
