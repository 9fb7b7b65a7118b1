import { createRequire } from "node:module";
import { compare, confusionMatrix, lossCurve, type MimeBundle, mimeBundle } from "@layerbook/figures";
import { Identity, Linear, Module, rand, type Tensor } from "@layerbook/layers";
import { expect, test } from "vitest";
import { cases } from "../figures/cases.ts";
import { hostileTexts } from "../figures/hostile-texts.ts";
import { violations } from "./axe.ts";
import { close, type OpenPage, openDocument, useBrowser } from "./browser.ts";

useBrowser();

const { resolve } = createRequire(import.meta.url);
/** Every kind of trace that figures have, and Plotly as other hosts run it: without the site's own precautions. */
const plotly = resolve("plotly.js/dist/plotly-cartesian.min.js");
const plotlyMime = "application/vnd.plotly.v1+json";

interface Plot {
  newPlot(element: Element, data: unknown, layout: unknown, config: unknown): Promise<Element>;
  addFrames(element: Element, frames: unknown): Promise<unknown>;
  Fx: { hover(element: Element, points: readonly object[], subplot: string): void };
}

/** A bare document that holds the figures' HTML and SVG as markup, as Jupyter and GitHub show it, and their plots. */
async function shownIn(bundles: Readonly<Record<string, MimeBundle>>, options = {}): Promise<OpenPage> {
  const opened = await openDocument(
    `<!doctype html><html lang="en"><title>Figures</title><style>:root { color-scheme: light dark }</style><main><h1>Figures</h1></main>`,
    options,
  );
  await opened.page.addScriptTag({ path: plotly });
  await opened.page.evaluate(
    async ({ bundles, plotlyMime }) => {
      const { Plotly } = window as unknown as { Plotly: Plot };
      for (const [name, bundle] of Object.entries(bundles)) {
        const section = document.createElement("section");
        section.setAttribute("aria-label", name);
        document.querySelector("main")!.append(section);
        for (const type of ["text/html", "image/svg+xml"]) {
          if (typeof bundle[type] === "string") section.insertAdjacentHTML("beforeend", bundle[type]);
        }
        const figure = bundle[plotlyMime] as
          | {
              data: { type: string; xaxis?: string; yaxis?: string }[];
              layout: object;
              config: object;
              frames?: object[];
            }
          | undefined;
        if (!figure) continue;
        const plot = section.appendChild(document.createElement("div"));
        await Plotly.newPlot(plot, figure.data, figure.layout, figure.config);
        if (figure.frames) await Plotly.addFrames(plot, figure.frames);
        for (const [curveNumber, { type, xaxis = "x", yaxis = "y" }] of figure.data.entries()) {
          const pointNumber = type === "heatmap" || type === "image" ? [0, 0] : 0;
          Plotly.Fx.hover(plot, [{ curveNumber, pointNumber }], xaxis + yaxis);
        }
      }
    },
    { bundles, plotlyMime },
  );
  return opened;
}

/** What of the figures is markup that no figure has. */
async function intruders({ page }: OpenPage): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter(
        (element) =>
          /^(script|img|iframe|object|embed|form|input|video|audio|link|meta|base)$/i.test(element.tagName) ||
          (element.tagName.toLowerCase() === "a" && !element.classList.contains("modebar-btn")) ||
          [...element.attributes].some(
            // Elsewhere it is inert: Plotly keeps the text as it was given in `data-unformatted`.
            ({ name, value }) =>
              /^on/i.test(name) || (/(href|src|style)$/i.test(name) && /javascript:/i.test(value)),
          ),
      )
      .map((element) => element.outerHTML.slice(0, 200)),
  );
}

/** The characters of a text that any figure can show, without the white space at which lines are broken. */
function letters(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: figures show something else for those.
  return text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f\u202e\ufffd-\uffff\ud800-\udfff]/gu, "");
}

async function checkHarmless(opened: OpenPage, text: string): Promise<void> {
  await opened.page.waitForTimeout(50);
  expect(await intruders(opened)).toEqual([]);
  const start = letters(text.slice(0, 200)).slice(0, 16);
  const sections = await opened.page.locator("main section").all();
  for (const section of sections) {
    const seen = letters((await section.textContent()) ?? "");
    if (!seen.includes(start)) throw new Error(`${await section.getAttribute("aria-label")} hides ${start}`);
  }
  expect(opened.misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
}

/** One text that holds most of what could do harm. */
const worst = `<img src=x onerror=alert(1)></text></svg></td></table><script>alert(2)</script><a href="javascript:alert(3)">%{z}`;

test("a hostile title is text in every kind of figure, in HTML, SVG and Plotly", async () => {
  const bundles = Object.entries(cases).map(([name, draw]) => [name, draw({ title: worst })]);
  await checkHarmless(await shownIn(Object.fromEntries(bundles)), worst);
});

class Net extends Module {
  override forward(x: Tensor): Tensor {
    return x;
  }
}

test.each(hostileTexts.map((text) => [text.slice(0, 24), text]))(
  "%j is text as a title, a series, an axis, a name, a class and a module's path",
  async (_, text) => {
    const opened = await shownIn({
      matrix: mimeBundle(rand([3, 4]), { title: text }),
      bars: mimeBundle(rand([5]), { title: text }),
      model: mimeBundle(
        Object.assign(new Net(), {
          [text]: new Linear(1, 1),
          [`${text}2`]: new { [text]: class extends Identity {} }[text]!(),
        }),
      ),
      "loss-curve": lossCurve({ [text]: [3, 2, 1], [`b${text}`]: [1, 2, 3] }, { xLabel: text, yLabel: text })
        .bundle,
      compare: compare(rand([3, 4]), rand([3, 4]), { names: [text, `b${text}`] }).bundle,
      "confusion-matrix": confusionMatrix([0, 1], [1, 1], { labels: [text, `b${text}`], title: text }).bundle,
    });
    await checkHarmless(opened, text);
  },
);

test("512 channels of 56 by 56 are few elements, however many cells", async () => {
  const opened = await shownIn({ maps: mimeBundle(rand([512, 56, 56])) });
  expect(await opened.page.locator("main .js-plotly-plot *").count()).toBeLessThan(400);
  await close(opened);
});

test.each(["light", "dark"] as const)(
  "axe finds nothing in a %s page that shows every kind",
  async (colorScheme) => {
    const bundles = Object.entries(cases).map(([name, draw]) => [name, draw()]);
    const opened = await shownIn(Object.fromEntries(bundles), { colorScheme });
    expect(await violations(opened.page)).toEqual([]);
    await close(opened);
  },
);
