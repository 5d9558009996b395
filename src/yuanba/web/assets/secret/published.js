// The manifest of a secret ballot, believed only from the register's signed head: keys that come any other way could be
// for one voter alone, and would mark that voter.
import { p256 } from "@noble/curves/nist.js";
import { hex, isHash, must, same, sha256, unbase64, unhex, utf8, Wrong } from "../verify/bytes.js";
import { encode, isList, isObject, isText, parse, whole } from "../verify/canonical.js";
import { included, leafHash } from "../verify/merkle.js";
import { readHead, readKey } from "../verify/notes.js";
import { numberOf } from "./numbers.js";
import { KEY_BYTES } from "./rsabssa.js";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const isInstant = (value) => isText(value) && INSTANT.test(value);

function statementKey(text) {
  must(unbase64(text, "a key of statements").length === 32, "a key of statements is none");
}

function modulusOf(issuer, number) {
  must(isObject(issuer) && isText(issuer.name) && isText(issuer.key), `issuer ${number} is not as it should be`);
  const key = unbase64(issuer.key, `the key of issuer ${number}`);
  must(key.length === KEY_BYTES && key[0] >= 128 && key[KEY_BYTES - 1] % 2 === 1, `issuer ${number} has no key of 2048 bits`);
  statementKey(issuer.statements);
  return key;
}

export function pointOf(text, what) {
  const bytes = unbase64(text, what);
  must(bytes.length === 65 && bytes[0] === 4, `${what} is no point`);
  try {
    p256.Point.fromBytes(bytes).assertValidity();
  } catch {
    throw new Wrong(`${what} is not on the curve`);
  }
  return bytes;
}

function checkTimes(manifest, secret) {
  must([secret.tokens_until, secret.casts_from, manifest.opens_at, manifest.closes_at].every(isInstant), "the times");
  const isStrict = manifest.opens_at < secret.tokens_until && secret.tokens_until === secret.casts_from && secret.casts_from < manifest.closes_at;
  const isPlain = secret.casts_from === manifest.opens_at && secret.tokens_until === manifest.closes_at;
  must(secret.strict === 1 ? isStrict : secret.strict === 0 && isPlain, "the times do not fit together");
}

function checkTrustees({ k, n, shares }) {
  must(whole(k) && whole(n) && k >= 1 && k <= n && isList(shares) && shares.length === n && shares.every(isHash), "the trustees");
}

// What a voter needs of the manifest.
export function termsOf(text) {
  const bytes = utf8(text);
  const manifest = parse(bytes, "the manifest");
  const { secret } = manifest;
  must(manifest.level === "S" && manifest.opening === "SEALED" && isObject(secret), "this is no secret ballot");
  must(secret.format === 1 && whole(secret.padded) && secret.padded > 2, "the form of the secret part");
  must(isList(secret.issuers) && secret.issuers.length === 2, "there have to be two issuers");
  const moduli = secret.issuers.map((issuer, at) => modulusOf(issuer, at + 1));
  must(!same(moduli[0], moduli[1]), "both issuers have one key");
  must(isObject(secret.urn) && isText(secret.urn.address), "the urn has no address");
  statementKey(secret.urn.statements);
  checkTimes(manifest, secret);
  checkTrustees(secret.trustees);
  return {
    manifest,
    hash: sha256(bytes),
    moduli,
    sealing: pointOf(secret.sealing, "the sealing key"),
    padded: secret.padded,
    ballot: manifest.ballot,
    urn: secret.urn,
  };
}

function witnessesOf(checkpoint) {
  const names = [...checkpoint.matchAll(/^\u2014 (\S+) \S+$/gm)].map((found) => found[1]);
  return names.slice(1);
}

// `answer` of /secret/N/manifest.json; throws Wrong where it does not prove that the register holds this manifest.
export function readPublished(answer, { registerKey, ballot, known = "" }) {
  must(isObject(answer) && isText(answer.checkpoint) && isText(answer.manifest) && whole(answer.index) && isList(answer.path), "the answer");
  const terms = termsOf(answer.manifest);
  must(terms.ballot === ballot, "this is the manifest of another ballot");
  const [register, log] = [readKey(registerKey), readKey(terms.manifest.keys.log)];
  const base = register.name.replace(/\/register$/, "");
  must(log.name === `${base}/${ballot}` && same(log.key, register.key), "the ballot's log has another key than the register");
  const head = readHead(utf8(answer.checkpoint), register.name, register.key, "the register's head");
  const entry = encode({ ballot, kind: "manifest", manifest: hex(terms.hash), origin: log.name });
  const path = answer.path.map((one) => unhex(one, "the path"));
  must(included(leafHash(entry), answer.index, head.size, path, head.root), "the register does not hold this manifest");
  must(!known || known === hex(terms.hash), "this phone knows another manifest of this ballot");
  return { ...terms, witnesses: witnessesOf(answer.checkpoint), registered: head };
}
