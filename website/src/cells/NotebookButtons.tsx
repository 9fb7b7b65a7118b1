import useBaseUrl from "@docusaurus/useBaseUrl";
import { Button } from "./Button.tsx";
import { useNotebook } from "./context.tsx";
import { download } from "./download.ts";
import { fetchText } from "./worker-frame.ts";

/** The page as a notebook, as it stands or for students; `path` is the notebook's below the site's base URL. */
export function NotebookButtons({ path }: { readonly path: string }) {
  const { page } = useNotebook();
  const address = useBaseUrl(path);
  const name = path.replace(/^.*\//, "");
  const save = async (forStudents: boolean) => {
    try {
      const [text, making] = await Promise.all([fetchText(address), import("../programs/page-notebook.ts")]);
      const cells = [...page.cells.values()];
      const made = forStudents
        ? making.notebookForStudents(text, cells)
        : making.notebookAsItStands(text, cells);
      const file = forStudents ? name.replace(/\.ipynb$/, "-student.ipynb") : name;
      download(file, made, "application/x-ipynb+json");
      page.publish({ message: `Saved the page as ${file}.` });
    } catch (error) {
      page.publish({
        message: `The notebook was not saved: ${(error as Error).message}. Reload the page and try again.`,
      });
    }
  };
  return (
    <>
      <Button onClick={() => void save(false)}>Open as notebook</Button>
      <Button onClick={() => void save(true)}>Student's notebook</Button>
    </>
  );
}
