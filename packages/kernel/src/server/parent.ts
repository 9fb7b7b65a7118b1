/** How often the parent is looked for, milliseconds. */
const interval = 1000;

/**
 * Calls `onGone` when the process that started this one has ended: a kernel whose server was killed would else live on
 * unseen. The parent is the direct one, and on POSIX also the one that Jupyter names in JPY_PARENT_PID.
 */
export function watchParent(onGone: () => void): void {
  const directParent = process.ppid;
  const named = process.platform === "win32" ? Number.NaN : Number(process.env.JPY_PARENT_PID);
  // Not to be seen from the start: in another process namespace.
  const namedParent = Number.isInteger(named) && isAlive(named) ? named : directParent;
  const isOrphan =
    directParent === 1 && Number.isInteger(named) && named !== 1 && namedParent === directParent;
  const timer = setInterval(() => {
    const alive = process.ppid === directParent && isAlive(directParent) && isAlive(namedParent);
    if (alive && !isOrphan) return;
    clearInterval(timer);
    onGone();
  }, interval);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user is alive, though it may not be signalled.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
