import MDXComponents from "@theme-original/MDXComponents";
import { Cell } from "../cells/Cell.tsx";
import { CellToolbar } from "../cells/Toolbar.tsx";
import { Formula } from "../code/Formula.tsx";
import { HighlightedCode } from "../code/HighlightedCode.tsx";
import { Signature } from "../reference/Signature.tsx";

export default { ...MDXComponents, Cell, CellToolbar, Formula, HighlightedCode, Signature };
