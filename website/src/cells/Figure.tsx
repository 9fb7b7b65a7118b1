import useBaseUrl from "@docusaurus/useBaseUrl";
import { type ReactNode, useState } from "react";
import type { Picture } from "../../plugins/cells/cell-data.ts";
import { Button } from "./Button.tsx";
import { Drawing } from "./Drawing.tsx";
import type { FigureJson } from "./figure-json.ts";
import styles from "./Outputs.module.css";
import { PlotlyFigure } from "./PlotlyFigure.tsx";

const plotlyType = "application/vnd.plotly.v1+json";

/** A checked figure: its picture at once; plotly and the figure's numbers only when the reader asks. */
export function StaticFigure({ picture }: { readonly picture: Picture }) {
  const address = useBaseUrl(picture.figure ?? "");
  const [figure, setFigure] = useState<FigureJson>();
  const [problem, setProblem] = useState("");
  const load = async () => {
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      setFigure(await response.json());
    } catch (error) {
      setProblem(`The figure did not load: ${(error as Error).message}. Reload the page and try again.`);
    }
  };
  const still = <Drawing picture={picture} />;
  if (figure) return <PlotlyFigure figure={figure} description={picture.description} still={still} />;
  return (
    <figure className={styles.figure}>
      {still}
      {picture.figure && (
        <div className={styles.interactive}>
          <Button kind="quiet" onClick={() => void load()}>
            Interactive figure
          </Button>
        </div>
      )}
      {problem && <p role="alert">{problem}</p>}
    </figure>
  );
}

interface LiveFigureProps {
  readonly bundle: Readonly<Record<string, unknown>>;
  /** What stands there when the bundle has no figure. */
  readonly children: ReactNode;
}

/** What a run displayed. Markup from a cell is never put into the page: an image shows it, where no script can run. */
export function LiveFigure({ bundle, children }: LiveFigureProps) {
  const { [plotlyType]: figure, "image/svg+xml": svg, "image/png": png, "text/plain": text } = bundle;
  const description = typeof text === "string" ? text.slice(0, 1000) : "Figure";
  const address =
    typeof svg === "string"
      ? `data:image/svg+xml,${encodeURIComponent(svg)}`
      : typeof png === "string"
        ? `data:image/png;base64,${png}`
        : undefined;
  const still = address ? <img className={styles.still} src={address} alt={description} /> : null;
  if (isFigure(figure)) return <PlotlyFigure figure={figure} description={description} still={still} />;
  return still ? <figure className={styles.figure}>{still}</figure> : children;
}

function isFigure(value: unknown): value is FigureJson {
  return typeof value === "object" && value !== null && Array.isArray((value as { data?: unknown }).data);
}
