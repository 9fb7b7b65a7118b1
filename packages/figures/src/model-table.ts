import { count, groupDigits } from "./numbers.ts";

/** What a figure needs to know of a module. Recognised by its brand: two copies of a package may meet in a notebook. */
export interface ModuleLike {
  namedModules(): readonly (readonly [string, ModuleLike])[];
  namedChildren(): readonly (readonly [string, ModuleLike])[];
  parameters(): readonly ParameterLike[];
  describe(): string;
  /** What the last forward pass gave; undefined before the first. */
  readonly outputShapes?: readonly OutputShapeLike[] | undefined;
}
export interface ParameterLike {
  readonly shape: readonly number[];
  readonly dtype: string;
}
export interface OutputShapeLike extends ParameterLike {
  readonly name: string;
}

/** How many numbers there are, and how many bytes they take. */
export interface Size {
  readonly numbers: number;
  readonly bytes: number;
}

/** A module of a model. */
export interface ModelRow {
  /** Where it is inside, as in a state dictionary: `blocks.0`; "" for the model itself. */
  readonly path: string;
  /** Its class and what it was made with: `Linear(3, 2)`; the class alone where other modules are inside. */
  readonly type: string;
  /** The shapes that it gave last; undefined where it did not run. */
  readonly output: string | undefined;
  readonly outputBytes: number;
  /** What it learns itself. Parameters that two modules share are counted where they come first. */
  readonly own: Size;
}

/** A model as a table. */
export interface ModelTable {
  readonly rows: readonly ModelRow[];
  readonly total: Size;
  /** Whether any module has run, so that there are shapes to show. */
  readonly ran: boolean;
}

const bytesOf: Readonly<Record<string, number>> = { float32: 4, float64: 8, int32: 4 };

/** Every module of the model, itself first, each before those inside it. */
export function modelTable(model: ModuleLike): ModelTable {
  const seen = new Set<ParameterLike>();
  const rows = model.namedModules().map(([path, module]): ModelRow => {
    const children = module.namedChildren();
    const inside = new Set(children.flatMap(([, child]) => child.parameters()));
    const own = module.parameters().filter((parameter) => !inside.has(parameter) && !seen.has(parameter));
    for (const parameter of own) seen.add(parameter);
    const { outputShapes } = module;
    return {
      path,
      type: typeText(module, children.length > 0),
      output: outputShapes && outputText(outputShapes),
      outputBytes: sizeOf(outputShapes ?? []).bytes,
      own: sizeOf(own),
    };
  });
  return { rows, total: sizeOf(model.parameters()), ran: rows.some(({ output }) => output !== undefined) };
}

function typeText(module: ModuleLike, holdsOthers: boolean): string {
  const { name } = module.constructor;
  const made = module.describe();
  return holdsOthers && made === "" ? name : `${name}(${made})`;
}

/** `[2, 3]`, or `output [2, 3], hn [1, 3]`. */
function outputText(shapes: readonly OutputShapeLike[]): string {
  return (
    shapes.map(({ name, shape }) => `${name} [${shape.join(", ")}]`.trimStart()).join(", ") || "no tensor"
  );
}

function sizeOf(tensors: readonly ParameterLike[]): Size {
  const sizes = tensors.map(({ shape, dtype }) => {
    const numbers = shape.reduce((product, size) => product * size, 1);
    return { numbers, bytes: numbers * (bytesOf[dtype] ?? 4) };
  });
  return {
    numbers: sizes.reduce((sum, { numbers }) => sum + numbers, 0),
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** "8 parameters in 32 bytes". */
export function sizeText({ numbers, bytes }: Size): string {
  return numbers === 0 ? "no parameters" : `${count(numbers, "parameter")} in ${groupDigits(bytes)} bytes`;
}
