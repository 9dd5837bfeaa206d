// Many files, or numbers, at the register's check: sent, counted, and answered in a table that stays quick. Without it
// the same forms are answered by the server in one piece.
const one = (what, from = document) => from.querySelector(what);
const make = (tag, props = {}, ...inside) => {
  const el = Object.assign(document.createElement(tag), props);
  el.append(...inside);
  return el;
};
const counted = (n) => n.toLocaleString("en-GB");

// What each answer is called and how it is marked, the gravest first.
const ANSWERS = {
  not_genuine: ["bad", "Not genuine"],
  not_held: ["wait", "Not in the register"],
  withdrawn: ["bad", "Withdrawn"],
  suspended: ["bad", "Suspended"],
  expired: ["bad", "Expired"],
  superseded: ["bad", "Superseded"],
  not_yet_effective: ["bad", "Not yet effective"],
  status_unknown: ["wait", "State unknown"],
  unknown: ["wait", "Unknown"],
  malformed: ["wait", "Cannot be read"],
  unchecked: ["wait", "Not checked"],
  valid: ["good", "Valid"],
};
const PAGE = 100;
// Files under way at a time, and how often one is tried while the connection is broken.
const AT_ONCE = 3, TRIES = 5;

// What is shown of an answer, whichever form asked.
function ofFile({ file, status, sentence, report: { facts } }) {
  const known = !["not_genuine", "unknown", "malformed"].includes(status), says = facts ?? {};
  const claims = known || !facts ? "" : `${facts.number}, ${facts.client}`;
  const told = known ? [says.number, says.revision, says.client, says.standard, says.body, says.valid_from, says.valid_until] : [];
  return { name: file, status, sentence, claims, told };
}
function ofNumber({ asked, status, number, revision, certified_entity: client, standards, certification_body: body, effective_date: from, expiry_date: until }) {
  const sentence = number ? `${client}, ${standards.join(", ")}, ${body.name}; until ${until}` : "";
  return { name: asked, status, sentence, claims: "", told: number ? [number, revision, client, standards.join(", "), body.name, from, until] : [] };
}

// Text all the same, where a spreadsheet would take it for a formula.
const cell = (text) => `"${(/^ *[=+\-@\t\r\n]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
function sheet(first, answers) {
  const head = [first, "Status", "What that means", "Number", "Revision", "Certified entity", "Standard", "Certification body", "From", "Until", "Claims to be"];
  const line = ({ name, status, sentence, told, claims }) => [name, ANSWERS[status]?.[1] ?? status, sentence, ...Array.from({ length: 7 }, (_, i) => told[i] ?? ""), claims];
  return [head, ...answers.map(line)].map((cells) => cells.map((text) => cell(String(text))).join(",") + "\r\n").join("");
}

// The section under the form: a count that is said, a bar, a table of the gravest answers, and the sheet to save.
function board(form, { noun, first, total }) {
  one("[data-answers]")?.remove();
  const bar = make("progress", { max: 1 }), said = make("p", { role: "status" }), rows = make("tbody");
  const only = make("select", { className: "input w16", id: "only" }, make("option", { value: "", textContent: "All" }));
  const more = make("button", { className: "button second small", type: "button", textContent: "Show more", hidden: true });
  const turn = make("button", { className: "button second", type: "button", hidden: true });
  const save = make("button", { className: "button", type: "button", textContent: "Save the answers as a sheet (CSV)", hidden: true });
  const heads = [first, "Answer", "Number", "What that means"].map((textContent) => make("th", { scope: "col", textContent }));
  const table = make("table", { className: "stack", hidden: true }, make("thead", {}, make("tr", {}, ...heads)), rows);
  const title = make("h2", { id: "answers", tabIndex: -1, textContent: "Answers" });
  const filter = make("div", { className: "field", hidden: true }, make("label", { htmlFor: "only", textContent: "Show" }), only);
  const section = make("section", {}, title, bar, said, make("p", { className: "actions" }, turn, save), filter, table, more);
  section.dataset.answers = noun;
  section.setAttribute("aria-labelledby", "answers");
  form.after(section);
  title.focus();
  const answers = [], kinds = Object.fromEntries(Object.keys(ANSWERS).map((status) => [status, []]));
  let limit = PAGE, due;

  function row({ name, status, sentence, told, claims }) {
    const [kind, word] = ANSWERS[status], where = claims ? `claims ${claims}` : told[0] ? make("a", { href: `/verify/${told[0]}`, textContent: told[0] }) : "";
    const cells = [make("td", {}, make("span", { className: `tag tag-${kind}`, textContent: word })), make("td", {}, where), make("td", { textContent: sentence })];
    const line = make("tr", {}, make("th", { scope: "row", textContent: name }), ...cells);
    [...line.children].forEach((el, i) => { el.dataset.label = heads[i].textContent; });
    return line;
  }
  // At most so many rows are made, however many answers there are.
  function show() {
    due = clearTimeout(due);
    const chosen = only.value ? kinds[only.value] : Object.values(kinds).flat();
    for (const [status, of] of Object.entries(kinds)) {
      if (!of.length) continue;
      const option = one(`option[value="${status}"]`, only) ?? only.appendChild(make("option", { value: status }));
      option.textContent = `${ANSWERS[status][1]} (${counted(of.length)})`;
    }
    only.options[0].textContent = `All (${counted(answers.length)})`;
    table.hidden = filter.hidden = save.hidden = !answers.length;
    more.hidden = chosen.length <= limit;
    if (!rows.contains(document.activeElement)) rows.replaceChildren(...chosen.slice(0, limit).map((answer) => (answer.row ??= row(answer))));
  }
  only.onchange = () => { limit = PAGE; show(); };
  more.onclick = () => { limit += PAGE; show(); };
  save.onclick = () => {
    const href = URL.createObjectURL(new Blob([sheet(first, answers.toSorted((a, b) => a.place - b.place))], { type: "text/csv" }));
    make("a", { href, download: "answers.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };
  const sum = () => {
    const bad = kinds.not_genuine.length, valid = kinds.valid.length, rest = answers.length - bad - valid;
    const parts = [noun === "files" && `${counted(bad)} not genuine`, rest && `${counted(rest)} not valid or not known`, `${counted(valid)} valid`];
    return parts.filter(Boolean).join(", ");
  };
  const put = (answer, place) => {
    if (!kinds[answer.status]) answer.status = "unchecked";
    answers.push(Object.assign(answer, { place }));
    kinds[answer.status].push(answer);
    if (total) bar.value = answers.length / total;
    // Said once a second, so that it can be listened to.
    due ??= setTimeout(count, 1000);
  };
  const count = (before = "", behind = "") => {
    said.textContent = `${before}${counted(answers.length)} of ${counted(total ?? answers.length)} checked, ${sum()}.${behind}`;
    show();
  };
  return { bar, said, turn, put, count, end: () => { bar.remove(); turn.remove(); total = answers.length; count("", " That is all."); } };
}

const rest = (ms, signal) => new Promise((done, fail) => {
  const bell = setTimeout(done, ms);
  signal.addEventListener("abort", () => { clearTimeout(bell); fail(signal.reason); }, { once: true });
});

// One file, sent by itself; what is busy or broken is tried again.
async function askAbout(form, file, signal) {
  const name = file.webkitRelativePath || file.name;
  const unchecked = (sentence, status = "unchecked") => ({ name, status, sentence, claims: "", told: [] });
  if (file.size > form.dataset.most) return unchecked("The file is larger than 20 MB, more than any of ours.", "malformed");
  if (!await file.slice(0, 1).arrayBuffer().catch(() => null)) return unchecked("The file could not be read on this machine: it was moved or changed since it was chosen.");
  const body = new FormData();
  body.append("file", file, file.name);
  for (let tries = 1; ; tries++) {
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, signal });
      const said = /json/.test(answer.headers.get("content-type")) ? await answer.json() : {};
      if (answer.ok) return { ...ofFile(said.answers[0]), name };
      if (answer.status !== 429 && (answer.status < 500 || tries > TRIES)) return unchecked(said.sentence ?? "The register did not answer. Try this file again later.");
      await rest(1000 * (answer.headers.get("retry-after") ?? tries), signal);
    } catch (cause) {
      if (signal.aborted || tries > TRIES) throw cause;
      await rest(250 * 2 ** tries, signal);
    }
  }
}

let under; // what stops the batch that is under way
function checkFiles(form, files) {
  under?.abort("another");
  const shown = board(form, { noun: "files", first: "File", total: files.length }), waiting = [...files].map((file, place) => [file, place]).reverse();
  async function work(stop) {
    while (waiting.length) {
      const [file, place] = waiting.pop();
      try { shown.put(await askAbout(form, file, stop.signal), place); } catch { waiting.push([file, place]); return stop.abort("broken"); }
    }
  }
  async function go() {
    const stop = under = new AbortController();
    shown.turn.textContent = "Stop";
    shown.turn.hidden = false;
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(stop)));
    if (under === stop) under = undefined;
    if (!waiting.length) return shown.end();
    shown.turn.textContent = "Go on";
    const broken = stop.signal.reason === "broken";
    shown.count("", broken ? " The connection broke. What was answered is kept: go on when it is back." : " Stopped.");
    if (broken) addEventListener("online", () => { if (!under && shown.turn.isConnected) go(); }, { once: true });
  }
  shown.turn.onclick = () => (under ? under.abort("stopped") : go());
  go();
}

// A list goes in one piece, and is answered within a second.
function lookUp(form) {
  const shown = board(form, { noun: "numbers", first: "As asked" }), request = new XMLHttpRequest();
  const say = (text) => { shown.said.textContent = text; };
  say("Sending the list…");
  request.upload.onprogress = ({ loaded, total }) => { shown.bar.value = loaded / total; };
  request.upload.onload = () => { shown.bar.removeAttribute("value"); say("Looking the numbers up…"); };
  request.onerror = () => { shown.bar.remove(); say("The connection broke, and nothing was answered: look them up again when it is back."); };
  request.onload = () => {
    if (request.status === 200) { request.response.answers.forEach((answer, place) => shown.put(ofNumber(answer), place)); return shown.end(); }
    shown.bar.remove();
    say(`${request.response?.sentence ?? "The register did not answer"}.`);
  };
  request.open("POST", form.action);
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.send(new FormData(form));
}

// A file alone goes the way of every form, and is answered at length.
addEventListener("submit", (event) => {
  const { target: form } = event, files = one("input[type=file]", form)?.files;
  if (!form.dataset.many || (form.dataset.many === "files" && files.length < 2)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.dataset.many === "files" ? checkFiles(form, files) : lookUp(form);
}, true);
addEventListener("beforeunload", (event) => { if (under) event.preventDefault(); });
