// What a person's hands do on a page: type by the label, choose, press, and read what the page says next.

import assert from "node:assert/strict";
import { accessible, person, shot } from "../house.js";

/** Answers fields by their labels: words are typed or chosen, `true` ticks, a list ticks its choices in a group. */
export async function fill(scope, answers) {
  for (const [label, answer] of Object.entries(answers)) {
    if (Array.isArray(answer)) {
      for (const choice of answer) await among(scope, label).getByLabel(choice).check();
      continue;
    }
    const field = scope.getByLabel(label, { exact: true });
    if (answer === true) await field.check();
    else if (await field.evaluate((el) => el.tagName === "SELECT")) await choose(field, answer);
    else await field.fill(answer);
  }
}

/** Chooses the option whose words contain these. */
export async function choose(select, words) {
  const option = select.locator("option").filter({ hasText: words }).first();
  await select.selectOption(await option.getAttribute("value"));
}

/** The group of choices with this question. */
export const among = (scope, question) => scope.getByRole("group", { name: question });

/** Answers a question with the choice that begins so. */
export const answer = (scope, question, choice) => among(scope, question).getByRole("radio", { name: new RegExp(`^${choice}`) }).check();

/** Presses a button, and reads what the page says then. */
export async function press(page, button, then) {
  await page.getByRole("button", { name: button }).first().click();
  await says(page, then);
}

/** Follows a link to the page with this heading. */
export async function follow(page, link, heading) {
  await page.getByRole("link", { name: link }).first().click();
  await page.getByRole("heading", { name: heading }).first().waitFor();
}

/** Opens a page of the file, the audit or the case that is open. */
export const tab = (page, name) => page.getByRole("navigation", { name: /^This (file|audit|case)$/ }).getByRole("link", { name, exact: true }).click();

/** Waits until the page shows these words. */
export const says = (page, words) => page.getByText(words).filter({ visible: true }).first().waitFor();

/** Looks at a page as it is now, from its top: axe finds nothing, and a picture goes to the gallery. */
export async function look(page, name) {
  await page.evaluate(() => scrollTo(0, 0));
  await accessible(page, name);
  await shot(page, `journey-${name}`);
  await fitsAPhone(page, name);
}

/** At 320 pixels nothing makes the page scroll sideways (WCAG 1.4.10). */
async function fitsAPhone(page, name) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const [width, beyond] = await page.evaluate(() => {
    const sticksOut = (el) => el.getBoundingClientRect().right > 320.5 && !el.closest(".tabs, .nav, .scroll");
    return [document.scrollingElement.scrollWidth, [...document.querySelectorAll("body *")].find(sticksOut)?.outerHTML.slice(0, 80)];
  });
  await page.setViewportSize(size);
  assert.equal(width, 320, `${name} at 320 pixels (${page.url()}): ${beyond}`);
}

/** The day a number of days after the one that the demonstration says it is, as date fields take it. */
export async function day(page, ahead = 0) {
  const said = await page.getByRole("complementary", { name: "Demonstration" }).innerText();
  const [, today] = said.match(/Today is ([^.]+)\./) ?? assert.fail(`the page says no date: ${said}`);
  const date = new Date(`${today} UTC`);
  date.setUTCDate(date.getUTCDate() + ahead);
  return date.toISOString().slice(0, 10);
}

/** The people of one certification, each at a window of their own, which stays open as windows do. */
export class Play {
  windows = new Map();

  constructor(house, client) {
    this.house = house;
    this.client = client;
  }

  /** Somebody's window at an address inside; whoever has been signed out by the days that went by signs in again. */
  async window(key, path, signIn) {
    const who = this.windows.get(key) ?? (await person(this.house, null));
    this.windows.set(key, who);
    await who.go(path);
    if (new URL(who.page.url()).pathname.startsWith("/door")) {
      await signIn(who);
      await who.go(path);
    }
    return who.page;
  }

  /** Somebody of the body, at their portal's home, does something there. */
  async by(key, home, act) {
    const page = await this.window(key, `/b/thames/${home}`, (who) => who.enter(key));
    await act(page);
  }

  /** The client's signatory, signed in with the address and password of the account, at the client portal's home. */
  async byClient(act) {
    const page = await this.window("client", "/b/thames/client", async (who) => {
      await who.go("/door?with=password");
      await fill(who.page, { "E-mail address": this.client.email, Password: this.client.password });
      await press(who.page, "Sign in", "Your way to certification");
    });
    await act(page);
  }

  /** The client's file, opened from the office's list by the scheme manager. */
  byOffice(act) {
    return this.by("helen", "office", async (page) => {
      await follow(page, "Clients", "Clients");
      await page.getByRole("link", { name: this.client.name }).click();
      await act(page);
    });
  }

  /** One of the client's audits, opened from the list of an auditor. */
  byAuditor(key, audit, act) {
    return this.by(key, "audit", async (page) => {
      await follow(page, "Audits", "Audits");
      await page.getByRole("link", { name: `${audit} of ${this.client.name}` }).click();
      await page.getByRole("heading", { name: this.client.name }).waitFor();
      await act(page);
    });
  }

  /** Lets days go by, with the demonstration's own switch. */
  async wait(...buttons) {
    const page = await this.window("visitor", "/", () => assert.fail("the front page is open to anyone"));
    for (const button of buttons) {
      const before = await day(page);
      await page.getByRole("button", { name: button, exact: true }).click();
      assert.notEqual(await day(page), before, `${button} went by`);
    }
  }
}
