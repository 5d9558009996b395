// Numbers and their bytes, big end first, and powers modulo n.
import { hex } from "../verify/bytes.js";

export function numberOf(bytes) {
  return bytes.length ? BigInt(`0x${hex(bytes)}`) : 0n;
}

export function bytesOf(number, length) {
  const text = number.toString(16).padStart(length * 2, "0");
  if (text.length !== length * 2) throw new RangeError("the number is too large");
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

export function power(base, exponent, modulus) {
  let [result, square, rest] = [1n, base % modulus, exponent];
  while (rest) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
    rest >>= 1n;
  }
  return result;
}

// The inverse of `value` modulo `modulus`; throws where there is none.
export function inverse(value, modulus) {
  let [old, now, oldFactor, factor] = [value % modulus, modulus, 1n, 0n];
  while (now) {
    const times = old / now;
    [old, now] = [now, old - times * now];
    [oldFactor, factor] = [factor, oldFactor - times * factor];
  }
  if (old !== 1n) throw new RangeError("there is no inverse");
  return ((oldFactor % modulus) + modulus) % modulus;
}
