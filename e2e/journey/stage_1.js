// Step 4: Stage 1. Plan with interviews and documents asked for; uploads; the check of documented information; an
// area of concern; the report with its conclusion on readiness, locked; the office's review.

import assert from "node:assert/strict";
import { answer, choose, day, fill, follow, look, press, says, tab } from "./hands.js";
import { declares } from "./team.js";

/** The lead auditor plans an audit from some days ahead, and sends the plan; the client agrees. */
export async function isPlanned(play, audit, { ahead, asks = [], seen = look }) {
  await play.byAuditor("amara", audit, async (page) => {
    await seen(page, "04-audit-overview");
    await tab(page, "Plan");
    await fill(page, {
      "Scope, with units and processes": "Product engineering, fraud operations and customer support, with all processes named in the application",
      Sites: "Head office, 41 Tooley Street", "First day": await day(page, ahead), "Last day": await day(page, ahead + 1), "Expected duration": "Two days, 9:00 to 17:00",
      "What is audited remotely": "The supplier of the onboarding reader", "By which means": "By video, with the screen shared for records",
      "Which risks that brings, and how they are met": "A line that fails: by telephone",
      "How you communicate": "Daily meeting at 16:30; urgent matters by telephone to the contact person", "Accompanying persons": "None",
    });
    await answer(page, "Is anything audited remotely?", "Yes");
    await interview(page, ahead);
    for (const [title, why] of asks) await ask(page, title, why);
    await press(page, "Keep the plan", "The plan is kept");
    await seen(page, "04-plan");
    const because = page.getByLabel("Why these days all the same");
    if (await because.count()) await because.fill("Much of the audit time is spent on the documents beforehand.");
    await press(page, "Send the plan to the client", "The client has the plan");
    await seen(page, "04-plan-sent");
  });
  await play.byClient(async (page) => {
    await follow(page, "Audits", "Your audits");
    await follow(page, audit, audit);
    await seen(page, "04-client-audit");
    await press(page, "Agree to plan and dates", "You agreed to the plan");
  });
}

/** One interview, in the first row that is empty. */
async function interview(page, ahead) {
  const rows = page.getByRole("group", { name: "Interviews" });
  await rows.getByLabel("Day", { exact: true }).first().fill(await day(page, ahead));
  await rows.getByLabel("From", { exact: true }).first().fill("09:30");
  await rows.getByLabel("To", { exact: true }).first().fill("10:30");
  await rows.getByLabel("Topic").first().fill("Leadership, policy and objectives");
  await rows.getByLabel("With whom").first().fill("Nadia Rahman");
  await choose(rows.getByLabel("Auditor").first(), "Amara Okafor");
  await rows.getByLabel("Where").first().fill("Board room");
}

/** One document more, in a row of its own. */
async function ask(page, title, why) {
  const rows = page.getByRole("group", { name: "Documents asked for" });
  await rows.getByRole("button", { name: "Add a document" }).click();
  await rows.getByLabel("Document", { exact: true }).last().fill(title);
  await rows.getByLabel("Why", { exact: true }).last().fill(why);
}

export const planOfStage1 = (play) =>
  isPlanned(play, "Stage 1", { ahead: 15, asks: [["AI policy in force", "Clause 5.2"], ["Model card of the fraud sentinel", "Control A.6.2.7"]] });

export async function uploadsWhatIsAskedFor(play) {
  await play.byClient(async (page) => {
    await look(page, "04-client-home");
    await follow(page, "Audits", "Your audits");
    await follow(page, "Stage 1", "Stage 1");
    await follow(page, "Documents asked for", "Documents for Stage 1");
    await look(page, "04-client-documents");
    const asked = await page.getByRole("main").getByRole("heading", { level: 2 }).allInnerTexts();
    assert.ok(asked.includes("Model card of the fraud sentinel"), `asked for: ${asked}`);
    for (const title of asked) {
      const card = page.getByRole("region", { name: title, exact: true });
      await card.getByLabel("Add files").setInputFiles({ name: `${title}.txt`, mimeType: "text/plain", buffer: Buffer.from(`${title}, version 2.1.\n`) });
      await card.getByRole("button", { name: "Upload" }).click();
      await card.getByRole("link", { name: `${title}.txt` }).waitFor();
      await card.getByRole("button", { name: "This is all: mark as provided" }).click();
      await card.getByText("Provided", { exact: true }).waitFor();
    }
    await page.getByText("Awaited", { exact: true }).first().waitFor({ state: "detached" });
    await look(page, "04-client-uploaded");
  });
}

/** Writes down that a meeting was held just now. */
export async function meets(page, button, then) {
  await tab(page, "Meetings");
  await fill(page, { Day: await day(page), Time: new Date().toISOString().slice(11, 16), "Who attended": "Nadia Rahman, the heads of the three units, the audit team" });
  await press(page, button, then);
}

export async function opensStage1(play) {
  await play.wait("1 week", "1 week", "1 day");
  await play.by("amara", "audit", (page) => look(page, "04-audit-home"));
  await play.byAuditor("amara", "Stage 1", async (page) => {
    await meets(page, "Open the audit", "The audit is open");
  });
}

export async function isChecked(play) {
  await play.byAuditor("amara", "Stage 1", async (page) => {
    await tab(page, "Documented information");
    await look(page, "04-checks");
    const results = page.getByLabel(/: what you found$/);
    for (let nth = 0; nth < (await results.count()); nth++) {
      await choose(results.nth(nth), "Complete");
      await page.getByLabel(/: document version$/).nth(nth).fill("2.1");
      await page.getByLabel(/: note$/).nth(nth).fill("Read in full; approved by management.");
    }
    await press(page, "Keep what was checked", "What was checked is kept");
    await choose(page.getByLabel("Clause or control"), "A.6.2.6");
    await fill(page, { "What could become a nonconformity": "Alarm thresholds are set per system; who acts when one is crossed is not yet written down for all." });
    await press(page, "Name the concern", "The area of concern is named");
    await look(page, "04-checked");
  });
}

/** Fills every field of a report that is still empty, saves the draft and issues the report. */
export async function reports(page, question, choice, mark) {
  await tab(page, "Report");
  await says(page, "What is missing");
  await look(page, `${mark}-report-missing`);
  await answer(page, question, choice);
  const draft = page.locator("#draft");
  for (const field of await draft.getByRole("textbox").all()) {
    if (!(await field.inputValue())) await field.fill("Examined as planned; nothing to add to what the conclusions and findings say.");
  }
  await press(page, "Save the draft", "The draft is kept");
  await look(page, `${mark}-report-draft`);
  await page.getByText("Issue the report").first().click();
  await press(page, "Issue the report", "The report is issued and locked");
  await look(page, `${mark}-report`);
  assert.equal(await page.getByRole("button", { name: "Save the draft" }).count(), 0, "an issued report is locked");
}

export async function closesStage1(play) {
  await play.wait("1 day");
  await play.byAuditor("amara", "Stage 1", async (page) => {
    await meets(page, "Close the audit", "The closing meeting is kept");
  });
}

export async function isReportedReady(play) {
  await play.byAuditor("amara", "Stage 1", async (page) => {
    await reports(page, "Conclusion on readiness", "Ready for Stage 2", "04");
  });
  await play.byOffice(async (page) => {
    await tab(page, "Programme");
    await follow(page, "Report of Stage 1", "Readiness for Stage 2");
    await follow(page, "make your declaration", "as reviewer");
    await declares(page);
    await says(page, "You may review now");
    await follow(page, "Report of Stage 1", "Readiness for Stage 2");
    await look(page, "04-office-review");
    await answer(page, /client ready for Stage 2/, "Yes");
    await answer(page, /team competent/, "Yes");
    await fill(page, { Reasons: "Documented information is complete; the one concern can be settled before Stage 2; the team covers sector and AI roles." });
    await press(page, "Keep the review", "The review is kept");
    await look(page, "04-office-reviewed");
  });
}
