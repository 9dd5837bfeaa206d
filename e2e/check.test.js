// Files and numbers by the dozen at the register's check: sent one by one, counted, answered in a table, saved as a
// sheet; stopped and gone on with; and a connection that breaks.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { accessible, openHouse, person, shot } from "./house.js";
import { says } from "./journey/hands.js";

let house, visitor, page, number, files;

/** A file as it is chosen. */
const file = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(buffer) });
const vector = (name) => readFileSync(new URL(`../docs/formats/vectors/${name}`, import.meta.url));
const said = () => page.locator("[data-answers] [role=status]");
const rows = () => page.locator("[data-answers] tbody tr");
const ended = (words) => said().filter({ hasText: words }).filter({ hasText: "That is all." }).waitFor({ timeout: 60_000 });

before(async () => {
  house = await openHouse();
  visitor = await person(house, null);
  ({ page } = visitor);
  await visitor.go("/verify?q=harbour");
  number = (await page.locator("main").textContent()).match(/TA-AIMS-\d{4}-\d+/)[0];
  const get = async (name) => (await visitor.context.request.get(`${house.address}/verify/${number}/${name}`)).body();
  const [bundle, pdf, credential] = await Promise.all([get("bundle.zip"), get("attestation.pdf"), get("credential.jwt")]);
  const forged = Buffer.from(pdf);
  forged[forged.length >> 1] ^= 1;
  files = [file("bundle.zip", bundle), file("=1+1.pdf", forged), file("credential.jwt", credential), file("stranger.zip", vector("bundle-withdrawn.zip")),
    file("none.jwt", vector("forged-none.jwt")), file("hello.txt", "hello")];
});
after(async () => { await visitor?.close(); await house?.close(); });

async function choose(chosen) {
  await visitor.go("/verify/file");
  await page.getByLabel("Attestations").setInputFiles(chosen);
  await page.getByRole("button", { name: "Check them" }).click();
}

test("each of several files is answered, the gravest first, and the answers are saved as a sheet", async () => {
  await choose(files);
  await ended("6 of 6 checked, 2 not genuine");
  const words = await rows().allTextContents();
  assert.equal(words.length, 6);
  assert.ok(words.slice(0, 2).every((text) => text.includes("Not genuine")), words.join("\n"));
  for (const word of ["Unknown", "Cannot be read"]) assert.ok(words.some((text) => text.includes(word)), word);
  assert.ok(words.filter((text) => text.includes(number)).length >= 2, "what is genuine leads to its number");
  await accessible(page, "the answers to files");
  await shot(page, "register-files-answered");
  await page.getByLabel("Show").selectOption({ label: "Not genuine (2)" });
  assert.equal(await rows().count(), 2);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the answers" }).click()]);
  const sheet = readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  assert.equal(sheet.length, 7);
  assert.ok(sheet[2].startsWith(`"'=1+1.pdf","Not genuine"`), `in the order in which they were chosen, and no formula: ${sheet[2]}`);
});

test("a file alone is answered at length", async () => {
  await choose(files.slice(0, 1));
  await says(page, "The file you gave");
  await shot(page, "register-file-answered");
});

test("a connection that breaks is tried again, and nothing is lost", async () => {
  let broken = 0;
  await page.route("**/verify/file", (route) => (route.request().method() === "POST" && broken++ < 4 ? route.abort("connectionreset") : route.continue()));
  await choose(files);
  await ended("6 of 6 checked, 2 not genuine");
  assert.ok(broken > 6, "some were sent again");
  await page.unroute("**/verify/file");
});

test("a long batch is stopped and gone on with, and no more rows are made than can be read", async () => {
  const many = Array.from({ length: 250 }, (_, n) => file(`${n}.txt`, `x${n}`));
  await choose(many);
  await page.getByRole("button", { name: "Stop" }).click();
  await said().filter({ hasText: "Stopped." }).waitFor();
  const [before] = (await said().textContent()).match(/^\d+/);
  assert.ok(Number(before) < 250, `it stopped at ${before}`);
  await page.getByRole("button", { name: "Go on" }).click();
  await ended("250 of 250 checked, 0 not genuine");
  assert.equal(await rows().count(), 100);
  await page.getByRole("button", { name: "Show more" }).click();
  assert.equal(await rows().count(), 200);
});

test("without script they go in one form, and come back as one page", async () => {
  const plain = await person(house, null, { javaScriptEnabled: false });
  await plain.go("/verify/file");
  await plain.page.getByLabel("Attestations").setInputFiles(files);
  await plain.page.getByRole("button", { name: "Check them" }).click();
  await says(plain.page, /6 checked: \d genuine and valid, 2 not genuine/);
  assert.equal(await plain.page.locator("tbody tr").count(), 6);
  await shot(plain.page, "register-files-plain");
  await plain.close();
});

test("a list of numbers is answered on the page", async () => {
  await visitor.go("/verify/list");
  await page.getByLabel("Or paste them").fill(`${number}\nTA-AIMS-1999-0001\nnonsense\n`);
  await page.getByRole("button", { name: "Look them up" }).click();
  await ended("3 of 3 checked, 2 not valid or not known, 1 valid");
  await accessible(page, "the answers to numbers");
  await shot(page, "register-numbers-answered");
});

test("at 320 pixels the answers do not scroll sideways", async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await choose(files);
  await ended("6 of 6 checked");
  await shot(page, "narrow-verify-file");
  assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth) <= 320);
});
