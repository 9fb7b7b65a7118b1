import { join } from "node:path";
import { receptiveField } from "@layerbook/figures";
import { Conv2d, rand } from "@layerbook/layers";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { close, openDocument, useBrowser } from "./browser.ts";

useBrowser();

interface Plot extends HTMLElement {
  readonly layout: { readonly sliders: readonly { readonly active: number }[] };
  readonly _fullLayout: Readonly<Record<string, { readonly _offset: number; readonly _length: number }>>;
}

/** The site's own drawing of figures, for a document without the site. */
async function drawing(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "../../website/src/cells/plotly.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "drawing",
    define: { global: "window" },
    // For maps of the world, which no figure has.
    loader: { ".css": "empty" },
  });
  return outputFiles[0]!.text;
}

/** Puts the pointer on a cell of a map of 3 by 3: the input at the left, the output at the right. */
async function pointAt(page: Page, map: "" | "2", row: number, column: number): Promise<void> {
  const [x, y] = await page.evaluate(
    ([map, row, column]) => {
      const { _fullLayout } = document.querySelector<Plot>("#plot")!;
      const [across, down] = [_fullLayout[`xaxis${map}`]!, _fullLayout[`yaxis${map}`]!];
      return [
        across._offset + ((column + 0.5) * across._length) / 3,
        down._offset + ((row + 0.5) * down._length) / 3,
      ] as const;
    },
    [map, row, column] as const,
  );
  await page.mouse.move(x, y, { steps: 3 });
}

/** Where the sliders come to be: that of the outputs, that of the inputs. */
async function expectSliders(page: Page, wanted: readonly number[]): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      document
        .querySelector<Plot>("#plot")!
        .layout.sliders.map(({ active }) => active)
        .join() === wanted,
    wanted.join(),
  );
}

test("the pointer on an output shows its inputs and, the other way round, on an input its outputs", async () => {
  const opened = await openDocument(`<!doctype html><body style="margin: 0"><div id="plot"></div>`);
  const { page } = opened;
  await page.addScriptTag({ content: await drawing() });
  const figure = receptiveField(new Conv2d(1, 1, 3, { padding: 1 }), rand([1, 3, 3])).bundle;
  await page.evaluate(async (figure) => {
    const { drawing } = window as unknown as {
      drawing: { drawFigure(element: Element, figure: unknown, mode: "light"): Promise<void> };
    };
    await drawing.drawFigure(document.querySelector("#plot")!, figure, "light");
  }, figure["application/vnd.plotly.v1+json"]);
  await pointAt(page, "2", 1, 2);
  await expectSliders(page, [5, 0]);
  // The input's map has weights now, which lead nowhere.
  await pointAt(page, "", 1, 1);
  await page.getByText("input → outputs").click();
  await pointAt(page, "", 2, 0);
  await expectSliders(page, [5, 6]);
  await pointAt(page, "", 0, 1);
  await expectSliders(page, [5, 1]);
  expect(opened.misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
});
