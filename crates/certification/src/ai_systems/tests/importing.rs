//! A file is imported once, whole, and only as it was looked at.

use super::{ATRS, accept, applicant, register, upload, why};
use crate::ai_systems::*;
use crate::error::Error;
use crate::record;
use crate::testing::World;
use uuid::Uuid;

#[tokio::test]
async fn the_136_published_records_are_all_accounted_for() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let import = upload(&world, &client, ATRS).await.unwrap();
    let mapped: Vec<_> = import.mapping.0.iter().map(|(key, n)| (key.as_str(), *n)).collect();
    assert_eq!(mapped, [("name", 2), ("owner", 1), ("reference", 4)]);
    assert!(
        register(&world, &client).await.is_empty(),
        "nothing is written before it is confirmed"
    );
    let outcome = accept(&world, &client, &import).await.unwrap();
    assert_eq!((outcome.rows, outcome.imported + outcome.left_out.len()), (136, 136));
    assert!(outcome.left_out.iter().all(|out| !out.reasons.is_empty()));
    let register = register(&world, &client).await;
    assert_eq!(register.len(), outcome.imported);
    assert_eq!(register[0].entry.name, "Ask HMRC online");
    assert_eq!(register[0].entry.owner, "HMRC");
    assert!(outcome.imported > 120, "{outcome:?}");
}

#[tokio::test]
async fn confirmed_twice_at_once_or_later_it_is_imported_once_and_on_the_record() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let import =
        upload(&world, &client, "Name;Owner\nOne;A\nTwo;B\n;C\none;D\n".as_bytes()).await.unwrap();
    let (one, two) =
        tokio::join!(accept(&world, &client, &import), accept(&world, &client, &import));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one, two);
    assert_eq!((one.rows, one.imported), (4, 2));
    let left: Vec<_> = one.left_out.iter().map(|out| (out.row, out.reasons[0].as_str())).collect();
    assert_eq!(left, [(4, "Name: The name is empty"), (5, "Name: The same name stands in row 2")]);
    assert_eq!(register(&world, &client).await.len(), 2);
    let acts = world.db.read(&client, async |tx| {
        let file = crate::files::own(tx).await?;
        record::lines(tx, file.engagement_id, i64::MAX, 20).await
    });
    let imported =
        acts.await.unwrap().iter().filter(|line| line.act == "ai_systems_imported").count();
    assert_eq!(imported, 1);
    let refused = world.db.write(&client, async |tx| discard(tx, import.id).await).await;
    assert!(matches!(refused, Err(Error::Refused(_))));
}

#[tokio::test]
async fn a_mapping_is_chosen_anew_and_a_stale_preview_imports_nothing() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let import = upload(&world, &client, "a,b,c\nx,High,y\nz,purple,\n".as_bytes()).await.unwrap();
    assert!(import.mapping.0.is_empty());
    assert_eq!(import.good(), 0);
    let choose = async |version: String, name: &str, risk: &str| {
        let typed = Entry { name: name.into(), risk_class: risk.into(), ..Entry::default() };
        world.db.write(&client, async |tx| map(tx, import.id, &version, &typed).await).await
    };
    assert!(
        matches!(choose("1".into(), "", "2").await, Err(Error::Invalid(_))),
        "a name is needed"
    );
    assert!(
        matches!(choose("1".into(), "4", "2").await, Err(Error::Invalid(_))),
        "there is no column 4"
    );
    choose("1".into(), "1", "2").await.unwrap();
    choose("1".into(), "1", "2").await.expect("the same again is no conflict");
    assert!(matches!(choose("1".into(), "3", "2").await, Err(Error::Stale(_))));
    assert!(matches!(accept(&world, &client, &import).await, Err(Error::Stale(_))));
    let now = world
        .db
        .read(&client, async |tx| crate::ai_systems::import(tx, import.id).await)
        .await
        .unwrap();
    assert_eq!((now.good(), now.faulty()), (1, 1));
    assert_eq!(now.rows[1].troubles[0].column, "b");
    let outcome = accept(&world, &client, &now).await.unwrap();
    assert_eq!(
        outcome.left_out[0].reasons,
        ["b: Use one of: Prohibited, High risk, Limited risk, Minimal risk"]
    );
    assert_eq!(register(&world, &client).await[0].entry.risk_class, "high");
}

#[tokio::test]
async fn a_name_that_the_register_has_meanwhile_is_reported_and_not_overwritten() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let import = upload(&world, &client, "name,purpose\nFraud Shield,new\nOther,new\n".as_bytes())
        .await
        .unwrap();
    assert_eq!(import.good(), 2);
    let by_hand = Entry { name: "fraud  shield".into(), purpose: "old".into(), ..Entry::default() };
    world.db.write(&client, async |tx| add(tx, Uuid::now_v7(), &by_hand).await).await.unwrap();
    let outcome = accept(&world, &client, &import).await.unwrap();
    assert_eq!((outcome.rows, outcome.imported, outcome.left_out.len()), (2, 1, 1));
    assert!(register(&world, &client).await.iter().any(|system| system.entry.purpose == "old"));
}

#[tokio::test]
async fn five_thousand_rows_in_any_language_are_imported_in_one_go() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let names = ["نظام كشف الاحتيال", "智能客服", "Größenprüfung", "🤖 assistant"];
    let rows: String = (0..5_000)
        .map(|n| format!("{} {n},\"first line\nsecond, line\"\n", names[n % 4]))
        .collect();
    let import = upload(&world, &client, format!("name,purpose\n{rows}").as_bytes()).await.unwrap();
    let outcome = accept(&world, &client, &import).await.unwrap();
    assert_eq!((outcome.rows, outcome.imported, outcome.left_out.len()), (5_000, 5_000, 0));
    let register = register(&world, &client).await;
    assert_eq!(register[1].entry.name, "智能客服 1");
    assert_eq!(register[0].entry.purpose, "first line\nsecond, line");
    let more: String = (0..5_001).map(|n| format!("n{n}\n")).collect();
    assert!(
        why(upload(&world, &client, format!("name\n{more}").as_bytes()).await)
            .contains("5001 rows")
    );
}
