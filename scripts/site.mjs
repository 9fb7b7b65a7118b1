// npm run site: builds the site where that is needed and serves it on this machine.
import { runMain } from "./setup/main.mjs";
import { site } from "./site/main.mjs";

await runMain((signal) => site(process.argv.slice(2), signal));
