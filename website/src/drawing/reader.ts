import useBaseUrl from "@docusaurus/useBaseUrl";
import { useCallback, useRef, useState } from "react";
import type { Reader } from "./live.ts";

export const weightsPath = "weights/digits.safetensors";

interface ReaderState {
  readonly reader: Reader | undefined;
  /** Why there is none. */
  readonly problem: string;
  /** Loads the library and the weights, the first time that it is called. */
  readonly load: () => void;
}

/** The network, loaded when somebody is about to draw. */
export function useReader(): ReaderState {
  const address = useBaseUrl(weightsPath);
  const [reader, setReader] = useState<Reader>();
  const [problem, setProblem] = useState("");
  const begun = useRef(false);
  const load = useCallback(() => {
    if (begun.current) return;
    begun.current = true;
    import(/* webpackChunkName: "drawing" */ "./live.ts")
      .then(({ loadReader }) => loadReader(address))
      .then((loaded) => {
        setReader(loaded);
        setProblem("");
      })
      .catch((error: Error) => {
        begun.current = false; // the next stroke tries again
        setProblem(`The network did not load: ${error.message}. Draw on to try again.`);
      });
  }, [address]);
  return { reader, problem, load };
}
