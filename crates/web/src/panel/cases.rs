//! The cases on whose panel one sits, and the whole record of one of them in one place.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Panel;
use askama::Template;
use axum::extract::Query;
use certification::audits::Kind;
use certification::decisions::{self, AuditPart, Board, Decider, OwnCase, Seat, Whole};
use certification::{reports, rulebook};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().get("/b/{body}/panel/cases", list).get("/b/{body}/panel/cases/{case}", whole)
}

const PAGE: i64 = 30;

#[derive(serde::Deserialize)]
struct Before {
    before: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "panel/cases.html")]
struct List {
    shell: Shell,
    cases: Vec<OwnCase>,
    older: Option<String>,
}

impl List {
    fn href(&self, case: &Uuid) -> String {
        self.shell.href(&format!("/cases/{case}"))
    }
}

async fn list(panel: Panel, Query(asked): Query<Before>) -> Answer {
    let cases = panel.read(async |tx| decisions::own_cases(tx, asked.before, PAGE).await).await?;
    let last = cases.last().filter(|_| cases.len() as i64 == PAGE);
    let older = last.map(|case| panel.href(&format!("/cases?before={}", case.id)));
    panel.page(&List { shell: panel.shell(), cases, older })
}

#[derive(Template)]
#[template(path = "panel/case.html")]
struct Case {
    shell: Shell,
    seat: Seat,
    tab: &'static str,
    board: Board,
    whole: Whole,
}

impl Case {
    fn evidence(&self, file: &Uuid) -> String {
        self.shell.href(&format!("/evidence/{file}"))
    }

    /// A report's fields in its own order, in words, those that say something.
    fn told(
        &self,
        audit: &AuditPart,
        text: &BTreeMap<String, String>,
    ) -> Vec<(&'static str, String)> {
        let kind = Kind::from_key(&audit.kind).unwrap_or(Kind::Stage2);
        let said = reports::fields(kind).iter().filter_map(|field| {
            let value = text.get(field.key).filter(|value| !value.is_empty())?;
            Some((field.label, field.words(value)))
        });
        said.collect()
    }

    /// "Surveillance 1", and of which cycle after the first.
    fn named(&self, audit: &AuditPart) -> String {
        match audit.cycle {
            1 => audit.title().to_owned(),
            cycle => format!("{} of cycle {cycle}", audit.title()),
        }
    }

    fn has_audits(&self) -> bool {
        self.whole.audits.iter().any(AuditPart::has_begun)
    }

    /// Whether an audit of the programme has not begun yet.
    fn to_come(&self) -> bool {
        self.whole.audits.iter().any(|audit| !audit.has_begun())
    }

    fn counted(&self) -> String {
        let settled = self.whole.findings.iter().filter(|finding| finding.is_settled()).count();
        format!("{settled} of {} settled", self.whole.findings.len())
    }
}

/// Whoever has not declared is led to the declaration: before it the record stays shut.
async fn whole(panel: Panel, At((_, id)): At<(String, Uuid)>) -> Answer {
    let read = panel.read(async |tx| {
        let decider = Decider::for_case(tx, id).await?;
        let board = decisions::board(tx, decider.seat()).await?;
        let whole = decisions::whole(tx, &decider).await?;
        Ok((decider.seat().clone(), board, whole))
    });
    match read.await {
        Ok((seat, board, whole)) => {
            panel.page(&Case { shell: panel.shell(), seat, tab: "record", board, whole })
        }
        Err(Problem(certification::Error::Refused(refusal))) if refusal.rule == rulebook::IMP_5 => {
            panel.done(
                &format!("/cases/{id}/declaration"),
                "Declare your interests first; then the record opens.",
            )
        }
        Err(problem) => Err(problem),
    }
}
