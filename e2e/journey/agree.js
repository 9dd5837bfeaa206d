// Steps 2 and 3: the office reviews, determines the audit time and offers a fixed fee; the client's signatory
// accepts; the office makes the programme.

import assert from "node:assert/strict";
import { answer, choose, fill, follow, look, press, says, tab } from "./hands.js";

export async function isReturnedAndAnsweredAgain(play) {
  await play.by("helen", "office", async (page) => {
    await look(page, "02-office-home");
    await page.getByRole("link", { name: "Clients" }).first().click();
    await look(page, "02-clients");
    await page.getByRole("link", { name: play.client.name }).click();
    await says(page, "It is your turn");
    await press(page, "Accept", "There is a problem");
    await look(page, "02-review-error");
    await fill(page, { ...REVIEW, "Answer to the client": "Who answers for the support helper outside office hours?" });
    await press(page, "Return with questions", /returned/i);
  });
  await play.byClient(async (page) => {
    await follow(page, "Application", play.client.name);
    await says(page, "Who answers for the support helper");
    await look(page, "02-returned-to-client");
    await follow(page, "Scope and AI roles", "Scope and AI roles");
    await fill(page, { Processes: "Developing, buying, running and watching over AI systems, with an officer on call at all hours" });
    await press(page, "Save, and back to the sections", "Sections");
    await follow(page, "Check and submit", "Check your answers");
    await press(page, "Submit the application", /submitted/i);
  });
}

const REVIEW = {
  "Is the information enough to plan the audit?": "Scope, site, people and the register of AI systems are described.",
  "Were differences of understanding resolved?": "The client's questions on the panel were answered on the telephone.",
  "Are you competent and able to certify this client?": "Two auditors and three panel members are competent for the sector and its AI roles.",
  "What was considered about impartiality?": "Neither the body nor its people have a relation with this client.",
};

export async function isAccepted(play) {
  await play.byOffice(async (page) => {
    await says(page, "an officer on call at all hours");
    await look(page, "02-application");
    await fill(page, REVIEW);
    await answer(page, "In the last two years, did we do internal audits", "Neither");
    await press(page, /^Accept/, "The review is done");
    await look(page, "02-accepted");
  });
}

export async function getsItsAuditTime(play) {
  await play.byOffice(async (page) => {
    await tab(page, "Time and fee");
    await choose(page.getByLabel("Which way").first(), /certificate held/);
    await page.getByLabel("Days", { exact: true }).first().fill("0.5");
    await page.getByLabel("Reason", { exact: true }).first().fill("A current ISO/IEC 27001 certificate covers documented information and internal audit.");
    await fill(page, { "Why this table is used though nobody has marked it as checked": "It was compared with three audits of the last year." });
    await press(page, "Determine the audit time", "The audit time is determined");
    await look(page, "02-audit-time");
    await follow(page, "On to the proposal", "Offer the fee");
    await look(page, "02-offer");
    await press(page, "Offer this proposal", "The proposal is offered");
    await look(page, "02-offered");
  });
}

export async function acceptsTheProposal(play) {
  await play.byClient(async (page) => {
    await look(page, "02-client-home");
    await follow(page, "Proposal", "Proposal");
    await look(page, "02-proposal");
    await press(page, "Accept proposal and agreement", "There is a problem");
    await page.getByLabel(/^I accept proposal/).check();
    await page.getByLabel(/^I accept the certification agreement/).check();
    await fill(page, { "Your full name, as your signature": play.client.signatory });
    await press(page, "Accept proposal and agreement", "You have accepted the proposal and the agreement");
    await look(page, "02-proposal-accepted");
  });
}

export async function getsItsProgramme(play) {
  await play.byOffice(async (page) => {
    await tab(page, "Programme");
    await press(page, "Make the programme", "The programme is drafted");
    await look(page, "03-programme-draft");
    await page.getByRole("link", { name: "Change Stage 1" }).click();
    await look(page, "03-programme-audit");
    const before = await page.getByLabel("Methods").inputValue();
    await page.getByLabel("Methods").fill(`${before}\nOne interview by video with the supplier of the onboarding reader.`);
    await press(page, "Keep the change", "The draft is changed");
    await press(page, "Put the programme in force", "In force");
    await look(page, "03-programme");
    for (const audit of ["Stage 1", "Stage 2", "Surveillance 1", "Surveillance 2", "Recertification"]) {
      assert.ok(await page.getByRole("rowheader", { name: audit, exact: true }).isVisible(), `the programme has ${audit}`);
    }
  });
}
