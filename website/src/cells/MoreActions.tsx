import { Button } from "./Button.tsx";
import { useNotebook } from "./context.tsx";
import { NotebookButtons } from "./NotebookButtons.tsx";
import { ShareButton } from "./ShareButton.tsx";

/** What the menu of a page's cells offers; loaded when the menu is opened. */
export default function MoreActions({ notebookPath }: { readonly notebookPath: string }) {
  const notebook = useNotebook();
  return (
    <>
      <ShareButton />
      <NotebookButtons path={notebookPath} />
      <Button onClick={() => notebook.reset()}>Reset page</Button>
    </>
  );
}
