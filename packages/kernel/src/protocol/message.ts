import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/**
 * Messages as they travel: identities, delimiter, signature, then header, parent header, metadata and content as JSON,
 * then raw buffers. Source: "Messaging in Jupyter", The wire protocol.
 */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface Message {
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parentHeader: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

export const protocolVersion = "5.5";

const delimiter = Buffer.from("<IDS|MSG>");

/** A message of ours, with a fresh id. */
export function createMessage(
  type: string,
  content: JsonObject,
  origin: {
    readonly session: string;
    readonly parent?: Message | undefined;
    readonly metadata?: JsonObject | undefined;
    readonly buffers?: readonly Uint8Array[] | undefined;
    readonly username?: string;
  },
): Message {
  const { parent } = origin;
  return {
    identities: parent?.identities ?? [],
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session: origin.session,
      username: origin.username ?? parent?.header.username ?? "kernel",
      date: new Date().toISOString(),
      version: protocolVersion,
    },
    parentHeader: parent?.header ?? {},
    metadata: origin.metadata ?? {},
    content,
    buffers: origin.buffers ?? [],
  };
}

/** The frames of a message, signed with the connection's key. */
export function encodeMessage(message: Message, key: string): Uint8Array[] {
  const parts = [message.header, message.parentHeader, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [
    ...message.identities,
    delimiter,
    Buffer.from(signature(parts, key).toString("hex")),
    ...parts,
    ...message.buffers,
  ];
}

/**
 * The message that frames hold. Nothing is parsed before its signature is found right.
 * Throws an Error when a frame is missing, the signature is wrong, or a part is not a JSON object.
 */
export function decodeMessage(frames: readonly Uint8Array[], key: string): Message {
  const start = frames.findIndex((frame) => delimiter.equals(frame));
  if (start < 0 || frames.length < start + 6) throw new Error("message is incomplete");
  const parts = frames.slice(start + 2, start + 6);
  const given = Buffer.from(Buffer.from(frames[start + 1]!).toString("latin1"), "hex");
  const expected = signature(parts, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Error("message has a wrong signature");
  }
  const [header, parentHeader, metadata, content] = parts.map(parseObject);
  if (typeof header!.msg_id !== "string" || typeof header!.msg_type !== "string") {
    throw new Error("message header has no msg_id or no msg_type");
  }
  return {
    identities: frames.slice(0, start),
    header: header as unknown as Header,
    parentHeader: parentHeader as unknown as Header,
    metadata: metadata!,
    content: content!,
    buffers: frames.slice(start + 6),
  };
}

function signature(parts: readonly Uint8Array[], key: string): Buffer {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function parseObject(part: Uint8Array): JsonObject {
  const value: unknown = JSON.parse(Buffer.from(part).toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("message part is not a JSON object");
  }
  return value as JsonObject;
}
