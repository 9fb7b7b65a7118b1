#!/usr/bin/env node
/** `layerbook-kernel`: installs the kernel into a Jupyter, and removes it. */
import { runCommand } from "./install/command.ts";

try {
  console.log(runCommand(process.argv.slice(2)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
