// For tests: one JSON line in, one line out. {"base": FILES} is a bundle as {name: Base64}, {"patch": FILES} the last base
// with files exchanged (null: taken out), {"zip": BASE64} an archive, {"elections": [...]} counts. Out: "" or what is wrong.
import { createInterface } from "node:readline";
import { checkKept, verifyBallot } from "../../src/yuanba/web/assets/verify/ballot.js";
import { Wrong } from "../../src/yuanba/web/assets/verify/bytes.js";
import { encode } from "../../src/yuanba/web/assets/verify/canonical.js";
import { page, sealedPage } from "../../src/yuanba/web/assets/verify/cli.mjs";
import { tally } from "../../src/yuanba/web/assets/verify/tally.js";
import { unzip } from "../../src/yuanba/web/assets/verify/unzip.js";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
let base = new Map();

function filesOf(order) {
  if (order.zip) return unzip(bytes(order.zip));
  if (order.base) base = new Map(Object.entries(order.base).map(([name, data]) => [name, bytes(data)]));
  const files = new Map(base);
  for (const [name, data] of Object.entries(order.patch || {})) {
    if (data === null) files.delete(name);
    else files.set(name, bytes(data));
  }
  return files;
}

async function answer(order) {
  if (order.election) return Buffer.from(encode(tally(order.election.manifest, order.election.papers, order.election))).toString();
  try {
    const checked = await verifyBallot(filesOf(order), { page, sealedPage });
    if (order.kept) checkKept(checked, bytes(order.kept));
    return "";
  } catch (error) {
    if (error instanceof Wrong) return `${error.step}: ${error.message}`;
    return `CRASH ${error.stack}`;
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(JSON.parse(line))));
