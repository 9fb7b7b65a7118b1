import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { DrawnDigit } from "../drawing/make-strokes.ts";
import type { OpenPage } from "./browser.ts";

type Page = OpenPage["page"];

const strokesFile = join(import.meta.dirname, "..", "drawing", "strokes.json");
const recorded: readonly DrawnDigit[] = JSON.parse(readFileSync(strokesFile, "utf8"));

/** A recorded 7, one that the network reads as such. */
export const seven: DrawnDigit = recorded[72]!;

export const paper = (page: Page) => page.getByRole("img", { name: /^Paper to draw/ });
export const answer = (page: Page) =>
  page.getByRole("region", { name: "A digit on its way" }).getByRole("status");
/** The image and what the nine layers make of it. */
export const maps = (page: Page) => page.locator("canvas[role=img]");

interface Pen {
  down(x: number, y: number): Promise<unknown>;
  move(x: number, y: number): Promise<unknown>;
  up(): Promise<unknown>;
}

export function mouse({ mouse }: Page): Pen {
  return {
    down: async (x, y) => {
      await mouse.move(x, y);
      await mouse.down();
    },
    move: (x, y) => mouse.move(x, y),
    up: () => mouse.up(),
  };
}

/** A finger on the screen, as the browser's own protocol sends it. */
export async function finger(page: Page): Promise<Pen> {
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: { x: number; y: number }[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  return {
    down: (x, y) => send("touchStart", { x, y }),
    move: (x, y) => send("touchMove", { x, y }),
    up: () => send("touchEnd"),
  };
}

/** Draws strokes of a sheet of 280 x 280 onto the paper. */
export async function draw(page: Page, pen: Pen, { strokes }: DrawnDigit): Promise<void> {
  await paper(page).scrollIntoViewIfNeeded();
  const box = (await paper(page).boundingBox())!;
  const scale = box.width / 280;
  for (const stroke of strokes) {
    const [first, ...rest] = stroke.map(({ x, y }) => [box.x + x * scale, box.y + y * scale] as const);
    await pen.down(...first!);
    for (const point of rest) await pen.move(...point);
    await pen.up();
  }
}

/** How many pixels of each canvas are coloured more than faintly. */
export function colouredPixels(page: Page): Promise<number[]> {
  return maps(page).evaluateAll((canvases) =>
    canvases.map((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha]! > 40) count += 1;
      return count;
    }),
  );
}

/** Waits for the answer that it is a 7, and looks at the maps. */
export async function expectSeven({ page, misdeeds }: OpenPage): Promise<void> {
  await answer(page)
    .getByText(/^This looks like a 7 \((over\s)?\d\d\s%\)$/)
    .waitFor();
  expect(await maps(page).count()).toBe(10);
  for (const pixels of await colouredPixels(page)) expect(pixels).toBeGreaterThan(0);
  expect(misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
}
