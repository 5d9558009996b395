// Checks a ballot bundle, formats yuanba-ballot-bundle/1 and yuanba-secret-bundle/1, as its FORMAT.md says, and nothing besides: this shares no line
// with the program or with verify.py. Works in a browser and in node, on files in memory; nothing is fetched or sent.
import { hex, isHash, joined, must, same, sha, sha256, textOf, unbase64, unhex, utf8, Wrong } from "./bytes.js";
import { encode, isObject, isText, isTexts, lines, parse, shaped, whole } from "./canonical.js";
import { leafHash, Tree } from "./merkle.js";
import { readHead, signedBy } from "./notes.js";
import { checkHead, checkRegister, checkRoll, checkWitnesses, isInstant, oneOf, only, readManifest } from "./record.js";
import { isSealed, walkSealed } from "./sealed.js";
import { isRanked, tally } from "./tally.js";
import { DELIVERIES, Proxies, readDeliveries, shapedPaper, silenceCounts } from "./ways.js";

const ALWAYS = [
  "FORMAT.md",
  "checkpoints/ballot",
  "checkpoints/register",
  "checkpoints/register-opening",
  "checkpoints/register.json",
  "checkpoints/witnesses",
  "entries.jsonl",
  "manifest.json",
  "result.json",
  "statements.jsonl",
];
const FULL = ["openings.jsonl", "roll.jsonl"];
const PAUSE_EVERY = 25; // milliseconds of work after which the page may draw
export const STEPS = ["files", "manifest", "log", "head", "register", "witnesses", "roll", "openings", "result"];

function clock() {
  let last = Date.now();
  return async () => {
    if (Date.now() - last < PAUSE_EVERY) return;
    await new Promise((go) => setTimeout(go, 0));
    last = Date.now();
  };
}

function checkFiles(files, page) {
  const names = [...files.keys()].sort();
  const isFull = FULL.every((name) => files.has(name));
  const proofs = isFull && files.has("manifest.json") && silenceCounts(manifestOf(files)) ? [DELIVERIES] : [];
  const expected = [...ALWAYS, ...(isFull ? FULL : []), ...proofs].sort();
  must(names.join("\n") === expected.join("\n"), `other files than the format's: ${names.join(", ")}`);
  must(sha(files.get("FORMAT.md")) === page, "FORMAT.md is not the page of this format");
  return isFull ? "full" : "totals";
}

function manifestOf(files) {
  const { value } = only(files, "manifest.json");
  must(isObject(value) && isObject(value.rule), "manifest.json: rule is not as it should be");
  return value;
}

const MANIFEST = { level: oneOf("N"), opening: oneOf("EVERY_PAPER", "TOTALS") };

function checkManifest(files, edition) {
  const manifest = readManifest(files, MANIFEST);
  must(edition === "full" || manifest.value.opening === "TOTALS", "this ballot opens every paper, and they are missing");
  return manifest;
}

const PAPER = {
  ballot: isText,
  channel: isText,
  code: isHash,
  commitment: isHash,
  previous: (value) => value === "" || isHash(value),
};
const CLOSING = { at: isInstant, ballot: isText, kind: oneOf("closing"), papers: whole, sheets: whole };

// Walks the log; afterwards `log.papers` has the paper that stands of every code, `log.leaves` all leaf hashes.
class Log {
  constructor(manifest) {
    this.manifest = manifest;
    this.tree = new Tree();
    this.leaves = [];
    this.papers = new Map();
    this.count = 0;
    this.closing = null;
    this.late = 0;
    this.proxies = new Proxies(manifest.value);
    this.silence = silenceCounts(manifest.value) ? { deliveries: isHash } : {};
    this.add(manifest.bytes);
  }

  add(bytes) {
    const hash = leafHash(bytes);
    this.tree.add(hash);
    this.leaves.push(hash);
    return hex(hash);
  }

  take(bytes) {
    const what = `line ${this.leaves.length} of entries.jsonl`;
    const entry = parse(bytes, what);
    must(isObject(entry) && entry.ballot === this.manifest.value.ballot, `${what} is of another ballot`);
    must(!this.closing || this.closing.sheets, "something stands behind the end of the log");
    if (entry.kind === "closing") this.close(shaped(entry, { ...CLOSING, ...this.silence }, what), what);
    else this.paper(entry, bytes, what);
    if (entry.kind === "closing") this.add(bytes);
  }

  paper(entry, bytes, what) {
    const { value } = this.manifest;
    shapedPaper(entry, PAPER, what);
    this.proxies.take(entry, what);
    if (this.closing) {
      this.late += 1;
      must(entry.channel === "PAPER" && this.late <= this.closing.sheets, `${what} came after the close`);
    }
    const before = this.papers.get(entry.code);
    must(entry.previous === (before ? before.leaf : ""), `${what} does not name the paper before it`);
    must(!before || value.revotes === 1, `${what} is a second paper of one voter`);
    const leaf = this.add(bytes);
    const { commitment, channel, proxy = "" } = entry;
    this.papers.set(entry.code, { leaf, commitment, channel, proxy, attempt: before ? before.attempt + 1 : 0 });
    this.count += 1;
  }

  close(entry, what) {
    must(entry.papers === this.count, `${what} closes over another number of papers`);
    must(entry.at >= this.manifest.value.closes_at, `${what} closes too early`);
    must(!this.closing || this.closing.deliveries === entry.deliveries, `${what} names other proofs of delivery`);
    this.closing = entry;
    this.late = 0;
  }

  end() {
    must(this.closing && this.closing.sheets === 0, "the log has no end");
    must(this.papers.size <= this.manifest.value.roll.rows, "more voters than the roll has");
    return this;
  }
}

async function checkLog(files, manifest, rest) {
  const log = new Log(manifest);
  for (const line of lines(files.get("entries.jsonl"), "entries.jsonl")) {
    log.take(line);
    await rest();
  }
  return log.end();
}

function checkChoices(choices, manifest, what) {
  const { items, rule } = manifest.value;
  must(Object.keys(choices).sort().join("\n") === items.map((item) => item.key).sort().join("\n"), `${what} answers other questions`);
  for (const item of items) {
    const chosen = choices[item.key];
    must(isTexts(chosen) && new Set(chosen).size === chosen.length, `${what} chooses twice`);
    must(chosen.every((one) => item.options.includes(one)), `${what} chooses what is not on the sheet`);
    must(chosen.length <= item.choose, `${what} chooses too many`);
    if (!isRanked(item.rule || rule)) must([...chosen].sort().join("\n") === chosen.join("\n"), `${what} is not in order`);
  }
}

const OPENED = { choices: isObject, code: isText, salt: isHash, void_reason: isText };

async function checkOpenings(files, manifest, log, roll, rest) {
  const papers = [];
  let last = "";
  for (const bytes of lines(files.get("openings.jsonl"), "openings.jsonl")) {
    const what = `line ${papers.length + 1} of openings.jsonl`;
    const opened = shaped(parse(bytes, what), OPENED, what);
    must(opened.code > last, `${what} is not in its place`);
    last = opened.code;
    const paper = log.papers.get(opened.code);
    const voter = roll.get(opened.code);
    must(paper, `${what} opens a paper that is not in the log`);
    must(voter, `${what} is of nobody on the roll`);
    checkChoices(opened.choices, manifest, what);
    must(hex(sha256(joined(unhex(opened.salt), encode(opened.choices)))) === paper.commitment, `${what} is not what was sealed in the log`);
    const { code, choices, void_reason } = opened;
    const { channel, proxy } = paper;
    papers.push({ code, choices, void_reason, attempt: 0, channel, proxy, heads: voter.heads, area_cm2: voter.area_cm2 });
    await rest();
  }
  must(papers.length === log.papers.size, "not every paper is opened");
  return papers;
}

function checkCount(manifest, papers, told, result, silent) {
  const made = tally(manifest.value, papers, { withdrawn: told.withdrawn, seed: told.seed, silent });
  must(same(encode(made), result.bytes), "the papers give another result");
}

function checkTotals(manifest, log, result) {
  const { value } = result;
  const { rule, roll } = manifest.value;
  must(isObject(value) && value.rule === rule.id && isObject(value.roll) && isObject(value.participation), "result.json");
  for (const name of ["rows", "heads", "area_cm2"]) must(value.roll[name] === roll[name], "the result is of another roll");
  must(isObject(value.voided) && Object.values(value.voided).every(whole), "result.json: voided is not as it should be");
  const voided = Object.values(value.voided).reduce((sum, one) => sum + one, 0);
  const { papers, heads, area_cm2: area } = value.participation;
  must(whole(papers) && papers + voided === log.papers.size, "the result is of another number of papers");
  const quiet = value.silence ? value.silence.rows : 0;
  must(whole(quiet) && quiet + log.papers.size <= roll.rows, "the result has more silent voters than are left");
  must(whole(heads) && heads <= roll.heads && whole(area) && area <= roll.area_cm2, "more took part than the roll has");
}

// files: Map of name to bytes; page, sealedPage: SHA-256 of the pages of both formats. Tells `onStep(key, facts)` as steps are done.
// Resolves to what was checked; throws Wrong with the first difference, `.step` being where.
export async function verifyBallot(files, { page, sealedPage, onStep = () => {} } = {}) {
  const found = { edition: "", step: STEPS[0] };
  const rest = clock();
  const done = async (facts = {}) => {
    await onStep(found.step, facts);
    found.step = STEPS[STEPS.indexOf(found.step) + 1];
    await rest();
  };
  try {
    return isSealed(files) ? await walkSealed(files, sealedPage, found, done, rest) : await walk(files, page, found, done, rest);
  } catch (error) {
    if (error instanceof Wrong) error.step = found.step;
    throw error;
  }
}

async function walk(files, page, found, done, rest) {
  found.edition = checkFiles(files, page);
  await done({ edition: found.edition });
  const manifest = checkManifest(files, found.edition);
  await done({ ballot: manifest.value.ballot });
  const log = await checkLog(files, manifest, rest);
  await done({ papers: log.papers.size, leaves: log.leaves.length });
  const head = checkHead(files, manifest, log);
  await done({ root: hex(head.root) });
  const result = only(files, "result.json");
  const told = checkRegister(files, manifest, head, result);
  await done();
  const witnesses = checkWitnesses(files, manifest, head, result);
  await done({ watched: witnesses.watched.length, recounted: witnesses.recounted.length });
  if (found.edition === "full") {
    const roll = await checkRoll(files, manifest, rest);
    await done({ rows: roll.size });
    const papers = await checkOpenings(files, manifest, log, roll, rest);
    await done({ papers: papers.length });
    checkCount(manifest, papers, told, result, readDeliveries(files, log.closing, roll));
  } else {
    found.step = "result";
    checkTotals(manifest, log, result);
  }
  await done({ counted: found.edition === "full" });
  return { edition: found.edition, manifest: manifest.value, result: result.value, root: hex(head.root), log, key: manifest.log, witnesses };
}

// A root that was announced, a receipt or a signed head that somebody kept, against a bundle that holds.
export function checkKept(checked, bytes) {
  const text = textOf(bytes, "what you kept").trim();
  if (isHash(text)) {
    must(text === checked.root, "the record has another root than the one you kept");
    return "root";
  }
  if (text.startsWith("{")) return checkReceipt(checked, utf8(text));
  const head = readHead(bytes, checked.key.name, checked.key.key, "the head you kept");
  must(head.size > 0 && head.size <= checked.log.leaves.length, "the head you kept has more leaves than the log");
  const tree = new Tree();
  for (const leaf of checked.log.leaves.slice(0, head.size)) tree.add(leaf);
  must(same(tree.root(), head.root), "the head you kept is of another log");
  return "head";
}

const RECEIPT = { ballot: isText, include_by: isInstant, key: isText, leaf: isHash, signature: isText };

function checkReceipt(checked, bytes) {
  const receipt = shaped(parse(bytes, "the receipt"), RECEIPT, "the receipt");
  const { ballot, include_by, leaf } = receipt;
  const isOfUrn = checked.edition === "secret";
  const named = isOfUrn ? checked.manifest.secret.urn.statements : checked.manifest.keys.log;
  must(ballot === checked.manifest.ballot && receipt.key === named, "the receipt is of another ballot");
  const signature = unbase64(receipt.signature, "the receipt's signature");
  const key = isOfUrn ? unbase64(named, "the urn's key") : checked.key.key;
  must(signedBy(signature, encode({ ballot, include_by, leaf }), key), "the receipt's signature does not hold");
  must(checked.log.leaves.some((one) => hex(one) === leaf), "the log lacks the paper of this receipt: a signed promise was broken");
  return "receipt";
}
