import type { DType } from "../../dtype.ts";
import { checkFloatDType } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { uniformByFanIn } from "../../initial/fan-in.ts";
import { Module } from "../../module.ts";
import type { Parameter } from "../../parameter.ts";
import type { RandomGenerator } from "../../random.ts";
import { checkRange, wholeAboveZero } from "../../range.ts";
import type { Shape, Size } from "../../shape.ts";
import { formatShape, lengthOf } from "../../shape.ts";
import { copyOf } from "../spatial.ts";

export interface KernelOptions {
  /** Whether a learnt number is added to each output channel; true by default. */
  readonly bias?: boolean;
  /** `float32` by default. */
  readonly dtype?: DType;
  /** Where the initial values come from. */
  readonly generator?: RandomGenerator;
}

interface Window {
  readonly stride?: Size;
  readonly dilation?: Size;
  readonly groups?: number;
}

/** What convolution and its transpose have in common: channels, learnt kernels and how they are drawn at first. */
export abstract class Kernels extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: Size;
  readonly dilation: Size;
  readonly groups: number;
  readonly weight: Parameter;
  /** [outChannels], or null. */
  readonly bias: Parameter | null;

  constructor(
    action: string,
    inChannels: number,
    outChannels: number,
    kernelSize: readonly number[],
    weightShape: Shape,
    { stride = 1, dilation = 1, groups = 1, bias = true, dtype, generator }: Window & KernelOptions,
  ) {
    super();
    checkRange(action, { groups, inChannels, outChannels }, wholeAboveZero);
    checkFloatDType(action, dtype);
    for (const [name, count] of Object.entries({ inChannels, outChannels })) {
      if (count % groups !== 0) {
        throw new ShapeError(`Cannot ${action}: groups ${groups} does not divide ${name} ${count}`);
      }
    }
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = kernelSize;
    this.stride = copyOf(stride);
    this.dilation = copyOf(dilation);
    this.groups = groups;
    const fanIn = lengthOf(weightShape.slice(1));
    const drawn = { ...(dtype && { dtype }), ...(generator && { generator }) };
    this.weight = uniformByFanIn(weightShape, fanIn, drawn);
    this.bias = bias ? uniformByFanIn([outChannels], fanIn, drawn) : null;
  }

  override describe(): string {
    const usual = { stride: 1, padding: 0, outputPadding: 0, dilation: 1, groups: 1, paddingMode: "zeros" };
    const changed = Object.entries(usual)
      .map(([name, value]) => [name, Reflect.get(this, name) ?? value, value] as const)
      .filter(([, value, expected]) => value !== expected)
      .map(([name, value]) => `${name}: ${Array.isArray(value) ? formatShape(value) : value}`);
    const bias = this.bias === null ? ["bias: false"] : [];
    const kernel = `kernelSize: ${formatShape(this.kernelSize)}`;
    return [this.inChannels, this.outChannels, kernel, ...changed, ...bias].join(", ");
  }
}
