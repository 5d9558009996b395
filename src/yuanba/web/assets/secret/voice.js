// All that follows from a seed in one ballot, and the paper that is cast with it.
// docs/reference/secret-ballots.md, "Seed", "Token", "Sealed choices", "Cast".
import { p256 } from "@noble/curves/nist.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64, hex, joined, must, sha, utf8 } from "../verify/bytes.js";
import { encode } from "../verify/canonical.js";
import { leafHash } from "../verify/merkle.js";
import { isRanked } from "../verify/tally.js";
import { seal } from "./hpke.js";
import { bytesOf, numberOf } from "./numbers.js";
import { blind, finalize } from "./rsabssa.js";

const ORDER = p256.Point.Fn.ORDER;
const ZERO = Uint8Array.of(0);

function grown(seed, terms, label, length) {
  return expand(sha256, extract(sha256, seed, terms.hash), utf8(`yuanba-secret/1 ${label}`), length);
}

export function voiceOf(seed, terms) {
  must(seed.length === 32, "the seed has another length");
  const d = (numberOf(grown(seed, terms, "key", 48)) % (ORDER - 1n)) + 1n;
  const secret = bytesOf(d, 32);
  const issuers = terms.moduli.map((modulus, at) => ({
    modulus,
    salt: grown(seed, terms, `salt ${at + 1}`, 48),
    factor: (numberOf(grown(seed, terms, `blinding ${at + 1}`, 272)) % (numberOf(modulus) - 1n)) + 1n,
  }));
  const key = p256.getPublicKey(secret, false);
  return { secret, key, keyHash: sha(key), randomiser: grown(seed, terms, "randomiser", 32), issuers, terms };
}

function messageFor(voice, issuer) {
  const { terms, key, randomiser } = voice;
  return joined(randomiser, utf8("yuanba-token/1"), ZERO, Uint8Array.of(issuer), terms.hash, key);
}

// What both issuers are asked, in Base64.
export function blinded(voice) {
  return voice.issuers.map((one, at) => base64(blind(one.modulus, messageFor(voice, at + 1), one)));
}

// Both tokens, or throws: an issuer whose answer makes no token is broken or lies.
export function tokensOf(voice, answers) {
  must(answers.length === voice.issuers.length, "there have to be two answers");
  return voice.issuers.map((one, at) => {
    const token = finalize(one.modulus, messageFor(voice, at + 1), answers[at], one);
    must(token, `the answer of issuer ${at + 1} makes no token`);
    return token;
  });
}

// C: every item, options in order of their code units, or as ranked.
export function choicesOf(terms, chosen) {
  const choices = Object.create(null);
  for (const item of terms.manifest.items) {
    const options = [...(chosen[item.key] || [])];
    choices[item.key] = isRanked(item.rule || terms.manifest.rule) ? options : options.sort();
  }
  return encode(choices);
}

export function padded(choices, length) {
  must(choices.length + 2 <= length, "the choices are too long to be sealed");
  return joined(Uint8Array.of(choices.length >> 8, choices.length & 255), choices, new Uint8Array(length - 2 - choices.length));
}

// The paper's bytes. `ephemeral` and `sealed` are given only by vectors.
export async function paperOf(voice, tokens, choices, { ephemeral } = {}) {
  const { terms, key, randomiser } = voice;
  const info = joined(utf8("yuanba-seal/1"), ZERO, terms.hash);
  const sealed = await seal(terms.sealing, padded(choices, terms.padded), { info, aad: key, ephemeral });
  const document = {
    ballot: terms.ballot,
    key: base64(key),
    randomiser: hex(randomiser),
    sealed: base64(sealed),
    tokens: tokens.map(base64),
  };
  const signed = joined(utf8("yuanba-cast/1"), ZERO, encode(document));
  const signature = p256.sign(signed, voice.secret, { lowS: true, prehash: true, format: "compact" });
  return encode({ ...document, signature: base64(signature) });
}

// {leaf (text), hash}: what the log will keep of a paper.
export function leafOf(terms, paper) {
  const leaf = encode({ ballot: terms.ballot, kind: "sealed", paper: sha(paper) });
  return { leaf, hash: hex(leafHash(leaf)) };
}
