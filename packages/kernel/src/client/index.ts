export {
  type ExecuteOptions,
  type ExecuteResult,
  KernelClient,
  type StartKernelOptions,
  startKernel,
} from "./kernel-client.ts";
export type {
  DisplayOutput,
  ErrorOutput,
  MimeData,
  Output,
  ResultOutput,
  StreamOutput,
} from "./outputs.ts";
