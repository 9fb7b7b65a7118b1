import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import { type DType, type Tensor, tensor } from "@layerbook/layers";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";

const mostElements = 60_000;

/** Any shape up to rank 6, empty ones too; most sizes are small, some large. */
const shapes = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) }, fc.constantFrom(0, 17, 65, 300)),
    {
      maxLength: 6,
    },
  )
  .filter((shape) => shape.reduce((product, size) => product * size, 1) <= mostElements);

const dtypes = fc.constantFrom<DType>("float32", "float64", "int32");
/** What the values go through again and again. */
const patterns = fc.array(
  fc.oneof(
    fc.integer({ min: -3, max: 9 }),
    fc.double(),
    fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-300, 3e38),
  ),
  { minLength: 1, maxLength: 20 },
);

function filled(shape: readonly number[], dtype: DType, pattern: readonly number[]): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = Float64Array.from({ length: size }, (_, i) => pattern[(i * 7) % pattern.length]!);
  const whole = values.map((value) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(value) || 0)));
  return tensor(dtype === "int32" ? whole : values, { shape, dtype });
}

function checkWellFormed(svg: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ attributes }) => {
    for (const { value } of Object.values(attributes)) {
      // In base64 any letters may meet.
      if (!value.startsWith("data:")) expect(value).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
  parser.write(svg).close();
}

const sizes: Readonly<Record<string, number>> = { f4: 4, f8: 8, i4: 4, u1: 1, u2: 2 };

/** Every typed array in the figure has as many bytes as its shape says. */
function checkBytes(part: unknown): void {
  if (typeof part !== "object" || part === null) return;
  const { bdata, dtype, shape } = part as { bdata?: string; dtype?: string; shape?: string };
  if (bdata === undefined) {
    Object.values(part).forEach(checkBytes);
    return;
  }
  const bytes = Buffer.from(bdata, "base64").length;
  const elements = bytes / sizes[dtype!]!;
  const said = shape?.split(",").map(Number) ?? [elements];
  expect(elements).toBe(said.reduce((product, size) => product * size, 1));
}

/** Each row and column of a heat map has its label. */
function checkLabels(trace: { type: string; z?: { shape?: string }; x?: unknown[]; y?: unknown[] }): void {
  if (trace.type !== "heatmap") return;
  const [rows, columns] = trace.z!.shape!.split(",").map(Number);
  expect([trace.y!.length, trace.x!.length]).toEqual([rows, columns]);
}

test("any tensor's figure fits into 1 MiB, is well-formed, counts right and tells its shape", () => {
  fc.assert(
    fc.property(shapes, dtypes, patterns, fc.boolean(), (shape, dtype, pattern, perChannel) => {
      const value = filled(shape, dtype, pattern);
      const bundle = mimeBundle(value, perChannel && shape.length > 2 ? { scale: "channel" } : {});
      expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(1024 * 1024);
      const label = `${dtype} [${shape.join(", ")}]`;
      expect(bundle["text/plain"].startsWith(label)).toBe(true);
      expect(describeValue(value)).toContain(label);
      const empty = shape.includes(0) || shape.length === 0;
      expect(Object.keys(bundle).length === 1).toBe(empty);
      if (empty) return;
      checkWellFormed(bundle["image/svg+xml"] as string);
      const figure = bundle["application/vnd.plotly.v1+json"] as { data: never[] } | undefined;
      checkBytes(figure);
      figure?.data.forEach(checkLabels);
      // JSON has no NaN and no infinity.
      if (figure) expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    }),
    { numRuns: 150 },
  );
});
