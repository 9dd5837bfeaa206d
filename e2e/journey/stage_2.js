// Step 5: Stage 2. Plan, meetings, every clause and control concluded with methods and evidence, findings of two
// grades, the report with its recommendation.

import { answer, choose, fill, follow, look, press, says, tab } from "./hands.js";
import { agreesToTheTeam, isAppointed, teamOf } from "./team.js";
import { isPlanned, meets, reports } from "./stage_1.js";

const FINDINGS = {
  "A.6.2.6": {
    grade: "Minor",
    statement: "The owner of the alarm thresholds is not named for one of the three systems.",
    evidence: "Monitoring procedure MP-02, version 2.1; the support helper's drift alarm has no named owner.",
  },
  "7.3": {
    grade: "Observation",
    statement: "New joiners of customer support hear of the AI policy in their second month.",
    evidence: "Two interviews on the first day; the induction plan.",
  },
};

export async function startsStage2(play) {
  const seen = () => undefined;
  await isAppointed(play, "Stage 2", seen);
  await objects(play);
  await agreesToTheTeam(play, "Stage 2", seen);
  await isPlanned(play, "Stage 2", { ahead: 21, seen });
  await play.wait("1 week", "1 week", "1 week");
}

/** The client objects to a member; the office answers with reasons, and the member stays. */
async function objects(play) {
  await play.byClient(async (page) => {
    await follow(page, "Audits", "Your audits");
    await follow(page, "Stage 2", "Stage 2");
    await page.getByText("Object to a member").click();
    await choose(page.getByLabel("To whom do you object?"), "Jonas Weber");
    await fill(page, { "Why?": "He spoke at a conference of a competitor last year." });
    await press(page, "Send the objection", "Your objection was sent");
    await look(page, "05-client-objection");
  });
  await play.byOffice(async (page) => {
    await teamOf(page, "Stage 2");
    await says(page, "The client objects to Jonas Weber");
    await answer(page, "Is the objection valid?", "No");
    await fill(page, { "Answer to the client": "A public talk, without pay and on another matter, is no relation with a competitor. He stays." });
    await look(page, "05-objection");
    await press(page, "Answer the objection", "The client has the answer");
  });
}

export async function opensStage2(play) {
  await play.byAuditor("amara", "Stage 2", async (page) => {
    await meets(page, "Open the audit", "The audit is open");
    await look(page, "05-audit-open");
  });
}

export async function concludesEverything(play) {
  await play.byAuditor("amara", "Stage 2", async (page) => {
    await tab(page, "Requirements");
    await says(page, /0 of \d+ requirements done/);
    await look(page, "05-requirements");
    await page.getByRole("main").getByRole("table").getByRole("link").first().click();
    for (let more = true; more; ) {
      const heading = await page.getByRole("main").getByRole("heading", { level: 2 }).first().innerText();
      await concludeGroup(page);
      if (heading.startsWith("A.6")) await look(page, "05-requirement-group");
      const on = page.getByRole("button", { name: /^Save and (next|back)/ });
      more = (await on.innerText()).startsWith("Save and next");
      await on.click();
      await page.getByRole("heading", { name: heading, exact: true }).waitFor({ state: "detached" });
    }
    await says(page, /(\d+) of \1 requirements done/);
    await look(page, "05-requirements-done");
  });
}

/** A conclusion, two methods and evidence for every requirement on the page. */
async function concludeGroup(page) {
  for (const select of await page.getByLabel(/^Conclusion on /).all()) {
    const id = (await select.getAttribute("aria-label")).replace("Conclusion on ", "");
    await choose(select, FINDINGS[id]?.grade ?? /^\s*Conforms/);
    const methods = page.getByRole("group", { name: `Methods for ${id}`, exact: true });
    for (const method of [/^Document/, /^Interview/]) await methods.getByLabel(method).check();
    await page.getByLabel(`Evidence for ${id}`, { exact: true }).fill(FINDINGS[id]?.evidence ?? "Read the procedure and two records of the last quarter; the people interviewed work by it.");
  }
}

export async function raisesFindings(play) {
  await play.byAuditor("jonas", "Stage 2", async (page) => {
    await tab(page, "Findings");
    await press(page, "Raise the finding", "There is a problem");
    await look(page, "05-finding-error");
    for (const [id, { grade, statement, evidence }] of Object.entries(FINDINGS)) {
      await choose(page.getByLabel("Clause or control"), new RegExp(`^\\s*${id.replaceAll(".", "\\.")} `));
      await answer(page, "Grade", grade);
      await fill(page, { Statement: statement, Evidence: evidence });
      await press(page, "Raise the finding", "is raised. It goes to the client with the report");
    }
    await look(page, "05-findings");
  });
}

export async function reportsStage2(play) {
  await play.wait("1 day");
  await play.byAuditor("amara", "Stage 2", (page) => meets(page, "Close the audit", "The closing meeting is kept"));
  await play.byAuditor("amara", "Stage 2", (page) => reports(page, "Recommendation", "Certification is recommended after", "05"));
}
