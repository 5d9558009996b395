// The voter's own check that the sheet stands in the public record: fetches the C2SP proof of its leaf and walks from
// the leaf to the signed root. Without this script the server's sentence stands; with it the page checks for itself.
// <section data-proof="ADDRESS" data-leaf="HEX"> with children [data-proved], [data-unproved], [data-differs].
const LEAVES_KEPT = 2 ** 53;
const MOST_HASHES = 63;
const TRIES = 20;
const PAUSE = 1500;

function bytesOf(base64) {
  const text = atob(base64);
  if (text.length !== 32 || btoa(text) !== base64) throw new Error("no hash");
  return Uint8Array.from(text, (one) => one.charCodeAt(0));
}

function number(text) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || Number(text) >= LEAVES_KEPT) throw new Error("no number");
  return Number(text);
}

// The parts of a tlog-proof: index, path, and size and root of the head below it.
export function parse(text) {
  const [head, body] = [text.slice(0, text.indexOf("\n\n")), text.slice(text.indexOf("\n\n") + 2)];
  const lines = head.split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Error("no proof");
  if (lines[0] && lines[0].startsWith("extra ")) lines.shift();
  const index = lines.shift() || "";
  if (!index.startsWith("index ") || lines.length > MOST_HASHES) throw new Error("no index");
  const [, size, root] = body.split("\n");
  return { index: number(index.slice(6)), path: lines.map(bytesOf), size: number(size), root: bytesOf(root) };
}

async function joined(left, right) {
  const pair = new Uint8Array(65);
  pair[0] = 1;
  pair.set(left, 1);
  pair.set(right, 33);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", pair));
}

// RFC 9162, 2.1.3.2. Halves and remainders instead of bits: a log may outgrow 32 of them.
export async function stands(leaf, { index, path, size, root }) {
  if (index >= size) return false;
  let place = index;
  let last = size - 1;
  let node = leaf;
  for (const other of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = await joined(other, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      node = await joined(node, other);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && node.every((byte, at) => byte === root[at]);
}

function show(box, name, filled) {
  for (const one of box.querySelectorAll("[data-proved], [data-unproved], [data-differs]")) one.hidden = !one.hasAttribute(name);
  for (const one of box.querySelectorAll("[data-number]")) if (filled) one.textContent = filled;
}

async function check(box, tries) {
  const answer = await fetch(box.dataset.proof, { credentials: "omit", cache: "no-store" });
  if (answer.status === 404 && tries > 1) {
    setTimeout(() => check(box, tries - 1).catch(() => {}), PAUSE); // the sequencer has not come by yet
    return;
  }
  if (!answer.ok) return;
  const leaf = Uint8Array.from(box.dataset.leaf.match(/../g), (pair) => parseInt(pair, 16));
  const proof = parse(await answer.text());
  if (await stands(leaf, proof)) show(box, "data-proved", String(proof.index));
  else show(box, "data-differs");
}

function start() {
  if (!window.crypto || !crypto.subtle || !window.fetch) return; // the server's own check stands
  for (const box of document.querySelectorAll("[data-proof]")) check(box, TRIES).catch(() => {});
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
