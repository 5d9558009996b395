// Those who watch the log from elsewhere: their keys, their cosignatures below the heads, what they counted again.
import { hex, joined, must, same, sha256, textOf, unbase64, utf8 } from "./bytes.js";
import { encode, isObject, isText, lines, parse, shaped } from "./canonical.js";
import { signedBy } from "./notes.js";

const COSIGNATURE = 4; // Source: https://c2sp.org/tlog-cosignature, type of cosignature/v1
const LENGTH = 4 + 8 + 64;

function idOf(name, key) {
  return sha256(joined(utf8(`${name}\n`), Uint8Array.of(COSIGNATURE), key)).subarray(0, 4);
}

// {name: key} of checkpoints/witnesses.
export function readWitnesses(bytes) {
  const keys = new Map();
  let last = "";
  for (const line of lines(bytes, "checkpoints/witnesses")) {
    const found = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(textOf(line, "checkpoints/witnesses"));
    must(found, "a witness's key is not spelt as a verifier key");
    const [, name, id, text] = found;
    const raw = unbase64(text, "a witness's key");
    must(raw.length === 33 && raw[0] === COSIGNATURE, "a witness's key is no key of a witness");
    must(hex(idOf(name, raw.subarray(1))) === id, "a witness's key has another number");
    must(name > last, "witnesses are twice or in another order");
    keys.set(name, raw.subarray(1));
    last = name;
  }
  return keys;
}

// [line, text below the time] pairs: each by another witness of the list, in the order of their names. Gives the names.
function checkLines(keys, pairs, kind, what) {
  const names = [];
  for (const [line, text] of pairs) {
    const found = /^\u2014 (\S+) (\S+)$/.exec(line);
    must(found && keys.has(found[1]), `${what} is signed by somebody who is no witness`);
    const [, name, coded] = found;
    must(!names.length || name > names[names.length - 1], `${what}: a witness twice, or in another order`);
    const data = unbase64(coded, `the signature of ${name}`);
    must(data.length === LENGTH && same(data.subarray(0, 4), idOf(name, keys.get(name))), `${what}: another key of ${name}`);
    const seconds = new DataView(data.buffer, data.byteOffset + 4, 8).getBigUint64(0);
    const message = utf8(`${kind}\ntime ${seconds}\n${text}`);
    must(signedBy(data.subarray(12), message, keys.get(name)), `${what}: the signature of ${name} does not hold`);
    names.push(name);
  }
  return names;
}

export function checkCosignatures(keys, bytes, what) {
  const text = textOf(bytes, what);
  const gap = text.indexOf("\n\n");
  const rows = text.slice(gap + 2, -1).split("\n").slice(1);
  return checkLines(keys, rows.map((row) => [row, text.slice(0, gap + 1)]), "cosignature/v1", what);
}

// statements.jsonl: who counted the full edition again, all of this very log and result.
export function checkStatements(keys, bytes, expected) {
  const pairs = [];
  for (const line of lines(bytes, "statements.jsonl")) {
    const what = `line ${pairs.length + 1} of statements.jsonl`;
    const row = shaped(parse(line, what), { line: isText, statement: isObject }, what);
    const told = encode(row.statement);
    must(same(told, encode(expected)), `${what} speaks of another log or result`);
    pairs.push([row.line, `${textOf(told, what)}\n`]);
  }
  return checkLines(keys, pairs, "statement/v1", "statements.jsonl");
}
