//! How a certification goes: from the application to where each client of the demonstration stands.

use super::Stage;
use super::companies::{CASTELLAN, Company, HARBOUR, KESTREL, NORDLYS, ORRERY};
use super::raised::{OF_CASTELLAN, OF_HARBOUR, OF_ORRERY};
use crate::story::{Crew, Found, Played, Story};
use time::{Duration, Time};

const THAMES_CREW: Crew = Crew {
    manager: "helen",
    lead: "amara",
    auditor: "jonas",
    members: ["priya", "david"],
    chair: "ruth",
};

const NORTHMARK_CREW: Crew = Crew {
    manager: "ingrid",
    lead: "lars",
    auditor: "lars",
    members: ["mei", "tomas"],
    chair: "anna",
};

/// The story of a London bank with three AI systems, beginning 180 days ago.
pub fn fintech<'a>(stage: &Stage<'a>) -> Story<'a> {
    at(stage, 180, "thames", THAMES_CREW, &HARBOUR)
}

pub(super) async fn clients(stage: &Stage<'_>) -> Played {
    granted(&mut fintech(stage)).await?;
    before_the_panel(&mut at(stage, 120, "thames", THAMES_CREW, &ORRERY)).await?;
    with_open_findings(&mut at(stage, 90, "thames", THAMES_CREW, &CASTELLAN)).await?;
    at(stage, 2, "thames", THAMES_CREW, &KESTREL).apply().await?;
    let mut nordlys = at(stage, 9, "northmark", NORTHMARK_CREW, &NORDLYS);
    nordlys.apply().await?;
    nordlys.wait(2);
    nordlys.accept().await?;
    nordlys.wait(3);
    nordlys.offer().await
}

/// The story of a client that brings another body's certificate, beginning 40 days ago.
pub fn newcomer<'a>(stage: &Stage<'a>) -> Story<'a> {
    at(stage, 40, "thames", THAMES_CREW, &CASTELLAN)
}

/// The stories of two neighbours: a client of the same body, and one of the other.
pub fn neighbours<'a>(stage: &Stage<'a>) -> [Story<'a>; 2] {
    [
        at(stage, 2, "thames", THAMES_CREW, &CASTELLAN),
        at(stage, 2, "northmark", NORTHMARK_CREW, &NORDLYS),
    ]
}

/// A story that begins so many days ago, at ten in the morning: nobody holds a meeting at night.
pub(super) fn at<'a>(
    stage: &Stage<'a>,
    days_ago: i64,
    body: &'static str,
    crew: Crew,
    company: &'a Company,
) -> Story<'a> {
    stage.clock.set_shift(Duration::days(-days_ago));
    let now = stage.clock.now();
    stage.clock.advance(Duration::hours(10) - (now - now.replace_time(Time::MIDNIGHT)));
    Story::new(stage.doors, stage.clock, body, crew, company)
}

/// The story of a London bank with three AI systems, on the day at which the clock stands.
pub fn begun<'a>(stage: &Stage<'a>) -> Story<'a> {
    Story::new(stage.doors, stage.clock, "thames", THAMES_CREW, &HARBOUR)
}

/// From the application to the programme in force.
pub async fn agreed(story: &mut Story<'_>) -> Played {
    story.apply().await?;
    story.wait(2);
    story.accept().await?;
    story.wait(2);
    story.offer().await?;
    story.wait(3);
    story.accept_proposal().await?;
    story.wait(1);
    story.programme().await
}

/// From the application to the report of Stage 2.
pub async fn audited(story: &mut Story<'_>, findings: &[Found]) -> Played {
    agreed(story).await?;
    story.team(0).await?;
    story.wait(2);
    story.plan(0, 14).await?;
    story.wait(10);
    story.upload_documents(0).await?;
    story.wait(4);
    story.stage_1().await?;
    story.wait(2);
    story.team(1).await?;
    story.plan(1, 21).await?;
    story.wait(21);
    story.stage_2(findings).await
}

/// All the way to the attestation, listed in the directory.
pub async fn granted(story: &mut Story<'_>) -> Played {
    corrected(story).await?;
    let case = story.open_case().await?;
    story.wait(2);
    story.grant(&case).await?;
    story.consent().await
}

/// To where a case can be opened: the finding was answered, returned, answered again, verified and closed.
pub async fn corrected(story: &mut Story<'_>) -> Played {
    audited(story, OF_HARBOUR).await?;
    story.wait(6);
    let findings = story.findings().await?;
    story.answer_finding(&findings[0]).await?;
    story.wait(4);
    story
        .judge(
            &findings[0],
            "returned",
            "The correction is right; the root cause says what happened, not why it could.",
        )
        .await?;
    story.wait(3);
    story.answer_finding(&findings[0]).await?;
    story.judge(&findings[0], "accepted", "The cause is found and the action fits it.").await?;
    story.wait(14);
    story.verify_and_close(&findings[0]).await
}

async fn before_the_panel(story: &mut Story<'_>) -> Played {
    audited(story, OF_ORRERY).await?;
    story.wait(5);
    for finding in story.findings().await? {
        story.answer_finding(&finding).await?;
        story.judge(&finding, "accepted", "The cause is found and the action fits it.").await?;
        story.wait(9);
        story.verify_and_close(&finding).await?;
    }
    let case = story.open_case().await?;
    let reason = "Both systems now have their assessment, and the effect was verified on site.";
    story.sign(story.crew.members[0], &case, "grant", reason).await
}

async fn with_open_findings(story: &mut Story<'_>) -> Played {
    audited(story, OF_CASTELLAN).await?;
    story.wait(6);
    let findings = story.findings().await?;
    story.answer_finding(&findings[0]).await?;
    story.wait(2);
    story
        .judge(
            &findings[0],
            "returned",
            "Say when validation will be repeated for the version now in use.",
        )
        .await?;
    story.answer_finding(&findings[1]).await
}
