import { useId } from "react";
import type { ControlData } from "../../plugins/cells/cell-data.ts";
import type { CellState } from "../edits/page-state.ts";
import styles from "./Cell.module.css";
import { useNotebook } from "./context.tsx";

/** A slider for each constant that the cell names; the cell runs again when one moves. */
export function Controls({ state: { data, constants } }: { readonly state: CellState }) {
  const notebook = useNotebook();
  if (data.controls.length === 0) return null;
  return (
    <div className={styles.controls}>
      {data.controls.map((control) => (
        <Control
          key={control.name}
          control={control}
          value={constants[control.name] ?? control.value}
          onMove={(value) => void notebook.setConstant(data.id, control.name, value)}
        />
      ))}
    </div>
  );
}

interface ControlProps {
  readonly control: ControlData;
  readonly value: number;
  readonly onMove: (value: number) => void;
}

function Control({ control: { name, from, to, step }, value, onMove }: ControlProps) {
  const id = useId();
  return (
    <div className={styles.control}>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={step}
        value={value}
        onChange={({ target }) => onMove(target.valueAsNumber)}
      />
      <output htmlFor={id} aria-live="off">
        {value}
      </output>
    </div>
  );
}
