import { CellSyntaxError, compileCell } from "@layerbook/literate/compile";
import { describe, expect, test } from "vitest";
import { resultOf, runCells } from "./run-cells.ts";

/** Cells that run one after the other, and what the last one's value looks like (undefined: it has none). */
const cases: Record<string, readonly [cells: string[], value: string | undefined]> = {
  // declarations
  "a typed constant": [["const a: number = 1, b = a + 1; b"], "2"],
  "a name of an earlier cell": [["const a = 1", "a + 1"], "2"],
  "a constant declared again by a second run": [["const a = 1", "const a = 10; a"], "10"],
  "a cell without a value": [["let n = 0"], undefined],
  "an empty cell": [[""], undefined],
  "a variable that a function of the same cell changes": [
    ["let n = 0; function increment(): number { return ++n }", "increment(); increment(); n"],
    "2",
  ],
  "a variable that a later cell changes, seen by a function": [
    ["let n = 0; const read = () => n", "n = 5", "read()"],
    "5",
  ],
  "a variable without a value": [["let n: number | undefined", "[n]"], "[ undefined ]"],
  "a variable without a value, run again": [["let n", "n = 1", "let n; [n]"], "[ undefined ]"],
  "nested patterns with defaults and rests": [
    ["const { x, y: [z, ...r], w = x, ...o } = { x: 1, y: [2, 3, 4], q: 9 } as any; ({ x, z, r, w, o })"],
    "{ x: 1, z: 2, r: [ 3, 4 ], w: 1, o: { q: 9 } }",
  ],
  "a pattern with holes": [["const [, b, , d = 4] = [1, 2, 3]; [b, d]"], "[ 2, 4 ]"],
  "a computed key in a pattern": [["const k = 'a'; const { [k]: v } = { a: 7 }; v"], "7"],
  "var in a block": [["if (true) { var inner = 3 }", "inner"], "3"],
  "var in a loop's head": [["for (var i = 0, j = 9; i < 3; i++) j--", "[i, j]"], "[ 3, 6 ]"],
  "var in for-of and for-in": [
    ["for (var v of [1, 2]) ; for (var key in { p: 1 }) ; for (var [e] of [[5]]) ;", "[v, key, e]"],
    "[ 2, 'p', 5 ]",
  ],
  "var after an if without braces": [["if (false) var q = 1\nelse var r = 2", "[q, r]"], "[ undefined, 2 ]"],
  "a loop's own let": [["let t = 0; for (let k = 0; k < 3; k++) { t += k } t"], "3"],
  "several declarations on one line": [["let a = 1, b, c = (2, 3); [a, b, c]"], "[ 1, undefined, 3 ]"],

  // functions and classes
  "a function used above its declaration": [
    ["const v = square(3); function square(k: number) { return k * k } v"],
    "9",
  ],
  "a function keeps its name": [["function inc() {}", "inc.name"], "'inc'"],
  "a function redefined by a later cell, for its callers": [
    ["function f() { return g() } function g() { return 1 }", "function g() { return 2 }", "f()"],
    "2",
  ],
  "a recursive function": [
    ["function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }", "fact(5)"],
    "120",
  ],
  "an async generic function": [["async function g<T>(x: T): Promise<T> { return x } await g(5)"], "5"],
  "a generator": [["function* ids() { yield 1; yield 2 } [...ids()]"], "[ 1, 2 ]"],
  overloads: [
    ["function f(a: string): string\nfunction f(a: number): number\nfunction f(a: any) { return a }\nf(1)"],
    "1",
  ],
  "a class with a parameter property, in a later cell": [
    ["class Net { constructor(private w: number) {} get() { return this.w } }", "new Net(4).get()"],
    "4",
  ],
  "a class that makes one of itself": [
    ["class One { static readonly only = new One() } One.only instanceof One"],
    "true",
  ],
  "a class that extends one of an earlier cell": [
    [
      "abstract class A { abstract f(): number; g() { return this.f() } }",
      "class B extends A { f() { return 8 } }\nnew B().g()",
    ],
    "8",
  ],
  "a class before a line that opens a bracket": [["let hit = 0\nclass A {}\n(hit = 1)\nhit"], "1"],

  // types
  "types only": [["interface A { a: number } type B = A"], undefined],
  "an enum": [["enum Mode { Train, Eval = 5 } Mode.Eval"], "5"],
  "an enum in a later cell": [["enum Mode { Train, Eval }", "Mode[1]"], "'Eval'"],
  "an enum, run again": [["enum Mode { A }", "enum Mode { B }\nMode"], "{ '0': 'B', B: 0 }"],
  "a const enum": [["const enum Level { Low = 'low' }", "Level.Low"], "'low'"],
  "satisfies, as, non-null": [["const c = { lr: 0.1 } satisfies object; (c as any)!.lr"], "0.1"],
  declare: [["declare const missing: number; typeof missing"], "'undefined'"],
  "a generic arrow function": [["const same = <T,>(x: T): T => x; same<number>(3)"], "3"],

  // imports and exports
  "named, renamed, default and namespace imports": [
    [
      'import fortyTwo, { square, PI as three, "odd-name" as odd } from "shapes";\nimport * as all from "shapes";',
      "[fortyTwo, square(3), three, odd, all.PI]",
    ],
    "[ 42, 9, 3, 'odd', 3 ]",
  ],
  "an import below its use": [['const nine = square(3); import { square } from "shapes"; nine'], "9"],
  "an import of types alone loads nothing": [
    ['import type { Foo } from "nowhere"; const a: Foo = 1; a'],
    "1",
  ],
  "an import with a type among its names": [['import { type Foo, square } from "shapes"; square(2)'], "4"],
  "an import for its effect": [['import "shapes"; 1'], "1"],
  "a dynamic import": [['(await import("shapes")).square(4)'], "16"],
  "a dynamic import in a function": [
    ['async function load() { return (await import("shapes")).PI }', "await load()"],
    "3",
  ],
  "export const": [["export const w = 5", "w"], "5"],
  "export function and class": [
    ["export function f() { return 1 }\nexport class C {}", "[f(), new C()]"],
    "[ 1, C {} ]",
  ],

  // await
  "top-level await": [["await Promise.resolve(7)"], "7"],
  "a promise as the last expression": [["Promise.resolve(7)"], "7"],
  "for await": [
    ["async function* s() { yield 1; yield 2 }\nlet t = 0\nfor await (const v of s()) t += v\nt"],
    "3",
  ],
  "await in a declaration": [["const a = await Promise.resolve(1), b = a + (await 1); b"], "2"],

  // the last expression
  "an object": [["({ a: 1 })"], "{ a: 1 }"],
  "an assignment": [["let a = 1; a = 5"], "5"],
  "a sequence": [["1, 2"], "2"],
  "a string that looks like a directive": [['"use asm"'], "'use asm'"],
  "empty statements after it": [["3;;;"], "3"],
  "a comment after it": [["const c = 3 // three\nc // tail"], "3"],
  "a comment before its semicolon": [["7 // seven\n;"], "7"],
  "a block comment around it": [["/* a */ 8 /* b */"], "8"],
  "a statement after it": [["1; if (true) { 2 }"], undefined],
  undefined: [["undefined"], undefined],
  null: [["null"], "null"],
  "a conditional over lines": [["true\n  ? 'yes'\n  : 'no'"], "'yes'"],

  // where JavaScript puts a semicolon by itself
  "a bracket after a declaration without a value": [["let a\n(1)\n;[a]"], "[ undefined ]"],
  "a declaration after a call without a semicolon": [
    ["let k = 0\nconst f = () => { k++ }\nf()\nconst b = 1\nk + b"],
    "2",
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a cell's source
  "a template after a declaration": [["const a = 1\n;`${a}!`"], "'1!'"],
  "var after a call, in a block": [
    ["let k = 0\nconst f = () => { k++; return f }\n{\n  f()\n  var y = 1\n}\nk + y"],
    "2",
  ],
  "an increment on the next line": [["let n = 1\n++n\nn"], "2"],
  "a regular expression with a semicolon": [["const re = /a;b/g\nre.source"], "'a;b'"],
  "a regular expression after a bracket": [["if (true) /x/.test('x')\n4 / 2 / 1"], "2"],
  "a template with code, braces and comments": [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a cell's source
    ["const n = 2;\n`a${`b${n}`}c // ${'}'} /*`"],
    "'ab2c // } /*'",
  ],
  "a template over lines": [["const s = `x\ny`\ns.length"], "3"],
  "a label": [["outer: for (const a of [1, 2]) { for (;;) continue outer }\n'done'"], "'done'"],

  // names
  "names that browsers give to globals": [
    ["const name = 'n', status = 2, self = 3, top = 4, parent = 5", "name + status + self + top + parent"],
    "'n2345'",
  ],
  "names of built-in objects": [
    ["class Map { mine = true }\nconst Object = 1, Error = 2", "[new Map().mine, Object, Error]"],
    "[ true, 1, 2 ]",
  ],
  "a parameter that hides a name": [
    ["const x = 1; const f = (x: number) => { const y = x; return y }\nf(2) + x"],
    "3",
  ],
  "a block's name that hides one of the page": [
    ["const x = 1; let y; { const x = 2; y = x } [x, y]"],
    "[ 1, 2 ]",
  ],
  "typeof of an unknown name": [["typeof nowhere"], "'undefined'"],
  "this at the top level": [
    ["const f = () => this; [this, f(), (function () { return this }).call(5)]"],
    "[ undefined, undefined, 5 ]",
  ],
  "arguments in a function": [["function f() { return arguments.length } f.call(null, 1, 2)"], "2"],
};

test.each(Object.entries(cases))("%s", async (_name, [cells, value]) => {
  expect(await resultOf(...cells)).toBe(value);
});

describe("an error when a cell runs", () => {
  const thrown: Record<string, readonly [cells: string[], name: string, message: string, line: number]> = {
    "an unknown name": [["const a = 1\n\nnowhere.x"], "ReferenceError", "nowhere is not defined", 3],
    "a name read before its declaration": [
      ["later\nconst later = 1"],
      "ReferenceError",
      "Cannot access 'later' before initialization",
      1,
    ],
    "a class used before its declaration": [
      ["// \nnew Late()\nclass Late {}"],
      "ReferenceError",
      "Cannot access 'Late' before initialization",
      2,
    ],
    "a constant given a new value": [
      ["const a = 1", "\na = 2"],
      "TypeError",
      "Cannot assign to read only property 'a' of object '#<Object>'",
      2,
    ],
    "a variable never declared (strict mode)": [
      ["{\n  undeclared = 1\n}"],
      "ReferenceError",
      "undeclared is not defined",
      2,
    ],
    "arguments outside a function": [["arguments"], "ReferenceError", "arguments is not defined", 1],
    "an error below types, enums and imports": [
      [
        'import { square } from "shapes"\ninterface A {\n  a: number\n}\nenum Mode {\n  A,\n  B,\n}\nfunction fail(\n  why: string,\n): never {\n  throw new RangeError(why)\n}\nfail("far")',
      ],
      "RangeError",
      "far",
      12,
    ],
  };
  test.each(Object.entries(thrown))("%s", async (_name, [cells, name, message, line]) => {
    const result = (await runCells(cells)).at(-1)!;
    expect(result.error).toMatchObject({ name, message, line });
  });
});

describe("a cell that does not compile", () => {
  const refused: Record<string, readonly [source: string, line: number, column: number, reason: string]> = {
    "a missing expression": ["const a: number = 1\nconst b = ;", 2, 11, "Unexpected token"],
    "a missing bracket": ["f(1", 1, 4, 'Unexpected token, expected ","'],
    "a name declared twice": [
      "const first: number = 1; const first = 2",
      1,
      32,
      "Identifier 'first' has already been declared",
    ],
    "a name declared twice, after types": [
      "let a: Array<number> = [], b: string; let b = 1",
      1,
      43,
      "Identifier 'b' has already been declared",
    ],
    "a word of strict mode": ["const a = 1\nlet arguments = 1", 2, 5, "Binding arguments in strict mode"],
    with: ["with (Math) { cos(1) }", 1, 1, "Unexpected token"],
    "return at the top level": ["return 1", 1, 1, "'return' outside of function"],
    "export default": [
      "1\nexport default 3",
      2,
      1,
      "a cell exports nothing; remove `export`, later cells see its names",
    ],
    "export of a list": [
      "const a = 1\nexport { a }",
      2,
      1,
      "a cell exports nothing; remove `export { }`, later cells see its names",
    ],
    "export of a module": [
      'export * from "shapes"',
      1,
      1,
      "a cell exports nothing; remove `export`, later cells see its names",
    ],
    "import.meta": ["const u = import.meta.url", 1, 11, "a cell is no file and has no import.meta"],
    "a namespace": [
      "const a = 1\nexport namespace N { export const b = 1 }",
      2,
      1,
      "a namespace has no meaning at run time here; declare its members directly or in an object",
    ],
    using: ["using a = b()", 1, 1, "`using` would end with this cell; use const and try ... finally"],
    "a name that must stay": ["const undefined = 1", 1, 7, "undefined is taken; declare another name"],
    "the runner's own name": ["let __layerbook = 1", 1, 5, "__layerbook is taken; declare another name"],
  };
  test.each(Object.entries(refused))("%s", (_name, [source, line, column, reason]) => {
    expect(() => compileCell(source, "wrong")).toThrow(new CellSyntaxError("wrong", reason, line, column));
    try {
      compileCell(source, "wrong");
    } catch (error) {
      expect(error).toMatchObject({ line, column, reason, name: "CellSyntaxError" });
    }
  });
});

describe("what is known of a compiled cell", () => {
  test("its names are listed with kind, line and number", () => {
    const { names } = compileCell(
      'import { a as b } from "m"\nconst stride: number = 2, low = -1, text = "x"\nlet n\nvar v\nfunction f() {}\nclass C {}',
      "names",
    );
    expect(names).toEqual([
      { name: "b", kind: "import", line: 1 },
      { name: "stride", kind: "const", line: 2, number: 2 },
      { name: "low", kind: "const", line: 2, number: -1 },
      { name: "text", kind: "const", line: 2 },
      { name: "n", kind: "let", line: 3 },
      { name: "v", kind: "var", line: 4 },
      { name: "f", kind: "function", line: 5 },
      { name: "C", kind: "class", line: 6 },
    ]);
  });

  test("constants take the values that controls give them", () => {
    const { code } = compileCell("const stride: number = 1, rest = 5; let padding = 0", "cell", {
      constants: { stride: 3, padding: 9, toString: 1 },
    });
    expect(code).toContain("(stride = 3)");
    expect(code).toContain("(rest = 5)");
    expect(code).toContain("(padding = 0)");
  });

  test("it is plain data that can be sent to a worker", () => {
    const compiled = compileCell('import { a } from "m"\nconst b = a\nb', "cell");
    expect(structuredClone(compiled)).toEqual(compiled);
  });
});
