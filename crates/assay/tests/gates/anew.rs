//! A file that ended is not the end: whoever was declined applies anew from the page that says so, and the ended file
//! stays as it was.

use super::Scene;
use super::application::REASONS;
use assay::story::Played;

#[tokio::test]
async fn who_was_declined_applies_anew_and_the_ended_file_stays() -> Played {
    let scene = Scene::new().await?;
    let mut story = scene.story();
    story.begin().await?;
    story.answer().await?;
    story.register().await?;
    story.submit().await?;
    let (client, files) = (story.client().await?, story.at("/client/files"));
    let first = scene.count("engagements").await;
    let page = client.read(&files).await?;
    assert!(!page.contains("Begin the application"), "one is under way");
    let manager = story.staff(story.crew.manager).await?;
    let told = [("outcome", "declined"), ("answer", "We have nobody who knows banking.")];
    let fields = [&REASONS[..], &told].concat();
    manager.fill(&format!("{}/application", story.file), "name=\"information\"", &fields).await?;
    let page = client.read(&story.at("/client/application")).await?;
    assert!(page.contains(&format!("{files}#another")), "{page}");
    for _ in 0..2 {
        let begun = client.send(&files, &[("standard", "ISO/IEC 42001:2023")]).await?;
        assert_eq!(begun, story.at("/client/application"), "sent twice, it is one file");
    }
    assert_eq!(scene.count("engagements").await, first + 1);
    let listed = client.read(&files).await?;
    assert!(!listed.contains("Begin the application"), "the new one is under way");
    scene.end().await;
    Ok(())
}
