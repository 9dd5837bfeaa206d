//! The two pages of documentation that the program writes of itself: its tables of states, and its rules.
//! They fail on drift; `ASSAY_WRITE_DOCS=1` writes them anew.

use crate::{lives, tried};
use certification::audits::plan;
use certification::error::Refusal;
use certification::findings::Grade;
use certification::{
    applications, audits, changes, complaints, decisions, findings, programmes, proposals,
    rulebook, teams,
};
use std::fmt::Write;
use std::path::Path;

/// Every step of a table, with its words; a step missing here does not compile.
macro_rules! steps {
    ($step:ty: $($name:ident $words:literal),* $(,)?) => {{
        fn words(step: $step) -> &'static str {
            match step { $(<$step>::$name => $words),* }
        }
        [$((<$step>::$name, words(<$step>::$name))),*]
    }};
}

/// A table of states as a heading and rows: from which state which step leads where.
struct Table {
    title: &'static str,
    about: &'static str,
    steps: Vec<&'static str>,
    rows: Vec<(&'static str, Vec<Result<&'static str, Refusal>>)>,
}

macro_rules! table {
    ($title:literal, $about:literal, $state:ty, $steps:expr) => {
        table!($title, $about, $state, $steps, |state: $state, step| state.after(step))
    };
    ($title:literal, $about:literal, $state:ty, $steps:expr, $after:expr) => {{
        let (steps, after) = ($steps, $after);
        let cells = |state: $state| {
            steps.iter().map(|(step, _)| after(state, *step).map(<$state>::title)).collect()
        };
        Table {
            title: $title,
            about: $about,
            steps: steps.iter().map(|(_, words)| *words).collect(),
            rows: <$state>::ALL
                .into_iter()
                .map(|state: $state| (state.title(), cells(state)))
                .collect(),
        }
    }};
}

fn tables() -> Vec<Table> {
    vec![
        application(),
        proposal(),
        programme(),
        team(),
        plan_of_an_audit(),
        audit(),
        finding("A nonconformity", Grade::Major),
        finding("An observation", Grade::Observation),
        case(),
        change(),
        complaint(),
    ]
}

fn complaint() -> Table {
    let steps = steps!(complaints::Step: Acknowledge "the quality manager acknowledges", ReportProgress "the quality manager tells how it goes", AppointDecider "the quality manager appoints who decides", Decide "the decider decides", Tell "the quality manager tells the outcome");
    table!(
        "A complaint or appeal",
        "Lodged by anyone; decided by somebody with no earlier part in the matter.",
        complaints::State,
        steps
    )
}

fn application() -> Table {
    let steps = steps!(applications::Step: Submit "the client submits", Accept "the office accepts", Return "the office returns", Decline "the office declines");
    table!(
        "An application",
        "Written by the client, reviewed by the office.",
        applications::State,
        steps
    )
}

fn proposal() -> Table {
    let steps = steps!(proposals::Step: Accept "the client accepts", Decline "the client declines", Supersede "a newer one takes its place");
    table!(
        "A proposal",
        "Offered by the office with the agreement; the client's signatory answers.",
        proposals::State,
        steps
    )
}

fn programme() -> Table {
    let steps = steps!(programmes::Step: ChangeAudit "an audit in it is changed", PutInForce "the office puts it in force", ChoosePart "what an audit takes is chosen", AddSpecial "an audit is added beside the cycle");
    table!("An audit programme", "Made by the office for a cycle.", programmes::State, steps)
}

fn team() -> Table {
    let steps = steps!(teams::Step: Change "somebody joins or leaves", TellClient "the client is told", Agree "the client agrees", Object "the client objects");
    table!("An audit team", "Formed by the office; the client has its say.", teams::State, steps)
}

fn plan_of_an_audit() -> Table {
    let steps = steps!(plan::Step: Save "the lead auditor saves", Send "the lead auditor sends", TakeBack "the lead auditor takes back", Agree "the client agrees", AskForOtherDates "the client asks for other dates");
    table!(
        "An audit plan",
        "Written by the lead auditor; the client agrees the dates.",
        plan::State,
        steps
    )
}

fn audit() -> Table {
    let steps = steps!(audits::Step: AgreePlan "its plan is agreed", Open "opening meeting", Close "closing meeting", IssueReport "the report is issued");
    table!(
        "An audit",
        "Stage 1, Stage 2, surveillance and recertification alike.",
        audits::State,
        steps
    )
}

fn finding(title: &'static str, grade: Grade) -> Table {
    let steps = steps!(findings::Step: Drop "taken back", Issue "issued with the report", Answer "the client answers", Return "the answer is returned", Accept "the answer is accepted", FindEffective "found effective", FindIneffective "found not effective", Close "closed", Regrade "a review regrades it");
    let mut table = table!(
        "",
        "Raised by the team; a nonconformity is answered, judged, verified and closed, an observation is noted.",
        findings::State,
        steps,
        |state: findings::State, step| state.after(step, grade)
    );
    table.title = title;
    table
}

fn case() -> Table {
    let steps = steps!(decisions::Step: Appoint "a member is appointed", Release "a member is released", Ask "a question is asked", Deliberate "a member writes to the panel", Sign "a member signs", Decide "the chair's signature decides");
    table!(
        "A case before the panel",
        "Opened by the office with a complete file; decided once.",
        decisions::State,
        steps
    )
}

fn change() -> Table {
    let steps = steps!(changes::Step: Answer "the office answers");
    table!(
        "A change at a client",
        "Reported by the client, answered by the office.",
        changes::State,
        steps
    )
}

const STATES: &str = "# States\n
Written by a test from the tables in the code (`State::after`), which also decide which buttons a page shows.
A cell is the state after the step. A dash is a step that is refused there because an act is done once, and in its
order; a rule in brackets refuses it with reasons of its own ([rules.md](rules.md)).\n";

fn states() -> String {
    let mut page = STATES.to_owned();
    for table in tables() {
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\n| state | {} |\n|{}\n",
            table.title,
            table.about,
            table.steps.join(" | "),
            "---|".repeat(table.steps.len() + 1)
        );
        for (state, cells) in table.rows {
            let cells: Vec<_> =
                cells.into_iter().map(|cell| cell.map_or_else(refused, str::to_owned)).collect();
            let _ = writeln!(page, "| **{state}** | {} |", cells.join(" | "));
        }
    }
    page + &lives::page()
}

fn refused(refusal: Refusal) -> String {
    if refusal.rule == rulebook::ORDER {
        "–".to_owned()
    } else {
        format!("({})", refusal.rule.id)
    }
}

const RULES: &str = "# Rules\n
Written by a test from the register of rules in the code (`certification::rulebook`). A gate refuses and changes
nothing; a warning lets an act pass with a written reason; a record is kept, retrievably; what escalates goes before
people by itself. \"Practice\" is what a certification body promises of itself. The tests named are those that try to
break the rule; `cargo nextest run NAME` runs one.\n
| id | kind | sentence | source | where | test |\n|---|---|---|---|---|---|\n";

fn rules() -> String {
    let (mut page, tests) = (RULES.to_owned(), tried::all());
    for rule in rulebook::ALL.iter().chain([&rulebook::ORDER]) {
        let held_by = tried::of(rule.id, &tests);
        assert!(!held_by.is_empty(), "no test tries to break {}", rule.id);
        let held_by: Vec<_> = held_by.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            rule.id,
            rule.kind(),
            rule.sentence,
            rule.source,
            rule.bites,
            held_by.join("<br>")
        );
    }
    page
}

/// Compares a page with the committed one, or writes it.
fn hold(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var_os("ASSAY_WRITE_DOCS").is_some() {
        std::fs::write(&path, page).expect("the page is written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = committed.lines().zip(page.lines()).find(|(was, is)| was != is);
    assert!(
        committed == page,
        "docs/{name} is not what the code says: {differs:?}; write it anew with ASSAY_WRITE_DOCS=1"
    );
}

#[test]
fn the_page_of_states_is_what_the_tables_say() {
    hold("states.md", &states());
}

#[test]
fn the_page_of_rules_is_what_the_register_says() {
    hold("rules.md", &rules());
}
