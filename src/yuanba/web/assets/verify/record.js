// What every bundle of a ballot has: its manifest, the signed head of its log, the register, witnesses, and the roll.
import { hex, isHash, must, same, sha, unhex } from "./bytes.js";
import { encode, isList, isObject, isText, isTexts, lines, parse, shaped, whole } from "./canonical.js";
import { consistent, included, leafHash, Tree } from "./merkle.js";
import { readHead, readKey } from "./notes.js";
import { knows } from "./tally.js";
import { checkCosignatures, checkStatements, readWitnesses } from "./witnesses.js";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
export const isInstant = (value) => isText(value) && INSTANT.test(value);
export const oneOf = (...values) => (value) => values.includes(value);

export function only(files, name) {
  const found = [...lines(files.get(name), name)];
  must(found.length === 1, `${name} is not one line`);
  return { bytes: found[0], value: parse(found[0], name) };
}

const isRule = (value) => isObject(value) && isText(value.id) && whole(value.version) && isText(value.source);

function checkItem(item) {
  must(isObject(item) && isText(item.key) && whole(item.choose) && whole(item.minimum), "an item is not as it should be");
  must(isTexts(item.options) && new Set(item.options).size === item.options.length, `the options of ${item.key}`);
  must(item.rule === undefined || (isRule(item.rule) && knows(item.rule)), `the rule of ${item.key}`);
}

const ALWAYS = {
  ballot: isText,
  closes_at: isInstant,
  electorate: isText,
  format: oneOf(2),
  items: isList,
  keys: isObject,
  opens_at: isInstant,
  revotes: (value) => value === 0 || value === 1,
  roll: isObject,
  rule: (value) => isRule(value) && knows(value),
};

// The manifest with its bytes and the log's key; `besides` says what else its names must be.
export function readManifest(files, besides) {
  const { bytes, value } = only(files, "manifest.json");
  must(isObject(value), "manifest.json is no object");
  const shape = { ...ALWAYS, ...besides };
  for (const name of Object.keys(shape)) must(shape[name](value[name]), `manifest.json: ${name} is not as it should be`);
  value.items.forEach(checkItem);
  must(new Set(value.items.map((item) => item.key)).size === value.items.length, "two items have one key");
  const { root, rows, heads, area_cm2: area } = value.roll;
  must(isHash(root) && [rows, heads, area].every(whole), "manifest.json: roll is not as it should be");
  const log = readKey(value.keys.log);
  must(log.name.endsWith(`/${value.ballot}`), "the key is of another log");
  return { bytes, value, log };
}

export function checkHead(files, manifest, log) {
  const head = readHead(files.get("checkpoints/ballot"), manifest.log.name, manifest.log.key, "the head of the log");
  must(head.size === log.leaves.length, "the signed head has another number of leaves");
  must(same(head.root, log.tree.root()), "the signed head has another root");
  return head;
}

const KNOWN = {
  manifest: { ballot: isText, kind: isText, manifest: isHash, origin: isText },
  final: { kind: isText, log: isText, origin: isText, root: isHash, size: whole },
  result: { ballot: isText, kind: isText, result: isHash, seed: isText, withdrawn: isList },
};

function registerEntries(files, newer) {
  const { value } = only(files, "checkpoints/register.json");
  shaped(value, { consistency: isList, entries: isList }, "checkpoints/register.json");
  must(value.consistency.every(isHash), "checkpoints/register.json: consistency is not as it should be");
  const kinds = Object.keys(KNOWN);
  must(value.entries.length === kinds.length, "the register has to say three things");
  const entries = {};
  value.entries.forEach((one, at) => {
    const what = `entry ${at + 1} of the register`;
    shaped(one, { entry: isObject, index: whole, path: isList }, what);
    const { kind } = one.entry;
    must(kinds.includes(kind) && !entries[kind], `${what} is of another kind`);
    shaped(one.entry, KNOWN[kind], what);
    const path = one.path.map((hash) => unhex(hash, what));
    must(included(leafHash(encode(one.entry)), one.index, newer.size, path, newer.root), `${what} is not in the register`);
    entries[kind] = one;
  });
  return { entries, consistency: value.consistency.map((hash) => unhex(hash)) };
}

export function checkRegister(files, manifest, head, result) {
  const { name, key } = manifest.log;
  const register = `${name.slice(0, name.lastIndexOf("/"))}/register`;
  const older = readHead(files.get("checkpoints/register-opening"), register, key, "the register's first head");
  const newer = readHead(files.get("checkpoints/register"), register, key, "the register's head");
  const { entries, consistency } = registerEntries(files, newer);
  must(consistent(older.size, newer.size, consistency, older.root, newer.root), "the register's heads do not continue each other");
  const [opened, final, told] = [entries.manifest.entry, entries.final.entry, entries.result.entry];
  const { ballot } = manifest.value;
  must(entries.manifest.index < older.size, "the register did not know the manifest at the opening");
  must(opened.ballot === ballot && told.ballot === ballot && final.log === ballot, "the register speaks of another ballot");
  must(opened.origin === name && final.origin === name, "the register speaks of another log");
  must(opened.manifest === sha(manifest.bytes), "the register knows another manifest");
  must(final.size === head.size && final.root === hex(head.root), "the register knows another log");
  must(told.result === sha(result.bytes), "the register knows another result");
  return told;
}

// Who watched: the names of those who cosigned the heads, and of those who counted the full edition again.
export function checkWitnesses(files, manifest, head, result) {
  const keys = readWitnesses(files.get("checkpoints/witnesses"));
  const cosigned = ["checkpoints/ballot", "checkpoints/register"].flatMap((name) => checkCosignatures(keys, files.get(name), name));
  const first = "checkpoints/register-opening";
  must(!checkCosignatures(keys, files.get(first), first).length, "the register's first head is cosigned");
  const expected = { ballot: manifest.value.ballot, result: sha(result.bytes), root: hex(head.root), size: head.size };
  return { watched: [...new Set(cosigned)], recounted: checkStatements(keys, files.get("statements.jsonl"), expected) };
}

const VOTER = { area_cm2: whole, ballot: isText, code: isText, heads: whole };

export async function checkRoll(files, manifest, rest) {
  const { roll: expected, ballot } = manifest.value;
  const [tree, rows] = [new Tree(), new Map()];
  let [heads, area, last] = [0n, 0n, ""];
  for (const bytes of lines(files.get("roll.jsonl"), "roll.jsonl")) {
    const what = `line ${rows.size + 1} of roll.jsonl`;
    const row = shaped(parse(bytes, what), VOTER, what);
    must(row.ballot === ballot && isHash(row.code) && row.code > last, `${what} is not in its place`);
    tree.add(leafHash(bytes));
    rows.set(row.code, row);
    [heads, area, last] = [heads + BigInt(row.heads), area + BigInt(row.area_cm2), row.code];
    await rest();
  }
  must(hex(tree.root()) === expected.root, "the roll is another one than was fixed at the opening");
  must(rows.size === expected.rows && heads === BigInt(expected.heads), "the roll has another number of voters");
  must(area === BigInt(expected.area_cm2), "the roll has another area");
  return rows;
}

