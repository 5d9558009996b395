// For tests: walks the vectors of a secret ballot with the phone's own side; prints what differs, one line each.
import { readFileSync } from "node:fs";
import { base64, hex, utf8 } from "../../../src/yuanba/web/assets/verify/bytes.js";
import { BadCode, read, readSeed, readShare, seedQr, shown, written } from "../../../src/yuanba/web/assets/secret/codes.js";
import { schedule, seal } from "../../../src/yuanba/web/assets/secret/hpke.js";
import { blind, finalize } from "../../../src/yuanba/web/assets/secret/rsabssa.js";
import { bytesOf, inverse, numberOf } from "../../../src/yuanba/web/assets/secret/numbers.js";
import { readPublished } from "../../../src/yuanba/web/assets/secret/published.js";
import { blinded, choicesOf, leafOf, padded, paperOf, tokensOf, voiceOf } from "../../../src/yuanba/web/assets/secret/voice.js";
import { p256 } from "@noble/curves/nist.js";

const load = (name) => JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url)));
const bytes = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
let count = 0;
function same(what, got, wanted) {
  count += 1;
  if (got !== wanted) console.log(`${what}: ${got} instead of ${wanted}`);
}
function refused(what, work) {
  count += 1;
  try {
    work();
  } catch (error) {
    if (error.constructor.name === "Wrong" || error instanceof BadCode) return error;
    console.log(`${what}: ${error.stack}`);
  }
  return console.log(`${what}: taken`) || {};
}

const rsa = load("rfc9474");
const n = bytesOf(BigInt(`0x${rsa.p}`) * BigInt(`0x${rsa.q}`), rsa.blinded_msg.length / 2);
const factor = inverse(numberOf(bytes(rsa.inv)), numberOf(n));
const message = bytes(rsa.msg_prefix + rsa.msg);
same("rfc blinded", hex(blind(n, message, { salt: bytes(rsa.salt), factor })), rsa.blinded_msg);
same("rfc token", hex(finalize(n, message, bytes(rsa.blind_sig), { factor })), rsa.sig);
same("rfc lie", finalize(n, message, bytes(rsa.blinded_msg), { factor }), null);

const box = load("rfc9180");
const point = p256.getSharedSecret(bytes(box.skEm), bytes(box.pkRm), false).subarray(1, 33);
const made = schedule(point, bytes(box.enc), bytes(box.pkRm), bytes(box.info));
same("hpke key", hex(made.key), box.key);
same("hpke nonce", hex(made.nonce), box.base_nonce);
const [first] = box.encryptions;
const whole = await seal(bytes(box.pkRm), bytes(first.pt), { info: bytes(box.info), aad: bytes(first.aad), ephemeral: bytes(box.skEm) });
same("hpke", hex(whole), box.enc + first.ct);

const own = load("own");
const asked = { registerKey: own.register_key, ballot: "ballot:12" };
const terms = readPublished(own.published, asked);
same("manifest", hex(terms.hash), own.manifest_hash);
for (const one of own.refused_publications) refused(one.why, () => readPublished(one.answer, asked));
refused("another manifest", () => readPublished(own.published, { ...asked, known: "0".repeat(64) }));
for (const voter of own.voters) {
  const { seed } = readSeed(voter.seed_qr);
  same("seed", hex(seed), voter.seed);
  same("seed as text", written(seed), voter.seed_text);
  same("seed as QR", seedQr(12, seed), voter.seed_qr);
  const voice = voiceOf(seed, terms);
  same("private", hex(voice.secret), voter.private);
  same("key", hex(voice.key), voter.key);
  same("key hash", voice.keyHash, voter.key_hash);
  blinded(voice).forEach((one, at) => same("blinded", one, base64(bytes(voter.blinded[at]))));
  const tokens = tokensOf(voice, voter.signatures.map(bytes));
  tokens.forEach((one, at) => same("token", hex(one), voter.tokens[at]));
  refused("answers in the other order", () => tokensOf(voice, [...voter.signatures].reverse().map(bytes)));
  const choices = choicesOf(terms, JSON.parse(voter.choices));
  same("choices", Buffer.from(choices).toString(), voter.choices);
  same("plaintext", hex(padded(choices, terms.padded)), voter.plaintext);
  const paper = await paperOf(voice, tokens, choices, { ephemeral: bytes(voter.ephemeral) });
  const { signature, ...document } = JSON.parse(Buffer.from(paper).toString());
  const { signature: theirs, ...expected } = JSON.parse(voter.paper);
  same("paper", JSON.stringify(document), JSON.stringify(expected));
  const s = numberOf(Uint8Array.from(Buffer.from(signature, "base64")).subarray(32));
  same("low s", s <= p256.Point.Fn.ORDER / 2n, true);
  same("leaf", leafOf(terms, utf8(voter.paper)).hash, voter.leaf_hash);
}
for (const one of own.codes) {
  const data = bytes(one.bytes);
  same("code", written(data), one.text);
  same("lines", shown(one.text).join(), one.lines.join());
  same("read", hex(read(one.lines.join("\n").toLowerCase(), data.length)), one.bytes);
}
for (const one of own.refused_codes) same(one.why, refused(one.why, () => read(one.text, 32)).line, one.line);
for (const one of own.shares) {
  const share = readShare(one.text, terms.sealing);
  same("share", `${share.x} ${hex(share.y)} ${share.hash} ${share.isOurs}`, `${one.x} ${one.y} ${one.hash} true`);
}
if (process.argv[2] === "papers") {
  // Fresh papers for the server's side to read.
  for (const voter of own.voters) {
    const voice = voiceOf(bytes(voter.seed), terms);
    console.log(Buffer.from(await paperOf(voice, voter.tokens.map(bytes), utf8(voter.choices))).toString());
  }
} else console.log(`${count} checked`);
