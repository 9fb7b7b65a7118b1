export { KernelClient, startKernel } from "./kernel-client.ts";
export type {
  ExecuteOptions,
  ExecuteResult,
  NotifyOptions,
  OnMessage,
  StartKernelOptions,
} from "./options.ts";
export type {
  DisplayOutput,
  ErrorOutput,
  MimeData,
  Output,
  ResultOutput,
  StreamOutput,
} from "./outputs.ts";
