// Checks the bundle of a secret ballot, format yuanba-secret-bundle/1, as its FORMAT.md says, and nothing besides.
import { p256 } from "@noble/curves/nist.js";
import { openSealed } from "../secret/hpke.js";
import { termsOf } from "../secret/published.js";
import { verifies } from "../secret/rsabssa.js";
import { hex, isHash, joined, must, same, sha, textOf, unbase64, unhex, utf8, Wrong } from "./bytes.js";
import { encode, isList, isObject, isText, isTexts, lines, parse, shaped, whole } from "./canonical.js";
import { leafHash, Tree } from "./merkle.js";
import { signedBy } from "./notes.js";
import { checkHead, checkRegister, checkRoll, checkWitnesses, isInstant, oneOf, only, readManifest } from "./record.js";
import { isRanked, tally } from "./tally.js";

const FILES = [
  "FORMAT.md",
  "checkpoints/ballot",
  "checkpoints/register",
  "checkpoints/register-opening",
  "checkpoints/register.json",
  "checkpoints/witnesses",
  "entries.jsonl",
  "key.json",
  "manifest.json",
  "result.json",
  "roll.jsonl",
  "sealed/papers.jsonl",
  "sealed/sheets.jsonl",
  "statements.jsonl",
];
const ZERO = Uint8Array.of(0);
const isTwo = (value) => isTexts(value) && value.length === 2;
const isHashes = (value) => isTexts(value) && value.every(isHash);
const isIssuer = (value) => value === 1 || value === 2;
const base = { ballot: isText, kind: isText };
const stated = { ...base, manifest: isHash, signature: isText };
const ENTRIES = {
  sealed: { ...base, paper: isHash },
  revoked: { ...base, key: isHash },
  urn: { ...stated, papers: whole },
  issued: { ...stated, issued: whole, issuer: isIssuer, revoked: isHashes },
  sheets: { ...base, clerks: isTwo, found: whole, given: whole, sheets: isHash },
  closing: { ...base, at: isInstant, papers: whole, sheets: oneOf(0) },
};

export function isSealed(files) {
  return files.has("key.json");
}

function checkFiles(files, page) {
  must([...files.keys()].sort().join("\n") === FILES.join("\n"), `other files than the format's: ${[...files.keys()].join(", ")}`);
  must(sha(files.get("FORMAT.md")) === page, "FORMAT.md is not the page of this format");
}

const MANIFEST = {
  electorate: (value) => isText(value) && value !== "OWNERS",
  level: oneOf("S"),
  opening: oneOf("SEALED"),
  revotes: oneOf(0),
  secret: isObject,
};

// The log: what each kind of leaf said, and that each may stand there.
class Log {
  constructor(manifest, terms) {
    Object.assign(this, { manifest, terms, leaves: [], tree: new Tree(), papers: new Set(), revoked: new Set() });
    Object.assign(this, { urn: null, issued: {}, sheets: null, closing: null });
    this.add(manifest.bytes);
  }

  add(bytes) {
    const hash = leafHash(bytes);
    this.tree.add(hash);
    this.leaves.push(hash);
  }

  take(bytes) {
    const what = `line ${this.leaves.length} of entries.jsonl`;
    const entry = parse(bytes, what);
    must(isObject(entry) && Object.keys(ENTRIES).includes(entry.kind), `${what} is of no known kind`);
    shaped(entry, ENTRIES[entry.kind], what);
    must(entry.ballot === this.manifest.value.ballot, `${what} is of another ballot`);
    must(!this.closing, "something stands behind the end of the log");
    this[`take_${entry.kind}`](entry, what);
    this.add(bytes);
  }

  take_sealed(entry, what) {
    must(!this.papers.has(entry.paper), `${what} is a paper that stands there already`);
    this.papers.add(entry.paper);
  }

  take_revoked(entry, what) {
    must(!this.revoked.has(entry.key), `${what} is a key that was given back already`);
    this.revoked.add(entry.key);
  }

  checkStated(entry, key, what) {
    const { signature, ...told } = entry;
    must(told.manifest === hex(this.terms.hash), `${what} speaks of another manifest`);
    const message = joined(utf8("yuanba-statement/1"), ZERO, encode(told));
    must(signedBy(unbase64(signature, what), message, unbase64(key, what)), `the signature of ${what} does not hold`);
  }

  take_urn(entry, what) {
    must(!this.urn, `${what}: the urn speaks twice`);
    this.checkStated(entry, this.manifest.value.secret.urn.statements, what);
    this.urn = entry;
  }

  take_issued(entry, what) {
    must(!this.issued[entry.issuer], `${what}: an issuer speaks twice`);
    this.checkStated(entry, this.manifest.value.secret.issuers[entry.issuer - 1].statements, what);
    this.issued[entry.issuer] = entry;
  }

  take_sheets(entry, what) {
    must(!this.sheets && entry.clerks[0] !== entry.clerks[1], `${what}: the paper urn was not read by two, or twice`);
    this.sheets = entry;
  }

  take_closing(entry, what) {
    must(entry.papers === this.papers.size && entry.at >= this.manifest.value.closes_at, `${what} closes too early, or over another number`);
    this.closing = entry;
  }

  end() {
    must(this.closing, "the log has no end");
    must(this.urn && this.issued[1] && this.issued[2], "an issuer or the urn has not spoken");
    return this;
  }
}

async function checkLog(files, manifest, terms, rest) {
  const log = new Log(manifest, terms);
  for (const line of lines(files.get("entries.jsonl"), "entries.jsonl")) {
    log.take(line);
    await rest();
  }
  return log.end();
}

// How many votes both issuers together could have invented; throws where more were cast than could be.
function checkCounts(log, rows) {
  const back = [...log.revoked].sort().join("\n");
  const given = log.sheets ? log.sheets.given : 0;
  must(log.urn.papers === log.papers.size, "the urn speaks of another number of papers");
  const spare = [1, 2].map((issuer) => {
    const { issued, revoked } = log.issued[issuer];
    must(revoked.join("\n") === back, `issuer ${issuer} took other tokens back`);
    const valid = issued - revoked.length;
    must(log.papers.size <= valid, `more papers than tokens of issuer ${issuer}`);
    must(valid + given <= rows, `more tokens of issuer ${issuer} and sheets than voters on the roll`);
    return valid - log.papers.size;
  });
  must(!log.sheets || log.sheets.found <= given, "more sheets were found than handed out");
  return Math.min(...spare);
}

const PAPER = { ballot: isText, key: isText, randomiser: isHash, sealed: isText, signature: isText, tokens: isTwo };

function readPaper(bytes, terms, what) {
  const paper = shaped(parse(bytes, what), PAPER, what);
  must(paper.ballot === terms.ballot, `${what} is of another ballot`);
  const { signature, ...document } = paper;
  const key = unbase64(paper.key, `the key of ${what}`);
  must(key.length === 65 && key[0] === 4, `the key of ${what} is no point`);
  paper.tokens.forEach((text, at) => {
    const prefix = joined(unhex(paper.randomiser), utf8("yuanba-token/1"), ZERO, Uint8Array.of(at + 1));
    const token = unbase64(text, `token ${at + 1} of ${what}`);
    must(verifies(terms.moduli[at], joined(prefix, terms.hash, key), token), `token ${at + 1} of ${what} does not hold`);
  });
  must(isSigned(unbase64(signature, what), joined(utf8("yuanba-cast/1"), ZERO, encode(document)), key), `the signature of ${what} does not hold`);
  const sealed = unbase64(paper.sealed, `what is sealed in ${what}`);
  must(sealed.length === 65 + terms.padded + 16, `what is sealed in ${what} has another length`);
  return { key, sealed };
}

function isSigned(signature, message, key) {
  try {
    return signature.length === 64 && p256.verify(signature, message, key, { lowS: true, prehash: true, format: "compact" });
  } catch {
    return false;
  }
}

// The choices, or null where the bytes are none: such a paper is spoilt.
function choicesIn(bytes, manifest, gone, { isSheet = false } = {}) {
  try {
    const choices = parse(bytes, "the choices");
    const { items, rule } = manifest.value;
    must(isObject(choices) && Object.keys(choices).sort().join("\n") === items.map((item) => item.key).sort().join("\n"), "other questions");
    for (const item of items) checkAnswer(choices[item.key], item, item.rule || rule, gone, isSheet);
    return choices;
  } catch (error) {
    if (error instanceof Wrong) return null;
    throw error;
  }
}

function checkAnswer(chosen, item, rule, gone, isSheet) {
  must(isTexts(chosen) && new Set(chosen).size === chosen.length && chosen.length <= item.choose, "too many, or twice");
  must(chosen.every((one) => item.options.includes(one)), "an unknown option");
  must(isSheet || chosen.length >= item.minimum, "too few");
  if (!isRanked(rule)) must([...chosen].sort().join("\n") === chosen.join("\n"), "not in order");
  else if (chosen.length && rule.truncated !== "allowed") {
    must(item.options.every((one) => gone.has(one) || chosen.includes(one)), "a ranking that stops early");
  }
}

function unpadded(plain) {
  const length = plain.length < 2 ? -1 : plain[0] * 256 + plain[1];
  const isWhole = length >= 0 && length + 2 <= plain.length && plain.subarray(2 + length).every((byte) => byte === 0);
  return isWhole ? plain.subarray(2, 2 + length) : null;
}

function readSecret(files, terms) {
  const { value } = only(files, "key.json");
  const secret = unhex(shaped(value, { key: isHash }, "key.json").key, "key.json");
  let point = null;
  try {
    point = p256.getPublicKey(secret, false);
  } catch {
    throw new Wrong("key.json holds no key");
  }
  must(same(point, terms.sealing), "key.json is not the key that seals this ballot");
  return secret;
}

const blank = (manifest) => Object.fromEntries(manifest.value.items.map((item) => [item.key, []]));
const voter = (code, choices, channel, reason) => ({ code, choices, channel, void_reason: reason, attempt: 0, heads: 1, area_cm2: 0 });

async function openPapers(files, manifest, terms, log, gone, rest) {
  const secret = readSecret(files, terms);
  const [found, keys] = [[], new Set()];
  const info = joined(utf8("yuanba-seal/1"), ZERO, terms.hash);
  let last = "";
  for (const bytes of lines(files.get("sealed/papers.jsonl"), "sealed/papers.jsonl")) {
    const what = `line ${found.length + 1} of sealed/papers.jsonl`;
    const hash = sha(bytes);
    must(hash > last && log.papers.has(hash), `${what} is not in its place, or not in the log`);
    last = hash;
    const { key, sealed } = readPaper(bytes, terms, what);
    const name = sha(key);
    must(!keys.has(name) && !log.revoked.has(name), `${what}: its key voted already, or was given back`);
    keys.add(name);
    const plain = await openSealed(secret, sealed, { info, aad: key });
    const text = plain && unpadded(plain);
    const choices = text && choicesIn(text, manifest, gone);
    found.push(voter(name, choices || blank(manifest), "PHONE", choices ? "" : "UNREADABLE"));
    await rest();
  }
  must(found.length === log.papers.size, "not every paper of the log is there");
  return found;
}

function readSheets(files, manifest, log, gone) {
  const data = files.get("sealed/sheets.jsonl");
  const found = [];
  let last = "";
  for (const bytes of lines(data, "sealed/sheets.jsonl")) {
    const what = `line ${found.length + 1} of sealed/sheets.jsonl`;
    const choices = choicesIn(bytes, manifest, gone, { isSheet: true });
    must(choices, `${what} is no sheet`);
    const order = hex(bytes); // the order of bytes
    must(order >= last, `${what} is not in its place`);
    last = order;
    found.push(voter(`sheet ${found.length}`, choices, "PAPER", ""));
  }
  if (log.sheets) must(log.sheets.sheets === sha(data) && log.sheets.found === found.length, "the sheets are others than were read");
  else must(!found.length, "sheets that nobody read");
  return found;
}

export async function walkSealed(files, page, found, done, rest) {
  found.edition = "secret";
  checkFiles(files, page);
  await done({ edition: found.edition });
  const manifest = readManifest(files, MANIFEST);
  const terms = termsOf(textOf(manifest.bytes, "manifest.json"));
  await done({ ballot: manifest.value.ballot });
  const log = await checkLog(files, manifest, terms, rest);
  await done({ papers: log.papers.size, leaves: log.leaves.length });
  const head = checkHead(files, manifest, log);
  await done({ root: hex(head.root) });
  const result = only(files, "result.json");
  const told = checkRegister(files, manifest, head, result);
  must(isList(told.withdrawn), "the register names no withdrawn options");
  await done();
  const witnesses = checkWitnesses(files, manifest, head, result);
  await done({ watched: witnesses.watched.length, recounted: witnesses.recounted.length });
  const roll = await checkRoll(files, manifest, rest);
  const spare = checkCounts(log, roll.size);
  await done({ rows: roll.size });
  const gone = new Set(told.withdrawn);
  const papers = await openPapers(files, manifest, terms, log, gone, rest);
  const sheets = readSheets(files, manifest, log, gone);
  await done({ papers: papers.length, sheets: sheets.length, spare });
  const made = tally(manifest.value, [...papers, ...sheets], { withdrawn: told.withdrawn, seed: told.seed });
  must(same(encode(made), result.bytes), "the papers give another result");
  await done({ counted: true });
  return { edition: "secret", manifest: manifest.value, result: result.value, root: hex(head.root), log, key: manifest.log, witnesses, spare };
}
