import { useEffect, useRef } from "react";
import styles from "./MapSheet.module.css";
import type { Maps } from "./reading.ts";
import { paintSheet, sheetSize, signed } from "./sheet.ts";

interface MapSheetProps {
  /** What it shows, for those who do not see it. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Numbers to paint; without them the maps are empty. */
  readonly maps: Maps | undefined;
  /** Those of numbers with a sign by default. */
  readonly colours?: typeof signed;
  /** Stands there in their place. */
  readonly picture: string | undefined;
}

/** Maps beside each other, as the build painted them or painted here. */
export function MapSheet({ name, shape, maps, colours = signed, picture }: MapSheetProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = sheetSize(shape);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = new ImageData(width, height);
    const empty = new Float32Array(shape.reduce((count, size) => count * size, 1));
    image.data.set(paintSheet(maps ?? { shape, values: empty }, colours).pixels);
    context.putImageData(image, 0, 0);
  }, [maps, picture, colours, shape, width, height]);

  const style = { width: `calc(${width} * var(--map-pixel))`, aspectRatio: `${width} / ${height}` };
  if (picture)
    return (
      <img className={styles.sheet} style={style} src={picture} width={width} height={height} alt={name} />
    );
  return (
    <canvas
      ref={canvas}
      className={styles.sheet}
      style={style}
      width={width}
      height={height}
      role="img"
      aria-label={name}
    />
  );
}
