import { beforeAll, describe, expect, test } from "vitest";
import { sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();

beforeAll(async () => {
  for (const code of ["const a = 1", "a + 1", "a +\n2", "'('", "a + 1", "throw new Error('x')"]) {
    await kernel().execute(code);
  }
  await kernel().execute("a + 5", { silent: true });
  await kernel().execute("a + 6", { storeHistory: false });
});

async function history(request: object): Promise<unknown> {
  const reply = await kernel().request("history_request", { output: false, raw: true, ...request });
  expect(reply.status).toBe("ok");
  return reply.history;
}

describe("the history's", () => {
  test("tail is the last cells, oldest first, without those that were not to be stored", async () => {
    expect(await history({ hist_access_type: "tail", n: 2 })).toEqual([
      [1, 5, "a + 1"],
      [1, 6, "throw new Error('x')"],
    ]);
    expect(await history({ hist_access_type: "tail", n: 0 })).toEqual([]);
  });

  test("output is the text of a cell's result, null where it has none", async () => {
    expect(await history({ hist_access_type: "tail", n: 100, output: true })).toEqual([
      [1, 1, ["const a = 1", null]],
      [1, 2, ["a + 1", "2"]],
      [1, 3, ["a +\n2", "3"]],
      [1, 4, ["'('", "'('"]],
      [1, 5, ["a + 1", "2"]],
      [1, 6, ["throw new Error('x')", null]],
    ]);
  });

  test.each([
    [{ session: 1, start: 2, stop: 4 }, [2, 3]],
    [{ session: 0, start: 5 }, [5, 6]],
    [{ session: -1, start: 1, stop: 9 }, []],
  ])("range %j gives the lines %j", async (range, lines) => {
    const found = (await history({ hist_access_type: "range", ...range })) as [number, number, string][];
    expect(found.map(([, line]) => line)).toEqual(lines);
  });

  test.each([
    [{ pattern: "a*" }, [2, 3, 5]],
    [{ pattern: "a ? ?" }, [2, 5]],
    [{ pattern: "a*", unique: true }, [3, 5]],
    [{ pattern: "a*", n: 1 }, [5]],
    [{ pattern: "'('" }, [4]],
    [{ pattern: "a" }, []],
    [{ pattern: "*2" }, [3]],
  ])("search for %j finds the lines %j", async (search, lines) => {
    const found = (await history({ hist_access_type: "search", ...search })) as [number, number, string][];
    expect(found.map(([, line]) => line)).toEqual(lines);
  });

  test("unknown way of access is answered by an error", async () => {
    expect(await kernel().request("history_request", { hist_access_type: "all" })).toMatchObject({
      status: "error",
      evalue: 'Cannot look into the history by "all": expected "range", "tail" or "search"',
    });
  });
});
