// The namespace `init`, by the names of PyTorch's torch.nn.init. Each function gives a tensor new numbers in place, as
// `assign` does, and returns it; gradients know nothing of it.
export { constant, dirac, eye, ones, zeros } from "./constant.ts";
export type { NormalOptions, TruncNormalOptions, UniformOptions } from "./drawn.ts";
export { normal, truncNormal, uniform } from "./drawn.ts";
export { orthogonal } from "./orthogonal.ts";
export type { DrawnOptions } from "./replace.ts";
export type { KaimingOptions, Nonlinearity, XavierOptions } from "./variance.ts";
export { calculateGain, kaimingNormal, kaimingUniform, xavierNormal, xavierUniform } from "./variance.ts";
