import type { Scene } from "./convolution-scene.ts";
import { captionHeight, equationHeight, type Stage } from "./panel-stage.ts";

/** Two rows of two panels that meet in the middle; several channels, whose maps stand side by side, take a row each. */
export function stageOf(scene: Scene): Stage {
  const cells = Math.max(scene.input.rows, scene.output.rows);
  const tall = Math.max(60, Math.min(210, cells * 40));
  const low = Math.max(50, Math.min(120, scene.kernel.rows * 40));
  if (scene.channels.length === 1) {
    const second = captionHeight + tall + captionHeight;
    const sum = second + low;
    return {
      input: { x: [0, 0.54], top: captionHeight, height: tall, toward: "right" },
      output: { x: [0.6, 1], top: captionHeight, height: tall, toward: "left" },
      kernel: { x: [0, 0.46], top: second, height: low, toward: "right" },
      window: { x: [0.54, 1], top: second, height: low, toward: "left" },
      sum: { x: [0, 1], top: sum, height: equationHeight, toward: "center" },
      height: sum + equationHeight,
    };
  }
  const row = { x: [0, 1], toward: "center" } as const;
  // On a telephone the width is shared by the maps; more height would stand empty.
  const share = Math.round(40 + 320 / scene.channels.length);
  const wide = Math.min(tall, share);
  const flat = Math.min(low, share);
  const second = captionHeight + wide + captionHeight;
  const third = second + flat + captionHeight;
  const sum = third + flat;
  const fourth = sum + equationHeight + captionHeight;
  return {
    input: { ...row, top: captionHeight, height: wide },
    kernel: { ...row, top: second, height: flat },
    window: { ...row, top: third, height: flat },
    sum: { ...row, top: sum, height: equationHeight },
    output: { ...row, top: fourth, height: tall },
    height: fourth + tall,
  };
}
