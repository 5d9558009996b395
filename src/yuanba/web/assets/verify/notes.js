// Signed heads (c2sp.org/signed-note, c2sp.org/tlog-checkpoint, Ed25519) and the keys that sign them.
import { ed25519 } from "@noble/curves/ed25519.js";
import { hex, joined, must, same, sha256, textOf, unbase64, utf8 } from "./bytes.js";

const ED25519 = 1; // Source: https://c2sp.org/signed-note, signature types

export function signedBy(signature, message, key) {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false; // lengths or points that are none
  }
}

function idOf(name, key) {
  return sha256(joined(utf8(`${name}\n`), Uint8Array.of(ED25519), key)).subarray(0, 4);
}

// NAME+KEYID+BASE64; the name may hold no plus and no blank.
export function readKey(text) {
  must(typeof text === "string", "the log's key is no text");
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  must(found, "the log's key is not spelt as a verifier key");
  const raw = unbase64(found[3], "the log's key");
  must(raw.length === 33 && raw[0] === ED25519, "the log's key is no Ed25519 key");
  const key = raw.subarray(1);
  must(hex(idOf(found[1], key)) === found[2], "the log's key has another number");
  return { name: found[1], key };
}

function sizeOf(text, what) {
  must(/^(0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text)), `${what} has no size`);
  return Number(text);
}

function signatureLine(line, name, what) {
  const found = /^\u2014 (\S+) (\S+)$/.exec(line);
  must(found, `${what} has a line that is no signature`);
  return found[1] === name ? found[2] : "";
}

// { size, root } of a head of log `name`, signed with `key`.
export function readHead(bytes, name, key, what) {
  const text = textOf(bytes, what);
  const gap = text.indexOf("\n\n");
  must(gap > 0 && text.endsWith("\n"), `${what} is no signed note`);
  const body = text.slice(0, gap + 1);
  const rows = body.split("\n");
  must(rows.length === 4, `${what} is no head of a log`);
  must(rows[0] === name, `${what} is of another log`);
  const signatures = text.slice(gap + 2, -1).split("\n").map((line) => signatureLine(line, name, what));
  const own = signatures.filter(Boolean);
  must(own.length === 1 && signatures[0] === own[0], `${what} is not signed by the log, or twice`);
  const signature = unbase64(own[0], `the signature of ${what}`);
  must(signature.length === 68 && same(signature.subarray(0, 4), idOf(name, key)), `${what} is signed with another key`);
  must(signedBy(signature.subarray(4), utf8(body), key), `the signature of ${what} does not hold`);
  const root = unbase64(rows[2], `the root of ${what}`);
  must(root.length === 32, `${what} has no root`);
  return { size: sizeOf(rows[1], what), root };
}
