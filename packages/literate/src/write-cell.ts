import type { AnyNode, ExpressionStatement } from "acorn";
import { hasEffects, statements } from "./cell-effects.ts";
import { type KnownEffects, pureMethods } from "./known-effects.ts";
import { isFunction, NameScopes } from "./name-scopes.ts";
import type { PageCell } from "./page-cells.ts";
import { maskSource } from "./source-mask.ts";

/** How cells are written into one program. */
export interface CellWriter {
  /** The name by which the program shows a value. */
  readonly showName: string;
  /** A name that nothing in the program has. */
  readonly resultName: string;
  readonly known: KnownEffects;
  /** Whether anything written so far shows a value. */
  shows: boolean;
}

/**
 * A cell's part of a program. The cell that was asked for shows the value of its last expression; one above it is there
 * for what it declares and does, and what it throws ends nothing.
 *
 * @param usedLater names that later parts of the program use
 */
export function writeCell(
  cell: PageCell,
  asked: boolean,
  usedLater: ReadonlySet<string>,
  writer: CellWriter,
): string {
  if (!asked) return cell.throws === undefined ? withoutIdleEnd(cell) : withoutError(cell, usedLater);
  const text = cell.throws === undefined ? withShownEnd(cell, writer) : closed(cell.body, end(cell));
  return cell.solution ? `{\n${indented(text)}\n}` : text;
}

/** Without a last expression whose value was all that it gave. */
function withoutIdleEnd(cell: PageCell): string {
  const last = lastExpression(cell);
  if (last === undefined || prints(last.expression, cell) || hasEffects(last, cell.program, cell.context)) {
    return closed(cell.body, last ?? end(cell));
  }
  const [from, to] = range(last, cell);
  return (cell.body.slice(0, from) + cell.body.slice(to).replace(/^\s*;/, "")).trimEnd();
}

/** What it declares for later cells, and what comes after that so that its error ends nothing. */
function withoutError(cell: PageCell, usedLater: ReadonlySet<string>): string {
  const parts = statements(cell.program);
  const scopes = new NameScopes(cell.program);
  const declares = (node: AnyNode): boolean => {
    if (node.type === "VariableDeclaration")
      return node.declarations.some(({ id }) =>
        [...scopes.pageNames(id)].some((name) => usedLater.has(name)),
      );
    const named = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";
    return named && usedLater.has(node.id?.name ?? "");
  };
  const after = [...parts].reverse().findIndex(declares);
  const from = after < 0 ? 0 : parts.length - after;
  if (from === parts.length) return closed(cell.body, parts.at(-1));
  const [start] = range(cell.program.body[from]!, cell);
  const before = cell.body.slice(0, start).trimEnd();
  const idle = parts
    .slice(from)
    .every((node) => !prints(node, cell) && !hasEffects(node, cell.program, cell.context));
  if (idle) return closed(before, parts[from - 1]);
  const tried = `try {\n${indented(cell.body.slice(start))}\n} catch (error) {\n  console.log(String(error));\n}`;
  return before === "" ? tried : `${closed(before, parts[from - 1])}\n${tried}`;
}

function withShownEnd(cell: PageCell, writer: CellWriter): string {
  const last = lastExpression(cell);
  if (last === undefined) return closed(cell.body, end(cell));
  const gives = givesValue(last.expression, cell, writer.known);
  if (gives === "nothing") return closed(cell.body, last);
  writer.shows = true;
  const [from, to] = range(last, cell);
  const value = cell.body.slice(from, to);
  const after = cell.body.slice(to).replace(/^\s*;/, "");
  const { showName, resultName } = writer;
  const shown =
    gives === "a value"
      ? `${showName}(${value});`
      : `const ${resultName} = ${value};\nif (${resultName} !== undefined) ${showName}(${resultName});`;
  return `${cell.body.slice(0, from)}${shown}${after}`.trimEnd();
}

/** Whether an expression has a value to be shown, as far as its text tells. */
function givesValue(node: AnyNode, cell: PageCell, known: KnownEffects): "a value" | "nothing" | "perhaps" {
  if (node.type === "AwaitExpression") return givesValue(node.argument, cell, known);
  if (node.type === "ChainExpression") return "perhaps";
  if (node.type === "Identifier" && node.name === "undefined") return "nothing";
  if (node.type === "UnaryExpression" && node.operator === "void") return "nothing";
  if (node.type !== "CallExpression") return "a value";
  const { callee } = node;
  const { functions, imports } = cell.context;
  if (callee.type === "MemberExpression") {
    if (prints(node, cell)) return "nothing";
    const method = !callee.computed && callee.property.type === "Identifier" ? callee.property.name : "";
    if (method === "forEach") return "nothing";
    const gives = [known.pure, known.forwards, pureMethods].some((names) => names.has(method));
    return gives ? "a value" : "perhaps";
  }
  if (callee.type !== "Identifier") return "perhaps";
  const own = functions.get(callee.name);
  if (own) return returnsValue(own.node) ? "a value" : "nothing";
  if (prints(node, cell)) return "nothing";
  const exported = imports.get(callee.name) ?? "";
  return known.pure.has(exported) || known.gives.has(exported) ? "a value" : "perhaps";
}

/** Whether something in it writes or draws by itself. */
function prints(node: AnyNode, cell: PageCell, seen: ReadonlySet<string> = new Set()): boolean {
  const { imports, functions, known } = cell.context;
  const scopes = new NameScopes(cell.program);
  let found = false;
  scopes.visit(node, scopes.top, (part) => {
    if (part.type !== "CallExpression" || found) return;
    const { callee } = part;
    const called = callee.type === "MemberExpression" ? callee.object : callee;
    if (called.type !== "Identifier") return;
    const { name } = called;
    found = name === "console" || known.prints.has(imports.get(name) ?? "");
    const own = functions.get(name);
    if (own && !seen.has(name)) found ||= prints(own.node, cell, new Set([...seen, name]));
  });
  return found;
}

function returnsValue(node: AnyNode): boolean {
  if (!isFunction(node)) return true;
  if (node.body.type !== "BlockStatement") return true;
  const returns = (part: unknown): boolean => {
    if (typeof part !== "object" || part === null) return false;
    if (Array.isArray(part)) return part.some(returns);
    const { type, argument } = part as { type?: string; argument?: unknown };
    if (type === "ReturnStatement") return argument !== null;
    if (type !== undefined && /Function|Class/.test(type)) return false;
    return Object.values(part).some(returns);
  };
  return returns(node.body);
}

function end({ program }: PageCell): AnyNode | undefined {
  return statements(program)
    .filter(({ type }) => type !== "EmptyStatement")
    .at(-1);
}

function lastExpression(cell: PageCell): ExpressionStatement | undefined {
  const last = end(cell);
  return last?.type === "ExpressionStatement" ? last : undefined;
}

/** Where the last statements of a body begin, and where the code of the body ends, in its TypeScript. */
function range(node: AnyNode, { body, code }: PageCell): [start: number, end: number] {
  const { line, column } = node.loc!.start;
  const before = body.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0);
  const end = maskSource(body).replace(/[\s;]+$/, "").length;
  return [start + statementColumn(lineOf(body, line), lineOf(code, line), column), end];
}

/** The column in TypeScript of a statement that begins at this one without the types: after as many semicolons. */
function statementColumn(typed: string, untyped: string, column: number): number {
  if (typed === untyped) return column;
  const masked = maskSource(typed);
  const statements = maskSource(untyped).slice(0, column).split(";").length - 1;
  const from = masked.split(";").slice(0, statements).join(";").length + (statements > 0 ? 1 : 0);
  return from + (/^\s*/.exec(masked.slice(from))?.[0].length ?? 0);
}

function lineOf(text: string, line: number): string {
  return text.split("\n")[line - 1] ?? "";
}

/** Ends with a semicolon, where its last statement takes one, so that what comes next does not go on with it. */
function closed(text: string, last: AnyNode | undefined): string {
  const code = maskSource(text).trimEnd();
  const takesOne = last && /^(?:VariableDeclaration|(?:Expression|Throw|DoWhile)Statement)$/.test(last.type);
  if (!takesOne || code.endsWith(";")) return text;
  return `${text.slice(0, code.length)};${text.slice(code.length)}`;
}

/** Two spaces before each line; a text with templates stays as it is, for their lines are values. */
function indented(text: string): string {
  return text.includes("`") ? text : text.replace(/^(?=.)/gm, "  ");
}
