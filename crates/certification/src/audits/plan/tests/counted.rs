//! Whose hours are audit time, and who is given an interview: whoever audits, and nobody who comes along (CMP-3).

use super::*;

/// The roles that come along and do not audit.
const ALONG: [&str; 4] = ["technical_expert", "trainee", "observer", "translator"];

/// Somebody in this role beside the team, whom the client has agreed to with it.
async fn comes_along(case: &Case, role: &str) -> Actor {
    let world = &case.world;
    let who = qualified_auditor(world, &format!("Al {role}"), true).await;
    sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
         select body_id, client_id, engagement_id, id, $3, $4, $5, $6, $7 from audits where body_id = $1 and id = $2")
        .bind(world.body).bind(case.stage_1).bind(Uuid::now_v7()).bind(who.person().expect("a person")).bind(role)
        .bind(case.manager.person().expect("a person")).bind(world.now())
        .execute(&world.owner).await.expect("one more in the team");
    who
}

#[tokio::test]
async fn cmp_3_who_comes_along_does_not_count_as_audit_time() {
    let case = Case::agreed().await;
    longer(&case).await;
    case.save(&case.lead, |form| form.ends_on = form.starts_on.clone()).await.expect("kept");
    let short = async || match case.send(&case.lead).await {
        Err(Error::Refused(refusal)) if refusal.rule.id == "TIM-5" => refusal.because,
        other => panic!("not refused by TIM-5: {other:?}"),
    };
    let alone = short().await;
    assert!(alone.contains("16 hours at most with 2 auditors"), "{alone}");
    for role in ALONG {
        comes_along(&case, role).await;
        assert_eq!(short().await, alone, "one {role} more, and not an hour");
    }
    comes_along(&case, "auditor").await;
    case.send(&case.lead).await.expect("three auditors have the hours");
}

#[tokio::test]
async fn cmp_3_no_interview_is_given_to_somebody_who_only_comes_along() {
    let case = Case::agreed().await;
    let given_to = async |who: &Actor| {
        let person = who.person().expect("a person").to_string();
        case.save(&case.lead, |form| form.interview_auditor[0] = person.clone()).await
    };
    for role in ALONG {
        let who = comes_along(&case, role).await;
        let Err(Error::Invalid(errors)) = given_to(&who).await else {
            panic!("an interview was given to a {role}")
        };
        assert!(errors.0[0].0.starts_with("interview_auditor"), "{errors:?}");
    }
    given_to(&case.auditor).await.expect("an auditor holds interviews");
}
