// node src/yuanba/web/assets/verify/cli.mjs BUNDLE [ROOT | RECEIPT | HEAD]: 0 and what was checked, or 1 and the first
// difference. BUNDLE is a folder or a .zip.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { checkKept, verifyBallot } from "./ballot.js";
import { isHash, sha, utf8, Wrong } from "./bytes.js";
import { unzip } from "./unzip.js";

const PAGES = new URL("../../../ballots/", import.meta.url);

export function filesOf(path) {
  if (!statSync(path).isDirectory()) return unzip(new Uint8Array(readFileSync(path)));
  const files = new Map();
  for (const found of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (found.isDirectory()) continue;
    const file = join(found.parentPath, found.name);
    files.set(relative(path, file), new Uint8Array(readFileSync(file)));
  }
  return files;
}

const pageOf = (name) => sha(new Uint8Array(readFileSync(new URL(name, PAGES))));
export const page = pageOf("bundle_format.txt");
export const sealedPage = pageOf("secret_format.txt");

async function main([path, kept]) {
  if (!path) throw new Wrong("usage: cli.mjs BUNDLE [ROOT | RECEIPT | HEAD]");
  const checked = await verifyBallot(filesOf(path), { page, sealedPage });
  console.log(`${checked.edition} edition of ${checked.manifest.ballot}, ${checked.log.papers.size} papers`);
  console.log(`root ${checked.root}`);
  if (kept) console.log(`and the ${checkKept(checked, isHash(kept) ? utf8(kept) : new Uint8Array(readFileSync(kept)))} that was kept`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error instanceof Wrong ? `NOT AS IT SHOULD BE (${error.step || "bundle"}): ${error.message}` : error);
    process.exitCode = 1;
  });
}
