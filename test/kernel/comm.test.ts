import { beforeAll, describe, expect, test } from "vitest";
import { sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();

// A library's counter: counts what it is sent and says so.
const counter = `
const { comms } = (globalThis as any)[Symbol.for("layerbook.host")];
comms.register("counter", (comm: any, { data }: any) => {
  let count = data.from;
  comm.onMessage = ({ data }: any) => {
    if (data.by === 0) throw new RangeError("by nothing");
    count += data.by;
    console.log("counting");
    comm.send({ count });
  };
  comm.onClose = () => console.log("closed at", count);
});
comms.register("endless", () => { console.log("begins"); for (;;); });
comms.register("broken", () => { throw new TypeError("never opens"); });
`;
beforeAll(async () => {
  expect((await kernel().execute(counter)).status).toBe("ok");
});

type Published = [type: string, content: unknown];

/** Sends a message and gives what the kernel publishes for it between busy and idle. */
async function notify(type: string, content: object): Promise<Published[]> {
  const published: Published[] = [];
  await kernel().notify(type, { ...content }, { onMessage: (type, sent) => published.push([type, sent]) });
  expect(published.shift()).toEqual(["status", { execution_state: "busy" }]);
  expect(published.pop()).toEqual(["status", { execution_state: "idle" }]);
  return published;
}

async function openComms(target?: string): Promise<unknown> {
  const content = target === undefined ? {} : { target_name: target };
  const { status, comms } = await kernel().request("comm_info_request", content);
  expect(status).toBe("ok");
  return comms;
}

describe("a comm that the client opens", () => {
  test("reaches who has registered for its target, hears answers and is listed until it is closed", async () => {
    expect(await notify("comm_open", { comm_id: "a", target_name: "counter", data: { from: 5 } })).toEqual(
      [],
    );
    expect(await openComms()).toEqual({ a: { target_name: "counter" } });
    expect(await openComms("counter")).toEqual({ a: { target_name: "counter" } });
    expect(await openComms("another")).toEqual({});
    expect(await notify("comm_msg", { comm_id: "a", data: { by: 2 } })).toEqual([
      ["stream", { name: "stdout", text: "counting\n" }],
      ["comm_msg", { comm_id: "a", data: { count: 7 } }],
    ]);
    expect(await notify("comm_close", { comm_id: "a", data: {} })).toEqual([
      ["stream", { name: "stdout", text: "closed at 7\n" }],
    ]);
    expect(await openComms()).toEqual({});
    expect(await notify("comm_msg", { comm_id: "a", data: { by: 2 } })).toEqual([]);
  });

  test("for a target that nobody knows is closed at once", async () => {
    expect(await notify("comm_open", { comm_id: "b", target_name: "unknown", data: {} })).toEqual([
      ["comm_close", { comm_id: "b", data: {} }],
    ]);
    expect(await openComms()).toEqual({});
  });

  test("and whose library throws is closed, and the error is shown", async () => {
    const published = await notify("comm_open", { comm_id: "c", target_name: "broken", data: {} });
    expect(published).toEqual([
      ["comm_close", { comm_id: "c", data: {} }],
      ["stream", { name: "stderr", text: expect.stringContaining("TypeError: never opens") }],
    ]);
  });

  test("stays open when a message of it fails", async () => {
    await notify("comm_open", { comm_id: "d", target_name: "counter", data: { from: 0 } });
    expect(await notify("comm_msg", { comm_id: "d", data: { by: 0 } })).toEqual([
      ["stream", { name: "stderr", text: expect.stringContaining("RangeError: by nothing") }],
    ]);
    expect(await notify("comm_msg", { comm_id: "d", data: { by: 3 } })).toContainEqual([
      "comm_msg",
      { comm_id: "d", data: { count: 3 } },
    ]);
    await notify("comm_close", { comm_id: "d", data: {} });
  });
});

test("bytes travel beside a message, both ways and unchanged", async () => {
  await kernel().execute(`
    comms.register("bytes", (comm: any) => {
      comm.onMessage = ({ data, buffers }: any) => {
        const weights = new Float32Array(new Uint8Array(buffers[0]).buffer);
        const sum = weights.reduce((total, weight) => total + weight, 0);
        const back = [Uint8Array.from([0, 255, 128]), new Uint8Array(0), Uint8Array.from(buffers[0]).reverse()];
        comm.send({ sum, name: data.name, given: buffers.length }, { buffers: back, metadata: { kind: "echo" } });
      };
    });`);
  await notify("comm_open", { comm_id: "bytes-1", target_name: "bytes", data: {} });
  const weights = new Uint8Array(Float32Array.of(0.5, -2, 4).buffer);
  const heard: [content: unknown, buffers: number[][]][] = [];
  await kernel().notify(
    "comm_msg",
    { comm_id: "bytes-1", data: { name: "weights" } },
    {
      buffers: [weights, Uint8Array.of(1)],
      onMessage: (type, content, buffers) => {
        if (type === "comm_msg") heard.push([content, buffers.map((buffer) => [...buffer])]);
      },
    },
  );
  expect(heard).toEqual([
    [
      { comm_id: "bytes-1", data: { sum: 2.5, name: "weights", given: 2 } },
      [[0, 255, 128], [], [...weights].reverse()],
    ],
  ]);
  await notify("comm_close", { comm_id: "bytes-1", data: {} });
  expect(await openComms()).toEqual({});
});

test("an interrupt stops what a library does on a comm message", async () => {
  const published: Published[] = [];
  const message = { comm_id: "e", target_name: "endless", data: {} };
  const handled = kernel().notify("comm_open", message, {
    onMessage: (type, sent) => published.push([type, sent]),
  });
  await expect.poll(() => JSON.stringify(published)).toContain("begins");
  await kernel().interrupt();
  await handled;
  expect(JSON.stringify(published)).toContain("Interrupted: The cell was interrupted");
  expect((await kernel().execute("for (const one of [1]); 'alive'")).outputs).toMatchObject([
    { data: { "text/plain": "'alive'" } },
  ]);
});

describe("a comm that a cell opens", () => {
  test("is announced among the cell's messages and hears the client", async () => {
    const published: Published[] = [];
    await kernel().execute(
      `const heard: unknown[] = [];
       const comm = comms.open("view", { size: 3 });
       comm.onMessage = ({ data }: any) => { heard.push(data); };
       comm.send({ step: 1 });`,
      { onMessage: (type, sent) => published.push([type, sent]) },
    );
    const sent = published.filter(([type]) => type.startsWith("comm_"));
    const id = (sent[0]![1] as { comm_id: string }).comm_id;
    expect(sent).toEqual([
      ["comm_open", { comm_id: id, target_name: "view", data: { size: 3 } }],
      ["comm_msg", { comm_id: id, data: { step: 1 } }],
    ]);
    await notify("comm_msg", { comm_id: id, data: { clicked: true } });
    expect((await kernel().execute("heard")).outputs).toMatchObject([
      { data: { "text/plain": "[ { clicked: true } ]" } },
    ]);
    await kernel().execute("comm.close();");
    const { reply } = await kernel().execute("comm.send({})");
    expect(reply.evalue).toBe(`Cannot send on comm ${id} of "view": it is closed`);
    expect(await openComms()).toEqual({});
  });
});
