//! Nobody sits on a panel, reads or votes who should not.

use super::{count, refused_by};
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

async fn of_sector(world: &World, sector: &str) {
    sqlx::query("update applications set sector = $2 where body_id = $1")
        .bind(world.body)
        .bind(sector)
        .execute(&world.owner)
        .await
        .expect("a sector");
}

#[tokio::test]
async fn cmp_5_a_panel_is_not_completed_without_anybody_who_knows_the_sector() {
    let world = World::new().await;
    let audited = audited(&world, "Sector Panel Ltd").await;
    of_sector(&world, "finance").await;
    let case = open(&world, &audited).await.expect("a case");
    let mut members = Vec::new();
    for name in ["Mia Member", "Max Member", "Cho Chair", "Kit Knows"] {
        members.push(panel_member(&world, name).await);
    }
    let knows = members.pop().expect("four").person().expect("a person");
    let ended = "update qualifications set ended_on = approved_on where body_id = $1 and value = 'finance' and person_id <> $2";
    sqlx::query(ended).bind(world.body).bind(knows).execute(&world.owner).await.expect("ended");
    seat_down(&world, &audited, case, &members[2], "yes").await.expect("a chair");
    seat_down(&world, &audited, case, &members[0], "").await.expect("a member; one seat is open");
    match seat_down(&world, &audited, case, &members[1], "").await {
        Err(Error::Refused(refusal)) => {
            assert_eq!(refusal.rule.id, "CMP-5");
            assert_eq!(refusal.missing, ["Sector: Banking and financial services"]);
            assert!(refusal.because.contains("Max Member"), "{}", refusal.because);
        }
        other => panic!("nobody on it knows the sector: {other:?}"),
    }
    assert_eq!(count(&world, "panel_seats").await, 2, "the seat is not taken");
    let knows = world.as_in(knows, crate::Room::Panel, vec![Function::PanelMember]).await;
    seat_down(&world, &audited, case, &knows, "").await.expect("who knows the sector");
    seat_down(&world, &audited, case, &members[1], "").await.expect("one more, who adds nothing");
}

#[tokio::test]
async fn cmp_5_the_chair_cannot_decide_while_nobody_on_the_panel_knows_the_sector() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Sector Ltd").await).await;
    of_sector(&world, "finance").await;
    let ended =
        "update qualifications set ended_on = approved_on where body_id = $1 and value = 'finance'";
    sqlx::query(ended).bind(world.body).execute(&world.owner).await.expect("ended");
    for member in &seated.members {
        signs(&world, seated.case, member, "grant").await.expect("members may sign");
    }
    for vote in ["grant", "refuse"] {
        match signs(&world, seated.case, &seated.chair, vote).await {
            Err(Error::Refused(refusal)) => {
                assert_eq!(refusal.rule.id, "CMP-5");
                assert_eq!(refusal.missing, ["Sector: Banking and financial services"]);
            }
            other => panic!("decided without knowing the sector: {other:?}"),
        }
    }
    let shown = world.db.read(&seated.audited.manager, async |tx| {
        of_file(tx, seated.audited.file.engagement_id).await
    });
    let shown = shown.await.expect("the case").expect("a case");
    assert_eq!(shown.lacking.len(), 1, "the office sees it too");
    let member = seated.members[0].person().expect("a person");
    world.qualify(member, "sector", "finance").await;
    signs(&world, seated.case, &seated.chair, "grant").await.expect("together they know");
}

#[tokio::test]
async fn imp_2_a_panel_member_whose_file_shows_the_client_gets_no_seat_and_signs_nothing() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Former Employer Ltd").await).await;
    let (member, next) = (&seated.members[0], panel_member(&world, "Nora Next").await);
    for person in [member, &next] {
        sqlx::query("insert into affiliations (body_id, id, person_id, kind, organisation, since, by_person, at)
             values ($1, $2, $3, 'employed', 'FORMER EMPLOYER', '2020-01-01', $3, now())")
            .bind(world.body).bind(Uuid::now_v7()).bind(person.person().expect("a person"))
            .execute(&world.owner).await.expect("an affiliation");
    }
    let (audited, case) = (&seated.audited, seated.case);
    assert_eq!(refused_by(seat_down(&world, audited, case, &next, "").await), "IMP-2");
    assert_eq!(refused_by(signs(&world, case, member, "grant").await), "IMP-2");
}
