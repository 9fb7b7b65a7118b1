import type { Panel } from "./panel.ts";

/** ["stride 2", "padding 0+1", "dilation 2 x 1"], the last where there is any. */
export function settings({
  stride,
  padding,
  dilation,
}: {
  readonly stride: readonly number[];
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly dilation: readonly number[];
}): string[] {
  const widths = padding.map(([before, after]) => (before === after ? before : `${before}+${after}`));
  return [
    `stride ${same(stride)}`,
    `padding ${same(widths)}`,
    ...(dilation.some((step) => step !== 1) ? [`dilation ${same(dilation)}`] : []),
  ];
}

function same(values: readonly (number | string)[]): string {
  return values.every((value) => value === values[0]) ? String(values[0] ?? 0) : values.join(" x ");
}

/** What a heading says where not all steps are shown. */
export function omittedSteps({
  steps,
  allSteps,
}: {
  readonly steps: readonly unknown[];
  readonly allSteps: number;
}): string[] {
  return steps.length < allSteps ? [`${steps.length} of ${allSteps} steps shown`] : [];
}

/** What it says of panels, by their names, whose cells stand for several values. */
export function pooledPanels(panels: Readonly<Record<string, Panel>>): string[] {
  return Object.entries(panels)
    .filter(([, { scale }]) => scale > 1)
    .map(([name, { scale }]) => `a cell of the ${name} is the value of largest size of ${scale} x ${scale}`);
}
