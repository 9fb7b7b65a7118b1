import MDXContent from "@theme-original/MDXContent";
import type { ReactNode } from "react";
import { NotebookProvider } from "../../cells/context.tsx";

export default function PageContent({ children }: { readonly children: ReactNode }) {
  return (
    <NotebookProvider>
      <MDXContent>{children}</MDXContent>
    </NotebookProvider>
  );
}
