// Makes docs/formats/vectors/chromium.json: has Chromium's virtual authenticator register a passkey on
// http://localhost and sign the statement that lies beside it. Needs playwright-core and /usr/bin/chromium:
//   NODE_PATH=e2e/node_modules node crates/proofs/tests/data/chromium.mjs docs/formats/vectors
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const folder = process.argv[2];
const port = 18765;
const server = createServer((_, answer) => {
  answer.setHeader("content-type", "text/html");
  answer.end("<!doctype html><title>sign</title>");
}).listen(port, "localhost");
const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const alone = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: [...quiet, ...alone] });
const page = await browser.newPage();
await page.goto(`http://localhost:${port}/`);
const cdp = await page.context().newCDPSession(page);
await cdp.send("WebAuthn.enable");
await cdp.send("WebAuthn.addVirtualAuthenticator", {
  options: {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  },
});
const statement = readFileSync(`${folder}/statement.json`);
const challenges = {
  registration: createHash("sha256").update("a registration's challenge").digest("base64url"),
  authentication: createHash("sha256").update(statement).digest("base64url"),
};
const made = await page.evaluate(async (challenges) => {
  const bytes = (text) => Uint8Array.fromBase64(text, { alphabet: "base64url" });
  const created = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenges.registration),
      rp: { id: "localhost", name: "Assay" },
      user: { id: new Uint8Array(16), name: "ada", displayName: "Ada Osei" },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
      attestation: "none",
    },
  });
  const got = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(challenges.authentication),
      rpId: "localhost",
      allowCredentials: [{ type: "public-key", id: created.rawId }],
      userVerification: "required",
    },
  });
  return { registration: created.toJSON(), authentication: got.toJSON() };
}, challenges);
const kept = {
  site: { rpId: "localhost", origin: `http://localhost:${port}` },
  registrationChallenge: challenges.registration,
  authenticationChallenge: challenges.authentication,
  ...made,
};
writeFileSync(`${folder}/chromium.json`, `${JSON.stringify(kept, null, 2)}\n`);
await browser.close();
server.close();
