// Tries verify.html in a browser on every vector of docs/formats/vectors, over file:// and with no network:
//   node crates/proofs/tests/page.mjs [folder with playwright-core, default e2e/node_modules] [folder for pictures]
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = resolve(process.argv[2] ?? join(here, "../../../e2e/node_modules"));
const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");
const vectors = join(here, "../../../docs/formats/vectors");
const page_file = pathToFileURL(join(here, "../src/verify.html")).href;
const expected = JSON.parse(readFileSync(join(vectors, "expected.json"), "utf8"));
const pictures = process.argv[3];

const data = mkdtempSync(join(tmpdir(), "page-"));
const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const context = await chromium.launchPersistentContext(data, { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
let failed = 0;
const seen = (what, ok, more = "") => { if (!ok) failed++; console.log(`${ok ? "ok  " : "FAIL"} ${what} ${ok ? "" : more}`); };

async function judged(files, now) {
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => { if (!request.url().startsWith("file:") && !request.url().startsWith("blob:")) said.push("asked for " + request.url()); });
  await page.addInitScript((at) => { Date.now = () => at; }, Date.parse(now));
  await page.goto(page_file);
  await page.setInputFiles("#file", files);
  await page.waitForFunction(() => document.getElementById("result").dataset.genuine, null, { timeout: 20000 });
  const { genuine, state } = await page.evaluate(() => ({ ...document.getElementById("result").dataset }));
  return { page, said, genuine, state, text: await page.innerText("#result") };
}

for (const { file, now, keys_known, genuine, state, sentence, validity, log } of expected) {
  const files = [join(vectors, file), ...(keys_known ? [join(vectors, "keys.json")] : [])];
  const found = await judged(files, now);
  // The page says what the prompt says, in the same words.
  const words = [sentence, validity, log?.sentence].filter(Boolean).map((said) => said.replace(/\s+/g, " "));
  const text = found.text.replace(/\s+/g, " "), unsaid = words.filter((said) => !text.includes(said));
  const right = found.genuine === genuine && found.state === state && found.said.length === 0 && unsaid.length === 0;
  seen(`${file} at ${now}${keys_known ? " with keys" : ""}: ${genuine} ${state}`, right, JSON.stringify({ ...found, page: undefined, unsaid }));
  if (pictures) {
    for (const scheme of ["light", "dark"]) {
      await found.page.emulateMedia({ colorScheme: scheme });
      await found.page.screenshot({ path: join(pictures, `${file}-${now.slice(0, 10)}-${scheme}.png`), fullPage: true });
    }
  }
  await found.page.close();
}

// A bundle altered in one letter of what is attested, and a credential with its lists beside it.
const altered = join(data, "altered.zip");
const bytes = readFileSync(join(vectors, "bundle.zip"));
bytes[bytes.indexOf("Lindqvist")] ^= 1;
writeFileSync(altered, bytes);
const broken = await judged([altered], "2026-11-24T12:00:00Z");
seen("one letter altered: not genuine", broken.genuine === "no", broken.text);
const lists = ["credential.jwt", "keys.json", "status-suspension.jwt", "status-revocation.jwt"].map((name) => join(vectors, name));
const whole = await judged(lists, "2026-11-24T12:00:00Z");
seen("credential, keys and lists: genuine and valid", whole.genuine === "yes" && whole.state === "valid", whole.text);

// The page finds every altered byte of a sealed PDF and of a credential, wherever it stands.
for (const name of ["attestation.pdf", "credential.jwt"]) {
  const genuine = [...readFileSync(join(vectors, name))], known = [...readFileSync(join(vectors, "keys.json"))];
  const fooled = await whole.page.evaluate(async ([genuine, known, step]) => {
    const fooled = [];
    for (let at = 0; at < genuine.length; at += step) {
      const altered = Uint8Array.from(genuine);
      altered[at] ^= 1 + (at % 31);
      const report = await judge(altered, Uint8Array.from(known), [], Date.now());
      if (report.genuine === "yes") fooled.push(at);
    }
    return fooled;
  }, [genuine, known, name.endsWith(".pdf") ? 1499 : 13]);
  seen(`${name}: no altered byte passes`, fooled.length === 0, fooled.join(" "));
}

// What a screen reader meets: nothing that axe finds fault with.
try {
  await whole.page.addScriptTag({ path: join(modules, "axe-core/axe.min.js") });
} catch {
  await whole.page.evaluate(readFileSync(join(modules, "axe-core/axe.min.js"), "utf8"));
}
const faults = await whole.page.evaluate(async () => (await axe.run()).violations.map((fault) => `${fault.id}: ${fault.help}`));
seen("accessible", faults.length === 0, faults.join("; "));

await context.close();
rmSync(data, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
