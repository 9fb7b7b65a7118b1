/** How often the parent is looked for, milliseconds. */
const interval = 1000;

/** The processes that a kernel is not to outlive. */
export interface Parents {
  /** Process ids: of the one that started this one, and on POSIX of the one that Jupyter names in JPY_PARENT_PID. */
  readonly direct: number;
  readonly named: number;
  /** Whether they were gone before they could be seen. */
  readonly areGone: boolean;
}

/** The parents as they are now; to be called before anyone learns that the kernel runs, and may end in its turn. */
export function findParents(): Parents {
  const direct = process.ppid;
  const given = process.platform === "win32" ? Number.NaN : Number(process.env.JPY_PARENT_PID);
  // Not to be seen from the start: in another process namespace.
  const named = Number.isInteger(given) && isAlive(given) ? given : direct;
  return {
    direct,
    named,
    areGone: direct === 1 && Number.isInteger(given) && given !== 1 && named === direct,
  };
}

/** Calls `onGone` when a parent has ended: a kernel whose server was killed would else live on unseen. */
export function watchParents({ direct, named, areGone }: Parents, onGone: () => void): void {
  const timer = setInterval(() => {
    if (!areGone && process.ppid === direct && isAlive(direct) && isAlive(named)) return;
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
