import Link from "@docusaurus/Link";
import { useLocation } from "@docusaurus/router";
import { usePluginData } from "@docusaurus/useGlobalData";
import Heading from "@theme/Heading";
import type { ReactNode } from "react";
import type { CellsData } from "../../../../plugins/cells/index.ts";

/** What a reader sees at an address that the book does not have: the address, and ways back into the book. */
export default function NotFoundContent({ className }: { readonly className?: string }): ReactNode {
  const { pathname } = useLocation();
  const { firstPage } = usePluginData("cells") as CellsData;
  return (
    <main className={`container margin-vert--xl ${className ?? ""}`}>
      <Heading as="h1">There is no such page</Heading>
      <p>
        Nothing is kept at <code>{pathname}</code>. The address may be mistyped, or the page may have moved.
        The search above knows every heading of the book.
      </p>
      <ul>
        <li>
          <Link to="/">The book’s first page</Link>
        </li>
        {firstPage && (
          <li>
            <Link to={`/${firstPage.path}`}>The page to begin with: {firstPage.title}</Link>
          </li>
        )}
      </ul>
    </main>
  );
}
