// The urn: another origin, asked without cookie and without address of the page; and what it acknowledges.
import { hex, isHash, must, textOf, unbase64, utf8 } from "../verify/bytes.js";
import { encode, isText } from "../verify/canonical.js";
import { Tree } from "../verify/merkle.js";
import { readHead, readKey, signedBy } from "../verify/notes.js";
import { leafOf } from "./voice.js";

const PLAIN = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
const TILE = 256;
const HASH = 32;

async function told(answer) {
  return { status: answer.status, ...(await answer.json()) };
}

// {status, state | error, leaf, receipt}. The identical bytes may be sent any number of times.
export async function cast(terms, paper) {
  const headers = { "Content-Type": "text/plain" };
  return told(await fetch(`${terms.urn.address}/cast`, { ...PLAIN, method: "POST", headers, body: paper }));
}

export async function look(terms, keyHash) {
  const number = terms.ballot.split(":")[1];
  return told(await fetch(`${terms.urn.address}/papers/${number}/${keyHash}`, PLAIN));
}

// Throws where the receipt is not the urn's signed promise about a leaf of this ballot.
export function checkReceipt(terms, { leaf, receipt }) {
  must(isHash(leaf) && receipt && receipt.leaf === leaf && receipt.ballot === terms.ballot, "the receipt is of another paper");
  must(receipt.key === terms.urn.statements && receipt.include_by === terms.manifest.closes_at, "the receipt is not the urn's");
  const { ballot, include_by } = receipt;
  const signed = encode({ ballot, include_by, leaf });
  must(isText(receipt.signature), "the receipt is not signed");
  must(signedBy(unbase64(receipt.signature, "the receipt"), signed, unbase64(receipt.key, "the urn's key")), "the receipt's signature does not hold");
}

// The leaf that a paper has to have.
export function isLeafOf(terms, paper, leaf) {
  return leafOf(terms, utf8(paper)).hash === leaf;
}

function tileName(number) {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0").match(/.{3}/g);
  return digits.map((three, at) => (at < digits.length - 1 ? `x${three}` : three)).join("/");
}

async function leavesOf(base, size) {
  const leaves = [];
  for (let number = 0; number * TILE < size; number += 1) {
    const width = Math.min(TILE, size - number * TILE);
    const answer = await fetch(`${base}/tile/0/${tileName(number)}${width < TILE ? `.p/${width}` : ""}`, { credentials: "omit" });
    must(answer.ok, "a part of the record is missing");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    must(bytes.length === width * HASH, "a part of the record has another length");
    for (let at = 0; at < bytes.length; at += HASH) leaves.push(bytes.subarray(at, at + HASH));
  }
  return leaves;
}

// The place of a leaf in the ballot's log, or -1. The whole log is read: a question for one leaf would tell whose it is.
export async function placeInLog(terms, leaf) {
  const base = `/logs/${terms.ballot}`;
  const answer = await fetch(`${base}/checkpoint`, PLAIN);
  must(answer.ok, "the record's head is missing");
  const log = readKey(terms.manifest.keys.log);
  const head = readHead(new Uint8Array(await answer.arrayBuffer()), log.name, log.key, "the record's head");
  const leaves = await leavesOf(base, head.size);
  const tree = new Tree();
  for (const one of leaves) tree.add(one);
  must(hex(tree.root()) === hex(head.root), "the record is not what its head says");
  return leaves.findIndex((one) => hex(one) === leaf);
}

export const paperText = (bytes) => textOf(bytes, "the paper");
