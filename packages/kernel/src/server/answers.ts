import type { JsonObject } from "../protocol/message.ts";
import type { Session } from "../session/session.ts";
import { kernelInfo } from "./kernel-info.ts";

type Answer = (content: JsonObject, session: () => Session) => JsonObject;

/** The requests that are answered by one reply, by message type. What needs no compiler does not ask for the session. */
export const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ["kernel_info_request", kernelInfo],
  ["comm_info_request", () => ({ status: "ok", comms: {} })],
  [
    "is_complete_request",
    ({ code }, session) => {
      const { completed, indent = "" } = session().isComplete(String(code));
      return completed ? { status: "complete" } : { status: "incomplete", indent };
    },
  ],
  [
    "complete_request",
    ({ code, cursor_pos }, session) => {
      const { start, end, candidates } = session().complete(String(code), Number(cursor_pos));
      return { status: "ok", matches: candidates, cursor_start: start, cursor_end: end, metadata: {} };
    },
  ],
  [
    "inspect_request",
    ({ code, cursor_pos }, session) => {
      const text = session().inspect(String(code), Number(cursor_pos));
      return {
        status: "ok",
        found: text !== undefined,
        data: text ? { "text/plain": text } : {},
        metadata: {},
      };
    },
  ],
]);
