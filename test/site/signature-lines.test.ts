import { expect, test } from "vitest";
import { signatureLines } from "../../website/plugins/reference/signature-lines.ts";

/** The words of a signature that have a colour, each with its class. */
function coloured(code: string): string[] {
  const parts = signatureLines(code, {}).flat();
  return parts
    .filter(([, name]) => /keyword|typeName|className|definition|comment/.test(name))
    .map(([text, name]) => `${text} ${name}`);
}

const name = "tok-variableName tok-definition";

test.each([
  ["new Linear(inFeatures: number)", ["new  tok-keyword", "Linear tok-className", "number tok-typeName"]],
  ["relu(input: Tensor): Tensor", [`relu ${name}`, "Tensor tok-typeName", "Tensor tok-typeName"]],
  [
    "// the sums\nreadonly output: Tensor",
    ["// the sums tok-comment", "readonly tok-keyword", "Tensor tok-typeName"],
  ],
  [
    "type Shape = readonly number[]",
    ["type tok-keyword", "Shape tok-typeName", "readonly tok-keyword", "number tok-typeName"],
  ],
])("%s has the colours that it has in a program", (code, expected) => {
  expect(coloured(code)).toEqual(expected);
});

test.each([
  "new Linear(\n  inFeatures: number,\n)",
  "lr: number",
  "interface A {\n  readonly a?: number;\n}",
])("the lines of %s are its own", (code) => {
  const lines = signatureLines(code, {}).map((parts) => parts.map(([text]) => text).join(""));
  expect(lines.join("\n")).toBe(code);
});

test("a name is linked where it is a word, and not in a comment", () => {
  const lines = signatureLines("// a Size\nreadonly kernelSize: Size", { Size: "/reference#Size" });
  const linked = lines.map((parts) =>
    parts.filter(([, , target]) => target !== undefined).map(([text]) => text),
  );
  expect(linked).toEqual([[], ["Size"]]);
});
