import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DType,
  loadNpy,
  loadNpz,
  loadSafetensors,
  manualSeed,
  randn,
  safetensorsMetadata,
  saveNpy,
  saveNpz,
  saveSafetensors,
  type Tensor,
  tensor,
} from "@layerbook/layers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPython } from "./python.ts";

const folder = mkdtempSync(join(tmpdir(), "layerbook-python-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hexadecimal = (t: Tensor) => Buffer.from(t.toTypedArray().buffer).toString("hex");

describe("what NumPy and safetensors write is read bit by bit:", () => {
  interface Entry {
    readonly path: string;
    readonly name: string | null;
    readonly shape: readonly number[];
    readonly dtype: DType;
    readonly bytes: string;
  }
  let entries: readonly Entry[];
  beforeAll(() => {
    runPython("write_files.py", folder);
    entries = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  });

  /** Compares all tensors of a file, by name, with what Python says of them. */
  function compare(path: string, tensors: ReadonlyMap<string | null, Tensor>): void {
    const expected = entries.filter((entry) => entry.path === path);
    expect(expected.length).toBeGreaterThan(0);
    expect([...tensors.keys()].sort()).toEqual(expected.map(({ name }) => name).sort());
    for (const { name, shape, dtype, bytes } of expected) {
      const read = tensors.get(name)!;
      expect([path, name, read.dtype, read.shape]).toEqual([path, name, dtype, shape]);
      expect(hexadecimal(read) === bytes, `${path}: ${name} has other bits`).toBe(true);
    }
  }

  it("npy files of every dtype, shape, order of bytes and of axes, and version", async () => {
    const paths = entries.map(({ path }) => path).filter((path) => path.endsWith(".npy"));
    expect(paths.length).toBe(12 * 7 * 3 + 3);
    for (const path of paths) compare(path, new Map([[null, await loadNpy(join(folder, path))]]));
  });

  it.each(["stored.npz", "deflated.npz"])("%s", async (path) => {
    compare(path, await loadNpz(join(folder, path)));
  });

  it("safetensors of every dtype that NumPy has, with its metadata", async () => {
    const path = "all.safetensors";
    compare(path, await loadSafetensors(join(folder, path)));
    const metadata = safetensorsMetadata(readFileSync(join(folder, path)));
    expect(metadata).toEqual(
      new Map([
        ["format", "np"],
        ["é", "層"],
      ]),
    );
  });

  it("safetensors in bfloat16", async () => {
    compare("bfloat16.safetensors", await loadSafetensors(join(folder, "bfloat16.safetensors")));
  });
});

describe("what is written is read by NumPy and safetensors bit by bit:", () => {
  interface Found {
    readonly same: boolean | null;
    readonly arrays: Record<
      string,
      { readonly shape: readonly number[]; readonly type: string; readonly bytes: string }
    >;
  }
  const ours = mkdtempSync(join(folder, "ours-"));
  const tensors = new Map<string, Tensor>();
  let found: Readonly<Record<string, Found>>;

  beforeAll(async () => {
    manualSeed(5);
    for (const shape of [[], [0], [1], [12345], [2, 0, 3], [2, 3], [3, 1, 2, 2]]) {
      const values = randn(shape, { dtype: "float64" });
      tensors.set(`float64 ${shape}`, values);
      tensors.set(`float32 ${shape}`, values.to("float32"));
      const whole = Int32Array.from(values.toTypedArray(), (value) => value * 2 ** 28);
      tensors.set(`int32 ${shape}`, tensor(whole, { shape }));
    }
    tensors.set("层.é😀", tensor([0, -0, Infinity, -Infinity, NaN, 1e-45, 3.4028234663852886e38]));
    tensors.set("\uffee", tensor([2147483647, -2147483648], { dtype: "int32" }));
    for (const [i, value] of [...tensors.values()].entries()) await saveNpy(join(ours, `${i}.npy`), value);
    await saveNpz(join(ours, "all.npz"), tensors);
    await saveSafetensors(join(ours, "all.safetensors"), tensors, { metadata: { format: "pt" } });
    await saveSafetensors(join(ours, "none.safetensors"), {});
    found = JSON.parse(runPython("read_files.py", ours));
  });

  function compare(path: string, expected: ReadonlyMap<string, Tensor>): void {
    const { arrays } = found[path]!;
    expect(Object.keys(arrays).sort()).toEqual([...expected.keys()].sort());
    for (const [name, written] of expected) {
      const type = { float32: "<f4", float64: "<f8", int32: "<i4" }[written.dtype];
      expect([path, name, arrays[name]!.type, arrays[name]!.shape]).toEqual([
        path,
        name,
        type,
        written.shape,
      ]);
      expect(arrays[name]!.bytes === hexadecimal(written), `${path}: ${name} has other bits`).toBe(true);
    }
  }

  it("npy files, the same bytes as np.save writes", () => {
    for (const [i, value] of [...tensors.values()].entries()) {
      compare(`${i}.npy`, new Map([["", value]]));
      expect(found[`${i}.npy`]!.same).toBe(true);
    }
  });

  it("an npz file", () => {
    compare("all.npz", tensors);
  });

  it("safetensors files, the same bytes as the reference library writes", () => {
    compare("all.safetensors", tensors);
    compare("none.safetensors", new Map());
    expect([found["all.safetensors"]!.same, found["none.safetensors"]!.same]).toEqual([true, true]);
  });
});
