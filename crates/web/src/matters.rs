//! The words for the matters on a home: what to do, where, and the one button.

use crate::page::{Portal, day};
use crate::session::Visit;
use certification::audits::Kind;
use certification::changes::Kind as Change;
use certification::files;
use certification::home::{Done, Item, Matter};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// An item as the home's template shows it.
pub struct Card {
    engagement_id: Uuid,
    /// Below the portal's own address.
    tail: String,
    pub title: String,
    pub about: String,
    pub href: String,
    pub button: String,
    pub since: String,
    pub due: Option<String>,
    /// Whether the day on which it was due has passed.
    pub late: bool,
    /// When it was done.
    pub at: Option<OffsetDateTime>,
}

/// The three lists of a home.
pub struct Piles {
    pub needs: Vec<Card>,
    pub waits: Vec<Card>,
    pub done: Vec<Card>,
}

impl Piles {
    pub fn new(visit: &Visit, items: &[Item], done: &[Done]) -> Self {
        let cards = |needs: bool| {
            items.iter().filter(|item| item.needs == needs).map(|item| card(visit, item)).collect()
        };
        let href = |d: &Done| {
            if visit.portal == Portal::Office {
                visit.href(&format!("/clients/{}/record", d.engagement_id))
            } else {
                visit.href("")
            }
        };
        let done = done.iter().map(|d| Card {
            engagement_id: d.engagement_id,
            tail: String::new(),
            title: d.sentence.clone(),
            about: if visit.portal == Portal::Client {
                d.who.clone()
            } else {
                format!("{} · {}", d.client, d.who)
            },
            href: href(d),
            button: String::new(),
            since: String::new(),
            due: None,
            late: false,
            at: Some(d.at),
        });
        Piles { needs: cards(true), waits: cards(false), done: done.collect() }
    }
}

impl Piles {
    /// For a client with several files: what is about another than the one at hand says which, and takes it to
    /// hand on the way.
    pub fn of_several(mut self, visit: &Visit, at_hand: Uuid, all: &[files::Brief]) -> Self {
        for card in self.needs.iter_mut().chain(&mut self.waits).chain(&mut self.done) {
            let other = all.iter().find(|file| file.engagement_id == card.engagement_id);
            let Some(file) = other.filter(|file| file.engagement_id != at_hand) else { continue };
            card.href = visit.href(&format!("/files/{}?then={}", file.engagement_id, card.tail));
            card.about = match card.about.as_str() {
                "" => file.standard.to_string(),
                about => format!("{} · {about}", file.standard),
            };
        }
        self
    }
}

/// All items as cards, whoever has the turn.
pub fn cards(visit: &Visit, items: &[Item]) -> Vec<Card> {
    items.iter().map(|item| card(visit, item)).collect()
}

fn card(visit: &Visit, item: &Item) -> Card {
    let (what, button, tail) = words(visit.portal, item);
    let detail = Kind::from_key(&item.detail)
        .map_or_else(|| in_words(&item.detail), |kind| kind.title().to_owned());
    let due = due(item);
    let whose = if visit.portal == Portal::Client { String::new() } else { item.client.clone() };
    let about =
        [whose, detail].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Card {
        engagement_id: item.engagement_id,
        title: what.to_owned(),
        about,
        href: visit.href(&tail),
        tail,
        button: if item.needs { button.to_owned() } else { String::new() },
        since: format!("Since {}", day(&item.since.date())),
        late: due.is_some_and(|due| due < visit.today()),
        due: due.as_ref().map(day),
        at: None,
    }
}

/// The last day, for the one whose turn it is: the day of an answer says nothing to those who judge it.
fn due(item: &Item) -> Option<Date> {
    match item.matter {
        Matter::Judgement | Matter::Verification | Matter::Closing => None,
        _ => item.due,
    }
}

/// "F-2 against 9.2.2" is "Finding 2, against 9.2.2", and "2 open" is "2 findings open".
fn in_words(detail: &str) -> String {
    if let Some((number, against)) = detail.strip_prefix("F-").and_then(|d| d.split_once(' ')) {
        return format!("Finding {number}, {against}");
    }
    match detail.strip_suffix(" open") {
        Some("1") => "1 finding open".to_owned(),
        Some(count) => format!("{count} findings open"),
        None if detail == "draft" => "Draft, not submitted yet".to_owned(),
        None if detail == "returned" => "Returned to you with questions".to_owned(),
        None if detail == "submitted" => String::new(),
        None => Change::from_key(detail)
            .map_or_else(|| detail.to_owned(), |kind| kind.title().to_owned()),
    }
}

fn words(portal: Portal, item: &Item) -> (&'static str, &'static str, String) {
    match portal {
        Portal::Office => office(item),
        Portal::Audit => audit(item),
        Portal::Panel => panel(item),
        _ => client(item),
    }
}

fn office(item: &Item) -> (&'static str, &'static str, String) {
    let (file, subject) = (format!("/clients/{}", item.engagement_id), item.subject_id);
    let team = format!("{file}/audits/{subject}/team");
    match item.matter {
        Matter::Application if item.needs => {
            ("Review the application", "Review", format!("{file}/application"))
        }
        Matter::Application => {
            ("The client answers our questions", "", format!("{file}/application"))
        }
        Matter::AuditTime => ("Determine the audit time", "Determine", format!("{file}/time")),
        Matter::Fee => ("Offer the fee", "Offer", format!("{file}/proposal")),
        Matter::Proposal => ("The client decides on the proposal", "", format!("{file}/proposal")),
        Matter::Programme => ("Make the audit programme", "Make", format!("{file}/programme")),
        Matter::Team => ("Appoint the team and tell the client", "Appoint", team),
        Matter::TeamAgreement => ("The client has its say on the team", "", team),
        Matter::Objection => ("Answer the objection to the team", "Answer", team),
        Matter::Readiness => {
            ("Review the Stage 1 report", "Review", format!("{file}/audits/{subject}/report"))
        }
        Matter::Answer => ("The client answers the findings", "", format!("{file}/findings")),
        Matter::Case if !item.detail.is_empty() => {
            ("Decide on what the audit found", "Decide", format!("{file}/case"))
        }
        Matter::TransferCase => ("Lay the transfer before a panel", "Open", format!("{file}/case")),
        Matter::Case => ("Open the case for decision", "Open", format!("{file}/case")),
        Matter::PanelSeats => ("Appoint the panel", "Appoint", format!("{file}/case")),
        Matter::Signature => ("The panel decides", "", format!("{file}/case")),
        Matter::Deadline => {
            ("An audit of the cycle falls due", "Look", format!("{file}/programme"))
        }
        Matter::Transfer => {
            ("The client asks for a transfer", "Answer", format!("{file}/transfer"))
        }
        Matter::TransferOut => (
            "Withdraw the certificate, once the other body has taken over",
            "Look",
            format!("{file}/transfer"),
        ),
        Matter::OverdueFinding => {
            ("A major nonconformity is overdue", "Look", format!("{file}/findings"))
        }
        Matter::Change => {
            ("Answer a change at the client", "Answer", format!("{file}/changes/{subject}"))
        }
        _ => ("Look at the file", "Look", file),
    }
}

fn audit(item: &Item) -> (&'static str, &'static str, String) {
    let (audit, finding) =
        (format!("/audits/{}", item.subject_id), format!("/findings/{}", item.subject_id));
    match item.matter {
        Matter::Declaration => {
            ("Declare your conflicts of interest", "Declare", format!("{audit}/declaration"))
        }
        Matter::Plan => ("Write the audit plan", "Plan", format!("{audit}/plan")),
        Matter::PlanAgreement => ("The client looks at the plan", "", format!("{audit}/plan")),
        Matter::Opening => ("Hold the opening meeting", "Open", format!("{audit}/meetings")),
        Matter::AuditWork => ("Carry on with the audit", "Carry on", audit),
        Matter::Report => ("Issue the report", "Report", format!("{audit}/report")),
        Matter::Judgement => ("Judge the client's answer", "Judge", finding),
        Matter::Verification => ("Verify the effect", "Verify", finding),
        Matter::Closing => ("Close the finding", "Close", finding),
        Matter::Answer => ("The client answers the finding", "", finding),
        Matter::Question => ("Answer the panel's question", "Answer", "/questions".to_owned()),
        _ => ("Look at the audit", "Look", audit),
    }
}

fn panel(item: &Item) -> (&'static str, &'static str, String) {
    let case = format!("/cases/{}", item.subject_id);
    match item.matter {
        Matter::Declaration => {
            ("Declare your conflicts of interest", "Declare", format!("{case}/declaration"))
        }
        _ if item.needs => ("Read the record and sign", "Read", case),
        _ => ("The others sign", "", case),
    }
}

fn client(item: &Item) -> (&'static str, &'static str, String) {
    let (audit, finding) =
        (format!("/audits/{}", item.subject_id), format!("/findings/{}", item.subject_id));
    match item.matter {
        Matter::Application if item.needs => {
            ("Complete your application", "Go on", "/application".to_owned())
        }
        Matter::Application => {
            ("Your application is being reviewed", "", "/application".to_owned())
        }
        Matter::Proposal => ("Read the proposal and accept it", "Read", "/proposal".to_owned()),
        Matter::TeamAgreement => ("Meet your audit team", "Look", audit),
        Matter::PlanAgreement => ("Agree the audit plan", "Look", audit),
        Matter::Documents => {
            ("Upload the documents asked for", "Upload", format!("{audit}/documents"))
        }
        Matter::Answer => ("Answer a finding", "Answer", finding),
        Matter::Judgement => ("Your answer is being judged", "", finding),
        Matter::OverdueAudit => {
            ("An audit is overdue: agree a date with us now", "See what to do", "/cycle".to_owned())
        }
        Matter::OverdueFinding => {
            ("A major nonconformity is overdue: show what was done", "Open", finding)
        }
        Matter::Change => {
            ("The change that you reported is being looked at", "", "/changes".to_owned())
        }
        _ => ("Look", "Look", String::new()),
    }
}
