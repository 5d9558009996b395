// HPKE (RFC 9180), base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. The sealing side.
import { p256 } from "@noble/curves/nist.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { joined, utf8 } from "../verify/bytes.js";

const VERSION = utf8("HPKE-v1");
const KEM = joined(utf8("KEM"), Uint8Array.of(0, 0x10));
const SUITE = joined(utf8("HPKE"), Uint8Array.of(0, 0x10, 0, 1, 0, 1));
const NONE = new Uint8Array(0);

const labelled = (suite, salt, label, ikm) => extract(sha256, joined(VERSION, suite, utf8(label), ikm), salt);

function grown(suite, prk, label, info, length) {
  return expand(sha256, prk, joined(Uint8Array.of(length >> 8, length & 255), VERSION, suite, utf8(label), info), length);
}

// {key, nonce} of the one message, from the shared point.
export function schedule(point, enc, recipient, info) {
  const shared = grown(KEM, labelled(KEM, NONE, "eae_prk", point), "shared_secret", joined(enc, recipient), 32);
  const context = joined(Uint8Array.of(0), labelled(SUITE, NONE, "psk_id_hash", NONE), labelled(SUITE, NONE, "info_hash", info));
  const secret = labelled(SUITE, shared, "secret", NONE);
  return { key: grown(SUITE, secret, "key", context, 16), nonce: grown(SUITE, secret, "base_nonce", context, 12) };
}

// enc ‖ ciphertext. `ephemeral` is given only by vectors.
export async function seal(recipient, plaintext, { info, aad, ephemeral = p256.utils.randomSecretKey() }) {
  const enc = p256.getPublicKey(ephemeral, false);
  const point = p256.getSharedSecret(ephemeral, recipient, false).subarray(1, 33);
  const { key, nonce } = schedule(point, enc, recipient, info);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, aes, plaintext);
  return joined(enc, new Uint8Array(sealed));
}

// What was sealed, or null where it does not open with this key, these words and this aad.
export async function openSealed(secret, sealed, { info, aad }) {
  const enc = sealed.subarray(0, 65);
  let point;
  try {
    point = p256.getSharedSecret(secret, enc, false).subarray(1, 33);
  } catch {
    return null; // enc is no point
  }
  const { key, nonce } = schedule(point, enc, p256.getPublicKey(secret, false), info);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, aes, sealed.subarray(65)));
  } catch {
    return null;
  }
}
