import { describe, expect, test } from "vitest";
import { sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();

describe("input()", () => {
  test("asks over stdin and resolves to the answer, after what was printed before", async () => {
    const seen: unknown[] = [];
    const { outputs } = await kernel().execute(
      "console.log('before'); const name = await input('Name? '); name + '!'",
      {
        onMessage: (type) => seen.push(type),
        onInput: (prompt, password) => {
          seen.push([prompt, password]);
          return "Ada 🙂";
        },
      },
    );
    expect(seen).toEqual([
      "status",
      "execute_input",
      "stream",
      ["Name? ", false],
      "execute_result",
      "status",
    ]);
    expect(outputs).toMatchObject([{ text: "before\n" }, { data: { "text/plain": "'Ada 🙂!'" } }]);
  });

  test("is a promise of a string for the compiler", async () => {
    const { reply } = await kernel().execute("const n: number = await input();", { onInput: () => "1" });
    expect(reply.evalue).toBe("TS2322: Type 'string' is not assignable to type 'number'.");
  });

  test("hides a password", async () => {
    const asked: unknown[] = [];
    await kernel().execute("await input('Key: ', { password: true });", {
      onInput: (...question) => {
        asked.push(question);
        return "";
      },
    });
    expect(asked).toEqual([["Key: ", true]]);
  });

  test("asks one question at a time", async () => {
    let open = 0;
    const { outputs } = await kernel().execute("await Promise.all(['a', 'b', 'c'].map((q) => input(q)))", {
      onInput: async (prompt) => {
        expect(++open).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 50));
        open--;
        return prompt.toUpperCase();
      },
    });
    expect(outputs).toMatchObject([{ data: { "text/plain": "[ 'A', 'B', 'C' ]" } }]);
  });

  test("is an error where nobody answers, as in nbconvert", async () => {
    expect((await kernel().execute("await input('Name? ')")).reply).toMatchObject({
      status: "error",
      ename: "Error",
      evalue: 'Cannot ask "Name? ": whoever runs this cell takes no questions (allow_stdin is not true)',
    });
  });

  test("that is interrupted leaves the next question its own answer", async () => {
    let askedFirst = () => {};
    const asked = new Promise<void>((resolve) => {
      askedFirst = resolve;
    });
    let answerFirst: (answer: string) => void = () => {};
    const waiting = kernel().execute("await input('first')", {
      onInput: () => {
        askedFirst();
        return new Promise((resolve) => {
          answerFirst = resolve;
        });
      },
    });
    await asked;
    await kernel().interrupt();
    expect((await waiting).reply.ename).toBe("Interrupted");
    const next = await kernel().execute("await input('second')", {
      onInput: async () => {
        answerFirst("answer to the first");
        await new Promise((resolve) => setTimeout(resolve, 100));
        return "answer to the second";
      },
    });
    expect(next.outputs).toMatchObject([{ data: { "text/plain": "'answer to the second'" } }]);
  });

  test("that its cell does not wait for fails when the cell has ended, and says so", async () => {
    const never = { onInput: () => new Promise<string>(() => {}) };
    await kernel().execute("const unheard = input('forgotten').catch((error) => error.message);", never);
    expect((await kernel().execute("unheard")).outputs).toMatchObject([
      {
        data: {
          "text/plain": expect.stringContaining(
            'Cannot wait for the answer to "forgotten": its cell has ended (await input() in the cell)',
          ),
        },
      },
    ]);
    const next = await kernel().execute("await input('next')", { onInput: () => "heard" });
    expect(next.outputs).toMatchObject([{ data: { "text/plain": "'heard'" } }]);
  });

  test("leaves the name to cells that use it for something else", async () => {
    await kernel().execute("const input = [1, 2];");
    expect((await kernel().execute("input.length")).outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
  });
});
