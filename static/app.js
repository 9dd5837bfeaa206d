// Comfort on top of pages that work without it.
const all = (what, from = document) => [...from.querySelectorAll(what)];
const one = (what, from = document) => from.querySelector(what);
const make = (tag, props) => Object.assign(document.createElement(tag), props);
const trouble = () => one(".errors, .refusal");

// Storage may be forbidden: then nothing is kept.
function store(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value);
  } catch {}
}

function start() {
  trouble()?.focus();
  reveal(document);
  all("time[datetime*='T']").forEach(localise);
  const sent = store("sent");
  // Whoever was led to the door instead has sent nothing.
  if (sent && !trouble() && document.body.dataset.portal !== "door") store(sent, null);
  store("sent", null);
  all("form[data-keep]").forEach(restore);
  sayKeys();
  all(":is(.nav, .tabs) [aria-current]").forEach((el) => { const row = el.closest("ul"); if (row.scrollWidth > row.clientWidth) row.scrollLeft = el.offsetLeft - 16; });
}
const reveal = (from) => all("[data-js]", from).forEach((el) => { el.hidden = false; });

// In the reader's zone; the tooltip keeps UTC.
function localise(el) {
  if (el.title) return;
  el.title = el.textContent.trim();
  el.textContent = new Date(el.dateTime).toLocaleString(one("html").lang, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" }).replace(" at ", ", ");
}

// Typed text stays until it arrives, a week at most.
const slot = (form) => `keep:${document.body.dataset.person}:${form.dataset.keep}`;
const fields = (form) => all(":is(input:not([type=password], [type=file], [type=hidden]), textarea, select)[name]", form);
const prop = (el) => (/checkbox|radio/.test(el.type) ? "checked" : "value");

function restore(form) {
  const { at, typed } = JSON.parse(store(slot(form)) ?? "{}");
  if (!typed || Date.now() - at > 6048e5 || trouble()) return;
  const add = one("[data-add]", form);
  for (let i = 0; add && i < 50 && fields(form).length < typed.length; i++) addRow(add);
  const now = fields(form);
  if (now.some((el, i) => el.name !== typed[i]?.[0])) return;
  const differs = (el, i) => el[prop(el)] !== typed[i][1];
  if (!now.some(differs)) return;
  now.forEach((el, i) => { el[prop(el)] = typed[i][1]; });
  const note = make("p", { className: "notice", role: "status", textContent: "What you typed is back, not sent yet. " });
  const drop = make("button", { type: "button", className: "link", textContent: "Start afresh", onclick: () => { store(slot(form), null); location.reload(); } });
  note.append(drop);
  form.prepend(note);
}

const dirty = new Set();
document.addEventListener("input", ({ target: { form } }) => {
  if (!form?.matches("[method=post]:not([data-many])")) return;
  if (!form.dataset.keep) return dirty.add(form);
  store(slot(form), JSON.stringify({ at: Date.now(), typed: fields(form).map((el) => [el.name, el[prop(el)]]) }));
});
addEventListener("beforeunload", (event) => { if ([...dirty].some((form) => form.isConnected)) event.preventDefault(); });

// One press, one act.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[method=post]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  dirty.delete(form);
  submitter?.setAttribute("aria-disabled", "true");
  if (form.dataset.keep) store("sent", slot(form));
  if (form.matches("[action$=leave]")) Object.keys(localStorage).forEach((key) => key.startsWith("keep:") && store(key, null));
  // A form whose answer is a file to keep is the browser's own affair.
  if ("plain" in form.dataset || !all("input[type=file]", form).some((el) => el.files.length)) return setTimeout(release, 9000, form);
  event.preventDefault();
  upload(form, submitter);
});
function release(form) {
  delete form.dataset.sent;
  all("[aria-disabled]", form).forEach((el) => el.removeAttribute("aria-disabled"));
}

function upload(form, submitter) {
  const bar = make("progress", { max: 1 }), word = make("span", { role: "status", textContent: "Sending…" });
  (submitter?.closest(".actions") ?? form.lastElementChild).before(bar, word);
  const request = new XMLHttpRequest();
  let moved;
  request.upload.onprogress = ({ loaded, total }) => { moved = true; bar.value = loaded / total; };
  request.onload = () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    if (!one("main", page)) return location.assign(request.responseURL);
    history.replaceState(null, "", request.responseURL);
    document.title = page.title;
    document.body.replaceWith(page.body);
    scrollTo(0, 0);
    start();
  };
  request.onerror = () => {
    if (!moved) return HTMLFormElement.prototype.submit.call(form);
    bar.remove();
    word.textContent = "The connection broke. See what arrived, then send again.";
    release(form);
  };
  request.open("POST", form.getAttribute("action") || location.href);
  request.send(new FormData(form, submitter));
}

// data-add="x" copies <template id="x-row"> into #x; a submit button then need not ask the server for the row.
let made = 0;
function addRow({ dataset: { add } }) {
  const row = one(`#${add}-row`).content.cloneNode(true);
  made++;
  all("*", row).forEach((el) => [...el.attributes].forEach((a) => { a.value = a.value.replaceAll("__n__", `n${made}`); }));
  reveal(row);
  one(`#${add}`).append(row);
  return one(`#${add}`).lastElementChild;
}

document.addEventListener("click", async (event) => {
  const { target } = event;
  all(".menu[open]").forEach((el) => { if (!el.contains(target)) el.open = false; });
  const button = target.closest("button");
  const { add, remove, copy, keys, passkey } = button?.dataset ?? {};
  if (passkey) withPasskey(button);
  if (add) event.preventDefault(), one("input, textarea, select", addRow(button))?.focus();
  if (remove) button.closest("[data-row]").remove();
  if (copy) button.textContent = await navigator.clipboard.writeText(copy).then(() => "Copied", () => "Not copied");
  if (keys) { store("keys", keysOff() ? null : "off"); sayKeys(); }
});

// The browser asks for a passkey, or makes one; its answer goes with the form.
async function withPasskey({ form, dataset: { passkey, options } }) {
  const say = (text) => { one("[data-passkey-said]", form).textContent = text; };
  const key = window.PublicKeyCredential, parse = { create: "parseCreationOptionsFromJSON", get: "parseRequestOptionsFromJSON" }[passkey];
  if (!key?.[parse]) return say("This browser uses no passkeys here. Sign with password and code instead.");
  say("Your browser asks you now.");
  try {
    const publicKey = key[parse](JSON.parse(options));
    form.elements.answer.value = JSON.stringify((await navigator.credentials[passkey]({ publicKey })).toJSON());
    form.requestSubmit();
  } catch (cause) {
    say(cause.name === "InvalidStateError" ? "This passkey is on your account already." : "No passkey answered; nothing has happened. Try again.");
  }
}

const keysOff = () => store("keys") === "off";
function sayKeys() {
  const button = one("[data-keys]");
  if (button) button.textContent = `Search key “/”: ${keysOff() ? "off" : "on"}`;
}
addEventListener("keydown", (event) => {
  const search = one("input[type=search]");
  if (event.key !== "/" || !search || keysOff() || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  search.focus();
});

start();
