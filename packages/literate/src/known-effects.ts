/**
 * What is known of the functions, classes and methods of the libraries that cells import, by name. Of what is not listed
 * the worst is assumed: it changes what it is called on and what it is given, and it draws random numbers.
 */
export interface KnownEffects {
  /** Puts the shared random generator anew: what was drawn before does not matter after it. */
  readonly seeds: ReadonlySet<string>;
  /** Writes or draws something by itself. */
  readonly prints: ReadonlySet<string>;
  /** Changes nothing and draws no random number. */
  readonly pure: ReadonlySet<string>;
  /** Changes what it is called on, or given, and draws no random number. */
  readonly steady: ReadonlySet<string>;
  /** Gives a value, whatever else it does; as what is pure does. */
  readonly gives: ReadonlySet<string>;
  /** What it gives shares nothing with what it was given: methods, functions and properties. */
  readonly copies: ReadonlySet<string>;
  /** Classes whose instances change nothing and draw nothing when `forwards` are called, made of such parts alone. */
  readonly steadyClasses: ReadonlySet<string>;
  /** Classes whose instances change themselves then, and draw nothing. */
  readonly changingClasses: ReadonlySet<string>;
  /** The methods that run a layer. */
  readonly forwards: ReadonlySet<string>;
  /** Of each class that begins with random parameters, those parameters. */
  readonly parameters: ReadonlyMap<string, KnownParameters>;
}

export interface KnownParameters {
  readonly weights: readonly string[];
  /** Not there with the option `bias: false`. */
  readonly biases: readonly string[];
  /** Options with which there are more parameters. */
  readonly plainUnless: readonly string[];
}

/** Global objects and functions of the language; what they change is what they are given, where they do. */
export const languageNames: ReadonlySet<string> = new Set(
  "Array BigInt Boolean console Date Error Float32Array Float64Array Infinity Int32Array Intl isFinite isNaN JSON Map Math NaN Number Object parseFloat parseInt performance Promise RangeError RegExp Set String structuredClone Symbol TypeError Uint8Array undefined".split(
    " ",
  ),
);

/** Those of the functions on such objects that change what they are given. */
export const changingStatics: ReadonlySet<string> = new Set(
  "assign defineProperties defineProperty freeze seal setPrototypeOf preventExtensions random".split(" "),
);

/** Methods of the language's own values that change nothing; the functions that they are given are looked at apart. */
export const pureMethods: ReadonlySet<string> = new Set(
  "at charAt charCodeAt codePointAt concat endsWith entries every filter find findIndex findLast flat flatMap forEach get has includes indexOf join keys lastIndexOf localeCompare map match matchAll normalize padEnd padStart reduce reduceRight repeat replace replaceAll some split startsWith subarray test then toFixed toLocaleString toLowerCase toPrecision toReversed toSorted toSpliced toString toUpperCase trim trimEnd trimStart values with".split(
    " ",
  ),
);

/** Methods of the language's own values that change them and draw nothing. */
export const steadyMethods: ReadonlySet<string> = new Set(
  "add clear copyWithin delete fill pop push reverse set shift sort splice unshift".split(" "),
);

/** Methods and properties of the language's own values that give numbers and texts. */
export const copyingMethods: ReadonlySet<string> = new Set(
  "charAt charCodeAt codePointAt endsWith every has includes indexOf join length localeCompare padEnd padStart repeat size some startsWith test toFixed toLocaleString toLowerCase toPrecision toString toUpperCase trim".split(
    " ",
  ),
);
