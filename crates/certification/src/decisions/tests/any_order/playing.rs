//! Each act, by its real verb and by whoever does it.

use super::Tally;
use super::acts::{Act, TIED, Who};
use super::stage::Stage;
use crate::decisions::testing::{open, seat_down, signs, signs_over};
use crate::decisions::{Releasing, Vote, release};
use crate::error::{Error, Result};
use crate::findings::rounds::{Answering, Judging, Verifying, dossier};
use crate::findings::{self, Changing, Grade, Raising, Regrading, TakingBack};
use crate::record::{Entry, Seen};
use crate::teams::testing::no_conflict;
use crate::teams::{self, Appointment, Capacity};
use crate::{audits, reports};
use proptest::test_runner::TestCaseError;
use uuid::Uuid;

impl Stage {
    /// Does it, or is refused in one of the ways in which an act may be: never by a fault.
    pub(super) async fn plays(&self, act: &Act, tally: &mut Tally) -> Result<(), TestCaseError> {
        let act = match act {
            Act::Next => &self.next().await,
            Act::PanelNext(vote) => &self.panel_next(*vote).await,
            act => act,
        };
        match self.does(act).await {
            Err(Error::Refused(refusal)) => *tally.entry(refusal.rule.id).or_default() += 1,
            Err(Error::Fault(cause)) => {
                return Err(TestCaseError::fail(format!("{act:?} was a fault: {cause}")));
            }
            Ok(()) | Err(Error::NotFound | Error::Stale(_) | Error::Invalid(_)) => {}
        }
        Ok(())
    }

    async fn does(&self, act: &Act) -> Result<()> {
        match *act {
            Act::Next | Act::PanelNext(_) => Ok(()),
            Act::Days(days) => {
                self.world.clock.advance(time::Duration::days(days));
                Ok(())
            }
            Act::Raise(grade) => self.raise(grade).await,
            Act::Report => self.report().await,
            Act::Regrade(n, grade) if self.is_reported().await => self.review(n, grade).await,
            Act::Regrade(n, grade) | Act::RegradeByTeam(n, grade) => self.regrade(n, grade).await,
            Act::TakeBack(n) => self.take_back(n).await,
            Act::Answer(n) => self.answer(n).await,
            Act::Judge(n, accepted) => self.judge(n, accepted).await,
            Act::Verify(n, effective) => self.verify(n, effective).await,
            Act::Close(n) => {
                let id = self.finding(n).await?;
                let lead = &self.audited.lead;
                self.world.db.write(lead, async |tx| findings::close(tx, id, "").await).await
            }
            Act::OpenCase => open(&self.world, &self.audited).await.map(drop),
            Act::Appoint(who, chair) => self.appoint(who, chair).await,
            Act::Release(who) => self.release(who).await,
            Act::Declare(who) => self.declare(who).await,
            Act::Sign(who, vote, now) => self.sign(who, vote, now).await,
            Act::ChairSigns(vote) => {
                let seats = self.seats(self.open_case().await?).await;
                let chair = seats.iter().find(|seat| seat.chair).ok_or(Error::NotFound)?;
                self.sign(self.who(chair.person_id), vote, true).await
            }
            Act::JoinTeam(who) => self.join_team(who).await,
        }
    }

    async fn finding(&self, n: usize) -> Result<Uuid> {
        self.findings().await.get(n).map(|finding| finding.id).ok_or(Error::NotFound)
    }

    async fn raise(&self, grade: Grade) -> Result<()> {
        let (lead, audit) = (&self.audited.lead, self.audited.stage_2);
        let typed = Raising {
            requirement: "9.2.1".into(),
            grade: grade.key().into(),
            statement: "No internal audit was held.".into(),
            evidence: "None on file.".into(),
        };
        let raised = self
            .world
            .db
            .write(lead, async |tx| findings::raise(tx, audit, Uuid::now_v7(), typed).await);
        raised.await.map(drop)
    }

    async fn regrade(&self, n: usize, grade: Grade) -> Result<()> {
        let (id, audit) = (self.finding(n).await?, self.audited.stage_2);
        let changed = self.world.db.write(&self.audited.lead, async |tx| {
            let stands = findings::one_raised(tx, audit, id).await?;
            let typed = Changing {
                version: stands.version.to_string(),
                grade: grade.key().into(),
                statement: stands.statement,
                evidence: stands.evidence,
                reason: "Looked at again.".into(),
            };
            findings::change(tx, audit, id, typed).await
        });
        changed.await
    }

    async fn review(&self, n: usize, grade: Grade) -> Result<()> {
        let (id, audit) = (self.finding(n).await?, self.audited.stage_2);
        let reviewed = self.world.db.write(&self.audited.manager, async |tx| {
            reports::testing::reviewer_declared(tx, audit).await?;
            let by = tx.actor().scheme_manager()?;
            let version = dossier(tx, id).await?.version.to_string();
            let typed =
                Regrading { version, grade: grade.key().into(), reason: "It is so.".into() };
            findings::review_grade(tx, &by, id, typed).await
        });
        reviewed.await
    }

    async fn take_back(&self, n: usize) -> Result<()> {
        let (id, audit) = (self.finding(n).await?, self.audited.stage_2);
        let taken = self.world.db.write(&self.audited.lead, async |tx| {
            let version = findings::one_raised(tx, audit, id).await?.version.to_string();
            let typed = TakingBack { version, reason: "Shown to be met.".into() };
            findings::take_back(tx, audit, id, typed).await
        });
        taken.await
    }

    /// The report itself is set down; its findings are issued with it by their own verb.
    async fn report(&self) -> Result<()> {
        if self.is_reported().await {
            return Err(Error::NotFound);
        }
        self.set_down_report().await;
        let audit = self.audited.stage_2;
        let issued = self.world.db.write(&self.audited.lead, async |tx| {
            let audit = audits::brief(tx, audit).await?;
            findings::issue_all(tx, &audit).await?;
            let sentence = "The report was issued.";
            tx.record(Entry::new(audit.file(), "report_issued", sentence, Seen::ByClientToo));
            Ok(())
        });
        issued.await
    }

    async fn answer(&self, n: usize) -> Result<()> {
        let id = self.finding(n).await?;
        let form = Answering {
            id: Uuid::now_v7().to_string(),
            correction: "Held one.".into(),
            root_cause: "Nobody had the task.".into(),
            action: "A programme of internal audits.".into(),
            responsible: "Quality lead".into(),
            due_on: self.world.clock.today().to_string(),
            ..Answering::default()
        };
        self.world
            .db
            .write(&self.audited.client, async |tx| findings::answer(tx, id, form).await)
            .await
    }

    async fn judge(&self, n: usize, accepted: bool) -> Result<()> {
        let id = self.finding(n).await?;
        let outcome = if accepted { "accepted" } else { "returned" }.into();
        let form = Judging { outcome, reason: "As it is.".into(), ..Judging::default() };
        self.world
            .db
            .write(&self.audited.lead, async |tx| findings::judge(tx, id, form).await)
            .await
    }

    async fn verify(&self, n: usize, effective: bool) -> Result<()> {
        let id = self.finding(n).await?;
        let effective = if effective { "yes" } else { "no" }.into();
        let form =
            Verifying { effective, how: "The report was read.".into(), ..Verifying::default() };
        self.world
            .db
            .write(&self.audited.lead, async |tx| findings::verify(tx, id, form).await)
            .await
    }

    async fn open_case(&self) -> Result<Uuid> {
        self.case().await.map(|(case, _)| case).ok_or(Error::NotFound)
    }

    async fn appoint(&self, who: Who, chair: bool) -> Result<()> {
        let (case, member) = (self.open_case().await?, self.on_panel(who).await);
        seat_down(&self.world, &self.audited, case, &member, if chair { "yes" } else { "" }).await
    }

    async fn release(&self, who: Who) -> Result<()> {
        let case = self.open_case().await?;
        let seats = self.seats(case).await;
        let seat = seats.iter().find(|seat| seat.person_id == self.person(who));
        let seat = seat.ok_or(Error::NotFound)?.id.to_string();
        let released = self.world.db.write(&self.audited.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            release(tx, &by, case, Releasing { seat, reason: "Has no time.".into() }).await
        });
        released.await
    }

    async fn declare(&self, who: Who) -> Result<()> {
        let (file, member) = (self.audited.file, self.on_panel(who).await);
        let mut declared = no_conflict();
        if who == TIED {
            declared.ai_advice = "yes".into();
        }
        let made = self
            .world
            .db
            .write(&member, async |tx| teams::declare(tx, file, Capacity::Panel, declared).await);
        made.await.map(drop)
    }

    async fn sign(&self, who: Who, vote: Vote, over_now: bool) -> Result<()> {
        let (case, member) = (self.open_case().await?, self.on_panel(who).await);
        let signed = match over_now {
            true => signs(&self.world, case, &member, vote.key()).await,
            false => signs_over(&self.world, case, &member, vote.key(), &"0".repeat(64)).await,
        };
        signed.map(drop)
    }

    async fn join_team(&self, who: Who) -> Result<()> {
        let (audit, person) = (self.audited.stage_2, self.person(who).to_string());
        let form = Appointment {
            id: Uuid::now_v7().to_string(),
            person,
            role: "auditor".into(),
            in_spite_of: "Nobody else is free.".into(),
        };
        let joined = self.world.db.write(&self.audited.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            teams::appoint(tx, &by, audit, form).await
        });
        joined.await
    }
}
