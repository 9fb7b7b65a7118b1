/**
 * What a start-up snapshot of the kernel holds: the compiler, and declarations, parsed and bound: those that every cell
 * knows, and those of libraries. Node runs this file once, with `--build-snapshot`, and writes its memory to a file; a
 * kernel that starts from that file finds all of it there. Here Node can load no file but its own modules, so the
 * compiler is loaded by hand.
 *
 * Argument: JSON with the compiler's file, the compiler's options, the libraries' names and the name of a file from which
 * they are imported, which need not exist. Prints the state of each file that is in the snapshot, as JSON.
 */
// @ts-check
const { readFileSync, statSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");

/** @type {{ compilerFile: string, options: object, libraries: readonly string[], cell: string }} */
const { compilerFile, options, libraries, cell } = JSON.parse(process.argv[2] ?? "");

/** The state of a file, as `fileStamp` gives it. @param {string} path */
function stamp(path) {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

// Node does not start from a snapshot in which its cryptography is loaded; the compiler has hashes made much later.
const crypto = {
  createHash: (/** @type {string} */ name) => process.getBuiltinModule("node:crypto").createHash(name),
};
const requireLater = (/** @type {string} */ name) => (name === "crypto" ? crypto : require(name));

/** A CommonJS file that needs none but Node's own modules. @param {string} path */
function load(path) {
  const module = { exports: {} };
  const text = `${readFileSync(path, "utf8")}\n//# sourceURL=${path}`;
  const run = new Function("module", "exports", "require", "__filename", "__dirname", text);
  run(module, module.exports, requireLater, path, dirname(path));
  return module.exports;
}

const ts = load(compilerFile);
// The compiler asks once and remembers; the kernel will start in another folder.
ts.sys.getCurrentDirectory = () => process.cwd();
const host = ts.createCompilerHost(options);
const imports = ["export {};", ...libraries.map((name) => `import "${name}";`)].join("\n");
const read = host.getSourceFile.bind(host);
host.getSourceFile = (/** @type {string} */ name, /** @type {unknown} */ language) =>
  name === cell ? ts.createSourceFile(name, imports, language) : read(name, language);

const program = ts.createProgram([cell], options, host);
// The checker binds each file: declares its symbols and joins them with the nodes.
program.getTypeChecker();
const files = new Map();
/** @type {Record<string, string>} */
const stamps = { [compilerFile]: stamp(compilerFile) };
for (const file of program.getSourceFiles()) {
  if (file.fileName === cell) continue;
  file.version = "snapshot";
  files.set(file.fileName, file);
  stamps[file.fileName] = stamp(file.fileName);
}
Reflect.set(globalThis, Symbol.for("layerbook.snapshot"), { compilerFile, ts, files, stamps });
// Not through process.stdout: Node does not start from a snapshot with an open stream either.
writeFileSync(1, JSON.stringify(stamps));
