import { useColorMode } from "@docusaurus/theme-common";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { FigureJson } from "./figure-json.ts";
import styles from "./Outputs.module.css";

// One place and one name for the import: from two places the bundler puts plotly into what every page loads.
const loadPlotly = () => import(/* webpackChunkName: "plotly" */ "./plotly.ts");

interface PlotlyFigureProps {
  readonly figure: FigureJson;
  readonly description: string;
  /** Stands in its place until plotly has drawn. */
  readonly still: ReactNode;
}

/** Draws a figure with plotly, which is loaded by the first of them on a page. */
export function PlotlyFigure({ figure, description, still }: PlotlyFigureProps) {
  const box = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(false);
  const [problem, setProblem] = useState("");
  const { colorMode } = useColorMode();

  useEffect(() => {
    let current = true;
    const draw = async () => {
      const { drawFigure } = await loadPlotly();
      if (!current || !box.current) return;
      await drawFigure(box.current, figure, colorMode);
      if (current) setDrawn(true);
    };
    draw().catch((error: Error) => setProblem(`The figure could not be drawn: ${error.message}`));
    return () => {
      current = false;
    };
  }, [figure, colorMode]);

  useEffect(() => {
    const element = box.current;
    return () => {
      if (element) void loadPlotly().then(({ clearFigure }) => clearFigure(element));
    };
  }, []);

  return (
    <figure className={styles.figure} aria-label={description}>
      {!drawn && still}
      <div ref={box} className={styles.plot} data-drawn={drawn} />
      {problem && <p role="alert">{problem}</p>}
    </figure>
  );
}
