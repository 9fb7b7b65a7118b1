import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const packages = ["figures", "layers"].map((name) =>
  fileURLToPath(new URL(`../../packages/${name}/dist/index.js`, import.meta.url)),
);

/** What a program prints in a terminal of so many columns, with 24-bit colours or without any. */
function run(code: string, { columns = 80, colors = true } = {}): string[] {
  const program = `
    Object.assign(process.stdout, { isTTY: true, columns: ${columns}, hasColors: () => ${colors} });
    const [{ show }, { tensor, zeros, Linear }] = await Promise.all(${JSON.stringify(packages)}.map((path) => import(path)));
    ${code}`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.split("\n").slice(0, -1);
}

/** Two cells, the upper in ink and the lower as ground. */
const both = (upper: string, lower: string) => `\u001b[38;2;${upper};48;2;${lower}m▀`;
const upper = (color: string) => `\u001b[0;38;2;${color}m▀`;
const end = "\u001b[0m";

/** The ends and the middle of RdBu. */
const [blue, white, red] = ["5;48;97", "255;255;255", "103;0;31"] as const;

test("a matrix is blocks of colour, two rows in a line, below its statistics", () => {
  expect(run("show(tensor([[-1, 1], [0, 1], [1, 0]]), { title: 'signs' })")).toEqual([
    "signs  float32 [3, 2]  min -1  max 1  mean 0.3333  std 0.8165  zeros 2",
    both(blue, white) + both(red, red) + end,
    upper(red) + upper(white) + end,
  ]);
});

test("without colours it is text, and what has no picture is text with them", () => {
  const text = ["float32 [1, 2]  min 1  max 2  mean 1.5  std 0.7071", "1  2"];
  expect(run("show(tensor([[1, 2]]))", { colors: false })).toEqual(text);
  expect(run("show(tensor([1, 2]))")).toEqual(["float32 [2]  min 1  max 2  mean 1.5  std 0.7071", "1  2"]);
});

test("one scale per channel colours each by its own largest size", () => {
  // Both maps are at the high end of viridis; the number above each takes a row.
  const yellow = "253;231;37";
  const lines = run("show(tensor([[[1]], [[100]]]), { scale: 'channel' })");
  expect(lines.slice(1).join("").split(yellow)).toHaveLength(3);
});

test("an image is in its own colours, averaged to fit the terminal", () => {
  const image = "tensor([[[1, 0], [0, 0]], [[0, 1], [0, 0]], [[0, 0], [1, 1]]])";
  const [red, green, blue] = ["255;0;0", "0;255;0", "0;0;255"];
  expect(run(`show(${image}, { layout: "image" })`).slice(1)).toEqual([
    both(red!, blue!) + both(green!, blue!) + end,
  ]);
  // One pixel of a quarter red, a quarter green, half blue.
  expect(run(`show(${image}, { layout: "image" })`, { columns: 1 }).slice(1)).toEqual([
    upper("64;64;128") + end,
  ]);
});

test.each(["[64, 30, 30]", "[8, 3, 5, 5]"])("a picture of %s is never wider than the terminal", (shape) => {
  const lines = run(`show(zeros(${shape}))`, { columns: 60 }).filter((line) => line.includes("\u001b["));
  expect(lines.length).toBeGreaterThan(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colours take no room.
  const widths = lines.map((line) => line.replaceAll(/\u001b\[[\d;]*m/g, "").length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(60);
});

test("the members of an object are shown one after the other with their names", () => {
  expect(run("show({ output: tensor([1]), hn: tensor([2]), steps: 3 })")).toEqual([
    "output",
    "float32 [1]  min 1  max 1  mean 1",
    "1",
    "hn",
    "float32 [1]  min 2  max 2  mean 2",
    "2",
  ]);
});
