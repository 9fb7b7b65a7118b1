/** How the code of pages is checked, in the words of a tsconfig.json: by the tests and in the reader's editor. */
export const cellCompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noImplicitReturns: true,
  // A type imported without `type` would be looked for at run time.
  verbatimModuleSyntax: true,
  isolatedModules: true,
  target: "es2022",
  lib: ["es2022"],
  module: "esnext",
  moduleResolution: "bundler",
  noEmit: true,
  skipLibCheck: true,
};
