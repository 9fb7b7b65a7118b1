import CodeBlock from "@theme/CodeBlock";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { CellData } from "../../plugins/cells/cell-data.ts";
import { Button } from "./Button.tsx";
import styles from "./Cell.module.css";
import { Controls } from "./Controls.tsx";
import { useNotebook, useNotebookState } from "./context.tsx";
import { type CellState, initialState } from "./notebook.ts";
import { Outputs } from "./Outputs.tsx";

const Editor = lazy(() => import("./Editor.tsx"));

interface CellProps {
  /** A `CellData` as JSON, from the plugin. */
  readonly data: string;
  /** The highlighted code. */
  readonly children: ReactNode;
}

/** A cell of a page: its code with what it gave when it was checked; it can be run and edited where it stands. */
export function Cell({ data: json, children }: CellProps) {
  const data = useMemo(() => JSON.parse(json) as CellData, [json]);
  const notebook = useNotebook();
  useEffect(() => notebook.add(data), [notebook, data]);
  const initial = useMemo(() => initialState(data), [data]);
  const state = useNotebookState(notebook).cells.get(data.id) ?? initial;

  const cell = (
    <section
      className={styles.cell}
      id={`cell-${data.id}`}
      aria-label={`Cell ${data.id}`}
      data-status={state.status}
    >
      <Code state={state}>{children}</Code>
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

function Code({ state, children }: { readonly state: CellState; readonly children: ReactNode }) {
  const { data, source } = state;
  const notebook = useNotebook();
  const [editing, setEditing] = useState(false);
  const editButton = useRef<HTMLButtonElement>(null);
  const leave = useCallback(() => {
    setEditing(false);
    editButton.current?.focus();
  }, []);
  const change = useCallback((text: string) => notebook.setSource(data.id, text), [notebook, data.id]);
  const run = useCallback(() => void notebook.run(data.id), [notebook, data.id]);

  const shown = source === data.source ? children : <CodeBlock language="ts">{source}</CodeBlock>;
  const code = editing ? (
    <Suspense fallback={shown}>
      <Editor label={`Code of cell ${data.id}`} text={source} onChange={change} onRun={run} onLeave={leave} />
    </Suspense>
  ) : (
    shown
  );
  const bar = (
    <div className={styles.bar}>
      <Button kind="primary" onClick={run} aria-label={`Run cell ${data.id}`}>
        Run
      </Button>
      <Button
        ref={editButton}
        onClick={() => setEditing(!editing)}
        aria-pressed={editing}
        aria-label={`Edit cell ${data.id}`}
      >
        Edit
      </Button>
      {changed(state) && (
        <Button onClick={() => notebook.resetCell(data.id)} aria-label={`Reset cell ${data.id}`}>
          Reset
        </Button>
      )}
      <span className={styles.status}>{statusText(state)}</span>
    </div>
  );
  const block = (
    <div className={styles.code}>
      {code}
      {bar}
    </div>
  );
  if (!data.folded) return block;
  return (
    <details className={styles.folded}>
      <summary>Code</summary>
      {block}
    </details>
  );
}

function changed({ data, source, constants, outputs }: CellState): boolean {
  return source !== data.source || Object.keys(constants).length > 0 || outputs !== undefined;
}

function statusText({ data, source, status, took }: CellState): string {
  const edited = source === data.source ? "" : "edited · ";
  switch (status) {
    case "waiting":
      return `${edited}waiting`;
    case "running":
      return `${edited}running`;
    case "done":
      return `${edited}ran in ${took < 1000 ? `${Math.round(took)} ms` : `${(took / 1000).toFixed(1)} s`}`;
    case "failed":
      return `${edited}failed`;
    case "stale":
      return `${edited}a cell above has changed since`;
    case "fresh":
      return edited ? "edited" : "";
  }
}
