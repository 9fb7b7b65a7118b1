import type { JsonObject } from "../protocol/message.ts";
import type { Session } from "../session/session.ts";
import type { Comms } from "./comms.ts";
import { charactersBefore, unitsBefore } from "./cursor.ts";
import type { History } from "./history.ts";
import { kernelInfo } from "./kernel-info.ts";

/** What the kernel keeps beside its session. */
interface Kept {
  readonly history: History;
  readonly comms: Comms;
}

type Answer = (content: JsonObject, session: () => Session, kept: Kept) => JsonObject;

/** The requests that are answered by one reply, by message type. What needs no compiler does not ask for the session. */
export const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ["kernel_info_request", kernelInfo],
  [
    "comm_info_request",
    ({ target_name }, _session, { comms }) => ({ status: "ok", comms: comms.info(target_name) }),
  ],
  ["history_request", (content, _session, { history }) => history.answer(content)],
  ["is_complete_request", ({ code }, session) => session().isComplete(String(code))],
  [
    "complete_request",
    (content, session) => {
      const { code, position } = placeOf(content);
      const { candidates, ...range } = session().complete(code, position);
      const start = charactersBefore(code, range.start);
      const end = charactersBefore(code, range.end);
      return {
        status: "ok",
        matches: candidates.map(({ text }) => text),
        cursor_start: start,
        cursor_end: end,
        metadata: {
          _jupyter_types_experimental: candidates.map((candidate) => ({ ...candidate, start, end })),
        },
      };
    },
  ],
  [
    "inspect_request",
    (content, session) => {
      const { code, position } = placeOf(content);
      const bundle = session().inspect(code, position);
      return { status: "ok", found: bundle !== undefined, ...(bundle ?? { data: {}, metadata: {} }) };
    },
  ],
]);

/** The code that is asked about and where in it the cursor stands, in UTF-16 units. */
function placeOf({ code, cursor_pos: cursor }: JsonObject): {
  readonly code: string;
  readonly position: number;
} {
  if (typeof code !== "string" || !Number.isInteger(cursor)) {
    throw new TypeError("Cannot answer the request: expected code, a text, and cursor_pos, a whole number");
  }
  return { code, position: unitsBefore(code, cursor as number) };
}
