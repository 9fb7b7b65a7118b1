const comment = /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/y;
const quoted = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/y;
const expression = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const template = /.(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/sy;

/**
 * A TypeScript text in which comments and what stands between quotes are blanks: every character that is left is code, at
 * its own place. The expressions in a template's `${}` are code.
 */
export function maskSource(source: string): string {
  let result = "";
  let position = 0;
  /** For each open template the braces that are open in its expression. */
  const templates: number[] = [];
  /** Keeps so many characters at both ends. */
  const blank = (end: number, before: number, after: number): void => {
    const text = source.slice(position, end);
    const inner = text.slice(before, text.length - after).replace(/[^\n]/g, " ");
    result += text.slice(0, before) + inner + text.slice(text.length - after);
    position = end;
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(source)?.[0];
  };
  while (position < source.length) {
    const found =
      match(comment) ?? match(quoted) ?? (expectsValue(source, result) ? match(expression) : undefined);
    const character = source[position]!;
    if (found !== undefined) {
      const kept = /^\/[/*]/.test(found) || found.length < 2 ? 0 : 1;
      blank(position + found.length, kept, kept);
    } else if (character === "`" || (character === "}" && templates.at(-1) === 0)) {
      if (character === "}") templates.pop();
      const text = match(template)!;
      const opens = source.startsWith("${", position + text.length);
      if (opens) templates.push(0);
      blank(Math.min(position + text.length + (opens ? 2 : 1), source.length), 1, opens ? 2 : 1);
    } else {
      if (templates.length > 0 && character === "{") templates[templates.length - 1]! += 1;
      if (templates.length > 0 && character === "}") templates[templates.length - 1]! -= 1;
      result += character;
      position += 1;
    }
  }
  return result;
}

/** Whether a regular expression begins here: a slash that is not after a value, which it would divide. */
function expectsValue(source: string, code: string): boolean {
  if (source[code.length] !== "/") return false;
  const before = code.trimEnd();
  return !/[\w$)\]]$/.test(before) || /\b(?:return|typeof|case|in|of|do|else)$/.test(before);
}
