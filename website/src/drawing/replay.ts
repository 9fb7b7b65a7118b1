import { useCallback, useEffect, useRef } from "react";
import type { Stroke } from "./strokes.ts";

/** Points of the pen's path that come with each picture of the screen: a digit takes about half a second. */
const pointsAtOnce = 2;

interface Replay {
  /** Gives the strokes point by point, at last with `done`; all at once to those who want no motion. */
  readonly play: (
    strokes: readonly Stroke[],
    show: (strokes: readonly Stroke[], done: boolean) => void,
  ) => void;
  readonly stop: () => void;
}

/** Draws strokes as a pen would. */
export function useReplay(): Replay {
  const frame = useRef(0);
  const stop = useCallback(() => cancelAnimationFrame(frame.current), []);
  useEffect(() => stop, [stop]);
  const play = useCallback<Replay["play"]>(
    (strokes, show) => {
      stop();
      const count = strokes.flat().length;
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return show(strokes, true);
      const advance = (points: number) => {
        show(firstPoints(strokes, points), points >= count);
        if (points < count) frame.current = requestAnimationFrame(() => advance(points + pointsAtOnce));
      };
      advance(pointsAtOnce);
    },
    [stop],
  );
  return { play, stop };
}

function firstPoints(strokes: readonly Stroke[], count: number): Stroke[] {
  const first: Stroke[] = [];
  let left = count;
  for (const stroke of strokes) {
    if (left <= 0) break;
    first.push(stroke.slice(0, left));
    left -= stroke.length;
  }
  return first;
}
