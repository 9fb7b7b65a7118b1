import { useEffect, useState } from "react";
import { linkPrefix } from "../edits/link-prefix.ts";

/** Whether the page's address has brought edits since the page was opened: what reads them is loaded only then. */
export function useEditsLink(): boolean {
  const [brought, setBrought] = useState(false);
  useEffect(() => {
    const look = () => setBrought((before) => before || window.location.hash.startsWith(linkPrefix));
    look();
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  return brought;
}
