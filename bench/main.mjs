// npm run bench -- <subject>: measures Layerbook beside its peers and writes bench/<subject>.json.
import "../scripts/setup/require-node.mjs";

const subjects = ["kernel"];

import("../scripts/setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const [subject, ...args] = process.argv.slice(2);
    if (!subject || !subjects.includes(subject)) {
      throw new Error(`Cannot measure "${subject ?? "nothing"}": expected one of ${subjects.join(", ")}.`);
    }
    const { bench } = await import(`./${subject}/main.mjs`);
    return bench(args, signal);
  }),
);
