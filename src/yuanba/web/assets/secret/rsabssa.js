// Blind signatures, RSABSSA-SHA384-PSS-Randomized (RFC 9474), the asking side: blind and finalize. Moduli fill their bytes
// (RSA-2048 in 256); the encoded message has one bit less.
import { sha384 } from "@noble/hashes/sha2.js";
import { joined, same } from "../verify/bytes.js";
import { bytesOf, inverse, numberOf, power } from "./numbers.js";

export const KEY_BYTES = 256;
const EXPONENT = 65537n;
const HASH = 48;
const SALT = 48;
const EIGHT_ZEROS = new Uint8Array(8);

function mask(seed, length) {
  const parts = [];
  for (let counter = 0; counter * HASH < length; counter += 1) parts.push(sha384(joined(seed, bytesOf(BigInt(counter), 4))));
  return joined(...parts).subarray(0, length);
}

// RFC 8017, 9.1.1.
export function encode(message, salt, length = KEY_BYTES) {
  const hash = sha384(joined(EIGHT_ZEROS, sha384(message), salt));
  const block = new Uint8Array(length - HASH - 1);
  block[block.length - SALT - 1] = 1;
  block.set(salt, block.length - SALT);
  mask(hash, block.length).forEach((byte, at) => {
    block[at] ^= byte;
  });
  block[0] &= 0x7f;
  return joined(block, hash, Uint8Array.of(0xbc));
}

// RFC 8017, 9.1.2, by taking the salt out and encoding again.
function isEncoded(message, encoded) {
  const { length } = encoded;
  const hash = encoded.subarray(length - HASH - 1, length - 1);
  const block = Uint8Array.from(encoded.subarray(0, length - HASH - 1));
  mask(hash, block.length).forEach((byte, at) => {
    block[at] ^= byte;
  });
  return same(encode(message, block.slice(block.length - SALT), length), encoded);
}

export function verifies(modulus, message, signature) {
  const [n, s] = [numberOf(modulus), numberOf(signature)];
  return signature.length === modulus.length && s < n && isEncoded(message, bytesOf(power(s, EXPONENT, n), modulus.length));
}

// z, in as many bytes as the modulus.
export function blind(modulus, message, { salt, factor }) {
  const n = numberOf(modulus);
  const x = numberOf(encode(message, salt, modulus.length));
  inverse(x, n); // RFC 9474, 4.2: a message that shares a divisor with n would give the key away
  return bytesOf((x * power(factor, EXPONENT, n)) % n, modulus.length);
}

// The token, or null where the issuer's answer makes none.
export function finalize(modulus, message, answer, { factor }) {
  if (answer.length !== modulus.length) return null;
  const n = numberOf(modulus);
  const token = bytesOf((numberOf(answer) * inverse(factor, n)) % n, modulus.length);
  return verifies(modulus, message, token) ? token : null;
}
