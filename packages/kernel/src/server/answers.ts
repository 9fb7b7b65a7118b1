import type { JsonObject } from "../protocol/message.ts";
import type { Session } from "../session/session.ts";
import { kernelInfo } from "./kernel-info.ts";

type Answer = (content: JsonObject, session: () => Session) => JsonObject;

/** The requests that are answered by one reply, by message type. What needs no compiler does not ask for the session. */
export const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ["kernel_info_request", kernelInfo],
  ["comm_info_request", () => ({ status: "ok", comms: {} })],
  ["is_complete_request", ({ code }, session) => session().isComplete(String(code))],
  [
    "complete_request",
    (content, session) => {
      const { start, end, candidates } = session().complete(...placeOf(content));
      return { status: "ok", matches: candidates, cursor_start: start, cursor_end: end, metadata: {} };
    },
  ],
  [
    "inspect_request",
    (content, session) => {
      const text = session().inspect(...placeOf(content));
      return {
        status: "ok",
        found: text !== undefined,
        data: text ? { "text/plain": text } : {},
        metadata: {},
      };
    },
  ],
]);

/** The code that is asked about and where in it the cursor stands. */
function placeOf({ code, cursor_pos: cursor }: JsonObject): [code: string, cursor: number] {
  if (typeof code !== "string" || !Number.isInteger(cursor)) {
    throw new TypeError("Cannot answer the request: expected code, a text, and cursor_pos, a whole number");
  }
  return [code, Math.min(Math.max(0, cursor as number), code.length)];
}
