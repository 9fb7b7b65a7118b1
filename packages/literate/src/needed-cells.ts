import type { PageCell } from "./page-cells.ts";

/** Of a page's cells, in order, those that the last one needs, and itself. */
export function neededCells(cells: readonly PageCell[]): PageCell[] {
  const groups = sharedUpTo(cells);
  const needed = new Set([cells.length - 1]);
  // A set that grows while it is walked is walked to its end.
  for (const at of needed) {
    const cell = cells[at]!;
    for (let above = 0; above < at; above++) {
      if (needs(cell, cells[above]!, groups[above]!)) needed.add(above);
    }
    // Of a cell that must throw the error is asked for, which no random number makes.
    const ends = at === cells.length - 1 && cell.throws !== undefined;
    if (cell.effects.drawsUnseeded && !ends) for (const above of drawnBefore(cells, at)) needed.add(above);
  }
  return cells.filter((_, index) => needed.has(index));
}

function needs(cell: PageCell, above: PageCell, groups: ReadonlyMap<string, object>): boolean {
  if (above.effects.unknown) return true;
  for (const name of cell.uses) if (above.names.has(name)) return true;
  const used = new Set([...cell.uses].flatMap((name) => groups.get(name) ?? []));
  for (const name of above.effects.changes) {
    const group = groups.get(name);
    if (group !== undefined && used.has(group)) return true;
  }
  return false;
}

/** The cells that decide which random numbers come at a cell's beginning: those that draw, up to the last that seeds. */
function drawnBefore(cells: readonly PageCell[], at: number): number[] {
  const found: number[] = [];
  for (let above = at - 1; above >= 0; above--) {
    const { draws, seeds } = cells[above]!.effects;
    if (draws || seeds) found.push(above);
    if (seeds) break;
  }
  return found;
}

/** After each cell the names that may hold parts of one another, as groups: each name's group is one object. */
function sharedUpTo(cells: readonly PageCell[]): ReadonlyMap<string, object>[] {
  let groups = new Map<string, object>();
  return cells.map(({ names, effects }) => {
    for (const name of names) if (!groups.has(name)) groups.set(name, {});
    for (const shared of effects.shared) {
      const joined = {};
      const old = new Set([...shared].flatMap((name) => groups.get(name) ?? []));
      groups = new Map([...groups].map(([name, group]) => [name, old.has(group) ? joined : group]));
    }
    return new Map(groups);
  });
}
