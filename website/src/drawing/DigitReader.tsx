import Link from "@docusaurus/Link";
import still from "@generated/drawing/default/still.json";
import { useMemo, useRef, useState } from "react";
import { Button } from "../cells/Button.tsx";
import { Answer } from "./Answer.tsx";
import styles from "./DigitReader.module.css";
import { examples, firstExample } from "./examples.ts";
import type { HeldDigit } from "./held-back.ts";
import { Paper } from "./Paper.tsx";
import { useReader } from "./reader.ts";
import type { Reading } from "./reading.ts";
import { useReplay } from "./replay.ts";
import { Stages } from "./Stages.tsx";
import { sentence } from "./sentence.ts";
import { trainingPage } from "./stages.ts";
import type { Point, Stroke } from "./strokes.ts";

/** What lies on the paper. */
type Input =
  /** The first example, with what the build made of it. */
  | { readonly kind: "still" }
  | { readonly kind: "strokes"; readonly strokes: readonly Stroke[]; readonly drawing: boolean }
  | { readonly kind: "held"; readonly digit: HeldDigit };

const digits = [...examples.keys()];

const blank: Input = { kind: "strokes", strokes: [], drawing: false };

/** A digit, drawn or chosen, on its way through a small network. */
export function DigitReader() {
  const [input, setInput] = useState<Input>({ kind: "still" });
  const [heldProblem, setHeldProblem] = useState("");
  const { reader, problem, load } = useReader();
  const { play, stop } = useReplay();
  /** Counts what was asked for, so that digits that load slowly do not cover what was drawn meanwhile. */
  const turn = useRef(0);

  const reading = useMemo((): Reading | undefined => {
    if (!reader || input.kind === "still" || isEmpty(input)) return undefined;
    return input.kind === "held" ? reader.readImage(input.digit.image) : reader.readStrokes(input.strokes);
  }, [reader, input]);
  const strokes =
    input.kind === "still" ? examples[firstExample]! : input.kind === "strokes" ? input.strokes : [];
  const empty = isEmpty(input);
  const probabilities = input.kind === "still" ? still.probabilities : reading?.probabilities;

  const begin = (point: Point) => {
    turn.current += 1;
    stop();
    load();
    setInput((before) => ({
      kind: "strokes",
      strokes: [...(before.kind === "strokes" ? before.strokes : []), [point]],
      drawing: true,
    }));
  };
  const move = (points: readonly Point[]) =>
    setInput((before) =>
      before.kind === "strokes" ? { ...before, strokes: extend(before.strokes, points) } : before,
    );
  const end = () =>
    setInput((before) => (before.kind === "strokes" ? { ...before, drawing: false } : before));
  const draw = (digit: number) => {
    turn.current += 1;
    load();
    play(examples[digit]!, (strokes, done) => setInput({ kind: "strokes", strokes, drawing: !done }));
  };
  const clear = () => {
    turn.current += 1;
    stop();
    setInput(blank);
  };
  const takeHeld = async () => {
    turn.current += 1;
    const asked = turn.current;
    stop();
    load();
    try {
      const { heldBack } = await import(/* webpackChunkName: "held-back" */ "./held-back.ts");
      if (turn.current !== asked) return;
      const held = heldBack();
      setInput({ kind: "held", digit: held[Math.floor(Math.random() * held.length)]! });
      setHeldProblem("");
    } catch (error) {
      setHeldProblem(`The digits did not load: ${(error as Error).message}. Try again.`);
    }
  };

  return (
    <section
      className={styles.reader}
      aria-label="A digit on its way through a network"
      onPointerEnter={load}
      onFocus={load}
    >
      <div className={styles.input}>
        <Paper
          strokes={strokes}
          image={input.kind === "held" ? input.digit.image : undefined}
          hint={empty ? "Draw a digit" : undefined}
          onBegin={begin}
          onMove={move}
          onEnd={end}
        />
        <div className={styles.buttons}>
          <Button onClick={clear}>Clear</Button>
          <Button onClick={() => void takeHeld()}>A digit of the test data</Button>
        </div>
        <fieldset className={styles.examples}>
          <legend>Or have one drawn:</legend>
          {digits.map((digit) => (
            <Button key={digit} onClick={() => draw(digit)} aria-label={`Draw a ${digit}`}>
              {digit}
            </Button>
          ))}
        </fieldset>
      </div>
      <Answer probabilities={probabilities}>{wordsFor(input, probabilities)}</Answer>
      <div className={styles.stages}>
        <Stages
          maps={reading?.maps}
          pictures={input.kind === "still" ? still.sheets : undefined}
          pages={still.pages}
        />
        <p className={styles.note}>
          Red is positive, blue negative.{" "}
          {still.pages.includes(trainingPage) && (
            <Link to={`/${trainingPage}`}>Trained on the page on digits.</Link>
          )}
        </p>
      </div>
      {(problem || heldProblem) && <p role="alert">{problem || heldProblem}</p>}
    </section>
  );
}

function isEmpty(input: Input): boolean {
  return input.kind === "strokes" && input.strokes.length === 0;
}

/** The strokes with points added to the last one. */
function extend(strokes: readonly Stroke[], points: readonly Point[]): Stroke[] {
  return [...strokes.slice(0, -1), [...(strokes.at(-1) ?? []), ...points]];
}

/** While the pen moves nothing is said: each word would be read out. */
function wordsFor(input: Input, probabilities: readonly number[] | undefined): string {
  if (isEmpty(input)) return "Nothing drawn yet";
  if (!probabilities) return "The network is loading";
  if (input.kind === "strokes" && input.drawing) return "";
  const said = sentence(probabilities);
  return input.kind === "held" ? `${said}. Its writer meant ${input.digit.label}.` : said;
}
