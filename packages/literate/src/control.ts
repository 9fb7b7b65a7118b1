/** A slider for a top-level constant of a cell. */
export interface Control {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const number = String.raw`-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const pattern = new RegExp(`^([A-Za-z_$][\\w$]*)=(${number})\\.\\.(${number})(?::(${number}))?$`);

/**
 * Reads `stride=1..3 dilation=1..2 p=0..1:0.1`: ranges with both ends, in steps of 1 unless given.
 *
 * @throws {SyntaxError} whose message names the part that is wrong and the form it should have
 */
export function readControls(text: string): Control[] {
  const controls: Control[] = [];
  for (const part of text.split(/\s+/).filter((word) => word !== "")) {
    const found = pattern.exec(part);
    if (found === null) {
      throw new SyntaxError(`cannot read control \`${part}\`; write name=from..to or name=from..to:step`);
    }
    const control = {
      name: found[1]!,
      from: Number(found[2]),
      to: Number(found[3]),
      step: Number(found[4] ?? 1),
    };
    const { name, from, to, step } = control;
    if (from >= to)
      throw new SyntaxError(`control ${name} goes from ${from} to ${to}; put the smaller first`);
    if (step <= 0 || step > to - from) {
      throw new SyntaxError(`control ${name} has step ${step}; give one above 0 and at most ${to - from}`);
    }
    if (controls.some((other) => other.name === name)) {
      throw new SyntaxError(`control ${name} is given twice; keep one`);
    }
    controls.push(control);
  }
  if (controls.length === 0) throw new SyntaxError("control names no constant; write name=from..to");
  return controls;
}

/** Whether a slider that starts at `from` can stand on this value. */
export function controlReaches({ from, to, step }: Control, value: number): boolean {
  const steps = (value - from) / step;
  return value >= from && value <= to && Math.abs(steps - Math.round(steps)) < 1e-9;
}
