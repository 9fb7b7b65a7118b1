// Makes of each asset a module with its bytes in base64, so that the same import works in Node, in a notebook, in a
// browser's worker and through any bundler, synchronously and without a path or a fetch. Skips what is up to date.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const assets = ["book.txt", "brick.png", "camera.png", "chelsea.png", "digits.csv.gz"];
const folder = fileURLToPath(new URL("..", import.meta.url));
const generated = join(folder, "src", "generated");

mkdirSync(generated, { recursive: true });
for (const asset of assets) {
  const bytes = readFileSync(join(folder, "assets", asset));
  const target = join(generated, `${asset.slice(0, asset.indexOf("."))}.ts`);
  const source = `// Made by scripts/embed.mjs from assets/${asset}.\nexport const base64: string =\n  "${bytes.toString("base64")}";\n`;
  if (readIfThere(target) !== source) writeFileSync(target, source);
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
