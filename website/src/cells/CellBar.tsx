import { type CellState, isEdited } from "../edits/page-state.ts";
import { TypesButton } from "../types/TypesButton.tsx";
import { Button } from "./Button.tsx";
import styles from "./Cell.module.css";
import { CopyProgram } from "./CopyProgram.tsx";
import { useNotebook } from "./context.tsx";

interface CellBarProps {
  readonly state: CellState;
  readonly editing: boolean;
  readonly onRun: () => void;
  readonly onEdit: () => void;
}

/** What can be done with one cell, and what became of it. */
export function CellBar({ state, editing, onRun, onEdit }: CellBarProps) {
  const { edits } = useNotebook();
  const { data, before, outputs } = state;
  const { id } = data;
  // One button whose word changes, so that it keeps the keyboard.
  const putBack =
    isEdited(state) || outputs !== undefined
      ? { word: "Reset", label: `Reset cell ${id}`, act: () => edits.resetCell(id) }
      : { word: "Undo", label: `Undo the reset of cell ${id}`, act: () => edits.undoReset(id) };
  return (
    <div className={styles.bar}>
      <Button kind="primary" onClick={onRun} aria-label={`Run cell ${id}`} data-run="">
        Run
      </Button>
      <Button onClick={onEdit} aria-pressed={editing} aria-label={`Edit cell ${id}`}>
        Edit
      </Button>
      {editing && <TypesButton cell={id} />}
      {(putBack.word === "Reset" || before) && (
        <Button onClick={putBack.act} aria-label={putBack.label}>
          {putBack.word}
        </Button>
      )}
      <CopyProgram id={id} />
      <span className={styles.status}>{statusText(state)}</span>
    </div>
  );
}

function statusText(state: CellState): string {
  const { status, took } = state;
  const edited = isEdited(state) ? "edited · " : "";
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
      return edited ? "edited, not run since" : "";
  }
}
