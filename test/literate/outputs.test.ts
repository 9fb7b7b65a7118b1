import {
  type CheckedOutputs,
  OutputsError,
  parseOutputs,
  serializeOutputs,
} from "@layerbook/literate/outputs";
import { describe, expect, test } from "vitest";

const written = `{
  "format": 1,
  "cells": {
    "edges": [
      {"type":"stream","name":"stdout","text":"3 x 3\\n"},
      {"type":"display","data":{"application/vnd.plotly.v1+json":{"data":[]},"text/plain":"t"},"metadata":{"wide":true}},
      {"type":"result","data":{"text/plain":"1"}}
    ],
    "quiet": [],
    "wrong-channels": [
      {"type":"error","name":"ShapeError","message":"Cannot convolve"}
    ]
  }
}
`;
const outputs: CheckedOutputs = {
  format: 1,
  cells: {
    edges: [
      { type: "stream", name: "stdout", text: "3 x 3\n" },
      {
        type: "display",
        data: { "text/plain": "t", "application/vnd.plotly.v1+json": { data: [] } },
        metadata: { wide: true },
      },
      { type: "result", data: { "text/plain": "1" } },
    ],
    quiet: [],
    "wrong-channels": [{ type: "error", name: "ShapeError", message: "Cannot convolve" }],
  },
};

describe("checked outputs", () => {
  test("have one form, an output to a line, whatever the order of their keys", () => {
    expect(serializeOutputs(outputs)).toBe(written);
    const shuffled = { cells: { a: [{ text: "x", name: "stdout", type: "stream" }] }, format: 1 } as const;
    expect(serializeOutputs(shuffled)).toContain('{"type":"stream","name":"stdout","text":"x"}');
  });

  test("are read as they were", () => {
    expect(parseOutputs(written, "edges.outputs.json")).toEqual(outputs);
    expect(parseOutputs(serializeOutputs({ format: 1, cells: {} }), "a.json").cells).toEqual({});
  });

  const damaged: Record<string, readonly [text: string, reason: string | RegExp]> = {
    "cut short": [
      written.slice(0, 100),
      /^edges\.outputs\.json: is no JSON: .+; make it again with `npm run pages`$/,
    ],
    empty: ["", /^edges\.outputs\.json: is no JSON: Unexpected end of JSON input; make it again/],
    "a list": ["[]", "holds no JSON object"],
    "of another format": [written.replace('"format": 1', '"format": 2'), "has format 2, not 1"],
    "without cells": ['{ "format": 1 }', "has no object `cells`"],
    "with a cell that is no list": [
      '{ "format": 1, "cells": { "a": {} } }',
      "gives cell a no list of outputs",
    ],
    "with an id that no page has": [
      '{ "format": 1, "cells": { "__proto__": [] } }',
      'has a cell id "__proto__" that no page can have',
    ],
    "with an unknown output": [
      '{ "format": 1, "cells": { "a": [{ "type": "picture" }] } }',
      "gives cell a an output 1 that is not of the form described in packages/literate/README.md",
    ],
    "with a key too many": [
      written.replace('"name":"stdout"', '"name":"stdout","extra":1'),
      "gives cell edges an output 1 that is not of the form described in packages/literate/README.md",
    ],
    "with markup that is no text": [
      written.replace('"text/plain":"1"', '"text/plain":1'),
      "gives cell edges an output 3 that is not of the form described in packages/literate/README.md",
    ],
    "nested too deep": [
      written.replace('{"data":[]}', `${"[".repeat(60)}${"]".repeat(60)}`),
      "gives cell edges an output 2 that is not of the form described in packages/literate/README.md",
    ],
    "with too many outputs": [
      `{ "format": 1, "cells": { "a": [${"1,".repeat(2000)}1] } }`,
      "gives cell a more than 2000 outputs",
    ],
    "formatted by hand": [written.replace("  ", " "), "was edited or formatted by hand"],
    "with a key given twice": [
      written.replace('"quiet": []', '"quiet": [],\n    "quiet": []'),
      "was edited or formatted by hand",
    ],
    "with Windows line ends": [written.replaceAll("\n", "\r\n"), "was edited or formatted by hand"],
  };
  test.each(Object.entries(damaged))("%s are refused with file and fix", (_name, [text, reason]) => {
    const error = typeof reason === "string" ? new OutputsError("edges.outputs.json", reason) : reason;
    expect(() => parseOutputs(text, "edges.outputs.json")).toThrow(error);
  });

  test("too large are refused before they are parsed", () => {
    expect(() => parseOutputs(" ".repeat(2 ** 26 + 1), "a.json")).toThrow(
      "a.json: has 67108865 characters, more than 67108864; make it again with `npm run pages`",
    );
  });
});
