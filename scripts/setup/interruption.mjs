/**
 * Turns the person's Ctrl-C, a request to end and the end of npm into an abort signal, so that running commands and
 * servers are stopped and what is half done is told.
 * @returns {AbortSignal}
 */
export function onInterruption() {
  const controller = new AbortController();
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(name, () => controller.abort());
  }
  // Whoever stops npm by a signal stops npm and its shell only: this process would stay, and with it the server.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined && process.platform !== "win32") {
    setInterval(() => process.ppid !== parent && controller.abort(), 500).unref();
  }
  return controller.signal;
}
