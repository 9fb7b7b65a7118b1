import { encode } from "fast-png";
import type { Drawing } from "./drawing.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { type ImageLayout, imageLayout, imagePixels } from "./image-pixels.ts";
import { groupDigits } from "./numbers.ts";
import { refuseOptions, type ShowOptions } from "./options.ts";
import { ink, pageLayout, plotlyConfig } from "./plotly.ts";
import { pngUri } from "./raster.ts";
import type { TensorLike } from "./recognise.ts";
import { shapeLabel, statistics, statisticsParts } from "./statistics.ts";
import { element, svgDocument } from "./svg.ts";

const largestWidth = 640;
const largestHeight = 480;
/** A PNG hardly shrinks a photograph, and base64 takes four characters for three bytes. */
const bytesPerSample = 4 / 3;

/**
 * Draws [1, H, W], [3, H, W], [H, W, 3], [H, W, 1] or [H, W] in its own colours, values 0..1. Throws ShapeError for
 * another shape, and for options that choose channels or colours.
 */
export function drawImage(tensor: TensorLike, options: ShowOptions, budget: number): Drawing {
  const layout = imageLayout(tensor.shape);
  refuseOptions(
    options,
    ["channels", "scale", "colorscale"],
    "an image",
    "all of its channels, as its own colours",
  );
  const values = tensor.toTypedArray();
  const found = statistics(values);
  const label = shapeLabel(tensor);
  let outside = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! < 0 || values[i]! > 1) outside++;
  const samples = layout.channels * layout.height * layout.width * bytesPerSample;
  // Two copies: the larger share goes to the figure that can be zoomed.
  const factor = Math.max(1, Math.ceil(Math.sqrt(samples / (budget * 0.65))));
  const pictureFactor = Math.max(factor, Math.ceil(Math.sqrt(samples / (budget * 0.35))));
  const notes: string[] = [];
  if (outside > 0) notes.push(`${groupDigits(outside)} values outside 0..1 shown as 0 or 1`);
  if (factor > 1) notes.push(`each pixel is the mean of ${factor} x ${factor}`);
  const first = [...(options.title === undefined ? [] : [label]), ...statisticsParts(found)];
  const heading: Heading = {
    title: options.title ?? label,
    lines: [first, ...(notes.length > 0 ? [notes] : [])],
  };
  const description = `${layout.channels === 3 ? "A colour" : "A grey"} image of ${layout.height} by ${layout.width} pixels, ${label}.`;
  const size = Math.min(largestWidth / layout.width, largestHeight / layout.height, 24);
  const [width, height] = [layout.width * size, layout.height * size];
  const source = pngUri(imagePng(values, layout, factor));
  const top = headingHeight(heading) + 4;
  const total = Math.round(top + height + 30);
  const axis = {
    showgrid: false,
    zeroline: false,
    constrain: "domain",
    nticks: 9,
    tickfont: { size: 10, color: ink },
  };
  return {
    description,
    text: `${label}  ${statisticsParts(found).join("  ")}`,
    svg: svgDocument(heading, description, {
      width,
      height,
      body: element("image", {
        width,
        height,
        preserveAspectRatio: "none",
        ...(size > 2 ? { "image-rendering": "pixelated" } : {}),
        href: factor === pictureFactor ? source : pngUri(imagePng(values, layout, pictureFactor)),
      }),
    }),
    plotly: {
      data: [
        {
          type: "image",
          source,
          x0: (factor - 1) / 2,
          y0: (factor - 1) / 2,
          dx: factor,
          dy: factor,
          hovertemplate: "[%{y}, %{x}] = %{color} / 255<extra></extra>",
        },
      ],
      layout: {
        title: plotlyTitle(heading, total),
        height: total,
        margin: { l: 40, r: 8, t: top, b: 30 },
        ...pageLayout,
        xaxis: { ...axis, range: [-0.5, layout.width - 0.5], constraintoward: "left" },
        yaxis: { ...axis, range: [layout.height - 0.5, -0.5], scaleanchor: "x", constraintoward: "top" },
      },
      config: plotlyConfig,
    },
  };
}

function imagePng(values: ArrayLike<number>, layout: ImageLayout, factor: number): Uint8Array {
  const { data, rows, columns } = imagePixels(values, layout, factor);
  return encode({ width: columns, height: rows, data, depth: 8, channels: layout.channels });
}
