import { beforeAll, describe, expect, test } from "vitest";
import { sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();

const markdown = `\`\`\`typescript
function area(width: number, height?: number | undefined): number
\`\`\`

The area of a rectangle, see \`perimeter\`.

*@param* \`width\` in metres

*@returns* square metres

*@example*

\`\`\`typescript
area(2, 3) // 6
\`\`\``;

beforeAll(async () => {
  await kernel().execute("function perimeter(): void {}");
  await kernel().execute(`/**
 * The area of a rectangle, see {@link perimeter}.
 * @param width in metres
 * @returns square metres
 * @example area(2, 3) // 6
 */
function area(width: number, height = width): number { return width * height; }`);
});

async function inspect(code: string, cursor: number): Promise<unknown> {
  const { found, data } = await kernel().request("inspect_request", { code, cursor_pos: cursor });
  return found ? (data as Record<string, string>)["text/markdown"] : undefined;
}

describe("inspect", () => {
  test("gives signature and docstring as Markdown", async () => {
    expect(await inspect("area", 4)).toBe(markdown);
  });

  test.each(["area(", "area(1, ", "1 + area(perimeter, [1, "])(
    "tells of the function whose arguments are written: %j",
    async (code) => {
      expect(await inspect(code, code.length)).toBe(markdown);
    },
  );

  test.each(["  ", "area(1, 2) ", "(1 + "])("finds nothing where there is nothing: %j", async (code) => {
    expect(await inspect(code, code.length)).toBeUndefined();
  });
});

describe("a cell that asks about a name", () => {
  test.each(["area?", "?area", " ? area "])("%j opens its documentation in the pager", async (code) => {
    const { status, outputs, reply } = await kernel().execute(code);
    expect({ status, outputs }).toEqual({ status: "ok", outputs: [] });
    expect(reply.payload).toMatchObject([{ source: "page", data: { "text/markdown": markdown }, start: 0 }]);
  });

  test("is complete", async () => {
    expect(await kernel().request("is_complete_request", { code: "area?" })).toEqual({ status: "complete" });
  });

  test("that there is not fails", async () => {
    expect(await kernel().execute("nothingOfThis?")).toMatchObject({
      status: "error",
      reply: {
        ename: "ReferenceError",
        evalue: "Cannot show the documentation of nothingOfThis: nothing has this name",
      },
    });
  });
});
