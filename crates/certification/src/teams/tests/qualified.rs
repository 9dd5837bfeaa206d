//! Who may be what in a team, and what a team knows together (CMP-1, CMP-2, CMP-3).

use super::*;
use crate::teams::testing::{approve, no_conflict};

#[tokio::test]
async fn cmp_2_nobody_gets_a_role_that_the_competence_file_does_not_carry() {
    let case = Case::new().await;
    assert_eq!(rule(case.appoint(&case.auditor, "lead_auditor").await), "CMP-2");
    let novice = case.world.staff("Nils Novice", &[Function::Auditor]).await;
    assert_eq!(rule(case.appoint(&novice, "auditor").await), "CMP-2");
    assert_eq!(rule(case.appoint(&novice, "technical_expert").await), "CMP-2");
    case.appoint(&novice, "trainee").await.expect("a trainee needs no qualification yet");
    let stranger = case.world.staff("Sid Stranger", &[Function::PanelMember]).await;
    assert!(matches!(case.appoint(&stranger, "observer").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn who_is_no_scheme_manager_forms_no_team() {
    let case = Case::new().await;
    let administrator = case.world.staff("Ada Min", &[Function::Administrator]).await;
    for nobody in [&administrator, &case.lead, &case.client] {
        assert!(nobody.scheme_manager().is_err(), "{}", nobody.name());
    }
}

#[tokio::test]
async fn a_qualification_that_has_ended_is_noticed_when_the_client_is_told() {
    let case = Case::declared().await;
    let keeper = case.world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let id: Uuid = sqlx::query_scalar("select id from qualifications where body_id = $1 and person_id = $2 and value = 'lead_auditor'")
        .bind(case.world.body)
        .bind(case.lead.person().expect("a person"))
        .fetch_one(&case.world.owner)
        .await
        .expect("a qualification");
    let ended = case.world.db.write(&keeper, async |tx| {
        let by = tx.actor().competence_keeper()?;
        competence::end(tx, &by, id, Ending { reason: "Not witnessed.".into() }).await
    });
    ended.await.expect("it has ended");
    assert_eq!(refused(case.tell().await), ("CMP-2", vec!["Lena Lead as Lead auditor".to_owned()]));
}

#[tokio::test]
async fn cmp_3_a_team_has_one_lead_auditor_however_many_are_appointed_at_once() {
    let case = Case::new().await;
    assert_eq!(rule(case.tell().await), "CMP-3", "nobody leads");
    let second = qualified_auditor(&case.world, "Lotte Lead", true).await;
    let (one, two) = tokio::join!(
        case.appoint(&case.lead, "lead_auditor"),
        case.appoint(&second, "lead_auditor")
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let third = qualified_auditor(&case.world, "Lisa Lead", true).await;
    assert_eq!(rule(case.appoint(&third, "lead_auditor").await), "CMP-3");
    case.appoint(&third, "auditor").await.expect("as an auditor she may come");
}

fn knows(functions: &[&str], sectors: &[&str], languages: &[&str]) -> Approval {
    let all = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    let roles = competence::Kind::AiRole.list().iter().map(|(key, _)| (*key).to_owned());
    Approval {
        id: Uuid::now_v7().to_string(),
        function: all(functions),
        standard: vec!["ISO/IEC 42001:2023".into()],
        sector: all(sectors),
        ai_role: roles.collect(),
        language: all(languages),
        field: competence::fields().iter().map(|(field, _)| (*field).to_owned()).collect(),
        evidence: "Witnessed audits.".into(),
        on_file: Vec::new(),
        valid_until: "2199-12-31".into(),
    }
}

/// What is missing is named item by item; a trainee adds nothing, a translator languages, an expert what it knows.
#[tokio::test]
async fn cmp_1_a_team_covers_what_the_client_asks_for_and_only_who_counts_adds_to_it() {
    let case = Case::new().await;
    let (world, person) = (&case.world, |actor: &Actor| actor.person().expect("a person"));
    let needed = world
        .db
        .read(&case.manager, async |tx| competence::needed(tx, case.file.engagement_id).await);
    let needed = needed.await.expect("what is needed");
    let sector =
        needed.iter().find(|c| c.kind() == Some(competence::Kind::Sector)).expect("a sector");
    let language =
        needed.iter().find(|c| c.kind() == Some(competence::Kind::Language)).expect("a language");
    let narrow = world.staff("Nora Narrow", &[Function::Auditor]).await;
    approve(world, person(&narrow), knows(&["lead_auditor"], &[], &[])).await;
    case.appoint(&narrow, "lead_auditor").await.expect("appointed");
    case.declare(&narrow, no_conflict()).await.expect("declared");
    let both = [sector.to_string(), language.to_string()];
    let lacks = |missing: Vec<String>| both.iter().filter(|b| missing.contains(b)).count();
    let (rule_id, missing) = refused(case.tell().await);
    assert_eq!((rule_id, lacks(missing)), ("CMP-1", 2));
    let (sectors, languages) = ([sector.value.as_str()], [language.value.as_str()]);
    let learning = world.staff("Tom Trainee", &[Function::Auditor]).await;
    approve(world, person(&learning), knows(&["auditor"], &sectors, &languages)).await;
    case.appoint(&learning, "trainee").await.expect("appointed");
    assert_eq!(lacks(refused(case.tell().await).1), 2, "a trainee adds nothing");
    let translator = world.staff("Tara Translator", &[Function::Auditor]).await;
    approve(world, person(&translator), knows(&[], &sectors, &languages)).await;
    case.appoint(&translator, "translator").await.expect("appointed");
    let (_, missing) = refused(case.tell().await);
    assert!(missing.contains(&both[0]) && !missing.contains(&both[1]), "{missing:?}");
    let expert = world.staff("Eve Expert", &[Function::TechnicalExpert]).await;
    approve(world, person(&expert), knows(&["technical_expert"], &sectors, &[])).await;
    case.appoint(&expert, "technical_expert").await.expect("appointed");
    assert_eq!(rule(case.tell().await), "IMP-5", "everything is covered; now all declare");
}
