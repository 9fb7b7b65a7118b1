import MDXComponents from "@theme-original/MDXComponents";
import { Cell } from "../cells/Cell.tsx";
import { CellToolbar } from "../cells/Toolbar.tsx";

export default { ...MDXComponents, Cell, CellToolbar };
