import { readdirSync, readFileSync } from "node:fs";

/**
 * @param {number} processId
 * @returns {boolean} whether a process of this number runs
 */
export function isAlive(processId) {
  return (
    Number.isInteger(processId) && processId > 0 && canSignal(processId) && stateOf(processId)?.ended !== true
  );
}

/**
 * @param {number} group
 * @returns {boolean} whether a process of this group runs; on Windows, which knows no groups, the process of this number
 */
export function isGroupAlive(group) {
  if (process.platform === "win32") return isAlive(group);
  if (process.platform !== "linux") return canSignal(-group);
  return readdirSync("/proc").some((name) => {
    const state = /^\d+$/.test(name) ? stateOf(Number(name)) : undefined;
    return state?.group === group && !state.ended;
  });
}

/** @param {number} target a process, or the negative number of a group */
function canSignal(target) {
  try {
    process.kill(target, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * What Linux knows of a process. One that has ended keeps its number until its parent asks for it, which in a container
 * without init no one ever does.
 * @param {number} processId
 * @returns {{ ended: boolean, group: number } | undefined}
 */
function stateOf(processId) {
  if (process.platform !== "linux") return undefined;
  try {
    // "17 (a name) S <parent> <group> ...", where the name may hold anything.
    const [state = "", , group] =
      readFileSync(`/proc/${processId}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return { ended: /[ZX]/.test(state), group: Number(group) };
  } catch {
    return undefined;
  }
}
