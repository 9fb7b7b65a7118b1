import { join } from "node:path";
import { layerDiagram, type MimeBundle, receptiveField } from "@layerbook/figures";
import { Conv2d, Linear, rand } from "@layerbook/layers";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { close, openDocument, useBrowser } from "./browser.ts";

useBrowser();

interface Plot extends HTMLElement {
  readonly layout: { readonly sliders: readonly { readonly active: number }[] };
  readonly _fullLayout: Readonly<Record<string, { readonly _offset: number; readonly _length: number }>>;
}

interface PlotAxis {
  readonly _offset: number;
  readonly _length: number;
  readonly range: readonly number[];
  l2p(place: number): number;
}

interface Drawn {
  readonly layout: { readonly yaxis: { readonly range: readonly [number, number] } };
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

/** A document with nothing in it but a figure, as the site draws it. */
async function openFigure(
  figure: MimeBundle,
  width: number,
): Promise<Awaited<ReturnType<typeof openDocument>>> {
  const opened = await openDocument(
    `<!doctype html><body style="margin: 0"><div id="plot" style="width: ${width}px"></div>`,
  );
  await opened.page.addScriptTag({ content: await drawing() });
  await opened.page.evaluate(async (figure) => {
    const { drawing } = window as unknown as {
      drawing: { drawFigure(element: Element, figure: unknown, mode: "light"): Promise<void> };
    };
    await drawing.drawFigure(document.querySelector("#plot")!, figure, "light");
  }, figure["application/vnd.plotly.v1+json"]);
  return opened;
}

test("the pointer on an output shows its inputs and, the other way round, on an input its outputs", async () => {
  const figure = receptiveField(new Conv2d(1, 1, 3, { padding: 1 }), rand([1, 3, 3])).bundle;
  const opened = await openFigure(figure, 720);
  const { page } = opened;
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

test("the pointer on a neuron of a layer chooses it, and a narrow page draws the layer smaller, not with empty space below", async () => {
  const figure = layerDiagram(new Linear(2, 4), rand([2])).bundle;
  const heights: number[] = [];
  for (const width of [600, 300]) {
    const opened = await openFigure(figure, width);
    const { page } = opened;
    const [x, y, height] = await page.evaluate(() => {
      const { xaxis, yaxis } = document.querySelector<Plot>("#plot")!._fullLayout as Record<string, PlotAxis>;
      // The middle of the third of four neurons 40 apart, in the numbers of the picture.
      const at = (axis: PlotAxis, place: number) => axis._offset + axis.l2p(place);
      return [at(xaxis!, 280), at(yaxis!, yaxis!.range[0]! - 6 - 17 - 40), yaxis!._length] as const;
    });
    heights.push(height / (figure["application/vnd.plotly.v1+json"] as Drawn).layout.yaxis.range[0]);
    await page.mouse.move(x, y, { steps: 3 });
    await expectSliders(page, [2]);
    expect(opened.misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
    await close(opened);
  }
  expect(heights[0]).toBeCloseTo(1.35, 1);
  expect(heights[1]).toBeCloseTo(280 / 336, 1);
});
