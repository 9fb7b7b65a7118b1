import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bookPages, root } from "./book-pages.ts";

function pages(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "scripts/pages.mjs"), ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("--help says what the command takes", () => {
  const { status, stdout } = pages("--help");
  expect(status).toBe(0);
  expect(stdout).toContain("npm run pages -- [options] [page ...]");
});

test("an unknown option is refused in one line that says what there is", () => {
  expect(pages("--forse")).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "Unknown option '--forse': npm run pages takes --check, --force and names of pages, after two dashes.\n",
  });
});

test("an unknown page is refused in one line that names the pages, before any set-up", () => {
  const names = bookPages.map(({ name }) => name).join(", ");
  expect(pages("convolutoin")).toEqual({
    status: 1,
    stdout: "",
    stderr: `There is no page convolutoin: the pages with cells are ${names}.\n`,
  });
});
