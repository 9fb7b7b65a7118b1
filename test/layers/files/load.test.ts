import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  loadNpy,
  loadNpz,
  loadSafetensors,
  saveNpy,
  saveNpz,
  saveSafetensors,
  tensor,
} from "@layerbook/layers";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";

const parent = mkdtempSync(join(tmpdir(), "layerbook-files-"));
afterAll(() => rmSync(parent, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(parent, "test-"));
});

const x = tensor([1, 2]);
const formats = [
  ["safetensors", encodeSafetensors({ x }), () => saveSafetensors(at("x"), { x }), loadSafetensors],
  ["npy", encodeNpy(x), () => saveNpy(at("x"), x), loadNpy],
  ["npz", encodeNpz({ x }), () => saveNpz(at("x"), { x }), loadNpz],
] as const;

function at(name: string): string {
  return join(folder, name);
}

describe.each(formats)("a file in %s", (format, bytes, save, load) => {
  it("holds the bytes of the encoder, and nothing else is left in the folder", async () => {
    await save();
    expect(new Uint8Array(readFileSync(at("x")))).toEqual(bytes);
    expect(readdirSync(folder)).toEqual(["x"]);
  });

  it("is loaded by its path and by its URL", async () => {
    await save();
    for (const path of [at("x"), pathToFileURL(at("x"))]) {
      const loaded = await load(path);
      expect((loaded instanceof Map ? loaded.get("x")! : loaded).toArray()).toEqual([1, 2]);
    }
  });

  it("that is not sound is refused with its path", async () => {
    writeFileSync(at("x"), "");
    await expect(load(at("x"))).rejects.toMatchObject({
      name: "FormatError",
      message: expect.stringMatching(new RegExp(`x: Cannot read ${format} at byte 0: `)),
    });
  });

  it("that is not there is Node's own error", async () => {
    await expect(load(at("none"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("saving", () => {
  it("writes metadata", async () => {
    await saveSafetensors(at("x"), { x }, { metadata: { format: "pt" } });
    expect(readFileSync(at("x"), "latin1")).toContain('"__metadata__":{"format":"pt"}');
  });

  it("takes the place of the file that was there", async () => {
    writeFileSync(at("x"), "old");
    await saveNpy(at("x"), x);
    expect(new Uint8Array(readFileSync(at("x")))).toEqual(encodeNpy(x));
  });

  // Making a link takes a privilege on Windows.
  if (process.platform !== "win32") {
    it("leaves a link a link", async () => {
      writeFileSync(at("old"), "old");
      symlinkSync(at("old"), at("link"));
      await saveNpy(at("link"), x);
      expect(new Uint8Array(readFileSync(at("old")))).toEqual(encodeNpy(x));
      expect(readdirSync(folder).sort()).toEqual(["link", "old"]);
    });
  }

  it("leaves the file that was there alone when it fails", async () => {
    writeFileSync(at("x"), "old");
    await expect(saveNpz(at("x"), { x: 1 as never })).rejects.toThrow(
      'Cannot write npz: "x" is no tensor; give tensors by name, such as the stateDict() of a module',
    );
    expect(readFileSync(at("x"), "utf8")).toBe("old");
    // A folder cannot be replaced by a file: the last step fails.
    await expect(saveNpy(folder, x)).rejects.toMatchObject({ syscall: "rename" });
    expect(readdirSync(folder)).toEqual(["x"]);
    expect(readdirSync(parent).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("at the same time to the same place gives one whole file", async () => {
    const saves = Array.from({ length: 20 }, (_, i) => saveNpy(at("x"), tensor([i])));
    // Windows lets only one of them through at a time.
    await Promise.allSettled(saves);
    await expect(Promise.any(saves)).resolves.toBeUndefined();
    expect((await loadNpy(at("x"))).numel()).toBe(1);
    expect(readdirSync(folder)).toEqual(["x"]);
  });
});

describe("in a browser, where there is no process,", () => {
  /** Calls it as it would be there: no module of Node can be had. */
  function elsewhere<Result>(call: () => Result): Result {
    vi.stubGlobal("process", undefined);
    try {
      return call();
    } finally {
      vi.unstubAllGlobals();
    }
  }

  it("loading says what to use", async () => {
    const reason = (name: string, decoder: string) =>
      `Cannot load ${name}: files are for Node, not for browsers; fetch it, then call ${decoder}(new Uint8Array(await response.arrayBuffer()))`;
    await expect(elsewhere(() => loadNpy("x.npy"))).rejects.toThrow(reason("x.npy", "decodeNpy"));
    await expect(elsewhere(() => loadNpz("x.npz"))).rejects.toThrow(reason("x.npz", "decodeNpz"));
    await expect(elsewhere(() => loadSafetensors(new URL("https://a.b/x")))).rejects.toThrow(
      reason("https://a.b/x", "decodeSafetensors"),
    );
  });

  it("saving says what to use", async () => {
    const reason = (encoder: string) =>
      `Cannot save x: files are for Node, not for browsers; call ${encoder} and offer its bytes for download`;
    await expect(elsewhere(() => saveNpy("x", x))).rejects.toThrow(reason("encodeNpy"));
    await expect(elsewhere(() => saveNpz("x", { x }))).rejects.toThrow(reason("encodeNpz"));
    await expect(elsewhere(() => saveSafetensors("x", { x }))).rejects.toThrow(reason("encodeSafetensors"));
  });
});
