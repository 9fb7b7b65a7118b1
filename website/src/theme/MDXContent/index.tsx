import MDXContent from "@theme-original/MDXContent";
import type { ReactNode } from "react";
import { NotebookProvider } from "../../cells/context.tsx";
import { useKeyboardScrolling } from "./keyboard-scrolling.ts";

export default function PageContent({ children }: { readonly children: ReactNode }) {
  useKeyboardScrolling();
  return (
    <NotebookProvider>
      <MDXContent>{children}</MDXContent>
    </NotebookProvider>
  );
}
