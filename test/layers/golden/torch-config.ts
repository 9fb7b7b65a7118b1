/** Arguments by PyTorch's names. */
export type Config = Readonly<Record<string, never>>;

/** PyTorch's `padding_mode` as `paddingMode`, and so on. */
export function options(config: Config): Config {
  const camelCase = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [camelCase(name), value]));
}
