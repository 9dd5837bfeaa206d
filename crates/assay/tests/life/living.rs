//! Days that go by: the body's duties are done, and on each day the register is asked.

use super::{by_hand, register};
use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::story::player::address;
use assay::story::{Found, Played, Story, Stuck};
use certification::escalation;
use time::{Date, Duration, Time, Weekday};

/// One client's life, as far as it has been lived.
pub struct Life<'a> {
    pub house: &'a Fresh,
    pub story: Story<'a>,
    /// The days on which the register was asked, in order.
    asked: Vec<Date>,
}

impl<'a> Life<'a> {
    /// The body is founded, and it is ten in the morning of `day`.
    pub async fn begins(house: &'a Fresh, day: Date) -> Played<Life<'a>> {
        let now = house.clock.now();
        house.clock.advance(day.with_time(Time::MIDNIGHT).assume_utc() - now);
        house.clock.advance(Duration::hours(10));
        seed::thames_now(&stage(house)).await?;
        Ok(Life { house, story: seed::begun(&stage(house)), asked: Vec::new() })
    }

    pub fn today(&self) -> Date {
        self.house.clock.today()
    }

    /// Lives on, day by day, to the morning of `day`.
    pub async fn lives_to(&mut self, day: Date) -> Played {
        while self.today() < day {
            self.asks().await?;
            self.story.wait(1);
            // What is due goes before people by itself. The duty is a daily one and makes up for missed days; once
            // a week is enough here.
            if self.today().weekday() == Weekday::Monday {
                escalation::run(&self.house.app.db).await?;
            }
        }
        if self.today() == day { Ok(()) } else { Err(Stuck(format!("{day} has gone by"))) }
    }

    /// At the end of a day anyone asks the register.
    async fn asks(&mut self) -> Played {
        let today = self.today();
        let said = register::says(&self.house.doors).await?;
        assert_eq!(said, by_hand::on(today), "what the register answers on {today}");
        if by_hand::row(today).is_some_and(|row| row.0 == today) {
            self.older_ones_are_superseded(said.revision).await?;
        }
        self.asked.push(today);
        Ok(())
    }

    /// What was issued earlier under the number is genuine still, and no longer in effect (CRT-5).
    async fn older_ones_are_superseded(&self, newest: i64) -> Played {
        for revision in 1..newest {
            let query = format!("?revision={revision}");
            let said = register::answers(&self.house.doors, &query).await?;
            assert_eq!(said["status"], "superseded", "revision {revision} of {newest}: {said}");
            assert_eq!(said["genuine"], true, "revision {revision}");
        }
        Ok(())
    }

    /// The last day; answers every day on which the register was asked.
    pub async fn ends(&mut self, day: Date) -> Played<Vec<Date>> {
        self.lives_to(day).await?;
        self.asks().await?;
        Ok(std::mem::take(&mut self.asked))
    }

    /// Team and plan of the `nth` audit, agreed with the client today; it begins on `day`, which then has come.
    pub async fn agrees_on(&mut self, nth: usize, day: Date) -> Played {
        self.story.at_hand = nth;
        self.story.team(nth).await?;
        let ahead = (day - self.today()).whole_days();
        self.story.plan(nth, ahead).await?;
        self.lives_to(day).await
    }

    /// The audit at hand, from its opening meeting today to its report tomorrow.
    pub async fn is_held(&mut self, findings: &[Found]) -> Played {
        let nth = self.story.at_hand;
        self.story.open_audit(nth).await?;
        self.story.conclude(findings).await?;
        self.story.raise(findings).await?;
        self.next_day().await?;
        self.story.meeting(nth).await?;
        self.story.report_on(findings).await
    }

    pub async fn next_day(&mut self) -> Played {
        let tomorrow = self.today() + Duration::days(1);
        self.lives_to(tomorrow).await
    }

    /// Whoever has a seat signs on `day`, the chair last: the panel decides.
    pub async fn is_decided(&mut self, case: &str, day: Date, vote: &str) -> Played {
        self.lives_to(day).await?;
        self.story.decide(case, vote, "This is what the record shows.").await
    }

    /// The client's portal shows the number that the table expects.
    pub async fn sees_its_number(&self) -> Played {
        let shown = self.story.client().await?.read(&self.story.at("/client/attestation")).await?;
        let page = address(&shown, "/verify/", "").unwrap_or_default();
        assert_eq!(page, format!("/verify/{}", by_hand::NUMBER));
        Ok(())
    }
}
