import { useState } from "react";
import { longestLink, writeEditsLink } from "../edits/edits-link.ts";
import { Button } from "./Button.tsx";
import { useNotebook } from "./context.tsx";
import { copyText } from "./copy-text.ts";
import TextDialog from "./TextDialog.tsx";

/** Copies a link that brings the reader's edits to whoever opens it. They stand in the link itself: no server has them. */
export function ShareButton() {
  const notebook = useNotebook();
  const [byHand, setByHand] = useState<string>();
  const say = (message: string) => notebook.page.publish({ message });
  const share = async () => {
    const edits = notebook.edits.list();
    if (edits.length === 0) return say("There is nothing to share yet: edit a cell or move a slider first.");
    const { origin, pathname, search } = window.location;
    const link = origin + pathname + search + (await writeEditsLink(edits));
    if (link.length > longestLink) {
      const size = `${link.length.toLocaleString("en")} characters, and many programs cut links at ${longestLink.toLocaleString("en")}`;
      return say(
        `The link would have ${size}. Reset cells that need not go along, or send the page as a notebook.`,
      );
    }
    if (await copyText(link)) {
      return say(
        `Copied a link with your edits of ${edits.length === 1 ? "1 cell" : `${edits.length} cells`}.`,
      );
    }
    return setByHand(link);
  };
  return (
    <>
      <Button onClick={() => void share()}>Share edits</Button>
      {byHand !== undefined && (
        <TextDialog title="A link with your edits" text={byHand} onClose={() => setByHand(undefined)} />
      )}
    </>
  );
}
