// Comfort on top of pages that work without it.

const all = (what, from = document) => [...from.querySelectorAll(what)];
const typing = (el) => el.matches?.("input, textarea, select, [contenteditable]");
const person = () => document.querySelector("[data-person]")?.dataset.person ?? "";
const slot = (form) => `keep:${person()}:${form.dataset.keep}`;
const dirty = new Set();

function start() {
  document.querySelector(".errors, .refusal")?.focus();
  all("[data-js][hidden]").forEach((el) => { el.hidden = false; });
  all("time[datetime*='T']").forEach(localise);
  settle();
  all("form[data-keep]").forEach(restore);
  hotkeys();
}

// Times in the reader's own zone; the tooltip keeps what the server wrote.
function localise(el) {
  const at = new Date(el.dateTime);
  if (isNaN(at) || el.title) return;
  el.title = el.textContent.trim();
  el.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
    day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  }).format(at);
}

// What was typed stays in this browser until it has been sent, for a week at most.
const keepable = (form) => [...form.elements].filter((el) =>
  el.name && !["password", "file", "hidden", "submit", "button"].includes(el.type));

function remember(form) {
  const fields = keepable(form).map((el) => [el.name, el.value, el.checked ?? null]);
  try { localStorage.setItem(slot(form), JSON.stringify({ at: Date.now(), fields })); } catch { /* full or forbidden */ }
}

// A form that was sent and does not come back with errors has arrived.
function settle() {
  try {
    const sent = sessionStorage.getItem("sent");
    if (sent && !document.querySelector(".errors, .refusal")) localStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
  } catch { /* forbidden */ }
}

function restore(form) {
  let kept;
  try { kept = JSON.parse(localStorage.getItem(slot(form))); } catch { return; }
  if (!kept || Date.now() - kept.at > 6048e5 || form.querySelector("[aria-invalid]")) return;
  while (all("[data-row]", form).length < 50 && kept.fields.length > keepable(form).length) {
    const add = form.querySelector("[data-add]");
    if (!add) break;
    addRow(add);
  }
  const now = keepable(form);
  if (now.length !== kept.fields.length || now.some((el, i) => el.name !== kept.fields[i][0])) return;
  let changed = false;
  now.forEach((el, i) => {
    const [, value, checked] = kept.fields[i];
    const toggle = el.type === "checkbox" || el.type === "radio";
    if (toggle ? el.value === value && el.checked !== checked : el.value !== value) {
      toggle ? (el.checked = checked) : (el.value = value);
      changed = true;
    }
  });
  if (!changed) return;
  const note = document.createElement("p");
  note.className = "notice";
  note.setAttribute("role", "status");
  note.textContent = "What you typed last time is back. It has not been sent yet. ";
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "Start afresh" });
  drop.addEventListener("click", () => { localStorage.removeItem(slot(form)); form.reset(); note.remove(); });
  note.append(drop);
  form.prepend(note);
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.method !== "post" || target.type === "hidden") return;
  if (form.dataset.keep) remember(form); else dirty.add(form);
});
addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

// One press, one act.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  dirty.delete(form);
  const leaving = form.getAttribute("action")?.endsWith("/leave");
  try {
    if (leaving) Object.keys(localStorage).filter((k) => k.startsWith("keep:")).forEach((k) => localStorage.removeItem(k));
    if (form.dataset.keep) sessionStorage.setItem("sent", slot(form));
  } catch { /* forbidden */ }
  event.submitter?.setAttribute("aria-disabled", "true");
  if (all("input[type=file]", form).some((el) => el.files.length)) { event.preventDefault(); upload(form, event.submitter); }
  else setTimeout(() => release(form), 9000);
});
function release(form) {
  delete form.dataset.sent;
  all("[aria-disabled]", form).forEach((el) => el.removeAttribute("aria-disabled"));
}
addEventListener("pageshow", ({ persisted }) => { if (persisted) all("form[data-sent]").forEach(release); });

// Files: show how far they are, then show the page that the server answers with.
function upload(form, submitter) {
  const box = document.createElement("div");
  box.className = "sending";
  box.innerHTML = "<progress max=100></progress><span role=status>Sending…</span>";
  (submitter?.closest(".actions") ?? form.lastElementChild).before(box);
  const [bar, word] = box.children;
  const request = new XMLHttpRequest();
  let moved = false;
  request.upload.onprogress = ({ loaded, total }) => {
    moved = true;
    bar.value = (loaded / total) * 100;
    if (loaded === total) word.textContent = "Sent. Being checked and put on the record…";
  };
  request.onload = () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    if (!page.querySelector("main")) return location.assign(request.responseURL);
    history.pushState(null, "", request.responseURL);
    document.title = page.title;
    document.body.replaceWith(page.body);
    scrollTo(0, 0);
    start();
  };
  request.onerror = () => {
    if (!moved) return HTMLFormElement.prototype.submit.call(form);
    word.textContent = "The connection broke. Nothing was put on the record: send it again.";
    release(form);
  };
  request.open("POST", form.action);
  request.send(new FormData(form, submitter));
}
addEventListener("popstate", () => location.reload());

// Rows that repeat: <button data-add="sites"> copies <template id="sites-row"> into #sites.
let made = 0;
function addRow(button) {
  const list = document.getElementById(button.dataset.add);
  const row = document.getElementById(`${button.dataset.add}-row`).content.cloneNode(true);
  const n = `n${++made}`;
  all("*", row).forEach((el) => [...el.attributes].forEach((a) => { a.value = a.value.replaceAll("__n__", n); }));
  all("[data-js][hidden]", row).forEach((el) => { el.hidden = false; });
  list.append(row);
  return list.lastElementChild;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("button");
  const { add, remove, copy, keys } = button?.dataset ?? {};
  all("details.menu[open]").forEach((el) => { if (!el.contains(target)) el.open = false; });
  if (add !== undefined) addRow(button).querySelector("input, textarea, select")?.focus();
  if (remove !== undefined) button.closest("[data-row]").remove();
  if (copy !== undefined) {
    try { await navigator.clipboard.writeText(copy); button.textContent = "Copied"; } catch { button.textContent = "Could not copy"; }
  }
  if (keys !== undefined) { localStorage.setItem("keys", localStorage.getItem("keys") === "off" ? "on" : "off"); hotkeys(); }
});

// "/" goes to the search field; the person's menu can switch that off.
function hotkeys() {
  const button = document.querySelector("[data-keys]");
  if (button) button.textContent = `Key “/” for search: ${localStorage.getItem("keys") === "off" ? "off" : "on"}`;
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.firstElementChild.focus(); }
  }
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const search = document.querySelector("input[type=search]");
  if (!search || localStorage.getItem("keys") === "off") return;
  event.preventDefault();
  search.focus();
});

start();
