// npm run bench -- <subject>: measures Layerbook beside its peers and writes bench/<subject>.json.
import "../scripts/setup/require-node.mjs";

const subjects = ["kernel", "site"];

import("../scripts/setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const { SetupFailure } = await import("../scripts/setup/failure.mjs");
    const [subject, ...args] = process.argv.slice(2);
    if (!subject || !subjects.includes(subject)) {
      throw new SetupFailure(
        `Cannot measure ${subject ? JSON.stringify(subject) : "nothing"}: give a subject (${subjects.join(", ")}), as in npm run bench -- kernel.`,
      );
    }
    const { bench } = await import(`./${subject}/main.mjs`);
    return bench(args, signal);
  }),
);
