//! The register's answer on every day of a life, against what stands in the database.

use super::stage::Stage;
use crate::certificates::{Life, of_file};
use crate::decisions::testing::register;
use proptest::test_runner::TestCaseError;
use time::{Date, Duration};

/// Effective, last day, and the day of the decision by PostgreSQL's own clock on the body's wall; oldest first.
const ISSUED: &str = "select t.effective_on, t.expires_on, (d.decided_at at time zone b.time_zone)::date, t.number
     from certificates t join decisions d on d.body_id = t.body_id and d.id = t.decision_id join bodies b on b.id = t.body_id
     where t.body_id = $1 order by t.revision";
const STATUS: &str =
    "select from_on, status from certificate_status where body_id = $1 order by id";
/// Days looked at before the first and after the last.
const AROUND: i64 = 800;

type Issued = (Date, Date, Date, String);

async fn issued(stage: &Stage) -> Vec<Issued> {
    sqlx::query_as(ISSUED)
        .bind(stage.world.body)
        .fetch_all(&stage.world.owner)
        .await
        .expect("what was issued")
}

/// On no day from long before to well past it is a certificate valid that is not in effect, has expired, or is
/// suspended or withdrawn.
pub(super) async fn each_is_right(stage: &Stage) -> Result<(), TestCaseError> {
    let issued = issued(stage).await;
    let (Some(first), Some(last)) = (issued.first(), issued.iter().map(|i| i.1).max()) else {
        return Ok(());
    };
    let status: Vec<(Date, String)> = sqlx::query_as(STATUS)
        .bind(stage.world.body)
        .fetch_all(&stage.world.owner)
        .await
        .expect("statuses");
    let life = life(stage).await;
    let (mut day, end) = (first.0 - Duration::days(AROUND), last + Duration::days(AROUND));
    while day < end {
        if life.on(day).is_valid() != ought(day, &issued, &status) {
            let said = life.on(day).title();
            return Err(TestCaseError::fail(format!("{day}: {said}; {issued:?}; {status:?}")));
        }
        day += Duration::DAY;
    }
    Ok(())
}

/// Whether it ought to be valid on a day: the newest that was decided and in effect by then has not expired, and
/// the last word on its status is none, or that it was restored.
fn ought(day: Date, issued: &[Issued], status: &[(Date, String)]) -> bool {
    let holds = issued.iter().rfind(|(effective, ..)| *effective <= day);
    let word = status.iter().rfind(|(from, _)| *from <= day).map_or("", |(_, word)| word);
    let withdrawn = status.iter().any(|(from, word)| *from <= day && word == "withdrawn");
    holds.is_some_and(|(_, expires, decided, _)| day <= *expires && *decided <= day)
        && word != "suspended"
        && !withdrawn
}

async fn life(stage: &Stage) -> Life {
    let engagement = stage.audited.file.engagement_id;
    let held =
        stage.world.db.read(&stage.audited.manager, async |tx| of_file(tx, engagement).await);
    held.await.expect("a look").expect("a certificate").life
}

/// The register itself, asked on the last day before the first decision, and on the days around the last expiry,
/// at both ends of the day.
pub(super) async fn the_register_says_so(stage: &Stage) -> Result<(), TestCaseError> {
    let issued = issued(stage).await;
    let (Some(first), Some(last)) = (issued.first(), issued.last()) else { return Ok(()) };
    let life = life(stage).await;
    let days = [first.0 - Duration::DAY, first.0, last.0, last.1, last.1 + Duration::DAY];
    for day in days {
        for seconds in [30, 82_000] {
            stage.world.comes_to(day, seconds);
            let (today, says) = (stage.world.today(), register(&stage.world, &last.3).await);
            let beyond = today > last.1 || today < first.0;
            if says.standing.is_valid() && (beyond || today < says.content.effective_on) {
                return Err(TestCaseError::fail(format!("valid on {today}: {issued:?}")));
            }
            if today >= last.0 && says.standing != life.on(today) {
                return Err(TestCaseError::fail(format!("{today}: {:?}", says.standing)));
            }
        }
    }
    Ok(())
}
