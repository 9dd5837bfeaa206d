// Step 6 and the beginning of step 7: what the client may read is published to it; it answers a finding, gets the
// answer back with a reason, answers again; the auditor accepts, verifies and closes. Until then no case opens.

import assert from "node:assert/strict";
import { answer, day, fill, follow, look, press, says, tab } from "./hands.js";

export async function opensNoCaseTooEarly(play) {
  await play.byOffice(async (page) => {
    await tab(page, "Decision");
    await says(page, "The case opens when the file is complete. What is missing");
    await look(page, "07-case-too-early");
    assert.equal(await page.getByRole("button", { name: /Open the case/ }).count(), 0);
  });
}

export async function isPublished(play) {
  await play.byClient(async (page) => {
    await follow(page, "Reports", "Reports");
    await says(page, "Nothing to read yet");
    await look(page, "05-client-no-reports");
  });
  await play.byOffice(async (page) => {
    await tab(page, "Programme");
    await follow(page, "Report of Stage 2", "Stage 2 report");
    await look(page, "05-office-report");
    await follow(page, "Publish to the client", "Publish to the client");
    for (const field of ["Publish Summary", "Publish Strengths", "Publish Recommendation"]) {
      const box = page.getByLabel(field, { exact: true });
      if (await box.count()) await box.check();
    }
    await look(page, "05-publish");
    await press(page, "Publish what is chosen", "The client can read it now");
  });
  await play.byClient(async (page) => {
    await follow(page, "Reports", "Reports");
    await says(page, "What your certification body has published to you");
    await says(page, "Summary");
    await look(page, "05-client-reports");
  });
}

/** The client answers its nonconformity in full, with evidence, after a draft with a gap. */
async function answers(play, cause, mark) {
  await play.byClient(async (page) => {
    await look(page, `${mark}-client-home`);
    await follow(page, "Findings", "Findings");
    await look(page, `${mark}-client-findings`);
    await follow(page, /^Finding 1:/, "Finding 1");
    await fill(page, { Correction: "The owner was named on the day after the audit.", "Root cause": cause });
    await press(page, "Check and send", "There is a problem");
    await look(page, `${mark}-client-finding-error`);
    await fill(page, {
      "Corrective action": "The procedure names an owner per threshold; the release checklist asks for it; two releases were made with it.",
      "Responsible person": "Nadia Rahman, chief operating officer", "Done by": await day(page, 20),
    });
    await page.getByLabel("Evidence", { exact: true }).setInputFiles({ name: "release-checklist.txt", mimeType: "text/plain", buffer: Buffer.from("Release checklist, version 4: owner of each alarm threshold named.\n") });
    await press(page, "Check and send", "Check your answer to finding 1");
    await look(page, `${mark}-client-finding-check`);
    await press(page, "Send the answer", "Your answer was sent");
    await look(page, `${mark}-client-finding-sent`);
  });
}

async function onFinding(play, act) {
  await play.byAuditor("amara", "Stage 2", async (page) => {
    await tab(page, "Findings");
    await follow(page, "F-1", "Finding 1");
    await act(page);
  });
}

export async function answersTheFinding(play) {
  await answers(play, "The support helper has no owner of its thresholds.", "06");
}

export async function getsItBack(play) {
  await onFinding(play, async (page) => {
    await answer(page, "The answer", "Return");
    await fill(page, { "Why?": "The correction is right; the root cause says what happened, not why it could." });
    await look(page, "06-judge");
    await press(page, "Judge", "The client has your judgement");
  });
}

export async function answersAgain(play) {
  await answers(play, "The procedure was written before the support helper went live, and nobody asked it of new systems.", "06-again");
}

export async function isAcceptedAndClosed(play) {
  await onFinding(play, async (page) => {
    await answer(page, "The answer", "Accept");
    await fill(page, { "Why?": "The cause is found and the action fits it." });
    await press(page, "Judge", "Verify the effect");
    await look(page, "06-verify");
    await answer(page, "Was the corrective action effective?", "Yes");
    await fill(page, { "How did you verify it?": "Looked at both releases since: each threshold has an owner, and one alarm was handled within the hour." });
    await press(page, "Record the verification", "Effect verified");
    await press(page, "Close the finding", "The finding is closed");
    await look(page, "06-closed");
  });
  await play.byClient(async (page) => {
    await follow(page, "Findings", "Findings");
    await follow(page, /^Finding 1:/, "Finding 1");
    await says(page, "Round 2");
    await says(page, "the root cause says what happened");
    await look(page, "06-client-closed");
  });
}
