import type {
  AnyNode,
  ClassDeclaration,
  ExportNamedDeclaration,
  ExpressionStatement,
  FunctionDeclaration,
  ImportDeclaration,
  ModuleDeclaration,
  Program,
  Statement,
  VariableDeclaration,
} from "acorn";
import type { CellImport, ImportedName } from "./compile.ts";
import { SourceEdits } from "./source-edits.ts";
import { walk } from "./syntax-walk.ts";

/** A function declaration stays where it is under another name, so that its lines keep their numbers. */
export const functionPrefix = "__layerbook_";

/**
 * Turns the body of a module into the body of an async function whose top-level names are properties of the global
 * object: declarations become assignments, imports are taken out, the last expression is returned.
 */
export class CellRewriter {
  readonly imports: CellImport[] = [];
  readonly functions: string[] = [];
  readonly #code: string;
  readonly #edits: SourceEdits;
  readonly #constants: Readonly<Record<string, number>>;
  readonly #refuse: (node: AnyNode, reason: string) => never;

  constructor(
    code: string,
    constants: Readonly<Record<string, number>>,
    refuse: (node: AnyNode, reason: string) => never,
  ) {
    this.#code = code;
    this.#edits = new SourceEdits(code);
    this.#constants = constants;
    this.#refuse = refuse;
  }

  rewrite(program: Program): string {
    const last = program.body.filter((statement) => statement.type !== "EmptyStatement").at(-1);
    if (last?.type === "ExpressionStatement") this.#returnValue(last);
    for (const statement of program.body) this.#statement(statement);
    walk(program, (node, { parent, inFunction, ownThis }) => {
      if (node.type === "ImportExpression") {
        this.#edits.replace(node.start, node.start + "import".length, "__layerbook.importModule");
      } else if (node.type === "MetaProperty" && node.meta.name === "import") {
        this.#refuse(node, "a cell is no file and has no import.meta");
      } else if (node.type === "ThisExpression" && !ownThis) {
        this.#edits.replace(node.start, node.end, "(void 0)"); // as in a module
      } else if (node.type === "VariableDeclaration" && node.kind === "var" && !inFunction) {
        if (parent?.type !== "Program" && parent?.type !== "ExportNamedDeclaration")
          this.#nestedVar(node, parent);
      }
    });
    return this.#edits.apply();
  }

  #statement(statement: Statement | ModuleDeclaration): void {
    const { type } = statement;
    if (type === "ImportDeclaration") this.#import(statement);
    else if (type === "ExportNamedDeclaration") this.#export(statement);
    else if (type === "VariableDeclaration") this.#variables(statement);
    else if (type === "FunctionDeclaration") this.#function(statement);
    else if (type === "ClassDeclaration") this.#class(statement);
    else if (type === "ExportDefaultDeclaration" || type === "ExportAllDeclaration") {
      this.#refuse(statement, "a cell exports nothing; remove `export`, later cells see its names");
    }
  }

  #import(statement: ImportDeclaration): void {
    const names: ImportedName[] = statement.specifiers.map((specifier) => {
      const local = specifier.local.name;
      if (specifier.type === "ImportNamespaceSpecifier") return { imported: "*", local };
      if (specifier.type === "ImportDefaultSpecifier") return { imported: "default", local };
      const { imported } = specifier;
      return { imported: imported.type === "Identifier" ? imported.name : String(imported.value), local };
    });
    this.imports.push({ specifier: String(statement.source.value), names, line: statement.loc!.start.line });
    this.#edits.remove(statement.start, statement.end);
  }

  #export(statement: ExportNamedDeclaration): void {
    const { declaration } = statement;
    if (!declaration) {
      this.#refuse(statement, "a cell exports nothing; remove `export { }`, later cells see its names");
    }
    this.#edits.remove(statement.start, declaration!.start);
    this.#statement(declaration!);
  }

  /** `const a = 1, b = a` becomes `void ((a = 1), (b = a));`: `void` makes a statement whatever stands before. */
  #variables(node: VariableDeclaration): void {
    if (node.kind === "using" || node.kind === "await using") {
      this.#refuse(node, `\`${node.kind}\` would end with this cell; use const and try ... finally`);
    }
    this.#assignments(node);
    if (this.#code[node.end - 1] !== ";") this.#edits.insert(node.end, ";");
  }

  #assignments(node: VariableDeclaration): void {
    this.#edits.replace(node.start, node.start + node.kind.length, "void (");
    for (const { id, init, start, end } of node.declarations) {
      this.#edits.insert(start, "(");
      if (!init) {
        if (node.kind === "let") this.#edits.insert(end, " = void 0");
      } else if (
        node.kind === "const" &&
        id.type === "Identifier" &&
        Object.hasOwn(this.#constants, id.name)
      ) {
        this.#edits.replace(init.start, init.end, String(this.#constants[id.name]));
      }
      this.#edits.insert(end, ")");
    }
    this.#edits.insert(node.declarations.at(-1)!.end, ")");
  }

  /** A `var` inside a block or a loop's head declares its name for the whole cell. */
  #nestedVar(node: VariableDeclaration, parent: AnyNode | undefined): void {
    if ((parent?.type === "ForInStatement" || parent?.type === "ForOfStatement") && parent.left === node) {
      this.#edits.remove(node.start, node.start + node.kind.length);
    } else if (parent?.type === "ForStatement" && parent.init === node) {
      this.#assignments(node);
    } else {
      this.#variables(node);
    }
  }

  #function({ id }: FunctionDeclaration): void {
    this.functions.push(id.name);
    this.#edits.replace(id.start, id.end, functionPrefix + id.name);
  }

  #class({ id, start, end }: ClassDeclaration): void {
    this.#edits.insert(start, `void (${id.name} = `);
    this.#edits.insert(end, ");");
  }

  /** The break before the bracket ends a comment that stands between the expression and its semicolon. */
  #returnValue({ start, end }: ExpressionStatement): void {
    this.#edits.insert(start, "return (");
    if (this.#code[end - 1] === ";") this.#edits.replace(end - 1, end, "\n);");
    else this.#edits.insert(end, "\n);");
  }
}
