// Step 3: a team that covers what is asked for, its declarations, and the client's say.

import { answer, choose, follow, look, press, says, tab } from "./hands.js";

const QUESTIONS = [/employed by this client/, /management-system consultancy/, /advised it on AI/, /recommended it a tool or supplier/, /data-protection officer/, /internal audits/];

/** Answers every question of a declaration with no. */
export async function declares(page) {
  // Who declared before finds the questions folded away.
  const again = page.getByText("Something has changed: declare again");
  if (await again.count()) await again.click();
  for (const question of QUESTIONS) await answer(page, question, "No");
  await page.getByRole("button", { name: "Make this declaration" }).click();
}

/** Opens an audit's page of the team from the programme. */
export async function teamOf(page, audit) {
  await tab(page, "Programme");
  await follow(page, `Team of ${audit}`, `Team for ${audit}`);
}

async function appoint(page, name, role) {
  await choose(page.getByLabel("Person", { exact: true }), name);
  await choose(page.getByLabel("Role", { exact: true }), role);
  await press(page, "Appoint", "Appointed, and told by mail");
}

/** Appoints, declares, tells the client: the whole of step 3 for one audit. Looks at the pages when they are new. */
export async function isAppointed(play, audit, seen = look) {
  await play.byOffice(async (page) => {
    await teamOf(page, audit);
    await appoint(page, "Jonas Weber", /^Auditor/);
    await press(page, "Tell the client", "This cannot be done");
    await seen(page, "03-team-incomplete");
    await appoint(page, "Amara Okafor", /^Lead auditor/);
  });
  for (const key of ["amara", "jonas"]) {
    await play.byAuditor(key, audit, async (page) => {
      await tab(page, "Declaration");
      if (key === "amara") await seen(page, "03-declaration");
      await declares(page);
      await says(page, "Your declaration is on the record");
    });
  }
  await play.byOffice(async (page) => {
    await teamOf(page, audit);
    await press(page, "Tell the client", "The client has been told");
    await seen(page, "03-team");
  });
}

/** The client agrees to who comes. */
export async function agreesToTheTeam(play, audit, seen = look) {
  await play.byClient(async (page) => {
    await follow(page, "Audits", "Your audits");
    await follow(page, audit, audit);
    await seen(page, "03-client-team");
    await press(page, "Agree to this team", "You agreed to the team");
  });
}

export async function teamOfStage1(play) {
  await isAppointed(play, "Stage 1");
  await agreesToTheTeam(play, "Stage 1");
}
