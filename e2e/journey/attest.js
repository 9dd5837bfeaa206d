// Steps 8 and 9: the attestation, for the client and for anyone; the cycle; and what the neighbour does not see.

import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { person } from "../house.js";
import { follow, look, press, says, tab } from "./hands.js";

export async function downloadsItsAttestation(play) {
  await play.byClient(async (page) => {
    await look(page, "08-client-home");
    await follow(page, "Attestation", "Your attestation");
    await look(page, "08-client-attestation");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Download the attestation/ }).click()]);
    assert.match(download.suggestedFilename(), /^TA-AIMS-\d{4}-\d+-1\.pdf$/);
    const pdf = readFileSync(await download.path());
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    assert.match(pdf.subarray(-16).toString(), /%%EOF/);
    play.number = download.suggestedFilename().replace(/-1\.pdf$/, "");
  });
}

/** Looks for the client by its name in the body's directory. */
async function listed(play) {
  const who = await person(play.house, null);
  await who.go("/b/thames/directory");
  await who.page.getByRole("searchbox").fill("quayside");
  await who.page.keyboard.press("Enter");
  await who.page.getByText(/Nobody is listed like that|Quayside/).filter({ visible: true }).first().waitFor();
  const found = await who.page.getByRole("link", { name: play.client.name }).count();
  await look(who.page, found ? "08-directory" : "08-directory-without");
  await who.close();
  return found > 0;
}

export async function isListedByConsent(play) {
  assert.equal(await listed(play), false, "nobody is listed without consent");
  await play.byClient(async (page) => {
    await follow(page, "Attestation", "Your attestation");
    await press(page, "List us in the public directory", "The public directory lists you from now on");
  });
  assert.equal(await listed(play), true, "listed by consent");
}

export async function isFoundByAnyone(play) {
  const who = await person(play.house, null);
  const { page } = who;
  await who.go("/");
  await look(page, "08-front-page");
  await who.go("/verify");
  for (const words of ["quayside", play.number]) {
    await page.getByRole("searchbox").first().fill(words);
    await page.keyboard.press("Enter");
    const link = page.getByRole("link", { name: play.client.name });
    await link.or(page.getByText("Is it genuine?")).first().waitFor();
    if (await link.count()) await look(page, "08-verify"), await link.click();
    await page.getByText("Genuine", { exact: true }).first().waitFor();
    await page.getByText("Valid", { exact: true }).first().waitFor();
    await says(page, "As of");
    assert.ok(page.url().endsWith(`/verify/${play.number}`), page.url());
    if (words === play.number) await look(page, "08-register-page");
    await who.go("/verify");
  }
  await page.getByRole("searchbox").first().fill("TA-AIMS-2026-9999");
  await page.keyboard.press("Enter");
  await says(page, "Not in this register");
  await look(page, "08-verify-unknown");
  await who.close();
}

export async function seesItsCycle(play) {
  await play.byClient(async (page) => {
    await follow(page, "The cycle", "Your certification cycle");
    await says(page, "counted from the decision");
    for (const audit of ["Surveillance 1", "Surveillance 2", "Recertification"]) await says(page, audit);
    await look(page, "09-client-cycle");
  });
  await play.by("helen", "office", async (page) => {
    await look(page, "09-office-home");
    await follow(page, "Falls due", "Falls due");
    const rows = page.getByRole("row").filter({ hasText: play.client.name });
    assert.equal(await rows.count(), 3, "two surveillances and the recertification");
    await look(page, "09-falls-due");
  });
  await play.byOffice(async (page) => {
    await look(page, "09-file");
    play.file = new URL(page.url()).pathname;
    await tab(page, "Record");
    await page.getByRole("link", { name: /check/i }).or(page.getByRole("button", { name: /check/i })).first().click();
    await says(page, "Chain intact");
    await look(page, "09-record");
  });
}

export async function isUnseenByTheNeighbour(play) {
  const ingrid = await person(play.house, "ingrid");
  const { page } = ingrid;
  await ingrid.go("/b/northmark/office/clients");
  await says(page, "Nordlys");
  assert.equal(await page.getByText(play.client.name).count(), 0, "the neighbour's list");
  for (const path of [play.file, play.file.replace("/b/thames/", "/b/northmark/")]) {
    const answer = await ingrid.go(path);
    assert.equal(answer.status(), 404, path);
    assert.ok(!(await page.content()).includes(play.client.name), path);
  }
  await look(page, "09-neighbour-not-found");
  await ingrid.close();
}
