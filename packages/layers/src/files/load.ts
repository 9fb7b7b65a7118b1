import type { StateDict } from "../module.ts";
import type { Tensor } from "../tensor.ts";
import type { FilePath } from "./node-files.ts";
import { loadFile, saveFile } from "./node-files.ts";
import { decodeNpy, encodeNpy } from "./npy.ts";
import type { NpzOptions } from "./npz.ts";
import { decodeNpz, encodeNpz } from "./npz.ts";
import type { SafetensorsOptions } from "./safetensors.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

/**
 * The tensors of a safetensors file of up to 2 GB, in Node; see `decodeSafetensors`. Throws FormatError with the path,
 * and Node's own error for a file that cannot be read. In a browser it throws LayerbookError: fetch the bytes there.
 *
 * @example
 * import { Linear, loadSafetensors, saveSafetensors } from "@layerbook/layers";
 * const layer = new Linear(2, 3);
 * await saveSafetensors("loaded.safetensors", layer.stateDict()); // or save_file of PyTorch's state_dict()
 * layer.loadStateDict(await loadSafetensors("loaded.safetensors"));
 */
export function loadSafetensors(path: FilePath): Promise<Map<string, Tensor>> {
  return loadFile(path, "decodeSafetensors", decodeSafetensors);
}

/**
 * Writes tensors as a safetensors file, in Node; see `encodeSafetensors`. The file is written whole or not at all: what
 * was there before stays until then.
 *
 * @example
 * import { Linear, saveSafetensors } from "@layerbook/layers";
 * await saveSafetensors("saved.safetensors", new Linear(2, 3).stateDict());
 */
export function saveSafetensors(
  path: FilePath,
  tensors: StateDict | Readonly<Record<string, Tensor>>,
  options: SafetensorsOptions = {},
): Promise<void> {
  return saveFile(path, "encodeSafetensors", () => encodeSafetensors(tensors, options));
}

/**
 * The array of an npy file, in Node; see `decodeNpy`, and `loadSafetensors` for what it throws.
 *
 * @example
 * import { loadNpy, ones, saveNpy } from "@layerbook/layers";
 * await saveNpy("loaded.npy", ones([2])); // or np.save("loaded.npy", np.ones(2))
 * await loadNpy("loaded.npy"); // [1, 1]
 */
export function loadNpy(path: FilePath): Promise<Tensor> {
  return loadFile(path, "decodeNpy", decodeNpy);
}

/**
 * Writes a tensor as an npy file, in Node, whole or not at all; see `encodeNpy`.
 *
 * @example
 * import { loadNpy, saveNpy, tensor } from "@layerbook/layers";
 * await saveNpy("saved.npy", tensor([1, 2]));
 * await loadNpy("saved.npy"); // [1, 2]
 */
export function saveNpy(path: FilePath, tensor: Tensor): Promise<void> {
  return saveFile(path, "encodeNpy", () => encodeNpy(tensor));
}

/**
 * The arrays of an npz file, in Node; see `decodeNpz`, and `loadSafetensors` for what it throws.
 *
 * @example
 * import { loadNpz, ones, saveNpz } from "@layerbook/layers";
 * await saveNpz("loaded.npz", { x: ones([2]) }); // or np.savez("loaded.npz", x=np.ones(2))
 * (await loadNpz("loaded.npz")).get("x")!; // [1, 1]
 */
export function loadNpz(path: FilePath, options: NpzOptions = {}): Promise<Map<string, Tensor>> {
  return loadFile(path, "decodeNpz", (bytes) => decodeNpz(bytes, options));
}

/**
 * Writes tensors as an npz file, in Node, whole or not at all; see `encodeNpz`.
 *
 * @example
 * import { loadNpz, saveNpz, tensor } from "@layerbook/layers";
 * await saveNpz("saved.npz", { x: tensor([1, 2]) });
 * (await loadNpz("saved.npz")).get("x")!; // [1, 2]
 */
export function saveNpz(
  path: FilePath,
  tensors: StateDict | Readonly<Record<string, Tensor>>,
): Promise<void> {
  return saveFile(path, "encodeNpz", () => encodeNpz(tensors));
}
