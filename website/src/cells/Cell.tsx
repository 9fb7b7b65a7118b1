import CodeBlock from "@theme/CodeBlock";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { CellData } from "../../plugins/cells/cell-data.ts";
import { codeText } from "../code/code-text.ts";
import { HighlightedCode } from "../code/HighlightedCode.tsx";
import { type CellState, initialState } from "../edits/page-state.ts";
import styles from "./Cell.module.css";
import { CellBar } from "./CellBar.tsx";
import { Controls } from "./Controls.tsx";
import { useCellState, useNotebook } from "./context.tsx";
import { Outputs } from "./Outputs.tsx";

const EarlierEdit = lazy(() => import("./EarlierEdit.tsx"));
const Editor = lazy(() => import("./Editor.tsx"));

interface CellProps {
  /** A `CellData` as JSON, but for its source. */
  readonly data: string;
  /** The source with its tokens marked, from the plugin. */
  readonly html: string;
}

/** A cell of a page: its code with what it gave when it was checked; it can be run and edited where it stands. */
export function Cell({ data: json, html }: CellProps) {
  const initial = useMemo(() => {
    const data = JSON.parse(json) as Omit<CellData, "source">;
    return initialState({ ...data, source: codeText(html) });
  }, [json, html]);
  const notebook = useNotebook();
  useEffect(() => notebook.add(initial), [notebook, initial]);
  const state = useCellState(notebook, initial);
  const { data } = state;

  const cell = (
    <section
      className={styles.cell}
      id={`cell-${data.id}`}
      aria-label={`Cell ${data.id}`}
      data-status={state.status}
    >
      <Code state={state} html={html} />
      <Controls state={state} />
      <Outputs state={state} />
    </section>
  );
  if (!data.solution) return cell;
  return (
    <details className={styles.solution}>
      <summary>Solution</summary>
      {cell}
    </details>
  );
}

function Code({ state, html }: { readonly state: CellState; readonly html: string }) {
  const { data, source } = state;
  const notebook = useNotebook();
  const [editing, setEditing] = useState(false);
  const block = useRef<HTMLDivElement>(null);
  const leave = useCallback(() => {
    setEditing(false);
    block.current?.querySelector<HTMLElement>("[aria-pressed]")?.focus();
  }, []);
  const change = useCallback((text: string) => notebook.edits.setSource(data.id, text), [notebook, data.id]);
  const run = useCallback(() => void notebook.run(data.id), [notebook, data.id]);
  const runAndGoOn = useCallback(() => {
    run();
    goToCellAfter(block.current);
  }, [run]);

  const shown =
    source === data.source ? <HighlightedCode html={html} /> : <CodeBlock language="ts">{source}</CodeBlock>;
  const code = editing ? (
    <Suspense fallback={shown}>
      <Editor
        cell={data.id}
        label={`Code of cell ${data.id}`}
        text={source}
        onChange={change}
        onRun={run}
        onRunAndGoOn={runAndGoOn}
        onLeave={leave}
      />
    </Suspense>
  ) : (
    shown
  );
  const whole = (
    <div className={styles.code} ref={block}>
      {code}
      <CellBar state={state} editing={editing} onRun={run} onEdit={() => setEditing(!editing)} />
      <Suspense>{state.earlier && <EarlierEdit id={data.id} edit={state.earlier} />}</Suspense>
    </div>
  );
  if (!data.folded) return whole;
  return (
    <details className={styles.folded}>
      <summary>Code</summary>
      {whole}
    </details>
  );
}

/** Gives the keyboard to the next cell that is to be seen: to its editor where one is open, else to its button Run. */
function goToCellAfter(element: HTMLElement | null): void {
  const cells = [...document.querySelectorAll<HTMLElement>("section[data-status]")];
  const at = cells.findIndex((cell) => cell.contains(element));
  const places = cells
    .slice(at + 1)
    .map((cell) => cell.querySelector<HTMLElement>("[role=textbox], [data-run]"));
  const next = places.find((place) => place?.checkVisibility());
  // No further than needed: what the cell gives is to be seen as well.
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}
