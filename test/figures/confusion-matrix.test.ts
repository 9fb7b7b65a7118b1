import { confusionMatrix, describe as describeValue } from "@layerbook/figures";
import { FormatError, ShapeError, tensor } from "@layerbook/layers";
import { expect, test } from "vitest";
import { figureOf, headingOf, numbers } from "./plotly-figure.ts";

// scikit-learn's own example: confusion_matrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2]) is [[2, 0, 0], [0, 0, 1], [1, 0, 2]].
const truth = [2, 0, 2, 2, 0, 1];
const predicted = [0, 0, 2, 2, 0, 2];

test("rows are the truth and columns what was predicted, as in scikit-learn's example", () => {
  const [trace] = figureOf(confusionMatrix(truth, predicted)).data;
  expect(trace!.text).toEqual([
    ["2", "", ""],
    ["", "", "1"],
    ["1", "", "2"],
  ]);
  const third = Math.fround(1 / 3);
  expect(numbers(trace!.z)).toEqual({
    shape: [3, 3],
    values: [1, 0, 0, 0, 0, 1, third, 0, Math.fround(2 / 3)],
  });
  expect((trace!.customdata as string[][])[2]).toEqual([
    "2 taken for 0: 1 of 3",
    "2 taken for 1: 0 of 3",
    "2 taken for 2: 2 of 3",
  ]);
});

test("lists and tensors say the same, in a sentence and in a table", () => {
  const figure = confusionMatrix(tensor(truth, { dtype: "int32" }), tensor(predicted), {
    labels: ["ant", "bird", "cat"],
    title: "Animals",
  });
  expect(describeValue(figure)).toBe(
    "Confusion matrix of 3 classes: 4 of 6 samples right, 66.7 %; most often bird was taken for cat, 1 of 1.",
  );
  expect(figure.bundle["text/plain"].split("\n")).toEqual([
    "Animals",
    figure.description,
    "rows: truth, columns: predicted",
    "ant   2  0  0",
    "bird  0  0  1",
    "cat   1  0  2",
  ]);
  expect(headingOf(figureOf(figure))).toContain("6 samples · 4 right, 66.7 %");
});

test("without mistakes none is named, and a class without samples is empty", () => {
  const figure = confusionMatrix([0, 2], [0, 2]);
  expect(figure.description).toBe("Confusion matrix of 3 classes: 2 of 2 samples right, 100 %.");
  expect(numbers(figureOf(figure).data[0]!.z).values).toEqual([
    1,
    0,
    0,
    ...Array(3).fill(Number.NaN),
    0,
    0,
    1,
  ]);
  expect(confusionMatrix([], []).bundle).toEqual({ "text/plain": "Confusion matrix without samples." });
});

test("labels of users are text, and two may be alike", () => {
  const labels = ["<b>a</b>", "<b>a</b>", "$x$ %{z} & more than it may be long"];
  const { data, layout } = figureOf(confusionMatrix([0, 1, 2], [0, 1, 2], { labels }));
  const shown = ["&lt;b&gt;a&lt;/b&gt;", "&lt;b&gt;a&lt;/b&gt;", "&#36;x&#36; &#37;{z} &amp; mo…"];
  expect(layout.xaxis.ticktext).toEqual(shown);
  expect((data[0]!.customdata as string[][])[0]![2]).toBe(`${shown[0]} taken for ${shown[2]}: 0 of 1`);
});

test.each<
  [
    truth: unknown,
    predicted: unknown,
    options: object,
    kind: typeof ShapeError | typeof FormatError,
    message: string,
  ]
>([
  [
    [1, 2],
    [1],
    {},
    ShapeError,
    "Cannot draw a confusion matrix of 2 true and 1 predicted classes: expected as many of the one as of the other",
  ],
  [
    [1],
    [0.5],
    {},
    FormatError,
    "Cannot draw a confusion matrix with predicted[0] = 0.5: expected the number of a class, a whole number from 0 on. Scores become classes with argmax(1)",
  ],
  [
    [0, -1],
    [0, 1],
    {},
    FormatError,
    "Cannot draw a confusion matrix with truth[1] = -1: expected the number of a class, a whole number from 0 on. Scores become classes with argmax(1)",
  ],
  [
    "12",
    [1],
    {},
    FormatError,
    'Cannot draw a confusion matrix with truth "12": expected a tensor of rank 1 or a list of class numbers',
  ],
  [
    tensor([[1]]),
    [1],
    {},
    ShapeError,
    "Cannot draw a confusion matrix with truth from a tensor [1, 1]: expected one of rank 1, such as its flatten()",
  ],
  [
    [0, 3],
    [0, 1],
    { labels: ["a", "b"] },
    ShapeError,
    "Cannot draw class 3 of a confusion matrix with 2 labels: expected at least 4 in the option labels",
  ],
  [[100], [0], {}, ShapeError, "Cannot draw a confusion matrix of 101 classes: expected at most 100"],
  [
    [0],
    [0],
    { names: [] },
    ShapeError,
    'Cannot draw a confusion matrix with the option "names": expected labels, title, plain',
  ],
])("%j beside %j with %j is refused", (rows, columns, options, kind, message) => {
  const draw = () => confusionMatrix(rows as number[], columns as number[], options);
  expect(draw).toThrow(kind);
  expect(draw).toThrow(new kind(message));
});
