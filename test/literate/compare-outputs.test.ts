import { compareOutputs, type Output } from "@layerbook/literate/outputs";
import { describe, expect, test } from "vitest";

const plotly = "application/vnd.plotly.v1+json";
const text = (value: string): Output[] => [{ type: "stream", name: "stdout", text: value }];
const figure = (value: unknown): Output[] => [{ type: "display", data: { [plotly]: value } }];
const base64 = (array: Float32Array | Float64Array | Uint8Array): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
const f8 = (...values: number[]) => ({ dtype: "f8", bdata: base64(new Float64Array(values)), shape: "2" });

describe("outputs agree", () => {
  const same: Record<string, readonly [expected: Output[], actual: Output[], tolerance: number]> = {
    "when they are the same": [text("a 1"), text("a 1"), 0],
    "when numbers in text are within the tolerance": [
      text("mean 0.5000001, 3e-7"),
      text("mean 0.5, -0"),
      1e-6,
    ],
    "relative to the size of large numbers": [text("1000000"), text("1000000.9"), 1e-6],
    "when a number's width moves what is beside it": [text("[ 0.10000001,   2 ]"), text("[ 0.1, 2 ]"), 1e-6],
    "NaN with NaN and infinities with themselves": [
      text("NaN Infinity -Infinity"),
      text("NaN Infinity -Infinity"),
      0,
    ],
    "when only the SVG differs": [
      [{ type: "result", data: { "image/svg+xml": "<svg>1</svg>", "text/plain": "1" } }],
      [{ type: "result", data: { "image/svg+xml": "<svg>2</svg>", "text/plain": "1" } }],
      0,
    ],
    "when a figure's keys stand in another order": [figure({ a: 1, b: [2] }), figure({ b: [2], a: 1 }), 0],
    "when a figure's numbers are within the tolerance": [
      figure({ z: [[1, 2]], t: "a" }),
      figure({ z: [[1.0000005, 2]], t: "a" }),
      1e-6,
    ],
    "when typed arrays hold numbers within the tolerance": [
      figure(f8(1, Number.NaN)),
      figure(f8(1.0000001, Number.NaN)),
      1e-6,
    ],
  };
  test.each(Object.entries(same))("%s", (_name, [expected, actual, tolerance]) => {
    expect(compareOutputs(expected, actual, tolerance)).toEqual([]);
  });
});

describe("a difference is named", () => {
  const error = (message: string): Output => ({ type: "error", name: "ShapeError", message });
  const different: Record<
    string,
    readonly [expected: Output[], actual: Output[], place: string, was: string, is: string]
  > = {
    "for another number": [text("a 1 b 2"), text("a 1 b 2.1"), "output 1, text, number 2", "2", "2.1"],
    "for several numbers": [
      text("1 2 3"),
      text("1 5 6"),
      "output 1, text, number 2",
      "2",
      "5 (and 1 more of 3)",
    ],
    "for a sign": [text("0.5"), text("-0.5"), "output 1, text, number 1", "0.5", "-0.5"],
    "for NaN in a number's place": [text("NaN"), text("0"), "output 1, text, number 1", "NaN", "0"],
    "for an infinity of the other sign": [
      text("Infinity"),
      text("-Infinity"),
      "output 1, text, number 1",
      "Infinity",
      "-Infinity",
    ],
    "for another word, by its line": [
      text("one\ntwo 2\n"),
      text("one\nzwei 2\n"),
      "output 1, text, line 2",
      '"two 2"',
      '"zwei 2"',
    ],
    "for a line too many": [text("one\n"), text("one\ntwo"), "output 1, text, line 2", '""', '"two"'],
    "for an output too few": [
      [...text("a"), error("no")],
      text("a"),
      "outputs",
      "stdout, error ShapeError: no",
      "stdout",
    ],
    "for no output": [text("a"), [], "outputs", "stdout", "none"],
    "for an error of another name": [
      [error("no")],
      [{ type: "error", name: "TypeError", message: "x" }],
      "outputs",
      "error ShapeError: no",
      "error TypeError: x",
    ],
    "for an error's message": [
      [error("takes 4")],
      [error("takes 5")],
      "output 1, message, number 1",
      "4",
      "5",
    ],
    "for stderr in stdout's place": [
      text("a"),
      [{ type: "stream", name: "stderr", text: "a" }],
      "outputs",
      "stdout",
      "stderr",
    ],
    "for a MIME type that is gone": [
      [{ type: "result", data: { "text/plain": "1", "image/svg+xml": "<svg/>" } }],
      [{ type: "result", data: { "text/plain": "1" } }],
      "output 1, data, image/svg+xml",
      '"present"',
      "nothing",
    ],
    "for a figure's string": [
      figure({ color: "#1f77b4" }),
      figure({ color: "#ff7f0e" }),
      `output 1, data, ${plotly}, color, line 1`,
      '"#1f77b4"',
      '"#ff7f0e"',
    ],
    "for a figure's number": [
      figure({ z: [[1, 2]] }),
      figure({ z: [[1, 2.5]] }),
      `output 1, data, ${plotly}, z, 0, 1`,
      "2",
      "2.5",
    ],
    "for a key too many": [
      figure({ a: 1 }),
      figure({ a: 1, b: 2 }),
      `output 1, data, ${plotly}, b`,
      "nothing",
      "2",
    ],
    "for an item too few": [figure([1, 2]), figure([1]), `output 1, data, ${plotly}, 1`, "2", "nothing"],
    "for a list in a mapping's place": [figure([]), figure({}), `output 1, data, ${plotly}`, "[]", "{}"],
    "for a typed array's number": [
      figure({ z: f8(1, 2) }),
      figure({ z: f8(1, 3) }),
      `output 1, data, ${plotly}, z, number 2`,
      "2",
      "3",
    ],
    "for a typed array's length": [
      figure(f8(1, 2)),
      figure(f8(1)),
      `output 1, data, ${plotly}, count of numbers`,
      "2",
      "1",
    ],
    "for a typed array's type": [
      figure({ dtype: "f4", bdata: base64(new Float32Array([1])) }),
      figure({ dtype: "u1", bdata: base64(new Uint8Array([0, 0, 128, 63])) }),
      `output 1, data, ${plotly}, dtype, line 1`,
      '"f4"',
      '"u1"',
    ],
    "for metadata": [
      [{ type: "display", data: { "text/plain": "" }, metadata: { wide: true } }],
      [{ type: "display", data: { "text/plain": "" } }],
      "output 1, metadata",
      '{"wide":true}',
      "nothing",
    ],
  };
  test.each(Object.entries(different))("%s", (_name, [expected, actual, place, was, is]) => {
    const [first] = compareOutputs(expected, actual, 1e-6);
    expect(first).toEqual({ place, expected: was, actual: is });
  });

  test.each(["i1", "u1", "u1c", "i2", "u2", "i4", "u4", "f4", "f8"])(
    "in a typed array of type %s",
    (dtype) => {
      const array = (bytes: number[]) => ({ dtype, bdata: Buffer.from(bytes).toString("base64") });
      const [first] = compareOutputs(
        figure(array([0, 0, 0, 0, 0, 0, 0, 64])),
        figure(array([0, 0, 0, 0, 0, 0, 0, 66])),
        1e-6,
      );
      expect(first?.place).toMatch(/number \d$/);
    },
  );
});
