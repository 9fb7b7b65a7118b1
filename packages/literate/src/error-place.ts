import { inspect } from "node-inspect-extracted";

/** Name and message of anything that was thrown, as the kernel gives them. */
export function errorText(thrown: unknown): { readonly name: string; readonly message: string } {
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
    const { name, message } = thrown as { name?: unknown; message: unknown };
    return { name: typeof name === "string" && name !== "" ? name : "Error", message: String(message) };
  }
  return { name: "Uncaught", message: inspect(thrown) };
}

/** The place in the cell, from 1, at which the error was thrown or was called for. */
export function errorPlace(
  thrown: unknown,
  id: string,
): { readonly line: number; readonly column: number } | undefined {
  const stack =
    typeof thrown === "object" && thrown !== null && "stack" in thrown ? String(thrown.stack) : "";
  const found = new RegExp(`(?<![\\w-])${id}\\.cell\\.ts:(\\d+):(\\d+)`).exec(stack);
  return found ? { line: Number(found[1]), column: Number(found[2]) } : undefined;
}
