import type { AnyNode, CallExpression, NewExpression } from "acorn";
import { argument, HeldNames } from "./held-names.ts";
import { changingStatics, languageNames, pureMethods, steadyMethods } from "./known-effects.ts";
import { isMadeOf } from "./made-of.ts";
import { isFunction, type NameScopes, type Scope } from "./name-scopes.ts";
import type { EffectsContext } from "./page-context.ts";

/** What runs when a function of the page is called. */
export interface FunctionEffects {
  readonly changes: ReadonlySet<string>;
  readonly changesArguments: boolean;
  readonly draws: boolean;
  /** Whether it matters what is drawn. */
  readonly drawnMatters: boolean;
  readonly unknown: boolean;
}

/** Functions that are being looked at: one that calls itself does what the rest of it does. */
const looking = new Set<AnyNode>();
const nothing: FunctionEffects = {
  changes: new Set(),
  changesArguments: false,
  draws: false,
  drawnMatters: false,
  unknown: false,
};

/** Reads one statement of a cell, or the body of a function of the page. */
export class StatementReader {
  readonly shared: ReadonlySet<string>[] = [];
  readonly #node: AnyNode;
  readonly #scopes: NameScopes;
  readonly #context: EffectsContext;
  /** The function of the page whose parameters are its arguments. */
  readonly #function: AnyNode | undefined;
  readonly #held: HeldNames;
  readonly #changes = new Set<string>();
  #draws = false;
  #drawnMatters = false;
  #unknown = false;

  constructor(node: AnyNode, scopes: NameScopes, context: EffectsContext, ofFunction: AnyNode | undefined) {
    this.#node = node;
    this.#scopes = scopes;
    this.#context = context;
    this.#function = ofFunction;
    this.#held = new HeldNames(node, scopes, context, ofFunction);
  }

  read(leaveOut: (node: AnyNode, parents: readonly AnyNode[]) => boolean = () => false): FunctionEffects {
    const left = new Set<AnyNode>();
    this.#scopes.visit(this.#node, this.#scopes.top, (node, scope, parents) => {
      if (parents.some((parent) => left.has(parent))) return;
      if (node !== this.#function && leaveOut(node, parents)) left.add(node);
      else this.#readNode(node, scope);
    });
    const changes = new Set([...this.#changes].filter((name) => name !== argument));
    const changesArguments = this.#changes.has(argument);
    return {
      changes,
      changesArguments,
      draws: this.#draws,
      drawnMatters: this.#drawnMatters,
      unknown: this.#unknown,
    };
  }

  /** Names that the statement gives values, each with what those values may hold. */
  declared(): ReadonlySet<string>[] {
    const node = this.#node;
    const top = this.#scopes.top;
    if (node.type === "VariableDeclaration") {
      return node.declarations.map(
        ({ id, init }) => new Set([...this.#scopes.pageNames(id), ...(init ? this.#held.of(init, top) : [])]),
      );
    }
    const named = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";
    return named ? [this.#held.pageNames(node, top)] : [];
  }

  /** Whether it is nothing but a seeding. */
  seedsOutright(): boolean {
    const node = this.#node;
    return node.type === "ExpressionStatement" && node.expression.type === "CallExpression"
      ? this.#isSeeding(node.expression)
      : false;
  }

  #readNode(node: AnyNode, scope: Scope): void {
    if (node.type === "AssignmentExpression") {
      this.#assigned(node.left, scope);
      if (node.left.type === "Identifier" && scope.find(node.left.name)) return;
      this.shared.push(
        new Set([...this.#held.pageNames(node.left, scope), ...this.#held.of(node.right, scope)]),
      );
    } else if (node.type === "UpdateExpression") this.#assigned(node.argument, scope);
    else if (node.type === "UnaryExpression" && node.operator === "delete")
      this.#assigned(node.argument, scope);
    else if (node.type === "ForOfStatement" || node.type === "ForInStatement") {
      if (node.left.type !== "VariableDeclaration") this.#assigned(node.left, scope);
    } else if (node.type === "CallExpression" || node.type === "NewExpression") this.#called(node, scope);
    else if (node.type === "TaggedTemplateExpression") this.#change(this.#held.pageNames(node, scope), true);
    else if (node.type === "ImportExpression") this.#unknown = true;
  }

  #assigned(target: AnyNode, scope: Scope): void {
    if (target.type === "Identifier") {
      if (scope.find(target.name)) return;
      if (this.#context.names.has(target.name)) this.#changes.add(target.name);
      else this.#unknown = true;
    } else if (target.type === "MemberExpression") {
      const held = this.#held.of(target.object, scope);
      // Something global, or of an imported module.
      if (held.size === 0 && !this.#held.isFresh(target.object, scope)) this.#unknown = true;
      this.#change(held, false);
    } else {
      this.#change(this.#held.pageNames(target, scope), false);
    }
  }

  #called(node: CallExpression | NewExpression, scope: Scope): void {
    const { callee } = node;
    const { known, imports, functions, names } = this.#context;
    const given = this.#held.ofAll(node.arguments, scope);
    this.#functionsGiven(node, given, scope);
    if (callee.type === "MemberExpression") {
      this.#methodCalled(node, scope);
    } else if (callee.type !== "Identifier") {
      // A function that stands here is read where it stands.
      if (!isFunction(callee)) this.#change(this.#held.pageNames(node, scope), true);
      else this.#change(given, false);
    } else if (scope.find(callee.name)) {
      const local = scope.find(callee.name)!;
      const here = local.sources.some(({ node: source }) => isFunction(source));
      this.#change(new Set([...given, ...this.#held.ofVariable(local, new Set())]), !here);
    } else if (functions.has(callee.name)) {
      this.#pageFunctionCalled(callee.name, given);
    } else if (imports.has(callee.name)) {
      const exported = imports.get(callee.name)!;
      if (known.seeds.has(exported) || known.pure.has(exported)) {
        // Inside a function it is not known when it seeds.
        if (known.seeds.has(exported) && this.#function) this.#change([], true);
      } else if (this.#context.givenOutright.has(node)) {
        this.#change(given, false);
        this.#draws = true;
      } else {
        this.#change(given, !known.steady.has(exported));
      }
    } else if (names.has(callee.name)) {
      this.#change(new Set([...given, callee.name]), true);
    } else if (!languageNames.has(callee.name)) {
      this.#unknown = true;
    }
  }

  #methodCalled(node: CallExpression | NewExpression, scope: Scope): void {
    const { callee } = node;
    if (callee.type !== "MemberExpression") return;
    const { known, names, imports } = this.#context;
    const { object, property } = callee;
    const method = !callee.computed && property.type === "Identifier" ? property.name : "";
    const receiver = this.#held.of(object, scope);
    const given = this.#held.ofAll(node.arguments, scope);
    const isGlobal =
      object.type === "Identifier" &&
      !scope.find(object.name) &&
      !names.has(object.name) &&
      !imports.has(object.name);
    if (isGlobal && object.type === "Identifier") {
      if (!languageNames.has(object.name)) this.#unknown = true;
      else if (changingStatics.has(method)) this.#change(given, method === "random");
      return;
    }
    if (pureMethods.has(method) || known.pure.has(method)) return;
    const runs = known.forwards.has(method);
    if (runs && isMadeOf(known.steadyClasses, object, scope, this.#context)) return;
    const drawless =
      steadyMethods.has(method) ||
      known.steady.has(method) ||
      (runs &&
        isMadeOf(new Set([...known.steadyClasses, ...known.changingClasses]), object, scope, this.#context));
    const all = new Set([...receiver, ...given]);
    this.shared.push(all);
    this.#change(all, !drawless);
  }

  #pageFunctionCalled(name: string, given: ReadonlySet<string>): void {
    const effects = functionEffects(name, this.#context);
    this.#change(effects.changes, effects.drawnMatters);
    this.#draws ||= effects.draws;
    if (effects.changesArguments) this.#change(given, false);
    this.#unknown ||= effects.unknown;
  }

  /** A function of the page that is handed over is called, with who knows what of the rest. */
  #functionsGiven(node: CallExpression | NewExpression, given: ReadonlySet<string>, scope: Scope): void {
    for (const part of node.arguments) {
      if (part.type !== "Identifier" || scope.find(part.name)) continue;
      if (this.#context.functions.has(part.name)) {
        const receiver =
          node.callee.type === "MemberExpression" ? this.#held.of(node.callee.object, scope) : [];
        this.#pageFunctionCalled(part.name, new Set([...given, ...receiver]));
      }
    }
  }

  #change(names: Iterable<string>, draws: boolean): void {
    for (const name of names) this.#changes.add(name);
    this.#draws ||= draws;
    this.#drawnMatters ||= draws;
  }

  #isSeeding({ callee }: CallExpression): boolean {
    const name = callee.type === "Identifier" ? this.#context.imports.get(callee.name) : undefined;
    return name !== undefined && this.#context.known.seeds.has(name);
  }
}

/** Whether it is declared by the statement that it stands in: what is in it runs when it is called. */
export function isDeclaredFunction(node: AnyNode, parents: readonly AnyNode[]): boolean {
  if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") return parents.length === 0;
  if (!isFunction(node)) return false;
  const [statement, declarator] = parents;
  return (
    parents.length === 2 &&
    declarator?.type === "VariableDeclarator" &&
    statement?.type === "VariableDeclaration"
  );
}

/** What a call of this function of the page does. */
function functionEffects(name: string, context: EffectsContext): FunctionEffects {
  const { node, scopes } = context.functions.get(name)!;
  if (looking.has(node)) return nothing;
  looking.add(node);
  try {
    return new StatementReader(node, scopes, context, node).read();
  } finally {
    looking.delete(node);
  }
}
