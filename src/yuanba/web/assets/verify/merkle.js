// Trees of RFC 6962: the root of leaves that come one by one, and the two proofs of RFC 9162.
import { joined, must, same, sha256 } from "./bytes.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(bytes) {
  return sha256(joined(LEAF, bytes));
}

export function node(left, right) {
  return sha256(joined(NODE, left, right));
}

// Takes leaf hashes in order; `root()` may be asked for at any size.
export class Tree {
  constructor() {
    this.size = 0;
    this.peaks = []; // [height, hash] of complete trees, highest first
  }

  add(hash) {
    let height = 0;
    let top = hash;
    while (this.peaks.length && this.peaks[this.peaks.length - 1][0] === height) {
      top = node(this.peaks.pop()[1], top);
      height += 1;
    }
    this.peaks.push([height, top]);
    this.size += 1;
  }

  root() {
    if (!this.size) return sha256(new Uint8Array(0));
    return this.peaks.map(([, hash]) => hash).reduceRight((right, left) => node(left, right));
  }
}

// RFC 9162, 2.1.3.2. Halves and remainders instead of bits: a log may outgrow 32 of them.
export function included(leaf, index, size, path, root) {
  if (index >= size) return false;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const other of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = node(other, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      hash = node(hash, other);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(hash, root);
}

const isPower = (number) => Number.isInteger(Math.log2(number));

// RFC 9162, 2.1.4.2: the tree of `first` leaves begins that of `second` leaves.
export function consistent(first, second, proof, firstRoot, secondRoot) {
  if (first === second) return !proof.length && same(firstRoot, secondRoot);
  if (first === 0 || first > second || !proof.length) return false;
  const path = isPower(first) ? [firstRoot, ...proof] : proof;
  let [place, last] = [first - 1, second - 1];
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  let [older, newer] = [path[0], path[0]];
  for (const other of path.slice(1)) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      older = node(other, older);
      newer = node(other, newer);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      newer = node(newer, other);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(older, firstRoot) && same(newer, secondRoot);
}

export function rootOf(hashes) {
  const tree = new Tree();
  for (const hash of hashes) tree.add(hash);
  must(tree.size === hashes.length, "the tree lost a leaf");
  return tree.root();
}
