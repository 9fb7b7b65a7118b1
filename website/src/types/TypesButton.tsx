import useBaseUrl from "@docusaurus/useBaseUrl";
import { useSyncExternalStore } from "react";
import { Button } from "../cells/Button.tsx";
import styles from "./TypesButton.module.css";
import { typesSwitch } from "./types-switch.ts";
import { typesSize } from "./types-worker.ts";

const keys = "Point at a word, or press Ctrl+I: its type. Ctrl+Space: what fits here. F8: the next red line.";

/** Turns types in all editors on and off. They are loaded when this is pressed for the first time. */
export function TypesButton({ cell }: { readonly cell: string }) {
  const folder = useBaseUrl("/types/");
  const { status } = useSyncExternalStore(
    typesSwitch.subscribe,
    () => typesSwitch.state,
    () => typesSwitch.state,
  );
  const pressed = status === "on" || status === "loading";
  const text = pressed ? "Types" : `Types (${typesSize})`;
  return (
    <>
      <Button
        aria-pressed={pressed}
        aria-label={`${text} in the editor of cell ${cell}`}
        title={status === "on" ? keys : `Types, completion and red lines while you write; loads ${typesSize}`}
        onClick={() => (pressed ? typesSwitch.turnOff() : void typesSwitch.turnOn(folder))}
      >
        {text}
      </Button>
      <span className={styles.message} role="status">
        {message(status)}
      </span>
    </>
  );
}

function message(status: typeof typesSwitch.state.status): string {
  if (status === "loading") return "loading types";
  if (status === "failed") return "Types did not load; the editor goes on without them.";
  return "";
}
