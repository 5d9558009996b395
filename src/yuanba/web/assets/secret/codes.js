// Secrets as people write them: lines of 13 signs of Crockford's alphabet, each with a check sign that finds every wrong
// sign and every two that were swapped, and says in which line. docs/reference/secret-ballots.md, "As text" and "Shares".
import { hex, joined, same, sha256, utf8 } from "../verify/bytes.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LINE = 13;
const BITS = 5;
export const SEED_BYTES = 32;
export const SHARE_BYTES = 40;

// `line` (from 1) says where; 0 if signs are missing or too many.
export class BadCode extends Error {
  constructor(line) {
    super(`line ${line}`);
    this.line = line;
  }
}

const VALUES = new Map([...ALPHABET].map((sign, value) => [sign, value]));
VALUES.set("O", 0).set("I", 1).set("L", 1);

// a·v in GF(32) with a = 2 and x⁵ + x² + 1.
function twice(value) {
  const shifted = value << 1;
  return shifted & 32 ? (shifted ^ 37) & 31 : shifted;
}

// a¹·v₀ + a²·v₁ + … + a¹³·v₁₂
function checkOf(values) {
  let sum = 0;
  values.forEach((value, at) => {
    let part = value;
    for (let time = 0; time <= at; time += 1) part = twice(part);
    sum ^= part;
  });
  return sum;
}

const spareOf = (length) => (LINE * BITS - ((length * 8) % (LINE * BITS))) % (LINE * BITS);

export function written(bytes) {
  const spare = spareOf(bytes.length);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("") + "0".repeat(spare);
  const values = bits.match(/.{5}/g).map((five) => parseInt(five, 2));
  let text = "";
  for (let at = 0; at < values.length; at += LINE) {
    const line = values.slice(at, at + LINE);
    text += [...line, checkOf(line)].map((value) => ALPHABET[value]).join("");
  }
  return text;
}

// XXXX-XXXXX-XXXXX, one for each line.
export function shown(text) {
  return text.match(/.{14}/g).map((line) => `${line.slice(0, 4)}-${line.slice(4, 9)}-${line.slice(9)}`);
}

export function read(text, length) {
  const signs = [...text.toUpperCase()].filter((sign) => !/[\s\-\u3000]/.test(sign));
  const spare = spareOf(length);
  const count = (length * 8 + spare) / (LINE * BITS);
  signs.forEach((sign, at) => {
    if (!VALUES.has(sign)) throw new BadCode(Math.min(Math.floor(at / (LINE + 1)) + 1, count));
  });
  if (signs.length !== count * (LINE + 1)) throw new BadCode(0);
  let bits = "";
  for (let line = 0; line < count; line += 1) {
    const values = signs.slice(line * (LINE + 1), (line + 1) * (LINE + 1)).map((sign) => VALUES.get(sign));
    const check = values.pop();
    if (checkOf(values) !== check) throw new BadCode(line + 1);
    bits += values.map((value) => value.toString(2).padStart(BITS, "0")).join("");
  }
  if (/1/.test(bits.slice(length * 8))) throw new BadCode(count);
  return Uint8Array.from(bits.slice(0, length * 8).match(/.{8}/g), (byte) => parseInt(byte, 2));
}

export function seedQr(number, seed) {
  return `YUANBA-SEED:1:${number}:${written(seed)}`;
}

// {seed, ballot}: typed (ballot "") or read from a QR.
export function readSeed(text) {
  const parts = text.trim().split(":");
  const isQr = parts.length === 4 && parts[0].toUpperCase() === "YUANBA-SEED" && parts[1] === "1";
  return { seed: read(isQr ? parts[3] : text, SEED_BYTES), ballot: isQr ? parts[2] : "" };
}

// {x, y (bytes), hash}; `sealing` is the key that the share belongs to.
export function readShare(text, sealing) {
  const data = read(text.trim().split(":").pop(), SHARE_BYTES);
  if (data[0] !== 1) throw new BadCode(1);
  const [x, y, tag] = [data.subarray(1, 2), data.subarray(2, 34), data.subarray(34)];
  const own = sha256(joined(utf8("yuanba-share/1"), Uint8Array.of(0), sealing, x, y)).subarray(0, 6);
  return { x: x[0], y, hash: hex(sha256(joined(x, y))), isOurs: same(own, tag) };
}
