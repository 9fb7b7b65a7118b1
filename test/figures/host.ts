import { afterEach } from "vitest";

interface DisplayOptions {
  readonly displayId?: string;
  readonly update?: boolean;
}

interface Bundle {
  readonly "text/plain": string;
}

/** What a host was told, and what its one cell holds: an update takes the place of its display. */
export interface Listening {
  readonly texts: string[];
  readonly bundles: Bundle[];
  readonly updates: number;
  /** The running cell ends, as a host says it. */
  end(): void;
}

const host = Symbol.for("layerbook.host");

afterEach(() => {
  Reflect.deleteProperty(globalThis, host);
});

/** Puts a host in place as the kernel and the page's runner do, until the test has ended. */
export function listen(): Listening {
  const endings = new Set<() => void>();
  const places = new Map<string, number>();
  const listening = { texts: [] as string[], bundles: [] as Bundle[], updates: 0, end };
  function end(): void {
    for (const ending of endings) ending();
    endings.clear();
  }
  Object.assign(globalThis, {
    [host]: {
      display(bundle: Bundle, { displayId, update }: DisplayOptions = {}) {
        const place = update ? places.get(displayId!)! : listening.texts.length;
        if (displayId !== undefined) places.set(displayId, place);
        if (update) listening.updates++;
        listening.texts[place] = bundle["text/plain"];
        listening.bundles[place] = bundle;
      },
      clear: () => {},
      atEnd: (callback: () => void) => endings.add(callback),
    },
  });
  return listening;
}
