import { writeSync } from "node:fs";
import type { Router } from "zeromq";
import { decodeMessage, type Message } from "../protocol/message.ts";

/** The requests that come in on a socket. What is not signed with the key, or is no message, is dropped and logged. */
export async function* requestsOf(socket: Router, key: string): AsyncGenerator<Message> {
  for await (const frames of socket) {
    let request: Message;
    try {
      request = decodeMessage(frames, key);
    } catch (error) {
      log(`Dropped a message: ${(error as Error).message}`);
      continue;
    }
    yield request;
  }
}

/** To the server's log. Not through process.stderr, which belongs to the cells. */
function log(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // A server that does not read its log must not stop the kernel.
  }
}
