import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { kernelArgv } from "@layerbook/kernel";
import { describe, expect, test } from "vitest";
import { Dealer } from "zeromq";
import { readConnectionFile } from "../../packages/kernel/src/protocol/connection.ts";
import { decodeMessage } from "../../packages/kernel/src/protocol/message.ts";
import { build, sharedKernel, temporaryFolder } from "./kernels.ts";

const folder = temporaryFolder();
const connection = {
  transport: "tcp",
  ip: "127.0.0.1",
  key: "secret",
  signature_scheme: "hmac-sha256",
  shell_port: 50001,
  iopub_port: 50002,
  stdin_port: 50003,
  control_port: 50004,
  hb_port: 50005,
};
const file = (content: unknown) => {
  const path = join(folder, "connection.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

describe("a connection file", () => {
  test("is read", () => {
    expect(readConnectionFile(file(connection))).toEqual(connection);
  });

  test.each([
    [{ ip: "0.0.0.0" }, 'ip is "0.0.0.0", expected a loopback address'],
    [{ ip: "192.168.1.5" }, "expected a loopback address"],
    [{ key: "" }, 'key is "", expected a secret'],
    [{ signature_scheme: "hmac-md5" }, 'signature_scheme is "hmac-md5", expected "hmac-sha256"'],
    [{ transport: "udp" }, 'transport is "udp", expected "tcp" or "ipc"'],
    [{ shell_port: 70000 }, "shell_port is 70000, expected a port from 1 to 65535"],
    [{ hb_port: "x" }, 'hb_port is "x"'],
  ])("with %j is refused", (change, message) => {
    expect(() => readConnectionFile(file({ ...connection, ...change }))).toThrow(message);
  });

  test.each(["", "{", "[]", "null"])("that holds %j is refused", (content) => {
    expect(() => readConnectionFile(file(content))).toThrow("Cannot read the connection file");
  });
});

describe("an address that another program has", () => {
  test.each(["shell", "stdin", "iopub", "control", "hb"])(
    "on %s ends the kernel with a word",
    async (channel) => {
      build("kernel");
      const server = createServer();
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      try {
        const path = file({ ...connection, [`${channel}_port`]: port });
        const [node = "", ...args] = kernelArgv().argv.map((part) => part.replace("{connection_file}", path));
        const { status, stderr } = spawnSync(node, args, { cwd: folder, encoding: "utf8", timeout: 20_000 });
        expect([status, stderr]).toEqual([1, expect.stringContaining("Address already in use")]);
      } finally {
        server.close();
      }
    },
  );
});

describe("a message", () => {
  // Signed by Python: hmac.new(b"secret", b"".join(parts), "sha256").hexdigest()
  const parts = ['{"msg_id":"1","msg_type":"kernel_info_request"}', "{}", "{}", '{"a":1}'].map((part) =>
    Buffer.from(part),
  );
  const signature = "0a6d83c2a73da72261d029e37cd15d90649ee65f775a9696e38cda7e2a7720d8";
  const frames = (given: string) => [
    Buffer.from("client"),
    Buffer.from("<IDS|MSG>"),
    Buffer.from(given),
    ...parts,
  ];

  test("with the right signature is read", () => {
    expect(decodeMessage(frames(signature), "secret")).toMatchObject({
      header: { msg_type: "kernel_info_request" },
      content: { a: 1 },
    });
  });

  test.each([
    ["another key", frames(createHmac("sha256", "wrong").update(Buffer.concat(parts)).digest("hex"))],
    ["no signature", frames("")],
    ["a cut signature", frames(signature.slice(0, 40))],
    ["a signature that is no hexadecimal", frames("x".repeat(64))],
  ])("with %s is refused", (_, given) => {
    expect(() => decodeMessage(given, "secret")).toThrow("wrong signature");
  });

  test.each([0, 1, 3, 5])("of %i frames is refused", (count) => {
    expect(() => decodeMessage(frames(signature).slice(0, count), "secret")).toThrow("message is incomplete");
  });
});

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

describe("a running kernel", () => {
  const kernel = sharedKernel();

  // Windows has neither such rights nor, by default, other addresses on its loopback.
  if (process.platform === "linux") {
    test("has a connection file that only its owner can read", async () => {
      const { outputs } = await kernel().execute(
        "import { statSync } from 'node:fs'; (statSync(process.argv.at(-1)!).mode & 0o777).toString(8)",
      );
      expect(outputs).toMatchObject([{ data: { "text/plain": "'600'" } }]);
    });

    test("listens at its one loopback address and at no other", async () => {
      const { outputs } = await kernel().execute(
        "import { readFileSync as read } from 'node:fs'; console.log(read(process.argv.at(-1)!, 'utf8'))",
      );
      const info = JSON.parse((outputs[0] as { readonly text: string }).text) as Record<string, number>;
      const ports = Object.keys(info).filter((name) => name.endsWith("_port"));
      expect(ports).toHaveLength(5);
      for (const name of ports) {
        expect(await answers("127.0.0.1", info[name]!)).toBe(true);
        // The system gives all of 127.0.0.0/8 to this machine: who listens everywhere listens here too.
        expect(await answers("127.0.0.2", info[name]!)).toBe(false);
      }
    });
  }

  test.each(["shell", "control"] as const)("drops what is not signed on %s, and goes on", async (channel) => {
    const { outputs } = await kernel().execute(
      "import { readFileSync } from 'node:fs'; JSON.parse(readFileSync(process.argv.at(-1)!, 'utf8'))",
    );
    const port = new RegExp(`${channel}_port: (\\d+)`).exec(JSON.stringify(outputs))![1];
    const stranger = new Dealer({ linger: 0, receiveTimeout: 1500 });
    stranger.connect(`tcp://127.0.0.1:${port}`);
    const forged = [
      {
        msg_id: "forged",
        msg_type: channel === "shell" ? "execute_request" : "shutdown_request",
        session: "s",
      },
      {},
      {},
      { code: "const forged = true;" },
    ].map((part) => JSON.stringify(part));
    const wrong = createHmac("sha256", "guess").update(forged.join("")).digest("hex");
    await stranger.send(["<IDS|MSG>", wrong, ...forged]);
    await stranger.send(["<IDS|MSG>", "", ...forged]);
    await stranger.send(["nonsense"]);
    await expect(stranger.receive()).rejects.toThrow();
    stranger.close();
    expect((await kernel().execute("forged")).outputs).toMatchObject([
      { evalue: "TS2304: Cannot find name 'forged'." },
    ]);
  });
});
