/** Jupyter counts a cursor in characters (code points), JavaScript and TypeScript in UTF-16 units. */

/** The place after `characters` characters, in UTF-16 units; the end of the code when it is shorter. */
export function unitsBefore(code: string, characters: number): number {
  let units = 0;
  for (let passed = 0; passed < characters && units < code.length; passed++) {
    units += code.codePointAt(units)! > 0xffff ? 2 : 1;
  }
  return units;
}

/** The characters before the place after `units` UTF-16 units. */
export function charactersBefore(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}
