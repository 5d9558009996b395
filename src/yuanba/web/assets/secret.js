// A secret vote on the voter's phone: docs/reference/secret-ballots.md. The page has every stage and every sentence; this
// shows one stage at a time. The seed and the choice never leave the phone in the clear.
import { base64, hex, must, unbase64, utf8, Wrong } from "./verify/bytes.js";
import { BadCode, readSeed, SEED_BYTES, seedQr, shown, written } from "./secret/codes.js";
import { keep, kept } from "./secret/kept.js";
import { picture } from "./secret/picture.js";
import { readPublished } from "./secret/published.js";
import { chosenIn, problemOf, rowsOf } from "./secret/sheet.js";
import { cast, checkReceipt, isLeafOf, look, paperText, placeInLog } from "./secret/urn.js";
import { blinded, choicesOf, paperOf, tokensOf, voiceOf } from "./secret/voice.js";

const box = document.querySelector("[data-secret]");
const number = box.dataset.secret;
const QUICK = Number(box.dataset.quick);
const SLOW = 60000;
const QUICK_TRIES = 20;
const vote = { terms: null, voice: null, tokens: null, choices: null, paper: "", state: "NONE", mayTake: false, mayCast: false };

const part = (name) => box.querySelector(`[data-${name}]`);
const parts = (name) => [...box.querySelectorAll(`[data-${name}]`)];

function stage(name) {
  for (const one of parts("stage")) one.hidden = one.dataset.stage !== name;
  part("error").hidden = true;
  const now = box.querySelector(`[data-stage="${name}"]`);
  const head = now.querySelector("h2");
  if (head) {
    head.tabIndex = -1;
    head.focus();
  }
}

// Says a refusal in the page's words; what has none is said in general, with its code for whoever helps.
function trouble(code, facts = {}) {
  const all = parts("says");
  const found = all.find((one) => one.dataset.says === code) || all.find((one) => one.dataset.says === "");
  for (const one of all) one.hidden = one !== found;
  const line = found.querySelector("[data-line]");
  if (line) line.textContent = String(facts.line || "");
  part("code").textContent = code;
  part("code").hidden = found.dataset.says !== "" && found.dataset.says !== "wrong"; // plain words need no code
  part("error").hidden = false;
  part("error").focus();
}

async function json(address, options) {
  const answer = await fetch(address, { cache: "no-store", ...options });
  const type = answer.headers.get("Content-Type") || "";
  if (!type.includes("json")) return { status: answer.status, error: answer.redirected ? "signed_out" : "no_answer" };
  return { status: answer.status, ...(await answer.json()) };
}

async function learn() {
  const answer = await json(`/secret/${number}/manifest.json`, { credentials: "omit" });
  if (answer.error) return trouble(answer.error);
  const asked = { registerKey: box.dataset.registerKey, ballot: `ballot:${number}`, known: kept(number).manifest };
  try {
    vote.terms = readPublished(answer, asked);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    part("reason").textContent = error.message;
    return stage("untrusted");
  }
  keep(number, { manifest: hex(vote.terms.hash) });
  part("witnesses").textContent = vote.terms.witnesses.join("、");
  part("witnessed").hidden = !vote.terms.witnesses.length;
  const mine = await json(`/secret/${number}/mine`, { credentials: "same-origin" });
  if (mine.error) return trouble(mine.error);
  [vote.state, vote.mayTake, vote.mayCast] = [mine.state, mine.tokens === 1, mine.casts === 1];
  return resume();
}

// Where this voter was: with a paper sent, with a seed, with a ticket taken elsewhere, or at the beginning.
function resume() {
  const { seed, paper = "" } = kept(number);
  if (seed) vote.voice = voiceOf(unbase64(seed), vote.terms);
  vote.paper = paper;
  if (vote.state === "OFF_ROLL") return stage("off-roll");
  if (vote.state === "PAPER") return stage("paper");
  if (paper && vote.voice) return follow();
  if (vote.voice && vote.state === "TOKEN") return take();
  if (vote.state === "TOKEN") return stage("restore");
  if (!vote.mayTake) return stage("no-time");
  return vote.voice ? showSeed() : stage("begin");
}

function newSeed() {
  const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
  vote.voice = voiceOf(seed, vote.terms);
  vote.seed = seed;
  showSeed();
}

function seedNow() {
  return vote.seed || unbase64(kept(number).seed);
}

function showSeed() {
  const seed = seedNow();
  const lines = shown(written(seed)).map((line, at) => {
    const row = document.createElement("li");
    row.textContent = line;
    row.setAttribute("aria-label", `${at + 1}: ${[...line].join(" ")}`);
    return row;
  });
  part("seed-lines").replaceChildren(...lines);
  part("seed-qr").replaceChildren(picture(seedQr(number, seed), part("seed-qr").dataset.label));
  part("have-seed").checked = false;
  part("take").disabled = true;
  stage("seed");
}

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function saveSeed() {
  const seed = seedNow();
  const lines = [part("seed-title").textContent, ...shown(written(seed)), "", seedQr(number, seed), ""];
  save(`secret-${number}.txt`, lines.join("\n"));
}

async function restore() {
  const text = document.getElementById("secret-code").value;
  try {
    const { seed, ballot } = readSeed(text);
    if (ballot && ballot !== number) return trouble("other_ballot");
    vote.seed = seed;
    vote.voice = voiceOf(seed, vote.terms);
  } catch (error) {
    if (!(error instanceof BadCode)) throw error;
    return trouble(error.line ? "code_line" : "code_length", { line: error.line });
  }
  return vote.state === "NONE" ? showSeed() : take();
}

// Both issuers' answers for this seed; the same request gets the same answer, as often as it is sent.
async function take() {
  stage("asking");
  if (vote.state === "TOKEN") {
    const found = await look(vote.terms, vote.voice.keyHash).catch(() => ({})); // cast from elsewhere, perhaps long ago
    if (found.state === "waiting" || found.state === "written") {
      if (vote.seed) keep(number, { seed: base64(vote.seed) });
      return follow(found);
    }
  }
  const headers = { "Content-Type": "application/json", "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value };
  const body = JSON.stringify({ blinded: blinded(vote.voice) });
  const answer = await json(`/secret/${number}/tokens`, { method: "POST", credentials: "same-origin", headers, body });
  if (answer.error) {
    const wasAsked = vote.state === "TOKEN";
    if (wasAsked && !vote.mayTake && kept(number).tokens) return haveTokens(kept(number).tokens.map((one) => unbase64(one)));
    stage(wasAsked && !kept(number).seed ? "restore" : "again");
    return trouble(answer.error, answer);
  }
  return haveTokens(tokensOf(vote.voice, answer.signatures.map((one) => unbase64(one))));
}

async function haveTokens(tokens) {
  vote.tokens = tokens;
  vote.state = "TOKEN";
  if (vote.seed) keep(number, { seed: base64(vote.seed) });
  keep(number, { tokens: tokens.map(base64) });
  const found = await look(vote.terms, vote.voice.keyHash);
  if (found.state === "waiting" || found.state === "written") return follow(found);
  if (!vote.mayCast) return stage("later");
  return stage("sheet");
}

function lookOver(event) {
  event.preventDefault();
  const chosen = chosenIn(part("sheet"), vote.terms.manifest);
  const problem = problemOf(chosen, vote.terms.manifest);
  if (problem) return trouble(problem);
  vote.choices = choicesOf(vote.terms, chosen);
  const rows = rowsOf(part("sheet"), chosen, vote.terms.manifest, box.dataset.blank).map(([label, value]) => {
    const [row, term, text] = [document.createElement("div"), document.createElement("dt"), document.createElement("dd")];
    [term.textContent, text.textContent] = [label, value];
    row.append(term, text);
    return row;
  });
  part("rows").replaceChildren(...rows);
  return stage("review");
}

async function send() {
  part("cast").disabled = true;
  vote.paper = paperText(await paperOf(vote.voice, vote.tokens, vote.choices));
  keep(number, { paper: vote.paper });
  await follow(await cast(vote.terms, utf8(vote.paper)));
}

const OVER = ["closed", "revoked", "early", "form", "key", "token_1", "token_2", "signature", "sealed", "no_ballot"];

// Asks until the urn has written the paper, and sends the identical bytes again where it does not know them.
async function follow(first, tries = 0) {
  let found = first || (await look(vote.terms, vote.voice.keyHash).catch(() => ({ error: "urn_silent" })));
  if (found.state === "unknown" && vote.paper) found = await cast(vote.terms, utf8(vote.paper)).catch(() => ({ error: "urn_silent" }));
  if (found.error === "other_paper") found = await look(vote.terms, vote.voice.keyHash);
  if (found.state === "written") return acknowledged(found);
  if (OVER.includes(found.error)) {
    stage("again");
    return trouble(found.error);
  }
  if (tries === 0) stage("waiting");
  part("urn-silent").hidden = !found.error;
  part("polls").textContent = String(tries + 1);
  setTimeout(() => follow(null, tries + 1).catch(broken), tries < QUICK_TRIES ? QUICK : SLOW);
  return undefined;
}

function acknowledged(found) {
  checkReceipt(vote.terms, found);
  must(!vote.paper || isLeafOf(vote.terms, vote.paper, found.leaf), "the urn acknowledged another paper than this phone sent");
  keep(number, { receipt: found.receipt });
  vote.receipt = found.receipt;
  part("leaf").textContent = found.leaf.slice(0, 8).toUpperCase();
  stage("written");
  return findInLog(found.leaf, 0);
}

async function findInLog(leaf, tries) {
  let place = -1;
  try {
    place = await placeInLog(vote.terms, leaf);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    part("log-differs").hidden = false;
    return;
  }
  part("place").textContent = String(place);
  part("in-log").hidden = place < 0;
  part("not-in-log").hidden = place >= 0;
  if (place < 0) setTimeout(() => findInLog(leaf, tries + 1).catch(broken), tries < QUICK_TRIES ? QUICK : SLOW);
}

function broken(error) {
  trouble(error instanceof Wrong ? "wrong" : error instanceof TypeError ? "no_net" : "");
  part("code").textContent = error.message;
}

function on(name, work, event = "click") {
  part(name).addEventListener(event, (happened) => Promise.resolve(work(happened)).catch(broken).finally(() => {
    part("cast").disabled = false;
  }));
}

function start() {
  document.querySelector("[data-on-paper]").hidden = true;
  box.hidden = false;
  on("new", newSeed);
  for (const one of parts("open-restore")) one.addEventListener("click", () => stage("restore"));
  for (const one of parts("back")) one.addEventListener("click", () => resume());
  on("restore", restore);
  on("save-seed", saveSeed);
  on("print-seed", () => window.print());
  on("have-seed", () => { part("take").disabled = !part("have-seed").checked; }, "change");
  on("take", () => { keep(number, { seed: base64(seedNow()) }); return take(); });
  on("try-again", learn);
  on("sheet", lookOver, "submit");
  on("change", () => stage("sheet"));
  on("cast", send);
  on("save-receipt", () => save(`secret-${number}-receipt.json`, `${JSON.stringify(vote.receipt)}\n`));
  learn().catch(broken);
}

// Whoever's phone cannot do this votes on paper: that sentence stands on the page until all is there.
if (box && window.isSecureContext && window.crypto && crypto.subtle && window.BigInt && window.TextDecoder) start();
