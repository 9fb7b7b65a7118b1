import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionInfo } from "../protocol/connection.ts";

/** How much of what a kernel writes to its own stderr is kept, characters. */
const keptText = 4000;

/** A kernel's process with its connection file, both gone when this process ends. */
export class KernelProcess {
  readonly connection: ConnectionInfo;
  readonly connectionFile: string;
  /** Rejects when the process ends, with what it wrote last. */
  readonly death: Promise<never>;
  readonly #child: ChildProcess;
  readonly #exit: Promise<void>;
  readonly #folder: string;
  #log = "";

  /**
   * @param argv the command, with "{connection_file}" where the connection file's path goes
   * @param folder where the kernel starts: the notebook's folder
   */
  static async start(
    argv: readonly string[],
    folder: string,
    environment: NodeJS.ProcessEnv,
  ): Promise<KernelProcess> {
    return new KernelProcess(await freeConnection(), argv, folder, environment);
  }

  private constructor(
    connection: ConnectionInfo,
    argv: readonly string[],
    folder: string,
    environment: NodeJS.ProcessEnv,
  ) {
    this.connection = connection;
    this.#folder = mkdtempSync(join(tmpdir(), "layerbook-kernel-"));
    this.connectionFile = join(this.#folder, "kernel.json");
    writeFileSync(this.connectionFile, JSON.stringify(connection), { mode: 0o600 });
    const [command = "", ...args] = argv.map((part) =>
      part.replaceAll("{connection_file}", this.connectionFile),
    );
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...environment, JPY_PARENT_PID: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#log = (this.#log + text).slice(-keptText);
      });
    }
    this.#exit = new Promise((resolve) => {
      child.once("close", () => resolve());
      child.once("error", (error) => {
        this.#log += error.message;
        resolve();
      });
    });
    process.once("exit", this.kill);
    this.death = this.#exit.then(() => {
      this.#cleanUp();
      throw new Error(`The kernel ended (${this.#end()}): ${command} ${args.join(" ")}\n${this.#log.trim()}`);
    });
    this.death.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends the process at once. */
  readonly kill = (): void => {
    this.#child.kill("SIGKILL");
    this.#cleanUp();
  };

  /** Resolves when the process has ended; ends it when it has not after `grace` milliseconds. */
  async ended(grace: number): Promise<void> {
    const timer = setTimeout(this.kill, grace);
    await this.#exit;
    clearTimeout(timer);
  }

  #end(): string {
    const { signalCode, exitCode } = this.#child;
    return signalCode ?? (exitCode === null ? "it did not start" : `exit code ${exitCode}`);
  }

  #cleanUp(): void {
    process.removeListener("exit", this.kill);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A connection on free loopback ports, with a key of its own. */
async function freeConnection(): Promise<ConnectionInfo> {
  const servers = await Promise.all(Array.from({ length: 5 }, listen));
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
    shell_port: ports[0]!,
    iopub_port: ports[1]!,
    stdin_port: ports[2]!,
    control_port: ports[3]!,
    hb_port: ports[4]!,
  };
}

function listen(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
