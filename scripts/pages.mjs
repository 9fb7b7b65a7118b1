// npm run pages: runs the pages in the kernel and writes their outputs and notebooks.
import { pages } from "./pages/main.mjs";
import { runMain } from "./setup/main.mjs";

await runMain((signal) => pages(process.argv.slice(2), signal));
