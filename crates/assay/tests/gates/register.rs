//! What is issued, what anyone learns of it, and what nobody else does.

use super::{Scene, said};
use assay::seed;
use assay::story::player::address;
use assay::story::{Played, Player, Story, Stuck};
use certification::rulebook;

#[tokio::test]
async fn an_attestation_and_what_is_tried_with_it() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    seed::corrected(&mut story).await?;
    anyone_reads_how_the_body_certifies(&scene, &story).await?;
    an_attestation_is_to_hold_for_ten_years(&scene, &story).await?;
    a_client_consents_before_there_is_anything_to_list(&scene, &story).await?;
    let case = story.open_case().await?;
    the_body_is_accredited_for_another_sector(&scene, &story).await?;
    story.grant(&case).await?;
    let number = number(&story).await?;
    it_names_what_an_attestation_must_name(&scene, &story, &number).await?;
    nobody_is_listed_without_consent(&scene, &story).await?;
    the_office_consents_for_the_client(&scene, &story).await?;
    consent_is_given_and_taken_back(&scene, &story).await?;
    scene.end().await;
    Ok(())
}

/// Without an account: process, rules, schemes, marks, impartiality, complaints; and every rule of the register.
async fn anyone_reads_how_the_body_certifies(scene: &Scene, story: &Story<'_>) -> Played {
    let anyone = Player::visitor(&scene.house.doors);
    let page = said(&anyone.read(&story.at("")).await?);
    for title in [
        "How we certify",
        "What we certify against",
        "From granting to withdrawing",
        "Using the certificate and our mark",
        "Impartiality",
        "Complaints and appeals",
    ] {
        assert!(page.contains(title), "{title}: {page}");
    }
    assert!(!page.contains("Not written here yet"), "{page}");
    let rules = said(&anyone.read("/rules").await?);
    for rule in rulebook::ALL {
        assert!(rules.contains(rule.sentence), "{}", rule.id);
    }
    Ok(())
}

async fn an_attestation_is_to_hold_for_ten_years(scene: &Scene, story: &Story<'_>) -> Played {
    let oliver = story.staff("oliver").await?;
    let page = story.at("/office/settings/policy");
    let fields = [("certificate_months", "120")];
    let trying = oliver.try_to_fill(&page, "name=\"certificate_months\"", &fields);
    scene.sent_back("validity in months", trying).await
}

/// Accredited for health only, whatever its public page claims: a bank's attestation says that it is not.
async fn the_body_is_accredited_for_another_sector(scene: &Scene, story: &Story<'_>) -> Played {
    let (oliver, helen) = (story.staff("oliver").await?, story.staff("helen").await?);
    let page = story.at("/office/settings/accreditations");
    let (from, until) = (story.day(-1), story.day(1000));
    let fields = [
        ("accreditation_body", "Example Accreditation Service"),
        ("standard", "ISO/IEC 42001:2023"),
        ("sector", "health"),
        ("words", "Accredited by the Example Accreditation Service, No. 0117"),
        ("valid_from", from.as_str()),
        ("valid_until", until.as_str()),
    ];
    scene.refused_to_one(rulebook::CMP_2, helen.answer_to(&page, &fields)).await?;
    oliver.fill(&page, "name=\"words\"", &fields).await?;
    let claims =
        "update bodies set accreditation = 'Accredited for everything' where slug = 'thames'";
    scene.behind_the_pages(claims.to_owned()).await;
    Ok(())
}

async fn a_client_consents_before_there_is_anything_to_list(
    scene: &Scene,
    story: &Story<'_>,
) -> Played {
    let client = story.client().await?;
    let page = story.at("/client/attestation");
    scene.refused(rulebook::PUB_2, client.answer_to(&page, &[("listed", "yes")])).await?;
    Ok(())
}

async fn number(story: &Story<'_>) -> Played<String> {
    let page = story.client().await?.read(&story.at("/client/attestation")).await?;
    let found = address(&page, "/verify/TA-AIMS-", "").map(str::to_owned);
    found.ok_or_else(|| Stuck("no number".into()))
}

/// Client, places, scope, standard, number, dates from the decision for three years, body, revision, version of
/// the statement of applicability, and what it does not authorise.
async fn it_names_what_an_attestation_must_name(
    scene: &Scene,
    story: &Story<'_>,
    number: &str,
) -> Played {
    let words = said(&Player::visitor(&scene.house.doors).read(number).await?);
    let today = scene.house.clock.today();
    let day = |date: time::Date| format!("{} {} {}", date.day(), date.month(), date.year());
    let (from, until) = (
        format!("Effective from {}", day(today)),
        format!("Expires on {}", day(today.replace_year(today.year() + 3).expect("a day"))),
    );
    let company = story.company;
    let asked = [
        company.name,
        company.address,
        company.sites[0].1,
        company.scope,
        "ISO/IEC 42001:2023",
        "revision 1",
        from.as_str(),
        until.as_str(),
        "version 2.1",
        "Thames Assurance Certification Ltd, 14 Paternoster Row",
        "not issued under accreditation",
        "does not authorise marking products, processes or services",
    ];
    for what in asked {
        assert!(words.contains(what), "{what} is not named: {words}");
    }
    Ok(())
}

/// Whether the body's directory and a search by name show the client to anyone.
async fn is_found(scene: &Scene, story: &Story<'_>) -> Played<(bool, bool)> {
    let anyone = Player::visitor(&scene.house.doors);
    let directory = anyone.read(&story.at("/directory")).await?;
    let search = anyone.read("/verify?q=harbour").await?;
    Ok((directory.contains("Harbour"), search.contains("Harbour")))
}

async fn nobody_is_listed_without_consent(scene: &Scene, story: &Story<'_>) -> Played {
    assert_eq!(is_found(scene, story).await?, (false, false));
    Ok(())
}

async fn the_office_consents_for_the_client(scene: &Scene, story: &Story<'_>) -> Played {
    let page = story.at("/client/attestation");
    for key in ["helen", "oliver", "amara", "ruth", "castellan"] {
        let player = story.staff(key).await?;
        scene.nothing_there(player.answer_to(&page, &[("listed", "yes")])).await?;
    }
    Ok(())
}

async fn consent_is_given_and_taken_back(scene: &Scene, story: &Story<'_>) -> Played {
    let client = story.client().await?;
    let page = story.at("/client/attestation");
    let message = "Choose whether the public directory may list you";
    scene.sent_back(message, client.answer_to(&page, &[("listed", "perhaps")])).await?;
    story.consent().await?;
    assert_eq!(is_found(scene, story).await?, (true, true));
    client.fill(&page, "name=\"listed\"", &[("listed", "no")]).await?;
    assert_eq!(is_found(scene, story).await?, (false, false));
    Ok(())
}
