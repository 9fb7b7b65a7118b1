import { expect, inject, test } from "vitest";

test.each(inject("tarballs"))("$name holds its build, its sources and no more", ({ files, unpackedSize }) => {
  expect(files).toContain("dist/index.js");
  expect(files).toContain("dist/index.d.ts");
  expect(files).toContain("src/index.ts");
  expect(files).toContain("LICENSE");
  expect(
    files.filter((path) => /tsbuildinfo|(^|\/)(test|node_modules|scripts)\/|\.test\./.test(path)),
  ).toEqual([]);
  expect(unpackedSize).toBeLessThan(3_000_000);
});
