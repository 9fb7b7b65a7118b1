import { join } from "node:path";
import { expect, test } from "vitest";
import { findPython } from "../../scripts/setup/interpreter.mjs";

const standIn = join(import.meta.dirname, "fixtures", "python.mjs");

function python(version: string, modules: "complete" | "no-venv" = "complete"): [string, ...string[]] {
  return [process.execPath, standIn, version, modules];
}
const missing: [string] = ["a-python-that-is-not-installed"];

test("the first Python from 3.11 on with its venv module is taken", () => {
  const candidates = [
    missing,
    python("3.9.2"),
    python("3.12.1", "no-venv"),
    python("3.11.0"),
    python("3.14.2"),
  ];
  expect(findPython(candidates).version).toBe("3.11.0");
});

test("a Python 4 is new enough, a Python 2.12 is not", () => {
  expect(findPython([python("4.0.1")]).version).toBe("4.0.1");
  expect(() => findPython([python("2.12.0")])).toThrow("found 2.12.0");
});

test("no Python at all: one line that says what to install", () => {
  expect(() => findPython([missing])).toThrow(
    /^Layerbook needs Python 3\.11 or newer for JupyterLab, found none \(tried a-python.*\): install it from .*$/,
  );
});

test("a Python that is too old: one line that names it and what is needed", () => {
  expect(() => findPython([missing, python("3.10.14")])).toThrow(
    /^Layerbook needs Python 3\.11 or newer, found 3\.10\.14 \(\/usr\/bin\/python3\.10\.14\): install a newer one.*$/,
  );
});

test("a Python without venv, as Debian ships it: one line that names Debian's package", () => {
  expect(() => findPython([python("3.9.0"), python("3.13.5", "no-venv")])).toThrow(
    /^Python 3\.13\.5 \(.*\) has no venv module: install it \(Debian and Ubuntu: apt install python3\.13-venv\), then.*$/,
  );
});
