// Step 7: the case opened, the panel appointed, its conflicts declared, a question to the team and its answer, and
// the signatures over the record's digest, the chair's last.

import assert from "node:assert/strict";
import { answer, choose, fill, follow, look, press, says, tab } from "./hands.js";
import { declares } from "./team.js";

const PANEL = { priya: "Priya Raman", david: "David Levy", ruth: "Ruth Adeyemi" };

export async function getsAPanel(play) {
  await play.byOffice(async (page) => {
    await tab(page, "Decision");
    await look(page, "07-case-ready");
    await press(page, "Open the case", "The case is open");
    // Months have gone by, and a risk of the register was to be looked at again: the reason goes on the record (IMP-6).
    await fill(page, { "Why this panel is appointed all the same": "The quality manager looks at the overdue risk this week; it does not touch this client." });
    for (const name of Object.values(PANEL)) {
      await choose(page.getByLabel("Panel member"), name);
      if (name === PANEL.ruth) await page.getByLabel("Chairs the panel and signs last").check();
      await press(page, "Appoint", "Appointed, and told by mail");
    }
    await look(page, "07-case-panel");
  });
}

/** The case, opened by a member of the panel. */
const onCase = (play, key, act) =>
  play.by(key, "panel", async (page) => {
    await follow(page, "Cases", "Cases");
    await page.getByRole("link", { name: play.client.name }).first().click();
    await page.getByRole("heading", { name: play.client.name }).first().waitFor();
    await act(page);
  });

export async function panelDeclares(play) {
  for (const key of Object.keys(PANEL)) {
    await play.by(key, "panel", async (page) => {
      if (key === "priya") await look(page, "07-panel-home");
    });
    await onCase(play, key, async (page) => {
      if (!page.url().endsWith("/declaration")) await tab(page, "Declaration");
      if (key === "priya") await look(page, "07-panel-declaration");
      await declares(page);
      await says(page, "The whole file is open to you now");
    });
  }
}

export async function signsTooEarly(play) {
  await onCase(play, "priya", async (page) => {
    await look(page, "07-panel-record");
    await addsPasskey(page, play.house.address);
    await signsWithPasskey(page);
    await says(page, "Your signature stands");
    await look(page, "07-panel-signed");
  });
}

/** Votes for the grant; the next page shows exactly what will be signed. */
async function votes(page, button) {
  await tab(page, "Sign");
  for (const box of await page.getByRole("group", { name: "I state" }).getByRole("checkbox").all()) await box.check();
  await answer(page, "I am for this", "Grant");
  await fill(page, { "Your reason": "The record shows a system that works; its findings are corrected, and the effect is verified." });
  await page.getByRole("button", { name: button }).click();
}

/** Votes, and signs with the password and the code that a demonstration says. */
async function signs(page, button) {
  await votes(page, "Sign with password and code");
  await page.getByRole("heading", { name: "Exactly what you sign" }).waitFor();
  await look(page, "07-exactly-code");
  const [code] = (await page.getByText(/your code is now/).textContent()).match(/\d{6}/);
  await fill(page, { "Your password, again": "demonstration", "Your one-time code": code });
  await page.getByRole("button", { name: new RegExp(button) }).click();
}

/** Plugs an authenticator into this window, where it stays. */
async function plugIn(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
}

/** A passkey on the account, with the password again; then back to the case. */
async function addsPasskey(page, address) {
  await plugIn(page);
  const back = page.url();
  await page.goto(`${address}/door/account`);
  await page.getByRole("link", { name: "Add a passkey" }).click();
  await fill(page, { "Name of the passkey": "Key in the drawer", "Your password": "demonstration" });
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Make the passkey now" }).click();
  await says(page, "Your passkey is added");
  await look(page, "07-my-account");
  await page.goto(back);
}

/** Votes, and signs with the passkey that is plugged in. */
async function signsWithPasskey(page) {
  await votes(page, "Sign with my passkey");
  await page.getByRole("heading", { name: "Exactly what you sign" }).waitFor();
  await look(page, "07-exactly-passkey");
  await page.getByRole("button", { name: "Sign with my passkey now" }).click();
}

export async function panelAsks(play) {
  await onCase(play, "david", async (page) => {
    await tab(page, "Questions");
    await fill(page, { "Ask the audit team": "Was the alarm of the support helper seen in operation, or only on paper?" });
    await press(page, "Ask", "The team answers");
    await fill(page, { "Say to the panel": "I would like to know this before I sign." });
    await press(page, "Say it", "I would like to know this before I sign");
    await look(page, "07-panel-questions");
  });
  await play.by("amara", "audit", async (page) => {
    await look(page, "07-audit-home");
    await follow(page, /question/i, "Questions of the panel");
    await look(page, "07-audit-questions");
    await fill(page, { "Your answer to the panel": "In operation: on the second day an alarm was raised, and its owner handled it before us." });
    await press(page, "Answer the panel", "The panel has your answer");
  });
}

export async function panelSigns(play) {
  await onCase(play, "priya", async (page) => {
    await says(page, /signature no longer counts|What changed since you signed/);
    await look(page, "07-panel-voided");
  });
  await onCase(play, "ruth", async (page) => {
    await votes(page, "Sign with password and code");
    await says(page, "This cannot be done");
    await look(page, "07-chair-too-early");
  });
  await onCase(play, "priya", async (page) => {
    await signsWithPasskey(page);
    await says(page, "Your signature stands");
  });
  await onCase(play, "david", async (page) => {
    await signs(page, "^Sign$");
    await says(page, "Your signature stands");
  });
  await onCase(play, "ruth", async (page) => {
    await look(page, "07-chair-record");
    await signs(page, "^Sign and decide");
    await page.getByRole("heading", { name: "Decided" }).or(page.getByText(/granted/i)).first().waitFor();
    await look(page, "07-decided");
  });
}

export async function neverSeesTheDeliberation(play) {
  await play.byClient(async (page) => {
    for (const tail of ["", "/reports", "/attestation", "/findings", "/cycle"]) {
      await page.goto(`${play.house.address}/b/thames/client${tail}`);
      assert.ok(!(await page.content()).includes("before I sign"), `the client sees nothing of the deliberation on ${tail}`);
    }
  });
}
