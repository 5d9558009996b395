// The page "check it yourself": takes a package (dropped, chosen, or this vote's own), checks it here, and says in the
// page's words what each step proved. Nothing is sent; only the package itself is loaded, when somebody asks for it.
import { checkKept, verifyBallot } from "./verify/ballot.js";
import { isHash, utf8, Wrong } from "./verify/bytes.js";
import { unzip } from "./verify/unzip.js";

/* global FORMAT_PAGE, SEALED_PAGE */
const box = document.querySelector("[data-check]");
const part = (name) => box.querySelector(`[data-${name}]`);
const parts = (name) => [...box.querySelectorAll(`[data-${name}]`)];
const steps = () => parts("step");

function filled(pattern, facts) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? Number(facts[name]).toLocaleString() : whole));
}

function mark(step, state) {
  step.className = state;
  const word = { done: "done", now: "now", stopped: "stopped" }[state];
  step.querySelector("[data-state]").textContent = word ? box.getAttribute(`data-words-${word}`) : "";
  if (state === "now") step.setAttribute("aria-current", "step");
  else step.removeAttribute("aria-current");
}

function begin() {
  for (const name of ["not-loaded", "holds", "fails", "other", "result", "fails-kept", "fails-file", "fails-step"]) part(name).hidden = true;
  for (const one of parts("kept")) one.hidden = true;
  for (const step of steps()) {
    mark(step, "next");
    step.querySelector("[data-told]").textContent = "";
  }
  part("run").hidden = false;
  box.querySelector("progress").value = 0;
  mark(steps()[0], "now");
}

function passed(edition, key, facts) {
  const all = steps();
  const at = all.findIndex((step) => step.dataset.step === key);
  all.slice(0, at + 1).forEach((step, place) => {
    if (step.className === "done") return;
    const left = place < at; // a step that this edition does not have
    const isTotals = edition === "totals" && (step.dataset.totals || left);
    let text = isTotals ? step.dataset.totals : step.dataset.done;
    if (edition === "secret" && step.dataset.secretDone) text = step.dataset.secretDone;
    if (facts.watched === 0 && step.dataset.none) text = step.dataset.none;
    step.querySelector("[data-told]").textContent = filled(text || "", facts);
    mark(step, left ? "next" : "done");
  });
  if (all[at + 1]) mark(all[at + 1], "now");
  box.querySelector("progress").value = at + 1;
}

function nameOf(item, option) {
  const names = [...part("names").children];
  const found = names.find((one) => (option === undefined ? one.dataset.item === item : one.dataset.of === item && one.dataset.option === option));
  return found ? found.textContent : option === undefined ? item : option;
}

function line(name, value) {
  const [row, term, text] = [document.createElement("div"), document.createElement("dt"), document.createElement("dd")];
  term.textContent = name;
  text.textContent = value;
  text.className = "number";
  row.append(term, text);
  return row;
}

function showResult({ result, manifest }) {
  const isOwn = manifest.ballot === box.dataset.ballot;
  part("other").hidden = isOwn;
  part("rows").textContent = result.roll.rows.toLocaleString();
  part("papers").textContent = result.participation.papers.toLocaleString();
  const shown = result.items.map((item) => {
    const [head, list] = [document.createElement("h3"), document.createElement("dl")];
    head.textContent = isOwn ? nameOf(item.key) : item.key;
    list.className = "facts";
    for (const [option, votes] of Object.entries(item.votes || {}).sort((a, b) => b[1] - a[1])) {
      list.append(line(isOwn ? nameOf(item.key, option) : option, votes.toLocaleString()));
    }
    const frame = document.createElement("div");
    frame.append(head, list);
    return frame;
  });
  part("items").replaceChildren(...shown);
  part("result").hidden = false;
}

function show(section) {
  section.hidden = false;
  section.focus();
}

function succeeded(checked, kept) {
  part("full").hidden = checked.edition !== "full";
  part("total").hidden = checked.edition !== "totals";
  part("of-secret").hidden = checked.edition !== "secret";
  part("spare").textContent = String(checked.spare || 0);
  part("root").textContent = checked.root;
  for (const one of parts("kept")) one.hidden = !kept.includes(one.dataset.kept);
  showResult(checked);
  show(part("holds"));
}

function failed(error, kind) {
  part(`fails-${kind}`).hidden = false;
  part("reason").textContent = error.message;
  const now = steps().find((step) => step.className === "now");
  if (now) mark(now, "stopped");
  show(part("fails"));
}

async function keptThings() {
  const things = [];
  const root = document.getElementById("kept-root").value.trim().toLowerCase();
  const [file] = document.getElementById("kept-file").files;
  if (root) things.push(utf8(root));
  if (file) things.push(new Uint8Array(await file.arrayBuffer()));
  return things;
}

async function check(bytes) {
  begin();
  let [edition, kind] = ["", "file"];
  try {
    const files = unzip(bytes);
    kind = "step";
    const onStep = (key, facts) => {
      if (facts.edition) edition = facts.edition;
      passed(edition, key, facts);
    };
    const checked = await verifyBallot(files, { page: FORMAT_PAGE, sealedPage: SEALED_PAGE, onStep });
    kind = "kept";
    const kept = (await keptThings()).map((one) => checkKept(checked, one));
    succeeded(checked, kept);
  } catch (error) {
    if (!(error instanceof Wrong)) setTimeout(() => { throw error; });
    failed(error, kind);
  }
}

// One check at a time; the button waits as long.
let isBusy = false;
async function alone(work) {
  if (isBusy) return;
  isBusy = true;
  part("load").disabled = true;
  try {
    await work();
  } finally {
    isBusy = false;
    part("load").disabled = false;
  }
}

async function loadOwn() {
  part("not-loaded").hidden = true;
  let bytes;
  try {
    const answer = await fetch(box.dataset.check, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch {
    part("not-loaded").hidden = false;
    return;
  }
  await check(bytes);
}

const take = (file) => file && alone(async () => check(new Uint8Array(await file.arrayBuffer())));

function start() {
  document.querySelector("[data-too-old]").hidden = true;
  box.hidden = false;
  part("load").addEventListener("click", () => alone(loadOwn));
  document.getElementById("bundle-file").addEventListener("change", (event) => take(event.target.files[0]));
  const drop = part("drop");
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}

if (box && isHash(FORMAT_PAGE)) start();
