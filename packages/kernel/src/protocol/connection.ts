import { readFileSync } from "node:fs";

/** What a Jupyter connection file says: where to listen and the key that signs every message. */
export interface ConnectionInfo {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";

const channels: readonly Channel[] = ["shell", "iopub", "stdin", "control", "hb"];

/**
 * Reads and checks a connection file. A kernel runs whatever it is told, so one that other machines can reach, or
 * that takes unsigned messages, is refused.
 * Throws an Error that names the file, the field and what it should hold.
 */
export function readConnectionFile(path: string): ConnectionInfo {
  const info = parse(path);
  const wrong = (field: string, expected: string): never => {
    throw new Error(
      `Cannot start the kernel from ${path}: ${field} is ${JSON.stringify(info[field])}, expected ${expected}`,
    );
  };
  if (info.transport !== "tcp" && info.transport !== "ipc") wrong("transport", '"tcp" or "ipc"');
  if (info.transport === "tcp" && !isLoopback(info.ip)) {
    wrong("ip", "a loopback address (start Jupyter without --ip for its kernels)");
  }
  if (typeof info.ip !== "string") wrong("ip", "a string");
  if (typeof info.key !== "string" || info.key === "") {
    wrong("key", "a secret (Jupyter writes one unless Session.key is set to nothing)");
  }
  if (info.signature_scheme !== "hmac-sha256") wrong("signature_scheme", '"hmac-sha256"');
  for (const channel of channels) {
    const port = info[`${channel}_port`];
    if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65535) {
      wrong(`${channel}_port`, "a port from 1 to 65535");
    }
  }
  return info as unknown as ConnectionInfo;
}

/** The ZeroMQ address of a channel. */
export function channelAddress(connection: ConnectionInfo, channel: Channel): string {
  const separator = connection.transport === "tcp" ? ":" : "-";
  return `${connection.transport}://${connection.ip}${separator}${connection[`${channel}_port`]}`;
}

function parse(path: string): Record<string, unknown> {
  try {
    const info: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof info === "object" && info !== null && !Array.isArray(info)) return { ...info };
  } catch (error) {
    throw new Error(`Cannot read the connection file ${path}: ${(error as Error).message}`);
  }
  throw new Error(`Cannot read the connection file ${path}: it holds no JSON object`);
}

function isLoopback(ip: unknown): boolean {
  return typeof ip === "string" && (/^127(\.\d{1,3}){3}$/.test(ip) || ip === "::1" || ip === "localhost");
}
