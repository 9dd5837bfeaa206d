//! The daily duty: for every body, each step whose day has come and that was not taken. Run twice, or by two at
//! once, it takes each step once; after missed days it takes the highest that is due, and not every one.

use super::subjects::{About, Subject, deadlines, majors};
use super::suspended::suspensions;
use super::{Step, letters, proposing, step};
use crate::actor::{Actor, Room};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::files;
use crate::zone::Zone;

/// Takes every step that is due on the installation's date, each in a transaction of its own, and answers how
/// many it took. What fails is left for the next time, and the first failure is answered when all was tried.
///
/// # Errors
/// The first failure of the database.
pub async fn run(db: &Db) -> Result<usize> {
    let bodies = db
        .read(&Actor::nobody(Room::Worker, None), async |tx| {
            let bodies = sqlx::query!("select id, time_zone from bodies order by id");
            Ok(bodies.fetch_all(tx.sql()).await?)
        })
        .await?;
    let (mut taken, mut failed) = (0, None);
    for body in bodies {
        let house = Actor::house(body.id).in_zone(Zone::of_body(&body.time_zone));
        match of_body(db, &house).await {
            Ok(steps) => taken += steps,
            Err(cause) => failed = failed.or(Some(cause)),
        }
    }
    failed.map_or(Ok(taken), Err)
}

pub(super) async fn of_body(db: &Db, house: &Actor) -> Result<usize> {
    let due = db.read(house, async |tx| {
        let today = tx.today();
        let mut subjects = deadlines(tx, None).await?;
        subjects.extend(majors(tx, None).await?);
        subjects.extend(suspensions(tx, None).await?);
        subjects.retain(|subject| !step::come(subject, today).is_empty());
        Ok(subjects)
    });
    let mut taken = 0;
    for subject in due.await? {
        let took = db.write(house, async |tx| take(tx, &subject).await).await?;
        taken += usize::from(took);
    }
    Ok(taken)
}

/// Takes the highest step that is due, if neither it nor a later one was taken. The subject is read again when
/// its file's turn has come: it may have been met meanwhile.
async fn take(tx: &mut Tx<'_>, subject: &Subject) -> Result<bool> {
    if standing(subject, tx.today()).is_none() {
        return Ok(false);
    }
    files::take_turns(tx, subject.file.engagement_id).await?;
    let again = match subject.about {
        About::Major { .. } => majors(tx, Some(subject.id)).await?,
        About::Suspension => suspensions(tx, Some(subject.id)).await?,
        _ => deadlines(tx, Some(subject.id)).await?,
    };
    let Some(subject) = again.into_iter().next() else { return Ok(false) };
    let Some(next) = standing(&subject, tx.today()) else { return Ok(false) };
    if next != Step::Proposal {
        return letters::tell(tx, &subject, next, None).await;
    }
    let because = proposing::reason(&subject);
    match proposing::propose(tx, &subject, &because).await? {
        Some(case) => letters::tell(tx, &subject, next, Some(case)).await,
        // Another case is open. The warning is not left out for that.
        None if subject.taken.iter().any(|step| step == Step::Warning.key()) => Ok(false),
        None => letters::tell(tx, &subject, Step::Warning, None).await,
    }
}

/// The step to take today, if any.
fn standing(subject: &Subject, today: time::Date) -> Option<Step> {
    let possible =
        |step: &Step| *step != Step::Proposal || proposing::is_for_the_panel(subject, today);
    let next = step::come(subject, today).into_iter().find(possible)?;
    let last = subject.taken.iter().filter_map(|key| Step::from_key(key)).max();
    last.is_none_or(|last| last < next).then_some(next)
}
