//! Who was watched at work, for whom somebody worked, and the six fields (CMP-4, CMP-6, IMP-2).

use super::*;
use crate::competence::{Affiliated, Kind, Until, Witnessed};
use time::Duration;

async fn overrides(case: &Case) -> Vec<String> {
    sqlx::query_scalar("select reason from overrides where body_id = $1 and rule = 'CMP-4'")
        .bind(case.world.body)
        .fetch_all(&case.world.owner)
        .await
        .expect("overrides")
}

async fn appoint_in_spite(case: &Case, who: &Actor, role: &str, reason: &str) -> Result<()> {
    let form = Appointment {
        id: Uuid::now_v7().to_string(),
        person: who.person()?.to_string(),
        role: role.into(),
        in_spite_of: reason.into(),
    };
    let act = case.world.db.write(&case.manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        appoint(tx, &by, case.stage_1, form).await
    });
    act.await
}

#[tokio::test]
async fn cmp_4_who_was_not_watched_in_time_audits_only_for_a_written_reason() {
    let case = Case::new().await;
    let aged = "update witnessed_evaluations set seen_on = (seen_on - interval '37 months')::date where body_id = $1";
    sqlx::query(aged).bind(case.world.body).execute(&case.world.owner).await.expect("aged");
    assert_eq!(rule(case.appoint(&case.lead, "lead_auditor").await), "CMP-4");
    assert_eq!(rule(appoint_in_spite(&case, &case.lead, "lead_auditor", " \n ").await), "CMP-4");
    assert!(overrides(&case).await.is_empty());
    case.appoint(&case.auditor, "observer").await.expect("who does not audit needs no watching");
    let reason = "She is watched in this audit.";
    appoint_in_spite(&case, &case.lead, "lead_auditor", reason).await.expect("with a reason");
    assert_eq!(overrides(&case).await, [reason]);
}

#[tokio::test]
async fn cmp_4_an_evaluation_counts_for_the_bodys_interval_and_only_when_it_was_passed() {
    let case = Case::new().await;
    let keeper = case.world.staff("Quinn Quality", &[Function::QualityManager]).await;
    sqlx::query("delete from witnessed_evaluations where body_id = $1")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .expect("nothing on file");
    let watches = async |outcome: &str, seen_on: time::Date| {
        let form = Witnessed {
            seen_on: seen_on.to_string(),
            audit: "Stage 2".into(),
            witness: "Wanda Witness".into(),
            outcome: outcome.into(),
            notes: "Seen.".into(),
            ..Witnessed::default()
        };
        let person = case.auditor.person()?;
        let by = keeper.competence_keeper()?;
        let act = async |tx: &mut crate::Tx<'_>| competence::witness(tx, &by, person, form).await;
        case.world.db.write(&keeper, act).await
    };
    let today = case.world.clock.today();
    watches("not_passed", today).await.expect("kept");
    assert_eq!(rule(case.appoint(&case.auditor, "auditor").await), "CMP-4", "she did not pass");
    let future = watches("passed", today + Duration::DAY).await;
    assert!(matches!(future, Err(Error::Invalid(_))), "nobody was seen tomorrow");
    watches("passed", today - Duration::days(200)).await.expect("kept");
    sqlx::query("update bodies set witness_months = 6 where id = $1")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .expect("a short interval");
    assert_eq!(rule(case.appoint(&case.auditor, "auditor").await), "CMP-4");
    watches("passed_with_actions", today - Duration::days(100)).await.expect("kept");
    case.appoint(&case.auditor, "auditor").await.expect("in date");
}

#[tokio::test]
async fn cmp_6_a_team_lacks_a_field_and_it_is_named() {
    let case = Case::declared().await;
    let ended = "update qualifications set ended_on = approved_on where body_id = $1 and kind = 'field' and value = any($2)";
    sqlx::query(ended)
        .bind(case.world.body)
        .bind(["law", "methods"].map(str::to_owned).to_vec())
        .execute(&case.world.owner)
        .await
        .expect("ended");
    let (rule, missing) = refused(case.tell().await);
    assert_eq!(rule, "CMP-6");
    let named = ["Law and regulation on AI", "AI methods and technology"];
    assert_eq!(missing, named.map(|field| format!("Field of knowledge: {field}")));
    let fields = competence::fields().len();
    let other = competence::asked("ISO 9001:2015", "finance", &[], &[]);
    assert!(other.iter().all(|need| need.kind() != Some(Kind::Field)), "only for AI");
    assert_eq!(fields, 6);
}

async fn ties(case: &Case, who: &Actor, organisation: &str, until: &str) -> Uuid {
    let keeper = case.world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let (by, id) = (keeper.competence_keeper().expect("a keeper"), Uuid::now_v7());
    let person = who.person().expect("a person");
    let form = Affiliated {
        id: id.to_string(),
        kind: "consulted".into(),
        organisation: organisation.into(),
        since: "2015-01-01".into(),
        until: until.into(),
        ..Affiliated::default()
    };
    let kept =
        case.world.db.write(&keeper, async |tx| competence::affiliate(tx, &by, person, form).await);
    kept.await.expect("kept");
    id
}

#[tokio::test]
async fn imp_2_the_bodys_own_file_keeps_a_consultant_out_until_two_years_after_the_end() {
    let case = Case::new().await;
    let today = case.world.clock.today();
    ties(&case, &case.auditor, "Another Company", "").await;
    let id = ties(&case, &case.auditor, "FINTECH, Ltd.", "").await;
    assert_eq!(rule(case.appoint(&case.auditor, "auditor").await), "IMP-2", "it lasts");
    let keeper = case.world.staff("Quentin Quality", &[Function::QualityManager]).await;
    let by = keeper.competence_keeper().expect("a keeper");
    let until = Until { until: (today - Duration::days(700)).to_string() };
    let ended = case
        .world
        .db
        .write(&keeper, async |tx| competence::end_affiliation(tx, &by, id, until).await);
    ended.await.expect("ended");
    assert_eq!(rule(case.appoint(&case.auditor, "auditor").await), "IMP-2", "not two years yet");
    case.world.clock.advance(Duration::days(32));
    case.appoint(&case.auditor, "auditor").await.expect("two years have gone by");
}

#[tokio::test]
async fn imp_2_a_tie_that_is_found_later_stops_the_team() {
    let case = Case::declared().await;
    ties(&case, &case.auditor, "Fintech", "").await;
    assert_eq!(refused(case.tell().await), ("IMP-5", vec!["Aron Auditor".to_owned()]));
}
