import { build } from "./build.mjs";
import { dependencies } from "./dependencies.mjs";
import { kernelspec } from "./kernelspec.mjs";
import { python } from "./python.mjs";
import { runtime } from "./runtime.mjs";

/** Everything that running a notebook takes, in order. */
export const setup = [dependencies, build, runtime, python, kernelspec];
