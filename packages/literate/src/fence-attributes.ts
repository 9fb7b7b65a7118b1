export interface FenceAttribute {
  readonly name: string;
  /** Absent when the attribute is a bare word. */
  readonly value?: string;
}

const pattern = /\s*([^\s="]+)(?:=(?:"([^"]*)"|([^\s"]*)))?(?=\s|$)/y;

/**
 * Reads the words of a fence's info string: `name`, `name=value` or `name="a value with spaces"`.
 *
 * @throws {SyntaxError} whose message says from where the words cannot be read, or which is given twice
 */
export function readAttributes(text: string): FenceAttribute[] {
  const attributes: FenceAttribute[] = [];
  const trimmed = text.trimEnd();
  pattern.lastIndex = 0;
  while (pattern.lastIndex < trimmed.length) {
    const from = pattern.lastIndex;
    const found = pattern.exec(trimmed);
    if (found === null) {
      const rest = trimmed.slice(from).trim();
      throw new SyntaxError(
        `cannot read \`${rest}\`; write attributes as name, name=value or name="two words"`,
      );
    }
    const [, name, quoted, bare] = found;
    if (attributes.some((attribute) => attribute.name === name)) {
      throw new SyntaxError(`attribute ${name} is given twice; keep one`);
    }
    const value = quoted ?? bare;
    attributes.push(value === undefined ? { name: name! } : { name: name!, value });
  }
  return attributes;
}
