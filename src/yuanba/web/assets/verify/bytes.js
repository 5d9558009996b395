// Bytes and their spellings: hex, Base64 and UTF-8 that accept one spelling only, and SHA-256.
import { sha256 } from "@noble/hashes/sha2.js";

// What is wrong with a bundle; everything else that is thrown is our own mistake.
export class Wrong extends Error {}

export function must(holds, what) {
  if (!holds) throw new Wrong(what);
}

export { sha256 };

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

export function isHash(value) {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

export function unhex(text, what = "a hash") {
  must(isHash(text), `${what} is no hash`);
  const bytes = new Uint8Array(32);
  for (let at = 0; at < 32; at += 1) bytes[at] = parseInt(text.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

export function base64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export function unbase64(text, what = "Base64") {
  let raw = "";
  try {
    raw = atob(text);
  } catch {
    throw new Wrong(`${what} is no Base64`);
  }
  must(btoa(raw) === text, `${what} is spelt in another way`);
  return Uint8Array.from(raw, (one) => one.charCodeAt(0));
}

export function same(left, right) {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const encoder = new TextEncoder();

export function utf8(text) {
  return encoder.encode(text);
}

export function textOf(bytes, what) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Wrong(`${what} is no UTF-8`);
  }
}

export function sha(bytes) {
  return hex(sha256(bytes));
}
