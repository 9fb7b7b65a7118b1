import { lazy, Suspense, useState } from "react";
import { Button } from "./Button.tsx";
import { useNotebook } from "./context.tsx";
import { copyText } from "./copy-text.ts";

const TextDialog = lazy(() => import("./TextDialog.tsx"));

/** Copies a program that does by itself what the cell does, with the reader's edits as they stand. */
export function CopyProgram({ id }: { readonly id: string }) {
  const { page } = useNotebook();
  const [byHand, setByHand] = useState<string>();
  const say = (message: string) => page.publish({ message });
  const copy = async () => {
    try {
      // The parser comes with the first copy: most readers copy nothing.
      const { cellProgram } = await import("../programs/cell-program.ts");
      const made = cellProgram([...page.cells.values()], id);
      if ("problem" in made) say(made.problem);
      else if (await copyText(made.program)) say(`Copied cell ${id} as a program that runs by itself.`);
      else setByHand(made.program);
    } catch (error) {
      say(`Cell ${id} was not copied: ${(error as Error).message}. Reload the page and try again.`);
    }
  };
  return (
    <>
      <Button kind="quiet" onClick={() => void copy()} aria-label={`Copy as program: cell ${id}`}>
        Copy as program
      </Button>
      <Suspense>
        {byHand !== undefined && (
          <TextDialog title={`Cell ${id} as a program`} text={byHand} onClose={() => setByHand(undefined)} />
        )}
      </Suspense>
    </>
  );
}
