import { createRequire } from "node:module";
import { type JsonObject, protocolVersion } from "../protocol/message.ts";
import { typescriptVersion } from "../session/tslab.ts";

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

/** The answer to kernel_info_request. It needs no compiler, so it can be given before one is loaded. */
export function kernelInfo(): JsonObject {
  const typescript = typescriptVersion();
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "layerbook",
    implementation_version: version,
    banner: `Layerbook ${version}: TypeScript ${typescript}, Node ${process.version}`,
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: "typescript",
      nbconvert_exporter: "script",
    },
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
    debugger: false,
    supported_features: [],
  };
}
