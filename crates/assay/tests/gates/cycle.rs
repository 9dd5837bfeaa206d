//! After the grant: what may be decided when, and what the register says each time.

use super::{Scene, said};
use assay::seed::{self, PASSWORD};
use assay::story::{Played, Player, Story};
use certification::rulebook;

#[tokio::test]
async fn a_certificate_on_its_way_through_suspension_to_withdrawal() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::granted(&mut story).await?;
    story.wait(30);
    nothing_is_renewed_before_its_audit(&scene, &story).await?;
    a_surveillance_is_maintained_that_was_not_held(&scene, &story).await?;
    a_suspension_names_no_reason(&scene, &story).await?;
    let because = [("because", "Two letters stayed unanswered."), ("reason_code", "client_asks")];
    decided(&scene, &story, ("suspension", "suspend"), &because).await?;
    register_says(&scene, "Suspended").await?;
    a_suspended_scope_is_extended(&scene, &story).await?;
    story.wait(100);
    decided(&scene, &story, ("suspended", "restore"), &[]).await?;
    register_says(&scene, "Valid").await?;
    let because = [("because", "The client stops its AI business.")];
    decided(&scene, &story, ("withdrawal", "withdraw"), &because).await?;
    register_says(&scene, "Withdrawn").await?;
    scene.end().await;
    Ok(())
}

#[tokio::test]
async fn a_certificate_on_its_way_past_its_expiry() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::granted(&mut story).await?;
    qualified_for_long(&scene).await;
    story.wait(1000);
    held(&scene, "recertification").await;
    decided(&scene, &story, ("recertification", "renew"), &[]).await?;
    a_renewal_builds_on_the_old_expiry(&scene).await?;
    story.wait(1700);
    register_says(&scene, "Expired").await?;
    six_months_after_expiry_it_is_renewed(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

async fn manager(story: &Story<'_>) -> Played<Player> {
    story.staff(story.crew.manager).await
}

fn at(story: &Story<'_>, tail: &str) -> String {
    format!("{}/case{tail}", story.file)
}

/// Opens a case of this kind through its form, by hand.
async fn opens(
    scene: &Scene,
    story: &Story<'_>,
    kind: &str,
    rule: &rulebook::Rule,
) -> Played<String> {
    let by = manager(story).await?;
    let fields = [
        ("kind", kind),
        ("because", "It is time."),
        ("reason_code", "client_asks"),
        ("scope", "Everything"),
        ("sites", "Head office; London"),
        ("soa_version", "9"),
    ];
    scene.refused(rule, by.answer_to(&at(story, "/open"), &fields)).await
}

/// A case of this kind, decided by the crew's panel, all of one mind.
async fn decided(
    scene: &Scene,
    story: &Story<'_>,
    (kind, vote): (&str, &str),
    fields: &[(&str, &str)],
) -> Played {
    let by = manager(story).await?;
    by.fill(&at(story, &format!("/new?kind={kind}")), "name=\"kind\"", fields).await?;
    let [first, second] = story.crew.members;
    for (key, chair) in [(first, ""), (second, ""), (story.crew.chair, "yes")] {
        story.appoint(key, chair).await?;
    }
    let case: String = sqlx::query_scalar("select id::text from cases where state = 'open'")
        .fetch_one(&scene.eyes)
        .await
        .expect("a case");
    let case = story.at(&format!("/panel/cases/{case}"));
    for key in [first, second, story.crew.chair] {
        story.sign(key, &case, vote, "The record shows it.").await?;
    }
    Ok(())
}

async fn number(scene: &Scene) -> String {
    sqlx::query_scalar("select number from certificates limit 1")
        .fetch_one(&scene.eyes)
        .await
        .expect("a number")
}

async fn register_says(scene: &Scene, standing: &str) -> Played<String> {
    let page = Player::visitor(&scene.house.doors)
        .read(&format!("/verify/{}", number(scene).await))
        .await?;
    let words = said(&page);
    assert!(words.contains(&format!("Is it valid today? {standing}")), "{standing}: {words}");
    Ok(words)
}

async fn nothing_is_renewed_before_its_audit(scene: &Scene, story: &Story<'_>) -> Played {
    let words = opens(scene, story, "recertification", rulebook::REC_1).await?;
    assert!(words.contains("the report of this cycle's recertification audit"), "{words}");
    Ok(())
}

async fn a_surveillance_is_maintained_that_was_not_held(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let by = manager(story).await?;
    let fields = [
        ("reasons", "It will be fine."),
        ("statement", "read"),
        ("statement", "no_part"),
        ("statement", "no_conflict"),
        ("password", PASSWORD),
    ];
    scene.refused(rulebook::DEC_7, by.answer_to(&at(story, "/maintain"), &fields)).await?;
    Ok(())
}

async fn a_suspension_names_no_reason(scene: &Scene, story: &Story<'_>) -> Played {
    let by = manager(story).await?;
    let page = at(story, "/new?kind=suspension");
    let fields = [("because", "They are slow.")];
    let trying = by.try_to_fill(&page, "name=\"kind\"", &fields);
    scene.sent_back("the reason for suspending", trying).await
}

async fn a_suspended_scope_is_extended(scene: &Scene, story: &Story<'_>) -> Played {
    opens(scene, story, "scope", rulebook::STA_1).await?;
    opens(scene, story, "recertification", rulebook::STA_1).await?;
    Ok(())
}

/// The panel of the play is still qualified after years.
async fn qualified_for_long(scene: &Scene) {
    let sql = "update qualifications set valid_until = '2045-01-01' where ended_on is null";
    scene.behind_the_pages(sql.to_owned()).await;
}

/// An audit of the programme held and reported on this day, and everything before it.
async fn held(scene: &Scene, kind: &str) {
    scene
        .behind_the_pages(format!(
            "update audits set state = 'reported', opened_at = reported_at, closed_at = reported_at, reported_at = coalesce(reported_at, '2029-01-01') where kind = '{kind}';
             insert into reports (body_id, client_id, engagement_id, audit_id, id, version, content, digest, issued_by, issued_at)
             select a.body_id, a.client_id, a.engagement_id, a.id, gen_random_uuid(), 1,
               jsonb_set(r.content, '{{text,recommendation}}', '\"recommend\"'), r.digest, r.issued_by, r.issued_at
             from audits a join audits s on s.engagement_id = a.engagement_id and s.kind = 'stage_2' join reports r on r.audit_id = s.id
             where a.kind = '{kind}' order by r.version desc limit 1;
             update deadlines set done_on = due_on where cycle = 1;"
        ))
        .await;
}

async fn a_renewal_builds_on_the_old_expiry(scene: &Scene) -> Played {
    let dates: Vec<(String, bool, bool)> = sqlx::query_as(
        "select n.outcome, n.expires_on = o.expires_on + interval '3 years', n.effective_on = n.decided_on
         from certificates o join certificates n on n.number = o.number and n.revision = o.revision + 1",
    )
    .fetch_all(&scene.eyes)
    .await
    .expect("revisions");
    assert_eq!(dates, [("renew".to_owned(), true, true)]);
    let words = register_says(scene, "Valid").await?;
    assert!(words.contains("Renewed: revision 2"), "{words}");
    Ok(())
}

async fn six_months_after_expiry_it_is_renewed(scene: &Scene, story: &Story<'_>) -> Played {
    let by = manager(story).await?;
    let fields = [("kind", "recertification")];
    let page = at(story, "/open");
    let words = scene.refused(rulebook::REC_3, by.answer_to(&page, &fields)).await?;
    assert!(words.contains("at least a new Stage 2"), "{words}");
    Ok(())
}
