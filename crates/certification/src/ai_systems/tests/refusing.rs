//! What is no register is refused by name; nothing of it is left over, and nobody else sees it.

use super::{accept, applicant, upload, why};
use crate::ai_systems::csv_reading::read;
use crate::ai_systems::*;
use crate::applications::{self, Begin};
use crate::error::Error;
use crate::testing::World;

#[tokio::test]
async fn what_is_no_csv_is_refused_by_name_and_leaves_nothing() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let mut xlsx = b"PK\x03\x04\x14\x00\x06\x00\x08\x00".to_vec();
    xlsx.extend([0; 200]);
    let cases: [(&[u8], &str); 9] = [
        (b"", "empty"),
        (b"   \n\n", "no text"),
        (&xlsx, "workbook"),
        (b"%PDF-1.7\n1 0 obj\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture"),
        (b"name,owner\nOne\x00,A\n", "not a CSV"),
        (b"[{\"name\": \"One\"}]", "JSON"),
        (b"name,owner\n", "single row"),
        (b"name,purpose\nOne,\"a text that is never closed\nTwo,x\n", "row 2 is never closed"),
    ];
    for (bytes, word) in cases {
        let said = why(upload(&world, &client, bytes).await);
        assert!(said.starts_with("file: ") && said.contains(word), "{word}: {said}");
    }
    let kept: i64 = sqlx::query_scalar("select count(*) from ai_system_imports where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_second_upload_and_discarding_leave_no_content_behind() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let first = upload(&world, &client, b"name\nOne\n").await.unwrap();
    let second = upload(&world, &client, b"name\nTwo\n").await.unwrap();
    for _ in 0..2 {
        world.db.write(&client, async |tx| discard(tx, second.id).await).await.unwrap();
    }
    for id in [first.id, second.id] {
        assert!(matches!(
            world.db.read(&client, async |tx| crate::ai_systems::import(tx, id).await).await,
            Err(Error::NotFound)
        ));
    }
    assert!(matches!(accept(&world, &client, &first).await, Err(Error::Refused(_))));
    let bytes: i64 = sqlx::query_scalar(
        "select coalesce(sum(length(content)), 0) from ai_system_imports where body_id = $1",
    )
    .bind(world.body)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(bytes, 0);
}

#[tokio::test]
async fn another_clients_upload_is_not_found_for_any_act() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let import = upload(&world, &client, b"name\nOne\n").await.unwrap();
    let other = world.client("Northgate Ltd").await;
    world
        .db
        .write(&other, async |tx| {
            applications::begin(tx, Begin { legal_name: "N".into(), ..Begin::default() }).await
        })
        .await
        .unwrap();
    assert!(matches!(
        world.db.read(&other, async |tx| crate::ai_systems::import(tx, import.id).await).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(accept(&world, &other, &import).await, Err(Error::NotFound)));
    assert!(matches!(
        world.db.write(&other, async |tx| discard(tx, import.id).await).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        world.db.read(&other, async |tx| left_out(tx, import.id).await).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn the_rows_left_out_come_back_as_csv_that_no_spreadsheet_runs() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let import = upload(
        &world,
        &client,
        "name,owner\nOne,A\n,\"=HYPERLINK(\"\"http://x\"\")\"\n".as_bytes(),
    )
    .await
    .unwrap();
    accept(&world, &client, &import).await.unwrap();
    let (name, bytes) =
        world.db.read(&client, async |tx| left_out(tx, import.id).await).await.unwrap();
    assert_eq!(name, "left out of register.csv");
    let sheet = read(&bytes).expect("our own files can be read");
    assert_eq!(sheet.header, ["Row", "Why it was left out", "name", "owner"]);
    assert_eq!(
        sheet.rows[0].cells,
        ["3", "name: The name is empty", "", "'=HYPERLINK(\"http://x\")"]
    );
}
