// npm start: sets up what is missing, then opens JupyterLab on the notebooks.
// This file is read by every Node, also by one too old for the rest.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Layerbook needs Node 20.19 or newer, this is ${process.versions.node}: install one from https://nodejs.org, ` +
      "then run npm start again.",
  );
  process.exit(1);
}

const { runMain } = await import("./setup/main.mjs");
const { start } = await import("./jupyter/start.mjs");
await runMain((signal) => start(process.argv.slice(2), signal));

export {};
