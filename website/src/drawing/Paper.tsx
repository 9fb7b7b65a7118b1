import { type PointerEvent, useRef } from "react";
import styles from "./Paper.module.css";
import { type Point, paperSide, type Stroke } from "./strokes.ts";

interface PaperProps {
  readonly strokes: readonly Stroke[];
  /** What lies on it in place of strokes: 8 x 8 numbers in 0..1. */
  readonly image: Float32Array | undefined;
  /** Stands on it while nothing is drawn. */
  readonly hint: string | undefined;
  /** The pen is set down: a new stroke begins. */
  readonly onBegin: (point: Point) => void;
  readonly onMove: (points: readonly Point[]) => void;
  /** The pen is lifted. */
  readonly onEnd: () => void;
}

/** Takes strokes from mouse, finger or pen. */
export function Paper({ strokes, image, hint, onBegin, onMove, onEnd }: PaperProps) {
  /** The one pointer that draws; a second finger draws nothing. */
  const pen = useRef<number>(undefined);

  const begin = (event: PointerEvent<SVGSVGElement>) => {
    if (pen.current !== undefined || event.button !== 0) return;
    pen.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    onBegin(placeOf(event.nativeEvent, event.currentTarget));
  };
  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (event.pointerId !== pen.current) return;
    const { nativeEvent, currentTarget } = event;
    // A fast pen comes by more often than the screen is drawn.
    const events = nativeEvent.getCoalescedEvents?.() ?? [];
    onMove((events.length > 0 ? events : [nativeEvent]).map((one) => placeOf(one, currentTarget)));
  };
  const end = (event: PointerEvent<SVGSVGElement>) => {
    if (event.pointerId !== pen.current) return;
    pen.current = undefined;
    onEnd();
  };

  return (
    <svg
      className={styles.paper}
      viewBox={`0 0 ${paperSide} ${paperSide}`}
      role="img"
      aria-label="Paper to draw a digit on with mouse, finger or pen. By keyboard, choose one of the digits below."
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {hint && (
        <text className={styles.hint} x={paperSide / 2} y={paperSide / 2}>
          {hint}
        </text>
      )}
      {image && <Pixels image={image} />}
      <path className={styles.strokes} d={strokes.map(pathOf).join("")} />
    </svg>
  );
}

/** Where on the paper a pointer is. */
function placeOf({ clientX, clientY }: globalThis.PointerEvent, paper: Element): Point {
  const { left, top, width, height } = paper.getBoundingClientRect();
  return { x: ((clientX - left) / width) * paperSide, y: ((clientY - top) / height) * paperSide };
}

/** As SVG wants it; from a single point a line leads to itself, else nothing of it would be seen. */
function pathOf(stroke: Stroke): string {
  const [first, ...rest] = stroke.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return first === undefined ? "" : `M${[first, ...(rest.length > 0 ? rest : [first])].join("L")}`;
}

/** A digit of the data, pixel by pixel. */
function Pixels({ image }: { readonly image: Float32Array }) {
  const count = Math.sqrt(image.length);
  const side = paperSide / (count + 2);
  return (
    <g className={styles.pixels}>
      {Array.from(image, (ink, place) => {
        const [row, column] = [Math.floor(place / count), place % count];
        const name = `${row},${column}`;
        return (
          <rect
            key={name}
            x={(column + 1) * side}
            y={(row + 1) * side}
            width={side}
            height={side}
            fillOpacity={ink}
          />
        );
      })}
    </g>
  );
}
