//! Other people's files: nothing lost, nothing half imported, each problem named.

use super::csv_reading::{MOST_BYTES, read};
use super::*;
use crate::actor::Actor;
use crate::applications::{self, Begin};
use crate::error::{Error, Result};
use crate::record;
use crate::testing::World;
use proptest::prelude::*;
use uuid::Uuid;

const ATRS: &[u8] = include_bytes!("../../tests/data/uk-atrs-records.csv");

/// A client that is writing its application.
async fn applicant(world: &World) -> Actor {
    let client = world.client("Brightlane Ltd").await;
    let typed = Begin { legal_name: "Brightlane Ltd".into() };
    world.db.write(&client, async |tx| applications::begin(tx, typed).await).await.unwrap();
    client
}

async fn upload(world: &World, client: &Actor, bytes: &[u8]) -> Result<Import> {
    let id = Uuid::now_v7();
    world.db.write(client, async |tx| receive(tx, id, "register.csv", bytes).await).await?;
    world.db.read(client, async |tx| import(tx, id).await).await
}

async fn accept(world: &World, client: &Actor, import: &Import) -> Result<Outcome> {
    world
        .db
        .write(client, async |tx| confirm(tx, import.id, &import.version.to_string()).await)
        .await
}

async fn register(world: &World, client: &Actor) -> Vec<AiSystem> {
    let look = world.db.read(client, async |tx| {
        let file = crate::files::own(tx).await?;
        list(tx, file.engagement_id, None, 10_000).await
    });
    look.await.unwrap()
}

fn why(result: Result<Import>) -> String {
    match result {
        Err(Error::Invalid(errors)) => {
            errors.0.into_iter().map(|(field, why)| format!("{field}: {why}")).collect()
        }
        other => panic!("the file should be refused, but: {other:?}"),
    }
}

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
    let now = world.db.read(&client, async |tx| super::import(tx, import.id).await).await.unwrap();
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
            world.db.read(&client, async |tx| super::import(tx, id).await).await,
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
        .write(&other, async |tx| applications::begin(tx, Begin { legal_name: "N".into() }).await)
        .await
        .unwrap();
    assert!(matches!(
        world.db.read(&other, async |tx| super::import(tx, import.id).await).await,
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

#[tokio::test]
async fn by_hand_an_entry_is_added_once_changed_by_version_and_removed_with_its_row_kept() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let (id, entry) = (Uuid::now_v7(), Entry { name: "One".into(), ..Entry::default() });
    for _ in 0..2 {
        world.db.write(&client, async |tx| add(tx, id, &entry).await).await.unwrap();
    }
    let same_name = world.db.write(&client, async |tx| add(tx, Uuid::now_v7(), &entry).await).await;
    assert!(matches!(same_name, Err(Error::Invalid(_))));
    let longer = Entry { purpose: "Helps".into(), ..entry.clone() };
    world.db.write(&client, async |tx| change(tx, id, "1", &longer).await).await.unwrap();
    let other = Entry { purpose: "Hinders".into(), ..entry.clone() };
    assert!(matches!(
        world.db.write(&client, async |tx| change(tx, id, "1", &other).await).await,
        Err(Error::Stale(_))
    ));
    for _ in 0..2 {
        world.db.write(&client, async |tx| remove(tx, id).await).await.unwrap();
    }
    assert!(register(&world, &client).await.is_empty());
    let rows: i64 = sqlx::query_scalar("select count(*) from ai_systems where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert_eq!(rows, 1);
    let resent = world.db.write(&client, async |tx| add(tx, id, &entry).await).await;
    assert!(
        matches!(resent, Err(Error::Stale(_))),
        "a page from before the removal brings nothing back"
    );
    world
        .db
        .write(&client, async |tx| add(tx, Uuid::now_v7(), &entry).await)
        .await
        .expect("the name is free again");
}

#[test]
fn marks_encodings_and_separators_are_recognised() {
    let plain = "name,owner\nGröße,A\n";
    let utf_16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin = b"name;owner\r\nGr\xF6\xDFe;A\r\n".to_vec();
    let marked = [b"\xEF\xBB\xBF", plain.as_bytes()].concat();
    let announced = b"sep=|\nname|owner\nGr\xC3\xB6\xC3\x9Fe|A\n".to_vec();
    let tabbed = plain.replace(',', "\t").into_bytes();
    for bytes in [plain.as_bytes().to_vec(), utf_16, latin, marked, announced, tabbed] {
        let sheet = read(&bytes).unwrap();
        assert_eq!(sheet.header, ["name", "owner"]);
        assert_eq!(sheet.rows[0].cells, ["Größe", "A"]);
        assert_eq!(sheet.rows[0].number, 2);
    }
    assert_eq!(read(b"name\nSmith, Jones and Co\nOther\n").unwrap().rows.len(), 2);
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
    let text = "name,purpose\r\n\r\nOne,\"a\r\nb\"\r\n,\r\nTwo,c\r\n\r\n\r\nThree,5\" screen\r\n";
    let sheet = read(text.as_bytes()).unwrap();
    let numbers: Vec<_> = sheet.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 5, 8]);
    assert_eq!(sheet.rows[0].cells, ["One", "a\r\nb"]);
    assert_eq!(sheet.rows[2].cells, ["Three", "5\" screen"]);
}

#[test]
fn forty_columns_can_be_read_and_sixty_one_cannot() {
    let wide = |n: usize| (1..=n).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    assert_eq!(read(format!("{}\n{}\n", wide(40), wide(40)).as_bytes()).unwrap().header.len(), 40);
    assert!(
        read(format!("{}\n{}\n", wide(61), wide(61)).as_bytes())
            .unwrap_err()
            .contains("61 columns")
    );
    assert!(read(&vec![b'a'; MOST_BYTES + 1]).unwrap_err().contains("larger than 5 MB"));
}

#[test]
fn rows_of_another_shape_are_named_and_so_is_a_file_that_breaks_off() {
    let sheet = read(b"name,purpose,owner\nOne,a, b, and c\nTwo,x,y\nThree,he").unwrap();
    let rows = judge(&sheet, &Mapping::propose(&sheet.header), &Default::default());
    assert!(rows[0].troubles[0].why.contains("4 cells, the header 3"));
    assert!(rows[1].is_good());
    assert!(rows[2].troubles[0].why.contains("may break off"));
    assert!(
        read("name,x\nGröße,ü\nMü".as_bytes().split_last().unwrap().1)
            .unwrap_err()
            .contains("breaks off")
    );
}

#[test]
fn our_own_example_maps_onto_every_field_and_has_no_trouble() {
    let sheet = read(&example().unwrap()).unwrap();
    let mapping = Mapping::propose(&sheet.header);
    assert_eq!(mapping.0.len(), FIELDS.len());
    assert!(judge(&sheet, &mapping, &Default::default())[0].is_good());
}

fn adds_up(bytes: &[u8]) {
    let Ok(sheet) = read(bytes) else { return };
    let mapping =
        Mapping([("name".to_owned(), 1), ("stage".to_owned(), sheet.header.len())].into());
    let rows = judge(&sheet, &mapping, &Default::default());
    let good = rows.iter().filter(|row| row.is_good()).count();
    let reported = rows.iter().filter(|row| !row.troubles.is_empty()).count();
    assert_eq!(good + reported, sheet.rows.len());
    let numbers: Vec<_> = rows.iter().map(|row| row.number).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
}

proptest! {
    #[test]
    fn no_bytes_at_all_bring_it_down_and_the_counts_add_up(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        adds_up(&bytes);
    }

    #[test]
    fn nor_does_anything_that_looks_like_csv(text in "[a-c\",;\t|\r\n é]{0,200}") {
        adds_up(text.as_bytes());
    }

    #[test]
    fn what_a_writer_writes_is_read_back(cells in proptest::collection::vec(("[a-zA-Z,;\"\n]{1,20}", "[a-z,\"]{0,9}"), 1..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["name", "owner"]).unwrap();
        for (one, two) in &cells {
            writer.write_record([format!("x{one}x"), two.clone()]).unwrap();
        }
        let sheet = read(&writer.into_inner().unwrap()).unwrap();
        prop_assert_eq!(sheet.separator, b',');
        let back: Vec<_> = sheet.rows.iter().map(|row| row.cells[0].clone()).collect();
        let written: Vec<_> = cells.iter().map(|(one, _)| format!("x{one}x")).collect();
        prop_assert_eq!(back, written);
    }
}
