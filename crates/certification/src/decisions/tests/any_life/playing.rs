//! Each act, by its real verb and by whoever does it.

use super::Tally;
use super::acts::{Act, Who};
use super::stage::Stage;
use crate::decisions::testing::{
    closes, declare_nothing, major, opens, reported, seat_down, signs,
};
use crate::decisions::{CaseKind, Looking, MAINTENANCE_STATEMENTS, Vote, maintain, prove_look};
use crate::error::{Error, Result};
use crate::testing::PASSWORD;
use proptest::test_runner::TestCaseError;
use time::Duration;
use uuid::Uuid;

const LAST_AUDIT: &str = "select id from audits where body_id = $1 and state = 'reported' order by reported_at desc, id desc limit 1";
const OPEN_MAJOR: &str =
    "select id from findings where body_id = $1 and grade = 'major' and state <> 'closed' limit 1";

impl Stage {
    /// Does it, or is refused in one of the ways in which an act may be: never by a fault.
    pub(super) async fn plays(&self, act: &Act, tally: &mut Tally) -> Result<(), TestCaseError> {
        let act = match act {
            Act::Next => &self.next().await,
            act => act,
        };
        match self.does(act, tally).await {
            Err(Error::Refused(refusal)) => *tally.entry(refusal.rule.id.into()).or_default() += 1,
            Err(Error::Fault(cause)) => {
                return Err(TestCaseError::fail(format!("{act:?} was a fault: {cause}")));
            }
            Ok(()) | Err(Error::NotFound | Error::Stale(_) | Error::Invalid(_)) => {}
        }
        Ok(())
    }

    async fn does(&self, act: &Act, tally: &mut Tally) -> Result<()> {
        match *act {
            Act::Next => {}
            Act::Decide(kind, vote, first) => self.decide(kind, vote, first, tally).await?,
            Act::Maintain => self.maintain().await?,
            Act::Audit(with) => self.audit(with).await?,
            Act::Special => self.special_audit().await,
            Act::Major => {
                if let (None, Some(audit)) =
                    (self.one(OPEN_MAJOR).await, self.one(LAST_AUDIT).await)
                {
                    let found = self.counts("select count(*) from findings where body_id = $1");
                    let number = i32::try_from(found.await).unwrap_or_default() + 1;
                    major(&self.world, &self.audited, audit, number).await;
                }
            }
            Act::Close => {
                if let Some(finding) = self.one(OPEN_MAJOR).await {
                    closes(&self.world, &self.audited, finding).await;
                }
            }
            Act::Days(days) => self.world.clock.advance(Duration::days(days)),
            Act::ToAnEnd(days) => self.to_an_end(days).await,
        }
        Ok(())
    }

    pub(super) async fn one(&self, sql: &'static str) -> Option<Uuid> {
        let found = sqlx::query_scalar(sql).bind(self.world.body);
        found.fetch_optional(&self.world.owner).await.expect("an id or none")
    }

    /// The case that is open goes before any other; then whoever has a seat signs, the chair last. An outcome that
    /// the case does not know becomes its first.
    async fn decide(
        &self,
        kind: CaseKind,
        vote: Vote,
        first: Who,
        tally: &mut Tally,
    ) -> Result<()> {
        let (case, kind) = match self.open_case().await {
            Some(open) => open,
            None => (opens(&self.world, &self.audited, kind).await?, kind),
        };
        let vote = if kind.outcomes().contains(&vote) { vote } else { kind.outcomes()[0] };
        self.seat(case, first, tally).await?;
        let seated = self.seated(case).await;
        let Some((chair, members)) = seated.split_last() else { return Err(Error::NotFound) };
        for member in members {
            // Who has signed already is refused; the chair says whether it is enough.
            fault(signs(&self.world, case, member, vote.key()).await)?;
        }
        signs(&self.world, case, chair, vote.key()).await?;
        *tally.entry(vote.key().into()).or_default() += 1;
        Ok(())
    }

    /// Two members and a chair, whoever may be: everybody is tried in turn. Each declares.
    async fn seat(&self, case: Uuid, first: Who, tally: &mut Tally) -> Result<()> {
        for n in 0..self.people.len() {
            let taken = self.seated(case).await.len();
            let who = &self.people[(first + n) % self.people.len()];
            if taken >= 3 {
                break;
            }
            let chair = if taken == 2 { "yes" } else { "" };
            match seat_down(&self.world, &self.audited, case, who, chair).await {
                Ok(()) => declare_nothing(&self.world, &self.audited.file, who).await,
                Err(Error::Refused(no)) => *tally.entry(no.rule.id.into()).or_default() += 1,
                Err(other) => fault(Err::<(), _>(other))?,
            }
        }
        Ok(())
    }

    async fn maintain(&self) -> Result<()> {
        let (manager, engagement) = (&self.audited.manager, self.audited.file.engagement_id);
        let statement = MAINTENANCE_STATEMENTS.iter().map(|(key, _)| (*key).to_owned()).collect();
        let id = Uuid::now_v7().to_string();
        let form = Looking { id, reasons: "As it should be.".into(), statement };
        let proven = prove_look(&self.world.db, manager, &form, PASSWORD).await?;
        let by = manager.scheme_manager()?;
        let kept = self
            .world
            .db
            .write(manager, async |tx| maintain(tx, &by, engagement, &proven, form).await);
        kept.await.map(drop)
    }

    async fn audit(&self, with: Option<Who>) -> Result<()> {
        let due: Option<(String, i32)> = sqlx::query_as(
            "select kind, cycle from deadlines where body_id = $1 and done_on is null order by due_on limit 1",
        )
        .bind(self.world.body)
        .fetch_optional(&self.world.owner)
        .await
        .expect("an audit or none");
        let (kind, cycle) = due.ok_or(Error::NotFound)?;
        let audit = reported(&self.world, &self.audited, (&kind, cycle), "recommend").await;
        if let Some(who) = with {
            self.joins(audit, who).await;
        }
        Ok(())
    }
}

/// A fault is one, whatever else may be refused.
fn fault<T>(answer: Result<T>) -> Result<()> {
    match answer {
        Err(Error::Fault(cause)) => Err(Error::Fault(cause)),
        _ => Ok(()),
    }
}
