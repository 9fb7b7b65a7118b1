import { FormatError, ShapeError, type Tensor, tensor } from "@layerbook/layers";
import { convertIndexedToRgb, decode, encode } from "fast-png";
import { Unzlib } from "fflate";
import { type PngStructure, pngError, readPngStructure } from "./png-structure.ts";

/**
 * The image of a PNG file's bytes: [channels, height, width], float32 in 0..1, with 1 channel for grey, 2 for grey with
 * alpha, 3 for colour, 4 for colour with alpha. Palettes become colours; profiles and text are not read. At most 16,384
 * pixels along a side and 16,777,216 in all. Throws FormatError, with the byte, for anything that is no sound PNG.
 *
 * @example
 * import { readFile, writeFile } from "node:fs/promises";
 * import { camera, decodePng, encodePng } from "@layerbook/data";
 * await writeFile("camera.png", encodePng(camera()));
 * decodePng(await readFile("camera.png")).shape; // [1, 512, 512]
 */
export function decodePng(bytes: Uint8Array): Tensor {
  const structure = readPngStructure(bytes);
  checkInflatedSize(bytes, structure);
  const { pixels, channels, largest } = readPixels(bytes, structure);
  const { width, height } = structure;
  const plane = width * height;
  const values = new Float32Array(channels * plane);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < plane; i++) values[channel * plane + i] = pixels[i * channels + channel]! / largest;
  }
  return tensor(values, { shape: [channels, height, width] });
}

/**
 * An image [channels, height, width] with 1 to 4 channels and values in 0..1 as a PNG file's bytes, 8 bits a value.
 * Throws ShapeError for another shape, FormatError for values outside 0..1 by more than half a step of 1/255.
 *
 * @example
 * import { encodePng } from "@layerbook/data";
 * import { tensor } from "@layerbook/layers";
 * const bytes = encodePng(tensor([[[0, 1], [1, 0]]])); // a chessboard of four fields
 * [...bytes.slice(1, 4)].map((byte) => String.fromCharCode(byte)).join(""); // "PNG"
 */
export function encodePng(image: Tensor): Uint8Array {
  const [channels = 0, height = 0, width = 0] = image.shape;
  if (image.shape.length !== 3 || channels < 1 || channels > 4 || height < 1 || width < 1) {
    const last = image.shape.at(-1);
    const hint =
      image.shape.length === 3 && (last === 3 || last === 4)
        ? ". It looks channels-last: permute([2, 0, 1]) first"
        : "";
    throw new ShapeError(
      `Cannot write [${image.shape.join(", ")}] as PNG: expected [channels, height, width] with 1 to 4 channels${hint}`,
    );
  }
  const values = image.toTypedArray();
  const half = 0.5 / 255;
  const outside = values.findIndex((value) => !(value >= -half && value <= 1 + half));
  if (outside >= 0) {
    throw new FormatError(
      `Cannot write value ${values[outside]} as PNG: expected 0..1. Divide pixels of 0..255 by 255, or use clamp(0, 1)`,
    );
  }
  const plane = height * width;
  const data = new Uint8ClampedArray(values.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < plane; i++)
      data[i * channels + channel] = Math.round(values[channel * plane + i]! * 255);
  }
  return encode({ width, height, data, depth: 8, channels: channels as 1 | 2 | 3 | 4 });
}

/** Inflates once without keeping anything, so that a bomb is stopped at the size that the header announces. */
function checkInflatedSize(bytes: Uint8Array, { chunks, inflatedSize }: PngStructure): void {
  let size = 0;
  let ended = false;
  let at = 0;
  const inflate = new Unzlib((piece, final) => {
    size += piece.length;
    ended ||= final;
    if (size > inflatedSize) throw tooLarge;
  });
  // 12 bytes are a chunk without contents.
  const data = chunks.filter(({ type, start, end }) => type === "IDAT" && end - start > 12);
  const tooLarge = new Error("too large");
  try {
    data.forEach(({ start, end }, i) => {
      for (at = start + 8; at < end - 4; at += inputStep) {
        const last = i === data.length - 1 && at + inputStep >= end - 4;
        inflate.push(bytes.subarray(at, Math.min(end - 4, at + inputStep)), last);
      }
    });
  } catch (error) {
    if (error !== tooLarge)
      throw pngError(at, `the compressed data is damaged (${(error as Error).message})`);
    throw pngError(at, `the data inflates to more than the ${inflatedSize} bytes that the header announces`);
  }
  if (!ended || size !== inflatedSize) {
    throw pngError(
      at,
      `the data inflates to ${size} bytes, the header announces ${inflatedSize}. The file is damaged`,
    );
  }
}

/** Bytes inflated at a time: what a bomb can make of them, 1 MB, is the most that is allocated in vain. */
const inputStep = 1024;

interface Pixels {
  /** Interleaved: all channels of a pixel side by side. */
  readonly pixels: ArrayLike<number>;
  readonly channels: number;
  readonly largest: number;
}

function readPixels(bytes: Uint8Array, structure: PngStructure): Pixels {
  try {
    const png = decode(withoutExtras(bytes, structure));
    const { depth, width, height } = structure;
    if (png.palette) {
      return { pixels: convertIndexedToRgb(png), channels: png.palette[0]!.length, largest: 255 };
    }
    const largest = 2 ** depth - 1;
    const pixels = depth < 8 ? unpack(png.data, width, height, depth) : png.data;
    if (!png.transparency) return { pixels, channels: png.channels, largest };
    return {
      pixels: addAlpha(pixels, png.channels, png.transparency, largest),
      channels: png.channels + 1,
      largest,
    };
  } catch (error) {
    throw new FormatError(`Cannot read PNG: the pixels are damaged (${(error as Error).message})`);
  }
}

/** The file with only the chunks that its pixels need: profiles and text could inflate without bound. */
function withoutExtras(bytes: Uint8Array, { chunks }: PngStructure): Uint8Array {
  const parts = [bytes.subarray(0, 8), ...chunks.map(({ start, end }) => bytes.subarray(start, end))];
  const kept = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    kept.set(part, offset);
    offset += part.length;
  }
  return kept;
}

/** Samples of 1, 2 or 4 bits, one after another; each row starts at a byte. */
function unpack(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const bit = (i % width) * depth;
    const byte = packed[Math.floor(i / width) * rowBytes + (bit >> 3)]!;
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}

/** A last channel that is 0 where a pixel has the colour that the file declares transparent, else `opaque`. */
function addAlpha(
  pixels: ArrayLike<number>,
  channels: number,
  key: ArrayLike<number>,
  opaque: number,
): Uint16Array {
  const count = pixels.length / channels;
  const result = new Uint16Array(count * (channels + 1));
  for (let i = 0; i < count; i++) {
    let same = true;
    for (let channel = 0; channel < channels; channel++) {
      const sample = pixels[i * channels + channel]!;
      result[i * (channels + 1) + channel] = sample;
      if (sample !== key[channel]) same = false;
    }
    result[i * (channels + 1) + channels] = same ? 0 : opaque;
  }
  return result;
}
