//! The clock on the wall of a World's body: its zone, its date, and the moment to which a test moves it.

use super::World;
use crate::Zone;
use time::{Date, Duration, Time};

impl World {
    /// The body's own date.
    pub fn today(&self) -> Date {
        self.zone.day_of(self.now())
    }

    /// The body moves to the zone of this IANA name, before anybody works for it.
    pub async fn moves_to(&mut self, zone: &str) {
        self.zone = Zone::named(zone).expect("a zone");
        sqlx::query("update bodies set time_zone = $2 where id = $1")
            .bind(self.body)
            .bind(zone)
            .execute(&self.owner)
            .await
            .expect("a body in its zone");
    }

    /// Sets the clock to the moment at which it is so many seconds after the midnight of a day of the body's.
    pub fn comes_to(&self, day: Date, seconds: i64) {
        let then = self.zone.moment(day, Time::MIDNIGHT) + Duration::seconds(seconds);
        self.clock.advance(then - self.now());
    }
}
