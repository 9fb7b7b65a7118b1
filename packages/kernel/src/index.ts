export {
  type InstalledKernel,
  type InstallOptions,
  installKernel,
  type KernelSpec,
  kernelName,
  kernelSpec,
  uninstallKernel,
} from "./install/install.ts";
export type { JupyterTarget } from "./install/jupyter-folders.ts";
export { kernelArgv } from "./install/kernel-argv.ts";
export { findRuntime, type Runtime } from "./install/runtime.ts";
