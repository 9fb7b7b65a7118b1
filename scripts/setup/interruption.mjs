/**
 * Turns the person's Ctrl-C, and a request to end, into an abort signal, so that running commands are stopped and
 * what is half done is told.
 * @returns {AbortSignal}
 */
export function onInterruption() {
  const controller = new AbortController();
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(name, () => controller.abort());
  }
  return controller.signal;
}
