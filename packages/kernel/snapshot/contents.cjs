/**
 * What a start-up snapshot of the kernel holds: the compiler, and the declarations that every cell knows, parsed and
 * bound. Node runs this file once, with `--build-snapshot`, and writes its memory to a file; a kernel that starts from
 * that file finds all of it there. Here Node can load no file but its own modules, so the compiler is loaded by hand.
 *
 * Arguments: the compiler's file, the compiler's options as JSON, and a file name in the folder of the kernel.
 */
// @ts-check
const { readFileSync, statSync } = require("node:fs");
const { dirname } = require("node:path");

const [compilerFile = "", optionsText = "{}", cell = ""] = process.argv.slice(2);

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
const options = JSON.parse(optionsText);
const host = ts.createCompilerHost(options);
const read = host.getSourceFile.bind(host);
host.getSourceFile = (/** @type {string} */ name, /** @type {unknown} */ language) =>
  name === cell ? ts.createSourceFile(name, "export {};", language) : read(name, language);

const program = ts.createProgram([cell], options, host);
// The checker binds each file: declares its symbols and joins them with the nodes.
program.getTypeChecker();
const files = new Map();
for (const file of program.getSourceFiles()) {
  if (file.fileName === cell) continue;
  file.version = "snapshot";
  files.set(file.fileName, { file, stamp: stamp(file.fileName) });
}
Reflect.set(globalThis, Symbol.for("layerbook.snapshot"), {
  compilerFile,
  stamp: stamp(compilerFile),
  ts,
  files,
});
