// The same doors without the comfort: no script at all, no mouse, a narrow screen.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { openHouse, person, shot } from "./house.js";
import { answer, fill, follow, press, says } from "./journey/hands.js";

let house;
before(async () => { house = await openHouse(); });
after(async () => { await house?.close(); });

/** Chooses who to be in the demonstration, by pressing the button. */
async function be(who, name) {
  await who.go("/door");
  await who.page.getByRole("button", { name: `Be ${name}` }).click();
  await who.page.getByRole("heading", { name: "Needs you" }).waitFor();
}

test("without script a client answers a finding, with a file", async () => {
  const client = await person(house, null, { javaScriptEnabled: false });
  const { page } = client;
  await client.go("/door");
  await page.getByRole("listitem").filter({ hasText: "Castellan" }).getByRole("button").click();
  await follow(page, "Findings", "Findings");
  await follow(page, /^Finding 1:/, "Finding 1");
  await fill(page, { Correction: "Validation was repeated for the version in use.", "Root cause": "" });
  await press(page, "Check and send", "There is a problem");
  assert.equal(await page.getByLabel("Correction", { exact: true }).inputValue(), "Validation was repeated for the version in use.", "what was typed is still there");
  await fill(page, { "Root cause": "Nobody was named to start validation after retraining.", "Corrective action": "Retraining now opens a validation task, and a release waits for it.", "Responsible person": "Head of data science", "Done by": "2027-03-31" });
  await page.getByLabel("Evidence", { exact: true }).setInputFiles({ name: "validation.txt", mimeType: "text/plain", buffer: Buffer.from("Validation of version 3.2, repeated.\n") });
  await press(page, "Keep as a draft", "Your draft is kept");
  await page.getByRole("link", { name: "validation.txt" }).waitFor();
  await press(page, "Check and send", "Check your answer to finding 1");
  await press(page, "Send the answer", "Your answer was sent");
  await shot(page, "plain-client-finding");
  await client.close();
});

test("without script a panel member signs", async () => {
  const david = await person(house, null, { javaScriptEnabled: false });
  const { page } = david;
  await be(david, "David Levy");
  await page.getByRole("link", { name: /^Read/ }).first().click();
  await page.getByRole("link", { name: "Sign", exact: true }).first().click();
  for (const box of await page.getByRole("group", { name: "I state" }).getByRole("checkbox").all()) await box.check();
  await answer(page, "I am for this", "Grant");
  await fill(page, { "Your reason": "The findings are closed and their effect was verified." });
  await press(page, "Sign with password and code", "Exactly what you sign");
  const [code] = (await page.getByText(/your code is now/).textContent()).match(/\d{6}/);
  await fill(page, { "Your password, again": "demonstration", "Your one-time code": code });
  await press(page, /^Sign$/, "Your signature stands");
  await david.close();
});

/** Presses Tab until the focus is there; wherever it comes by, it is seen. Within a date the browser itself shows it. */
async function tabTo(page, target, name) {
  for (let steps = 0; steps < 120; steps++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const at = document.activeElement, style = getComputedStyle(at);
      return at === document.body || at.type === "date" || style.outlineStyle !== "none" || style.boxShadow !== "none" ? "" : at.outerHTML.slice(0, 120);
    });
    assert.equal(seen, "", "the focus is seen");
    if (await target.evaluate((el) => el === document.activeElement)) return;
  }
  assert.fail(`no way with Tab to ${name} on ${page.url()}`);
}

const focused = (locator) => locator.evaluate((el) => el === document.activeElement);

test("with the keyboard alone a client finds its task, sends a form with a gap, and mends it", async () => {
  const client = await person(house, "castellan");
  const { page } = client;
  await client.go("/b/thames/client");
  await page.keyboard.press("Tab");
  assert.ok(await focused(page.getByRole("link", { name: "Skip to the page" })), "the first stop skips the navigation");
  await shot(page, "keyboard-skip-link");
  await page.keyboard.press("Enter");
  assert.ok(await focused(page.getByRole("main")), "the skip link leads to the page");
  const task = page.getByRole("link", { name: /^Answer ?: Answer/ }).first();
  await tabTo(page, task, "the task");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^Finding \d/ }).first().waitFor();
  const correction = page.getByLabel("Correction", { exact: true });
  await tabTo(page, correction, "the correction");
  await page.keyboard.type("The users' guide now names the groups.");
  await tabTo(page, page.getByRole("button", { name: "Check and send" }), "the button");
  await page.keyboard.press("Space");
  await says(page, "There is a problem");
  assert.ok(await focused(page.getByRole("alert").first()), "the summary of errors has the focus");
  assert.match(await page.title(), /^Error: /);
  await shot(page, "keyboard-error-summary");
  await page.keyboard.press("Tab");
  const field = new URL(await page.evaluate(() => document.activeElement.href)).hash.slice(1);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), field, "each error leads to its field");
  assert.equal(await correction.inputValue(), "The users' guide now names the groups.", "what was typed is still there");
  await client.close();
});

test("what was typed outlives a session that ended, and a notice is said once", async () => {
  const client = await person(house, "castellan");
  const { page, context } = client;
  await client.go("/b/thames/client/findings");
  await follow(page, /^Finding 3:/, "Finding 3");
  const typed = page.getByLabel("Root cause", { exact: true });
  await typed.fill("The guide was written before the groups were known.");
  await context.clearCookies();
  await page.getByRole("button", { name: "Keep as a draft" }).click();
  await page.getByRole("button", { name: "Be Dr Samuel Osei" }).click();
  await says(page, "What you typed is back, not sent yet");
  assert.equal(await typed.inputValue(), "The guide was written before the groups were known.");
  await press(page, "Keep as a draft", "Your draft is kept");
  await page.reload();
  assert.equal(await typed.inputValue(), "The guide was written before the groups were known.", "kept by the house now");
  assert.equal(await page.getByRole("status").count(), 0, "the notice is said once");
  await client.close();
});

const NARROW = {
  visitor: ["/", "/b/thames", "/b/thames/apply", "/b/thames/directory", "/verify", "/door"],
  castellan: ["", "/application", "/proposal", "/audits", "/reports", "/findings", "/attestation", "/cycle"].map((tail) => `/b/thames/client${tail}`),
  helen: ["", "/clients", "/due", "/people", "/outbox", "/settings"].map((tail) => `/b/thames/office${tail}`),
  amara: ["", "/audits", "/questions"].map((tail) => `/b/thames/audit${tail}`),
  david: ["", "/cases"].map((tail) => `/b/thames/panel${tail}`),
};

for (const [key, paths] of Object.entries(NARROW)) {
  test(`at 320 pixels nothing scrolls sideways for ${key}`, async () => {
    const who = await person(house, key === "visitor" ? null : key, { viewport: { width: 320, height: 640 } });
    const wide = [];
    for (const path of paths) {
      await who.go(path);
      await shot(who.page, `narrow${path.replaceAll("/", "-")}`);
      const width = await who.page.evaluate(() => document.scrollingElement.scrollWidth);
      if (width > 320) wide.push(`${path}: ${width}`);
    }
    assert.deepEqual(wide, []);
    await who.close();
  });
}
