//! By default a client sees nothing; then what was published, field by field, and nothing else.

use super::*;
use crate::audits::testing::{Planned, planned};
use crate::error::Error;
use crate::reports::testing::stage_1_reported;
use crate::testing::World;

async fn reported(world: &World) -> (Planned, Subject) {
    let case = planned(world).await;
    stage_1_reported(world, &case.lead, case.stage_1).await.expect("reported");
    let id: Uuid = sqlx::query_scalar("select id from reports where audit_id = $1")
        .bind(case.stage_1)
        .fetch_one(&world.owner)
        .await
        .expect("a report");
    (case, Subject::Report(id))
}

async fn shown(world: &World, case: &Planned) -> Vec<Published> {
    world.db.read(&case.client, async |tx| published_to_client(tx).await).await.expect("read")
}

async fn publish_now(
    world: &World,
    case: &Planned,
    subject: Subject,
    fields: &[&str],
) -> crate::Result<()> {
    let by = case.manager.scheme_manager()?;
    let fields = fields.iter().map(|f| (*f).to_owned()).collect();
    world.db.write(&case.manager, async |tx| publish(tx, &by, subject, fields).await).await
}

#[tokio::test]
async fn a_client_sees_nothing_until_it_is_published_and_cannot_look_at_the_report_itself() {
    let world = World::new().await;
    let (case, subject) = reported(&world).await;
    assert!(shown(&world, &case).await.is_empty());
    for table in [
        "reports",
        "report_drafts",
        "conclusions",
        "document_checks",
        "concerns",
        "meetings",
        "readiness_reviews",
        "decisions",
        "deliberations",
        "notes",
    ] {
        let looked = world
            .db
            .read(&case.client, async |tx| {
                Ok(sqlx::query(sqlx::AssertSqlSafe(format!("select * from {table}")))
                    .fetch_all(tx.sql())
                    .await?
                    .len())
            })
            .await;
        assert!(
            matches!(looked, Err(Error::Fault(cause)) if cause.contains("permission denied")),
            "{table}"
        );
    }
    let offered = world.db.read(&case.client, async |tx| offer(tx, subject).await.map(drop)).await;
    assert!(matches!(offered, Err(Error::Fault(_))));
    let wrote = world
        .db
        .write(&case.client, async |tx| {
            Ok(sqlx::query("delete from publications").execute(tx.sql()).await?)
        })
        .await;
    assert!(wrote.is_err());
}

#[tokio::test]
async fn what_is_published_is_the_text_of_that_moment_and_once() {
    let world = World::new().await;
    let (case, subject) = reported(&world).await;
    publish_now(&world, &case, subject, &["summary", "readiness"]).await.expect("published");
    publish_now(&world, &case, subject, &["summary"]).await.expect("published once");
    let seen = shown(&world, &case).await;
    assert_eq!((seen.len(), seen[0].title.as_str()), (1, "Stage 1 report"));
    let fields: Vec<_> =
        seen[0].fields.iter().map(|(label, text)| (label.as_str(), text.as_str())).collect();
    assert_eq!(
        fields,
        [("Summary", "Summary of the audit."), ("Conclusion on readiness", "Ready for Stage 2")]
    );
    let lines = world
        .db
        .read(&case.client, async |tx| crate::record::lines(tx, case.engagement, i64::MAX, 9).await)
        .await
        .expect("read");
    assert_eq!(lines.iter().filter(|line| line.act == "published").count(), 1);
    let mails: i64 = sqlx::query_scalar(
        "select count(*) from mails where body_id = $1 and subject like 'New to read%'",
    )
    .bind(world.body)
    .fetch_one(&world.owner)
    .await
    .expect("mails");
    assert_eq!(mails, 1);
}

#[tokio::test]
async fn only_a_listed_field_and_only_from_inside_the_body() {
    let world = World::new().await;
    let (case, subject) = reported(&world).await;
    for inside in ["deviations", "panel_note", "client_representative", "version", ""] {
        assert!(
            matches!(
                publish_now(&world, &case, subject, &["summary", inside]).await,
                Err(Error::Invalid(_))
            ),
            "{inside}"
        );
    }
    assert!(matches!(publish_now(&world, &case, subject, &[]).await, Err(Error::Invalid(_))));
    assert!(shown(&world, &case).await.is_empty());
    let neighbour = world.neighbour().await;
    let other = planned(&neighbour).await;
    assert!(matches!(
        publish_now(&neighbour, &other, subject, &["summary"]).await,
        Err(Error::NotFound)
    ));
    assert!(case.lead.scheme_manager().is_err());
    let by_audit = world
        .db
        .write(&case.lead, async |tx| {
            Ok(sqlx::query("insert into publications select * from publications")
                .execute(tx.sql())
                .await?)
        })
        .await;
    assert!(by_audit.is_err());
    publish_now(&world, &case, subject, &["summary"]).await.expect("published");
    let second = world.client("Southgate").await;
    assert!(
        world
            .db
            .read(&second, async |tx| published_to_client(tx).await)
            .await
            .expect("read")
            .is_empty()
    );
}
