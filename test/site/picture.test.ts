import { expect, test } from "vitest";
import { sanitizePicture } from "../../website/plugins/cells/picture.ts";

function sanitize(body: string, attributes = ""): string {
  return sanitizePicture(`<svg viewBox="0 0 9 9" ${attributes}>${body}</svg>`, "p-", "/figures/")!.svg;
}

const empty = '<svg viewBox="0 0 9 9" aria-hidden="true"></svg>';

test.each([
  ["a script", "<script>alert(1)</script>"],
  ["a style sheet", "<style>@import url(https://evil.example)</style>"],
  ["HTML inside", "<foreignObject><iframe src='javascript:alert(1)'></iframe></foreignObject>"],
  ["a script that ends a comment", "<!-- --!><script>alert(1)</script>"],
  ["an image of HTML, outside of the picture", "</svg><img src=x onerror=alert(1)><svg>"],
])("%s is gone", (_, body) => {
  expect(sanitize(body)).toBe(empty);
});

test.each([
  ["a handler", '<rect onclick="alert(1)"/>'],
  ["a style", '<rect style="background:url(https://evil.example)"/>'],
  ["an address in a paint", '<rect fill="url(https://evil.example/a.svg#b)"/>'],
  ["an escaped address in a paint", '<rect fill="u\\72l(evil.svg#b)"/>'],
])("%s of an element is gone, the element stays", (_, body) => {
  expect(sanitize(body)).toBe(empty.replace("><", "><rect></rect><"));
});

test.each([
  "https://evil.example/a.png",
  "javascript:alert(1)",
  "data:image/svg+xml,<svg onload=alert(1)/>",
  "//evil.example",
])("an image from %s loses its address", (address) => {
  expect(sanitize(`<image href="${address}"/>`)).toBe(empty.replace("><", "><image></image><"));
});

test("text stays text", () => {
  expect(sanitize("<text>&lt;img src=x onerror=alert(1)> &amp; 1 &lt; 2</text>")).toContain(
    "<text>&#x3C;img src=x onerror=alert(1)> &#x26; 1 &#x3C; 2</text>",
  );
});

test("shapes, gradients and classes of figures stay, with ids of the picture's own", () => {
  const svg = sanitize(
    '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>' +
      '<rect class="layerbook-ground" fill="url(#g)" stroke-width="2"/>',
  );
  expect(svg).toContain(
    '<linearGradient id="p-g"><stop offset="0" stop-color="#fff"></stop></linearGradient>',
  );
  expect(svg).toContain('<rect class="layerbook-ground" fill="url(#p-g)" stroke-width="2"></rect>');
});

test("a large embedded image becomes a file named by its content, a small one stays", () => {
  const small = `data:image/png;base64,${Buffer.alloc(100, 1).toString("base64")}`;
  const bytes = Buffer.alloc(20_000, 7);
  const { svg, rasters } = sanitizePicture(
    `<svg><image href="${small}"/><image href="data:image/png;base64,${bytes.toString("base64")}"/></svg>`,
    "p-",
    "/book/figures/",
  )!;
  expect(svg).toContain(`<image href="${small}">`);
  expect(rasters).toHaveLength(1);
  expect(Buffer.from(rasters[0]!.content as Uint8Array).equals(bytes)).toBe(true);
  expect(svg).toContain(`<image href="/book/figures/${rasters[0]!.name}">`);
});

test("the description is the picture's title and description", () => {
  const svg = "<svg><title>Two maps</title><desc>Of a 3 by 3 image</desc></svg>";
  expect(sanitizePicture(svg, "", "")!.description).toBe("Two maps: Of a 3 by 3 image");
});

test("markup without a picture gives none", () => {
  expect(sanitizePicture("<p>no picture</p>", "", "")).toBeUndefined();
});
