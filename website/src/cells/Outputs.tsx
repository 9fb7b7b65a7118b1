import type { Output } from "@layerbook/literate/session";
import { useRef } from "react";
import type { StaticOutput } from "../../plugins/cells/cell-data.ts";
import type { CellState } from "../edits/page-state.ts";
import { LiveFigure, StaticFigure } from "./Figure.tsx";
import styles from "./Outputs.module.css";

/** What the cell gave: in this session if it ran, else when it was checked. */
export function Outputs({ state: { data, outputs, status } }: { readonly state: CellState }) {
  const box = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  // The checked outputs' height stays reserved: what a run gives takes their place without moving the page.
  if (outputs === undefined) height.current = 0;
  else if (height.current === 0) height.current = box.current?.offsetHeight ?? 0;

  const shown = outputs ?? data.outputs;
  if (shown.length === 0 && height.current === 0) return null;
  return (
    <div
      ref={box}
      className={styles.outputs}
      style={height.current > 0 ? { minHeight: height.current } : undefined}
      data-live={outputs !== undefined}
      aria-busy={status === "running"}
    >
      {outputs === undefined
        ? data.outputs.map((output, index) => <Checked key={index} output={output} throws={data.throws} />)
        : outputs.map((output, index) => <Live key={index} output={output} throws={data.throws} />)}
    </div>
  );
}

interface OutputProps<Kind> {
  readonly output: Kind;
  readonly throws: string | undefined;
}

function Checked({ output, throws }: OutputProps<StaticOutput>) {
  if (output.type === "stream") return <Text text={output.text} error={output.name === "stderr"} />;
  if (output.type === "error") return <Thrown name={output.name} message={output.message} throws={throws} />;
  if (output.picture) return <StaticFigure picture={output.picture} />;
  return <Text text={output.text ?? ""} />;
}

function Live({ output, throws }: OutputProps<Output>) {
  if (output.type === "stream") return <Text text={output.text} error={output.name === "stderr"} />;
  if (output.type === "error") return <Thrown name={output.name} message={output.message} throws={throws} />;
  const text = output.data["text/plain"];
  return <LiveFigure bundle={output.data}>{<Text text={typeof text === "string" ? text : ""} />}</LiveFigure>;
}

function Text({ text, error = false }: { readonly text: string; readonly error?: boolean }) {
  if (text === "") return null;
  return (
    // Long lines scroll inside it, which the keyboard must reach.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <pre className={styles.text} data-error={error} tabIndex={0}>
      {text.replace(/\n$/, "")}
    </pre>
  );
}

function Thrown({ name, message, throws }: { name: string; message: string; throws: string | undefined }) {
  const expected = throws === name;
  return (
    <div className={styles.thrown} data-expected={expected}>
      <span className={styles.label}>{expected ? "Throws, as it should" : "Error"}</span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <pre tabIndex={0}>
        <b>{name}</b>: {message}
      </pre>
    </div>
  );
}
