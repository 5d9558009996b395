// Deflate (RFC 1951), for phones whose browser cannot unpack by itself. What comes out has to be as long as was told.
import { must } from "./bytes.js";

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST = 15;

// Canonical Huffman code: how many codes of each length, and the symbols in the order of their codes.
function codeOf(lengths) {
  const counts = new Uint16Array(LONGEST + 1);
  for (const length of lengths) counts[length] += 1;
  counts[0] = 0;
  const starts = new Uint16Array(LONGEST + 2);
  let left = 1;
  for (let length = 1; length <= LONGEST; length += 1) {
    left = left * 2 - counts[length];
    must(left >= 0, "the archive is damaged");
    starts[length + 1] = starts[length] + counts[length];
  }
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length) symbols[starts[length]++] = symbol;
  });
  return { counts, symbols };
}

const FIXED = codeOf([...Array(144).fill(8), ...Array(112).fill(9), ...Array(24).fill(7), ...Array(8).fill(8)]);
const FIXED_DISTANCES = codeOf(Array(30).fill(5));

class Bits {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.kept = 0;
    this.held = 0;
  }

  take(count) {
    while (this.held < count) {
      must(this.at < this.bytes.length, "the archive ends too early");
      this.kept |= this.bytes[this.at] << this.held;
      this.at += 1;
      this.held += 8;
    }
    const value = this.kept & ((1 << count) - 1);
    this.kept >>>= count;
    this.held -= count;
    return value;
  }

  symbol({ counts, symbols }) {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= LONGEST; length += 1) {
      code |= this.take(1);
      const count = counts[length];
      if (code - count < first) return symbols[index + (code - first)];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return must(false, "the archive is damaged");
  }
}

function stored(bits, out, at) {
  bits.kept = 0;
  bits.held = 0;
  const { bytes } = bits;
  must(bits.at + 4 <= bytes.length, "the archive ends too early");
  const size = bytes[bits.at] | (bytes[bits.at + 1] << 8);
  const check = bytes[bits.at + 2] | (bytes[bits.at + 3] << 8);
  must(size === (~check & 0xffff), "the archive is damaged");
  const from = bits.at + 4;
  must(from + size <= bytes.length && at + size <= out.length, "the archive is damaged");
  out.set(bytes.subarray(from, from + size), at);
  bits.at = from + size;
  return at + size;
}

function described(bits) {
  const [literals, distances, count] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const small = Array(19).fill(0);
  for (let at = 0; at < count; at += 1) small[ORDER[at]] = bits.take(3);
  const code = codeOf(small);
  const lengths = [];
  while (lengths.length < literals + distances) {
    const symbol = bits.symbol(code);
    if (symbol < 16) {
      lengths.push(symbol);
      continue;
    }
    must(symbol > 16 || lengths.length, "the archive is damaged");
    const again = symbol === 16 ? lengths[lengths.length - 1] : 0;
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    for (let time = 0; time < times; time += 1) lengths.push(again);
  }
  must(lengths.length === literals + distances && lengths[256], "the archive is damaged");
  return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
}

function block(bits, out, from, literals, distances) {
  let at = from;
  for (;;) {
    const symbol = bits.symbol(literals);
    if (symbol === 256) return at;
    if (symbol < 256) {
      must(at < out.length, "the archive holds more than it says");
      out[at] = symbol;
      at += 1;
      continue;
    }
    must(symbol < 286, "the archive is damaged");
    const length = LENGTHS[symbol - 257] + bits.take(LENGTH_BITS[symbol - 257]);
    const far = bits.symbol(distances);
    must(far < 30, "the archive is damaged");
    const distance = DISTANCES[far] + bits.take(DISTANCE_BITS[far]);
    must(distance <= at && at + length <= out.length, "the archive is damaged");
    for (let copied = 0; copied < length; copied += 1, at += 1) out[at] = out[at - distance];
  }
}

export function inflate(bytes, size) {
  const [bits, out] = [new Bits(bytes), new Uint8Array(size)];
  let [at, isLast] = [0, false];
  while (!isLast) {
    isLast = bits.take(1) === 1;
    const kind = bits.take(2);
    must(kind < 3, "the archive is damaged");
    if (kind === 0) at = stored(bits, out, at);
    else if (kind === 1) at = block(bits, out, at, FIXED, FIXED_DISTANCES);
    else at = block(bits, out, at, ...described(bits));
  }
  must(at === size, "the archive holds less than it says");
  return out;
}
