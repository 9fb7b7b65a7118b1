// The first import of every command: ends it in one line where Node is too old for the rest. This file and the commands
// themselves are read by that old Node, so they hold no top-level await and import the rest only when they run.
const oldest = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(
    `Layerbook needs Node ${oldest.join(".")} or newer, this is ${process.versions.node}: install one from ` +
      "https://nodejs.org, then run the same command again.",
  );
  process.exit(1);
}

export {};
