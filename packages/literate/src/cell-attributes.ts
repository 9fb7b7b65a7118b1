import { type Control, readControls } from "./control.ts";
import type { FenceAttribute } from "./fence-attributes.ts";

/** What a cell's info string says of it. */
export interface CellAttributes {
  /** Unique on the page. */
  readonly id: string;
  readonly controls: readonly Control[];
  /** Name of the error that the cell must throw. */
  readonly throws?: string;
  /** Largest difference of a number in the outputs, relative to max(1, its size). */
  readonly tolerance: number;
  readonly folded: boolean;
  readonly solution: boolean;
}

const flags = ["folded", "solution"];
const valued = ["id", "control", "throws", "tolerance"];

/** @throws {SyntaxError} whose message says what is wrong and how to fix it */
export function cellAttributes(attributes: readonly FenceAttribute[]): CellAttributes {
  const values = new Map(attributes.map(({ name, value }) => [name, value] as const));
  for (const [name, value] of values) {
    if (!flags.includes(name) && !valued.includes(name)) {
      const known = "id, control, throws, tolerance, folded or solution";
      throw new SyntaxError(`a cell has no attribute ${name}; write ${known}`);
    }
    if (flags.includes(name) && value !== undefined) {
      throw new SyntaxError(`attribute ${name} takes no value; write ${name} alone`);
    }
    if (valued.includes(name) && !value) {
      throw new SyntaxError(`attribute ${name} needs a value; write ${name}=...`);
    }
  }

  const id = values.get("id");
  if (id === undefined) throw new SyntaxError("a cell needs an id; write id=a-name-of-its-own");
  if (!/^[a-z][a-z0-9-]{0,47}$/.test(id)) {
    const form = "a lower-case letter, then at most 47 lower-case letters, digits and hyphens";
    throw new SyntaxError(`cell id \`${id}\` does not fit; use ${form}`);
  }
  const throws = values.get("throws");
  if (throws !== undefined && !/^[A-Z][A-Za-z0-9]*$/.test(throws)) {
    throw new SyntaxError(`throws=${throws} is no error's name; write one such as throws=ShapeError`);
  }
  const tolerance = values.get("tolerance") ?? "1e-6";
  if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(tolerance) || Number(tolerance) >= 1) {
    throw new SyntaxError(
      `tolerance=${tolerance} is no number from 0 to 1; write one such as tolerance=1e-3`,
    );
  }
  const control = values.get("control");
  return {
    id,
    controls: control === undefined ? [] : readControls(control),
    ...(throws === undefined ? {} : { throws }),
    tolerance: Number(tolerance),
    folded: values.has("folded"),
    solution: values.has("solution"),
  };
}
