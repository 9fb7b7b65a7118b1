import { readFileSync } from "node:fs";
import * as data from "@layerbook/data";
import * as figures from "@layerbook/figures";
import * as layers from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const contract = readFileSync(new URL("../public-names.ts", import.meta.url), "utf8");

/** The member names of one interface of the contract. */
function membersOf(name: string): string[] {
  const body = contract.match(new RegExp(`export interface ${name} \\{\\n(.*?)\\n\\}`, "s"))?.[1];
  if (body === undefined) throw new Error(`public-names.ts has no interface ${name}`);
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(<]/gm)].map((match) => match[1] as string);
}

// That every name is there and of the right type is held by the type checker, in public-names.check.ts.
describe.each([
  ["Layers", layers],
  ["Data", data],
  ["Figures", figures],
])("the package of %s", (name, exported) => {
  it("exports no value that is not among the public names", () => {
    const unknown = Object.keys(exported).filter((key) => !membersOf(name).includes(key));
    expect(unknown).toEqual([]);
  });
});

describe("a tensor", () => {
  it("has every member of TensorMembers", () => {
    const tensor = layers.zeros([2]);
    expect(membersOf("TensorMembers").filter((member) => !(member in tensor))).toEqual([]);
  });
});

describe("a module", () => {
  it("has every member of ModuleMembers", () => {
    const module = new layers.Identity();
    expect(membersOf("ModuleMembers").filter((member) => !(member in module))).toEqual([]);
  });
});
