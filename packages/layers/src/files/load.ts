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
 */
export function loadSafetensors(path: FilePath): Promise<Map<string, Tensor>> {
  return loadFile(path, "decodeSafetensors", decodeSafetensors);
}

/**
 * Writes tensors as a safetensors file, in Node; see `encodeSafetensors`. The file is written whole or not at all: what
 * was there before stays until then.
 */
export function saveSafetensors(
  path: FilePath,
  tensors: StateDict | Readonly<Record<string, Tensor>>,
  options: SafetensorsOptions = {},
): Promise<void> {
  return saveFile(path, "encodeSafetensors", () => encodeSafetensors(tensors, options));
}

/** The array of an npy file, in Node; see `decodeNpy`, and `loadSafetensors` for what it throws. */
export function loadNpy(path: FilePath): Promise<Tensor> {
  return loadFile(path, "decodeNpy", decodeNpy);
}

/** Writes a tensor as an npy file, in Node, whole or not at all; see `encodeNpy`. */
export function saveNpy(path: FilePath, tensor: Tensor): Promise<void> {
  return saveFile(path, "encodeNpy", () => encodeNpy(tensor));
}

/** The arrays of an npz file, in Node; see `decodeNpz`, and `loadSafetensors` for what it throws. */
export function loadNpz(path: FilePath, options: NpzOptions = {}): Promise<Map<string, Tensor>> {
  return loadFile(path, "decodeNpz", (bytes) => decodeNpz(bytes, options));
}

/** Writes tensors as an npz file, in Node, whole or not at all; see `encodeNpz`. */
export function saveNpz(
  path: FilePath,
  tensors: StateDict | Readonly<Record<string, Tensor>>,
): Promise<void> {
  return saveFile(path, "encodeNpz", () => encodeNpz(tensors));
}
