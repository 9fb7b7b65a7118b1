import { manualSeed, rand } from "@layerbook/layers";
import { expect } from "vitest";

/** Throws with the whole message, before a random number is drawn for anything. */
export function expectRefused(run: () => unknown, error: Error): void {
  manualSeed(0);
  const next = rand([1]).item();
  manualSeed(0);
  expect(run).toThrow(error);
  expect(rand([1]).item()).toBe(next);
}
