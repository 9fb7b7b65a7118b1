import { describe, expect, test } from "vitest";
import { explain } from "../../scripts/setup/failure.mjs";

const action = "Cannot install it";

/** What the tools really say, cut to the lines that matter. */
const said = {
  "npm, disk full": `npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write
npm error code ENOSPC
npm error syscall write
npm error nospc ENOSPC: no space left on device, write
npm error nospc There appears to be insufficient space on your system to finish.
npm error A complete log of this run can be found in: debug-0.log`,
  "pip, disk full": "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
  "npm, no network": `npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error network request to https://registry.npmjs.org/vite failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org
npm error network This is a problem related to network connectivity.`,
  "pip, no network": `WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError('<HTTPSConnection>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/anyio/
ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)
ERROR: No matching distribution found for anyio==4.16.0`,
  "pip, dead proxy": `WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))': /simple/anyio/
ERROR: No matching distribution found for anyio==4.16.0`,
  "pip, no build for this Python": `ERROR: Could not find a version that satisfies the requirement pyzmq==27.3.0 (from versions: none)
ERROR: No matching distribution found for pyzmq==27.3.0`,
  "npm, another content":
    "npm error code EINTEGRITY\nnpm error sha512-abc== integrity checksum failed when using sha512",
  "pip, another content":
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.",
  "npm, stale lock file":
    "npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.",
  "npm, folder of someone else":
    "npm error code EACCES\nnpm error syscall mkdir\nnpm error path /srv/book/node_modules",
} as const;

describe("known causes become one line with what to do", () => {
  test.each<[keyof typeof said, RegExp]>([
    ["npm, disk full", /the disk is full\. Free about 2 GB/],
    ["pip, disk full", /the disk is full\. Free about 2 GB/],
    ["npm, no network", /no connection to the package registry\. Check the network/],
    ["pip, no network", /no connection to the package registry\. Check the network/],
    ["pip, dead proxy", /no connection to the package registry\. Check the network and the proxy/],
    ["pip, no build for this Python", /no ready-made build for this Python .* LAYERBOOK_PYTHON/],
    ["npm, another content", /not the one in the lock file, so it was not installed/],
    ["pip, another content", /not the one in the lock file, so it was not installed/],
    ["npm, stale lock file", /package-lock\.json does not fit the package\.json files\. Run npm install/],
    ["npm, folder of someone else", /no permission to write in this folder/],
  ])("%s", (name, advice) => {
    const line = explain(action, said[name], "setup.log");
    expect(line).toMatch(advice);
    expect(line).toMatch(/^Cannot install it: [^\n]+\.$/);
  });
});

test("an unknown cause gives the line that names the error, and where the rest is", () => {
  const output = `src/tensor.ts(3,1): error TS2304: Cannot find name 'shape'.
npm error Lifecycle script \`build\` failed with error:
npm error code 2

Node.js v20.19.0
`;
  expect(
    explain(
      "Cannot build",
      "\nsrc/tensor.ts(3,1): error TS2304: Cannot find name 'shape'.\n  at x\n",
      "a.log",
    ),
  ).toBe(
    "Cannot build: src/tensor.ts(3,1): error TS2304: Cannot find name 'shape' (all of its output is in a.log).",
  );
  expect(explain("Cannot build", output)).toMatch(/^Cannot build: [^\n]*build[^\n]*$/);
  expect(explain("Cannot build", "")).toBe("Cannot build: it said nothing.");
});
