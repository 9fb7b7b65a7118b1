import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundle } from "./programs.ts";

const kilobytes = (code: string) => Math.round(gzipSync(code).length / 102.4) / 10;

test("layers bundle for the browser with Vite; all of them stay small", async () => {
  const whole = await bundle("whole", `export * from "@layerbook/layers";`);
  const one = await bundle("one", `export { conv2d, tensor } from "@layerbook/layers";`);
  console.log(
    `@layerbook/layers with Vite: ${kilobytes(whole)} KB gzip in all, ${kilobytes(one)} KB for conv2d alone`,
  );
  expect(kilobytes(whole)).toBeLessThan(80);
  expect(whole).not.toMatch(/(from|import) ?\(?["'`]node:|require\(/);
  expect(kilobytes(one)).toBeLessThan(kilobytes(whole));
});

test("a bundle runs by itself and needs nothing of Node", async () => {
  const code = await bundle(
    "alone",
    `import { conv2d, tensor } from "@layerbook/layers";
     export default conv2d(tensor([[[[1, 2], [3, 4]]]]), tensor([[[[1, 1], [1, 1]]]])).item();`,
  );
  expect(code).not.toMatch(/from ?["']node:|require\(/);
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  expect(module.default).toBe(10);
});

test("data and figures bundle too, without plotly.js", async () => {
  const code = await bundle(
    "drawn",
    `import { camera } from "@layerbook/data"; import { mimeBundle } from "@layerbook/figures";
     export const bundle = mimeBundle(camera());`,
  );
  console.log(`@layerbook/data and figures with a photograph: ${kilobytes(code)} KB gzip`);
  expect(code).not.toMatch(/from ?["']node:/);
  expect(kilobytes(code)).toBeLessThan(400);
});
