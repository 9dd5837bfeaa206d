// Step 1: a visitor reads how the body certifies, opens an account, and applies; the register comes as a file.

import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { mailTo, person } from "../house.js";
import { among, answer, choose, fill, follow, look, press, says } from "./hands.js";
import { CLIENT, SECTIONS } from "./client.js";

const REGISTER = readFileSync(new URL("ai-systems.csv", import.meta.url), "utf8");

export async function opensAnAccount({ house }) {
  const who = await person(house, null);
  const { page } = who;
  await who.go("/b/thames");
  await look(page, "01-body-page");
  await follow(page, "Apply for certification", "Apply for certification");
  await look(page, "01-apply");
  await follow(page, "Open an account", "Open an account");
  await fill(page, { "Your name": CLIENT.signatory, "E-mail address": CLIENT.email, "Choose a password": CLIENT.password });
  await look(page, "01-account");
  await press(page, "Open the account", "Look into your mailbox");
  await look(page, "01-account-mail");
  await who.go(await linkIn(house, CLIENT.email));
  await fill(page, { Password: CLIENT.password });
  await look(page, "01-confirm");
  await press(page, "Confirm and sign in", "Begin the application");
  await fill(page, { "Your organisation’s legal name": CLIENT.name });
  await press(page, "Begin the application", "Sections");
  await look(page, "01-application-begun");
  await who.close();
}

/** The link in the newest mail to somebody. Mail leaves the outbox a moment after the act. */
async function linkIn(house, address) {
  const patience = Date.now() + 10_000;
  while (Date.now() < patience) {
    const [link] = mailTo(house, address)?.replaceAll("=\r\n", "").replaceAll("=3D", "=").match(/http[^\s<>"]+\/door\/[^\s<>"]+/) ?? [];
    if (link) return link;
    await new Promise((again) => setTimeout(again, 50));
  }
  return assert.fail(`no mail with a link came to ${address}`);
}

export async function savesADraft(play) {
  await play.byClient(async (page) => {
    await look(page, "01-client-home");
    await follow(page, "Application", CLIENT.name);
    await follow(page, "Your organisation", "Your organisation");
    await page.getByLabel("Registration number").fill("GB 11930244");
    await look(page, "01-section");
    await press(page, "Save, and back to the sections", "Sections");
    await follow(page, "Your organisation", "Your organisation");
    assert.equal(await page.getByLabel("Registration number").inputValue(), "GB 11930244", "a draft is kept");
    await follow(page, "Application", CLIENT.name);
    await follow(page, "Check and submit", "Check your answers");
    await says(page, "Still missing");
    await look(page, "01-check-incomplete");
  });
}

export async function answersEverySection(play) {
  await play.byClient(async (page) => {
    await follow(page, "Application", CLIENT.name);
    await follow(page, SECTIONS[0].title, SECTIONS[0].title);
    for (const { title, row, fields = {}, questions = {} } of SECTIONS) {
      await page.getByRole("heading", { name: title, level: 1 }).waitFor();
      for (const [question, choice] of Object.entries(questions)) await answer(page, question, choice);
      await fill(row ? among(page, row) : page.getByRole("main"), fields);
      await page.getByRole("button", { name: "Save and go on" }).click();
    }
    await page.getByRole("heading", { name: "Who signs for you" }).waitFor({ state: "detached" });
  });
}

export async function importsTheRegister(play) {
  await play.byClient(async (page) => {
    await follow(page, "Application", CLIENT.name);
    await follow(page, "AI systems", "AI systems");
    await follow(page, "Import from a CSV file", "Import your register");
    await upload(page, REGISTER);
    await says(page, "Nothing is in your register yet");
    await look(page, "01-import-preview-problem");
    await says(page, /Use one of/);
    await press(page, "Discard the file", "Import");
    await page.goto(`${play.house.address}/b/thames/client/ai-systems`);
    await says(page, "The register holds 0 entries");
    await follow(page, "Import from a CSV file", "Import your register");
    await upload(page, REGISTER.replace(";Very;", ";High;"));
    await says(page, "Nothing is in your register yet");
    await page.getByText("Change which column holds what").click();
    await choose(page.getByLabel("Owner", { exact: true }), "Answerable");
    await choose(page.getByLabel("Built or procured", { exact: true }), "Build or buy");
    await page.getByRole("button", { name: "Look again with these columns" }).click();
    await says(page, /Every column is taken over/);
    await look(page, "01-import-preview");
    await press(page, "Import 3 AI systems", "Every row is in your register");
    await look(page, "01-imported");
    await follow(page, "Go to the register", "AI systems");
    await says(page, "The register holds 3 entries");
    await look(page, "01-register");
  });
}

async function upload(page, text) {
  await page.getByLabel("CSV file").setInputFiles({ name: "ai-systems.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Upload and look" }).click();
}

export async function checksAndSubmits(play) {
  await play.byClient(async (page) => {
    await follow(page, "Application", CLIENT.name);
    await follow(page, "Check and submit", "Check your answers");
    await says(page, "Nothing is missing");
    await look(page, "01-check");
    await press(page, "Submit the application", /submitted/i);
    await look(page, "01-submitted");
  });
}
