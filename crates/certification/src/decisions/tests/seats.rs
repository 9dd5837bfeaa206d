//! Nobody sits on a panel, reads or votes who should not.

use super::refused_by;
use crate::actor::{Actor, Function};
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::Error;
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

#[tokio::test]
async fn imp_1_nobody_from_an_audit_team_gets_a_seat_neither_by_the_program_nor_by_the_database() {
    let world = World::new().await;
    let audited = audited(&world, "Independent Ltd").await;
    let case = open(&world, &audited).await.expect("a case");
    let person = audited.lead.person().expect("a person");
    world.give(person, Function::PanelMember).await;
    world.qualify(person, "function", "panel_member").await;
    world.qualify(person, "standard", "ISO/IEC 42001:2023").await;
    assert_eq!(refused_by(seat_down(&world, &audited, case, &audited.lead, "").await), "IMP-1");
    // Released members took part all the same.
    sqlx::query("update team_members set released_at = now() where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("released");
    assert_eq!(refused_by(seat_down(&world, &audited, case, &audited.lead, "yes").await), "IMP-1");
    let forced = sqlx::query("insert into panel_seats (body_id, client_id, engagement_id, case_id, id, person_id, chair, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6, true, $6, now())")
        .bind(world.body).bind(audited.file.client_id).bind(audited.file.engagement_id).bind(case).bind(Uuid::now_v7()).bind(person)
        .execute(&world.owner).await;
    assert!(forced.expect_err("the database refuses").to_string().contains("IMP-1"));
}

#[tokio::test]
async fn whoever_joins_an_audit_team_later_loses_the_right_to_decide() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Turncoat Ltd").await).await;
    let (file, member) = (seated.audited.file, &seated.members[0]);
    sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6, 'observer', $6, now())")
        .bind(world.body).bind(file.client_id).bind(file.engagement_id).bind(seated.audited.stage_2).bind(Uuid::now_v7()).bind(member.person().expect("a person"))
        .execute(&world.owner).await.expect("an observer");
    assert_eq!(refused_by(signs(&world, seated.case, member, "grant").await), "IMP-1");
}

#[tokio::test]
async fn dec_1_without_a_seat_there_is_no_case_and_without_a_declaration_no_record() {
    let world = World::new().await;
    let audited = audited(&world, "Closed Ltd").await;
    let case = open(&world, &audited).await.expect("a case");
    let member = panel_member(&world, "Mia Member").await;
    let looks = async |actor: &Actor| {
        world.db.read(actor, async |tx| Decider::for_case(tx, case).await).await
    };
    assert!(matches!(looks(&member).await, Err(Error::NotFound)), "no seat");
    assert!(
        matches!(looks(&audited.manager).await, Err(Error::NotFound)),
        "the office is no panel"
    );
    seat_down(&world, &audited, case, &member, "").await.expect("a seat");
    assert_eq!(refused_by(looks(&member).await), "IMP-5");
    declare_nothing(&world, &audited.file, &member).await;
    assert!(looks(&member).await.is_ok());
    sqlx::query(
        "update qualifications set valid_until = $2 where body_id = $1 and kind = 'standard'",
    )
    .bind(world.body)
    .bind(world.clock.today() - Duration::days(1))
    .execute(&world.owner)
    .await
    .expect_err("not before approval");
    sqlx::query(
        "update qualifications set ended_on = approved_on where body_id = $1 and kind = 'standard'",
    )
    .bind(world.body)
    .execute(&world.owner)
    .await
    .expect("ended");
    assert_eq!(refused_by(looks(&member).await), "DEC-1");
    let other = world.neighbour().await;
    let stranger = panel_member(&other, "Nel Neighbour").await;
    assert!(matches!(
        other.db.read(&stranger, async |tx| Decider::for_case(tx, case).await).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn an_unqualified_person_gets_no_seat_and_a_released_one_no_vote() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Seats Ltd").await).await;
    let novice = world.staff("Ned Novice", &[Function::PanelMember]).await;
    assert_eq!(
        refused_by(seat_down(&world, &seated.audited, seated.case, &novice, "").await),
        "CMP-2"
    );
    let seat = world
        .db
        .read(&seated.members[0], async |tx| seat(tx, seated.case).await)
        .await
        .expect("a seat");
    let by = seated.audited.manager.scheme_manager().expect("a manager");
    let form = || Releasing { seat: seat.id.to_string(), reason: "On leave.".into() };
    world
        .db
        .write(&seated.audited.manager, async |tx| release(tx, &by, seated.case, form()).await)
        .await
        .expect("released");
    assert!(matches!(
        signs(&world, seated.case, &seated.members[0], "grant").await,
        Err(Error::NotFound)
    ));
    signs(&world, seated.case, &seated.members[1], "grant").await.expect("the other member");
    assert_eq!(
        refused_by(signs(&world, seated.case, &seated.chair, "grant").await),
        "DEC-4",
        "one member is no quorum"
    );
}
