import {
  CellSyntaxError,
  type KnownEffects,
  type StandAloneCell,
  StandAloneError,
  standAlone,
} from "@layerbook/literate/stand-alone";
import { describe, expect, test } from "vitest";

/** A library of five names: `look` shows, `measure` is pure, `copy` gives a copy, `draw` draws and `seed` seeds. */
const known: KnownEffects = {
  seeds: new Set(["seed"]),
  prints: new Set(["look"]),
  pure: new Set(["look", "measure", "copy"]),
  steady: new Set(["step", "assign", "loadStateDict"]),
  gives: new Set(),
  copies: new Set(["copy"]),
  steadyClasses: new Set(["Layer"]),
  changingClasses: new Set(["Counter"]),
  forwards: new Set(["forward"]),
  parameters: new Map([["Layer", { weights: ["weight"], biases: ["bias"], plainUnless: ["depth"] }]]),
};
const show = { specifier: "figures", name: "look" };
const library =
  'import type { Figure } from "figures";\nimport { copy, Counter, draw, Layer, measure, seed, type Size } from "library";';

type Part = string | Partial<StandAloneCell>;

/** The program of the last of these cells, which are called a, b, c and so on; the first imports the library. */
function program(...parts: readonly Part[]): string {
  const cells = parts.map((part, index): StandAloneCell => {
    const given = typeof part === "string" ? { source: part } : part;
    const id = String.fromCharCode(97 + index);
    const source = index === 0 ? `${library}\n${given.source ?? ""}` : (given.source ?? "");
    return { id, solution: false, ...given, source };
  });
  return standAlone(cells, cells.at(-1)!.id, { known, show });
}

/** The same without the imports. */
function body(...parts: readonly Part[]): string {
  return program(...parts)
    .replace(/^import [^;]*;\n/gm, "")
    .replace(/^export \{\};\n/, "")
    .trim();
}

describe("a program of one cell", () => {
  test("has the cells that declare what it uses, and what those use", () => {
    expect(body("const a = 1;", "const b = a + 1;", "const c = 3;", "console.log(b);")).toBe(
      "const a = 1;\n\nconst b = a + 1;\n\nconsole.log(b);",
    );
  });

  test("has the imports that are used, types among them, one statement for each module", () => {
    expect(
      program(
        'import * as all from "other";\nimport main, { odd as even } from "library";\nconst a: Size = measure(2);',
        "even(a, main)",
      ),
    ).toBe(
      [
        'import main from "library";',
        'import { measure, type Size, odd as even } from "library";',
        'import { look } from "figures";',
        "",
        "const a: Size = measure(2);",
        "",
        "const result = even(a, main);",
        "if (result !== undefined) look(result);",
        "",
      ].join("\n"),
    );
  });

  test("is a module, whatever it imports", () => {
    expect(program("await 1;")).toBe('import { look } from "figures";\n\nlook(await 1);\n');
    expect(program("const a = await 1;")).toBe("export {};\n\nconst a = await 1;\n");
  });

  test("does not take a name for another's member, parameter, key or text", () => {
    const last = 'const other = { a: 2 };\nother.a; (a: number) => a; "a"; `a`; // a\nconsole.log(1);';
    expect(body("const a = 1;", last)).toBe(last);
  });

  test("has interfaces, aliases and classes that stand in types only", () => {
    const cells = [
      "interface A { x: number }\nconst unused = 1;",
      "type B = A[];",
      "class C {}",
      "let c: [B, C];",
    ];
    expect(body(...cells)).toBe(cells.join("\n\n"));
  });

  test("keeps each cell's statements apart", () => {
    expect(body("const a = {}", "[a].length")).toBe("const a = {};\n\nlook([a].length);");
  });
});

describe("what a cell ends with", () => {
  const ends: [string, string][] = [
    ["1 + 1", "look(1 + 1);"],
    ['"text"', 'look("text");'],
    ["measure(1); // why", "look(measure(1)); // why"],
    ["new Layer(2).forward(1).shape", "look(new Layer(2).forward(1).shape);"],
    ["draw(1)", "const result = draw(1);\nif (result !== undefined) look(result);"],
    ["console.log(1)", "console.log(1);"],
    ["[1].forEach((x) => x)", "[1].forEach((x) => x);"],
    ["function f() { return 1 }\nf()", "function f() { return 1 }\nlook(f());"],
    [
      "function f() { [1].map((x) => { return x }) }\nf()",
      "function f() { [1].map((x) => { return x }) }\nf();",
    ],
    ["const x: number = 2; x", "const x: number = 2; look(x);"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a cell's own template
    ["const t = `}${`a${1}`}`;\n/[`'\"]/.test(t)", "const t = `}${`a${1}`}`;\nlook(/[`'\"]/.test(t));"],
  ];
  test.each(ends)("%s is shown where it has a value", (source, expected) => {
    expect(body(source)).toBe(expected);
  });

  test("is not shown, or not there, in a cell above", () => {
    expect(body("const a = 1;\na", "const b = measure(a);\nconsole.log(b)", "a + b")).toBe(
      "const a = 1;\n\nconst b = measure(a);\nconsole.log(b);\n\nlook(a + b);",
    );
  });

  test("is text where nothing draws", () => {
    const cells = [{ id: "a", source: "1 + 1", solution: false }];
    expect(standAlone(cells, "a", { known, show })).toBe("export {};\n\nconsole.log(1 + 1);\n");
  });

  test("is shown under a name that is free", () => {
    expect(
      body('const look = 1, result = 2;\nimport { look as see } from "figures";', "draw(look, result)"),
    ).toBe(
      "const look = 1, result = 2;\n\nconst lastValue = draw(look, result);\nif (lastValue !== undefined) see(lastValue);",
    );
  });
});

describe("needed is what changes what is used", () => {
  const changing: [string, readonly string[]][] = [
    ["an assignment", ["let a = 1;", "a = 2;", "a"]],
    ["a count", ["let a = 1;", "a++;", "a"]],
    ["a member", ["const a = { x: 1 };", "a.x = 2;", "a.x"]],
    ["a method that is not known to change nothing", ["const a = new Map();", "a.set(1, 2);", "a.size"]],
    ["a function of nobody knows what", ["const a = {};", "draw(a);", "a"]],
    ["a function of the page", ["const a = [1];", "function f(x: number[]) { x.push(2); }", "f(a);", "a"]],
    ["a function that reaches it", ["const a = [1];", "const f = () => a.push(2);", "f();", "a"]],
    [
      "a function that is handed over",
      ["const a = [[1]];", "const f = (x: number[]) => x.push(2);", "a.map(f);", "a"],
    ],
    ["another name for it", ["const a = { x: [1] };", "const { x } = a;", "x.push(2);", "a"]],
    ["what holds it", ["const a = [1];", "const b = { a };", "b.a.push(2);", "a"]],
    ["a variable of a loop", ["const a = [[1]];", "for (const x of a) x.push(2);", "a"]],
    ["a function on each member", ["const a = [[1]];", "a.forEach((x) => x.push(2));", "a"]],
    ["an object that was given it", ["const a = new Layer(1);", "const b = new Layer(a);", "b.step();", "a"]],
  ];
  test.each(changing)("%s", (_, cells) => {
    const text = body(...cells);
    for (const cell of cells.slice(0, -1)) expect(text).toContain(cell);
  });

  const idle: [string, readonly string[]][] = [
    ["a pure function", ["const a = [1];", "measure(a);", "a"]],
    [
      "a function of the page that changes its own",
      ["const a = [1];", "(() => { const x = []; x.push(a.length); })();", "a"],
    ],
    ["a steady layer that runs", ["const a = new Layer(1, { size: 2 });", "a.forward(1);", "a"]],
  ];
  test.each(idle)("but not %s", (_, cells) => {
    expect(body(...cells)).not.toContain(cells[1]!);
  });

  test("but not a change of a copy", () => {
    expect(body("const a = [1];", "const b = copy(a);\nb.push(2);", "a")).toBe("const a = [1];\n\nlook(a);");
  });

  test("what does something global is always needed", () => {
    expect(body("", "globalThis.setting = 1;", "1")).toContain("globalThis.setting = 1;");
    expect(body("", "configure();", "1")).toContain("configure();");
  });
});

describe("random numbers", () => {
  test("bring along what draws and seeds before them, up to the last seed", () => {
    expect(body("draw(1);", "seed(2);\ndraw(2);", "draw(3);", "measure(4);", "draw(5);")).toBe(
      "seed(2);\ndraw(2);\n\ndraw(3);\n\nconst result = draw(5);\nif (result !== undefined) look(result);",
    );
  });

  test("bring nothing along where the cell seeds first", () => {
    expect(body("draw(1);", "seed(2);\nconst b = draw(2);")).toBe("seed(2);\nconst b = draw(2);");
  });

  test("bring everything that draws along where nothing seeds", () => {
    expect(body("draw(1);", "measure(2);", "const c = draw(3);")).toBe("draw(1);\n\nconst c = draw(3);");
  });

  const given: [string, boolean][] = [
    ["const c = new Layer(2);\nc.weight.assign(1);\nc.bias?.assign(2);", false],
    ["const c = new Layer(2, { bias: false });\nc.weight.assign(1);", false],
    ["const c = new Layer(2);\nc.loadStateDict(1);", false],
    ["const c = new Layer(2);\nc.weight.assign(1);", true],
    ["const c = new Layer(2, { bias: false, depth: 2 });\nc.weight.assign(1);", true],
    ["const c = new Layer(2, options());\nc.weight.assign(1);\nc.bias.assign(1);", true],
    ["const c = new Layer(2);\nc.forward(1);\nc.loadStateDict(1);", true],
  ];
  test.each(given)("matter unless they are given other values at once: %s", (cell, matters) => {
    expect(body("function options() { return {}; }", "draw(1);", cell).includes("draw(1);")).toBe(matters);
  });

  test("do not matter for an error that must come", () => {
    expect(body("draw(1);", { source: "new Layer(2).other();", throws: "TypeError" })).toBe(
      "new Layer(2).other();",
    );
  });
});

describe("a cell that throws", () => {
  const above = { source: "const b = 1;\nb.missing();", throws: "TypeError" };

  test("throws in its own program", () => {
    expect(body("const a = 1;", above)).toBe("const b = 1;\nb.missing();");
  });

  test("ends nothing above another", () => {
    expect(body("", above, "b")).toBe(
      "const b = 1;\ntry {\n  b.missing();\n} catch (error) {\n  console.log(String(error));\n}\n\nlook(b);",
    );
  });

  test("leaves out above another what only throws", () => {
    expect(body("", { source: "const b = [1];\nb.at(0);", throws: "TypeError" }, "b")).toBe(
      "const b = [1];\n\nlook(b);",
    );
  });
});

describe("a solution", () => {
  const exercise = "const answer = 0;\nconst cases = [1];";
  const solution = { source: "const answer = cases.length;\nconsole.log(answer)", solution: true };

  test("may declare a name of the page again, as it has a scope of its own", () => {
    expect(body(exercise, solution)).toBe(
      "const answer = 0;\nconst cases = [1];\n\n{\n  const answer = cases.length;\n  console.log(answer);\n}",
    );
  });

  test("is in no other cell's program", () => {
    expect(body(exercise, solution, "cases")).toBe("const answer = 0;\nconst cases = [1];\n\nlook(cases);");
  });
});

test("constants are what the sliders are set to", () => {
  const source = "const rows: number = 2, columns = 3;\nconst name = `const rows = 5`;\nrows * columns";
  expect(body({ source, constants: { rows: 4, columns: -1.5, name: 7 } })).toBe(
    "const rows: number = 4, columns = -1.5;\nconst name = `const rows = 5`;\nlook(rows * columns);",
  );
});

test("two cells that declare one name make no program", () => {
  expect(() => program("const a = 1;", "const a = 2;\nconst b = 1;", "a + b")).toThrow(
    new StandAloneError("Cannot copy cell c: cells a and b both declare a; rename one"),
  );
});

test("a page without the cell makes no program", () => {
  expect(() => standAlone([], "a", { known, show })).toThrow(
    new StandAloneError("Cannot copy cell a: the page has no such cell"),
  );
});

test("a cell that does not compile is told at its own line", () => {
  expect(() => program("const a = 1;", 'import { x } from "y";\nconst b = ;')).toThrow(CellSyntaxError);
  expect(() => program("const a = 1;", 'import { x } from "y";\nconst b = ;')).toThrow(
    expect.objectContaining({ line: 2 }),
  );
});
