// A .zip as the format page allows it: every name once, stored or deflated, sums right. {name: bytes}.
import { must, textOf } from "./bytes.js";
import { inflate } from "./inflate.js";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST = 2 ** 30; // one gibibyte unpacked, all files together
const MOST_FILES = 100;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(bytes) {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) value = TABLE[(value ^ bytes[at]) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

export function isZip(bytes) {
  return bytes.length > 4 && bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function endOf(view) {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return must(false, "this is no .zip file, or it is cut off");
}

function entryAt(view, bytes, at) {
  must(at + 46 <= bytes.length && view.getUint32(at, true) === ENTRY, "the archive's list of files is damaged");
  const [nameSize, extra, note] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
  return {
    name: textOf(bytes.subarray(at + 46, at + 46 + nameSize), "a file's name"),
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    local: view.getUint32(at + 42, true),
    next: at + 46 + nameSize + extra + note,
  };
}

function contents(view, bytes, entry) {
  must(!entry.isEncrypted, "the archive is encrypted");
  must(entry.local + 30 <= bytes.length && view.getUint32(entry.local, true) === LOCAL, "the archive is damaged");
  const from = entry.local + 30 + view.getUint16(entry.local + 26, true) + view.getUint16(entry.local + 28, true);
  must(from + entry.packed <= bytes.length, "the archive ends too early");
  const packed = bytes.subarray(from, from + entry.packed);
  must(entry.method === 0 || entry.method === 8, "the archive is packed in an unknown way");
  must(entry.method === 8 || entry.packed === entry.size, "the archive is damaged");
  const unpacked = entry.method === 8 ? inflate(packed, entry.size) : packed;
  must(crc32(unpacked) === entry.crc, `${entry.name} is damaged in the archive`);
  return unpacked;
}

export function unzip(bytes) {
  must(bytes.length >= 22, "this is no .zip file, or it is cut off");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  must(count <= MOST_FILES, "the archive holds too many files");
  let [at, total] = [view.getUint32(end + 16, true), 0];
  const files = new Map();
  for (let number = 0; number < count; number += 1) {
    const entry = entryAt(view, bytes, at);
    at = entry.next;
    if (entry.name.endsWith("/")) continue; // a folder, as some programs write them
    must(!files.has(entry.name), `${entry.name} is twice in the archive`);
    total += entry.size;
    must(total <= MOST, "the archive is too large");
    files.set(entry.name, contents(view, bytes, entry));
  }
  return files;
}
