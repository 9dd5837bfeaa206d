// The house under test: the real program in demonstration on a port and data folder of its own, and a
// browser to walk through it. Nothing here knows what the pages say.

import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, chmodSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const gallery = resolve(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "gallery");
mkdirSync(gallery, { recursive: true });

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Starts `assay demo` and waits until it says that it serves. */
export async function openHouse() {
  const data = mkdtempSync(join(tmpdir(), "assay-e2e-"));
  chmodSync(data, 0o755);
  const port = await freePort();
  // By its name: browsers use no passkeys at an address that is a number.
  const address = `http://localhost:${port}`;
  const { DATABASE_URL: _, ...environment } = process.env;
  const program = spawn(process.env.ASSAY_BIN ?? join(root, "target/debug/assay"), ["demo"], {
    env: { ...environment, ASSAY_DATA: data, ASSAY_LISTEN: `127.0.0.1:${port}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  program.stdout.on("data", (chunk) => (said += chunk));
  program.stderr.on("data", (chunk) => (said += chunk));
  const ended = new Promise((done) => program.on("exit", done));
  await untilServing(address, program, () => said);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
  const close = async () => {
    await browser.close();
    program.kill("SIGINT");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { address, browser, data, close, said: () => said };
}

async function untilServing(address, program, said) {
  const patience = Date.now() + 120_000;
  while (Date.now() < patience) {
    assert.equal(program.exitCode, null, `the program ended:\n${said()}`);
    const answer = await fetch(`${address}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((again) => setTimeout(again, 200));
  }
  throw new Error(`the program does not serve:\n${said()}`);
}

/** A person with a browser window of their own. `key` is a key of the role picker; none for a visitor. */
export async function person(house, key, options = {}) {
  const context = await house.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => assert.fail(`${page.url()}: ${error}`));
  const go = (path) => page.goto(path.startsWith("http") ? path : house.address + path);
  const enter = async (role) => {
    const answer = await context.request.post(`${house.address}/door/demo`, { form: { person: role }, maxRedirects: 0 });
    assert.equal(answer.status(), 303, `${role} signs in`);
  };
  if (key) await enter(key);
  return { page, context, go, enter, close: () => context.close() };
}

/** A picture for the gallery, of the whole page. */
export async function shot(page, name) {
  await page.screenshot({ path: join(gallery, `${name}.png`), fullPage: true });
}

/** No violation that axe can see, by WCAG 2.2 AA. */
export async function accessible(page, where) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  const seen = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")}`);
  assert.deepEqual(seen, [], `${where} (${page.url()})`);
}

/** The newest mail to an address, as its text. */
export function mailTo(house, address) {
  const folder = join(house.data, "mail");
  const files = readdirSync(folder).filter((name) => name.endsWith(".eml")).sort();
  const mails = files.map((name) => readFileSync(join(folder, name), "utf8")).filter((text) => text.includes(address));
  return mails.at(-1);
}
