// The demonstration as a newcomer meets it: public pages, every portal's home and the pages that matter most,
// each looked at by axe, with a picture in the gallery.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, openHouse, person, shot } from "./house.js";

let house;
before(async () => { house = await openHouse(); });
after(async () => { await house?.close(); });

/** Opens an address as somebody, looks at it, and keeps a picture. */
async function look(key, path, name, says) {
  const who = await person(house, key);
  await who.go(path);
  assert.match(await who.page.locator("main").innerText(), says, `${path} as ${key ?? "a visitor"}`);
  await accessible(who.page, name);
  await shot(who.page, name);
  await who.close();
}

test("anyone reads how the body certifies, and checks a certificate", async () => {
  await look(null, "/", "front-page", /./);
  await look(null, "/b/thames", "body-page", /Thames Assurance/);
  await look(null, "/b/thames/directory", "directory", /Harbour & Finch/);
  const who = await person(house, null);
  await who.go("/verify");
  await who.page.getByRole("searchbox").first().fill("harbour");
  await who.page.keyboard.press("Enter");
  await who.page.getByRole("link", { name: /Harbour & Finch/ }).click();
  await who.page.getByText("Genuine", { exact: true }).first().waitFor();
  await accessible(who.page, "register page");
  await shot(who.page, "register-page");
  await who.close();
});

test("each portal has its home", async () => {
  await look("helen", "/b/thames/office", "office-home", /Review the application/);
  await look("amara", "/b/thames/audit", "audit-home", /Judge the client/);
  await look("david", "/b/thames/panel", "panel-home", /Read the record/);
  await look("castellan", "/b/thames/client", "client-home", /Answer a finding/);
});

test("the client downloads its attestation", async () => {
  const client = await person(house, "harbour");
  await client.go("/b/thames/client/attestation");
  await accessible(client.page, "attestation");
  await shot(client.page, "client-attestation");
  const [download] = await Promise.all([client.page.waitForEvent("download"), client.page.getByRole("link", { name: /Download the attestation/ }).click()]);
  assert.match(download.suggestedFilename(), /^TA-AIMS-\d{4}-\d+-1\.pdf$/);
  await client.close();
});

test("a panel member signs by giving password and code, and not otherwise", async () => {
  const david = await person(house, "david");
  await david.go("/b/thames/panel");
  await david.page.getByRole("link", { name: /^Read/ }).first().click();
  await shot(david.page, "panel-record");
  if (david.page.url().includes("/declaration")) assert.fail("David has declared in the demonstration");
  await david.page.getByRole("link", { name: "Sign", exact: true }).first().click();
  for (const box of await david.page.getByRole("checkbox").all()) await box.check();
  await david.page.getByRole("radio", { name: /Grant/ }).check();
  await david.page.getByLabel("Your reason").fill("The findings are closed and their effect was verified.");
  await shot(david.page, "panel-sign");
  await david.page.getByRole("button", { name: "Sign with password and code" }).click();
  await david.page.getByRole("heading", { name: "Exactly what you sign" }).waitFor();
  await david.page.getByText("The findings are closed and their effect was verified.").first().waitFor();
  const says = async (password) => {
    const [code] = (await david.page.getByText(/your code is now/).textContent()).match(/\d{6}/);
    await david.page.getByLabel("Your password, again").fill(password);
    await david.page.getByLabel("Your one-time code").fill(code);
    await david.page.getByRole("button", { name: /^Sign$/ }).click();
  };
  await says("not the password");
  await david.page.getByText("That is not your password").first().waitFor();
  await shot(david.page, "panel-sign-exactly");
  await says("demonstration");
  await david.page.getByText("Your signature stands").first().waitFor();
  await david.close();
});
