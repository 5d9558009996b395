// Bundles what the pages load into src/yuanba/web/static/built: hashed names, a manifest, and compressed twins.
import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const out = "src/yuanba/web/static/built";
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

// The verifier knows the pages of the formats that it was written from.
const pageOf = (name) => createHash("sha256").update(readFileSync(`src/yuanba/ballots/${name}`)).digest("hex");
const define = {
  FORMAT_PAGE: JSON.stringify(pageOf("bundle_format.txt")),
  SEALED_PAGE: JSON.stringify(pageOf("secret_format.txt")),
};

// Phones of 2017 still open these pages inside other apps; what computes (BigInt) is a file of its own.
const shared = { outdir: out, entryNames: "[name]-[hash]", bundle: true, minify: true, metafile: true, logLevel: "warning" };
const made = await Promise.all([
  build({ ...shared, entryPoints: ["src/yuanba/web/assets/app.js", "src/yuanba/web/assets/figures.js", "src/yuanba/web/assets/proof.js"], format: "iife", target: "es2017" }),
  build({ ...shared, entryPoints: ["src/yuanba/web/assets/check.js", "src/yuanba/web/assets/secret.js"], format: "iife", target: "es2020", define }),
  build({ ...shared, entryPoints: ["src/yuanba/web/assets/theme.css"], target: ["chrome64", "safari11.1", "firefox67"] }),
]);

const manifest = {};
for (const { metafile } of made) {
  for (const [file, output] of Object.entries(metafile.outputs)) {
    if (output.entryPoint) manifest[basename(output.entryPoint)] = `built/${basename(file)}`;
  }
}
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");

for (const name of readdirSync(out)) {
  if (!/\.(js|css)$/.test(name)) continue;
  const bytes = readFileSync(join(out, name));
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  console.log(`${name}  ${bytes.length} bytes`);
}
