import CodeBlock from "@theme/CodeBlock";
import type { CellEdit } from "../edits/cell-edit.ts";
import { Button } from "./Button.tsx";
import styles from "./Cell.module.css";
import { useNotebook } from "./context.tsx";

/** An edit of a text that the book has changed since: both are there, and the reader takes one. */
export default function EarlierEdit({ id, edit }: { readonly id: string; readonly edit: CellEdit }) {
  const { edits } = useNotebook();
  const { source, constants } = edit;
  const values = Object.entries(constants ?? {}).map(([name, value]) => `${name} = ${value}`);
  return (
    <aside className={styles.earlier} aria-label={`An earlier edit of cell ${id}`}>
      <p>
        The book has changed this cell since this edit was made
        {values.length > 0 && ` (${values.join(", ")})`}. It is kept until you choose.
      </p>
      {source !== undefined && (
        <details>
          <summary>The edited text</summary>
          <CodeBlock language="ts">{source}</CodeBlock>
        </details>
      )}
      <div className={styles.choice}>
        <Button onClick={() => edits.settleEarlier(id, true)}>Use the edit</Button>
        <Button onClick={() => edits.settleEarlier(id, false)}>Keep the book's</Button>
      </div>
    </aside>
  );
}
