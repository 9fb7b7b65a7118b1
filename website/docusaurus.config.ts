import { join, resolve } from "node:path";
import type { Options as DocsOptions } from "@docusaurus/plugin-content-docs";
import type * as Classic from "@docusaurus/preset-classic";
import type { Config } from "@docusaurus/types";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import { cellsPlugin } from "./plugins/cells/index.ts";
import { remarkCells } from "./plugins/cells/remark-cells.ts";
import { drawingPlugin } from "./plugins/drawing.ts";
import { plainPagesPlugin } from "./plugins/plain-pages.ts";
import { remarkBookLinks } from "./plugins/reference/remark-book-links.ts";
import { remarkReference } from "./plugins/reference/remark-reference.ts";
import { rehypeStatic } from "./plugins/static/rehype-static.ts";

/** Path under which the site is served, with both slashes. */
const baseUrl = process.env.LAYERBOOK_BASE_URL ?? "/";
/** Folder of the pages; the tests point it at pages of their own. */
const docsFolder = process.env.LAYERBOOK_DOCS ?? "docs";
/** Folder of the reference's pages, which scripts/reference/ makes. They lead to the book's and are built with them only. */
const referenceFolder = resolve(".cache", "reference");
const isBook = resolve(docsFolder) === resolve("docs");
/** Folder of the pages that scripts/assets.mjs copies. */
const copiedPages = resolve(".cache", "changelog");
/** Where the sources are to be seen and edited, if that is known: without a slash at its end. */
const repository = process.env.LAYERBOOK_REPOSITORY_URL?.replace(/\/$/, "");
/** Static files that are made from the pages. */
const staticFolder = join(process.env.DOCUSAURUS_GENERATED_FILES_DIR_NAME ?? ".docusaurus", "static");

/**
 * What a page may load: nothing that is not its own. Docusaurus' own start-up script and plotly's styles are inline.
 * The frame in which cells run is a document of its own, with a stricter policy (scripts/assets.mjs).
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const cells = cellsPlugin({
  docsFolder,
  staticFolder,
  // The simplest layer, and the page that explains logits and losses; the sidebar keeps the glossary's order.
  firstPage: "layers/linear",
});

/** A second set of pages, beside the book. */
const reference: [string, DocsOptions] = [
  "@docusaurus/plugin-content-docs",
  {
    id: "reference",
    path: referenceFolder,
    routeBasePath: "reference",
    sidebarPath: "./sidebars-reference.ts",
    breadcrumbs: false,
    beforeDefaultRemarkPlugins: [[remarkReference, { folder: referenceFolder }]],
    rehypePlugins: [rehypeStatic],
  },
];

const referenceItem = {
  type: "docSidebar",
  docsPluginId: "reference",
  sidebarId: "reference",
  label: "Reference",
  position: "left",
} as const;

/** The footer's links: only the book has them all. */
const footerLinks: Classic.ThemeConfig["footer"] = {
  links: [
    {
      title: "Begin",
      items: [
        { label: "Getting started", to: "/getting-started" },
        { label: "The first layer: Linear", to: "/layers/linear" },
        { label: "Coming from elsewhere", to: "/coming-from" },
      ],
    },
    {
      title: "Look up",
      items: [
        { label: "Reference", to: "/reference" },
        { label: "Terms", to: "/terms" },
        { label: "Notation", to: "/notation" },
      ],
    },
    {
      title: "About",
      items: [
        { label: "Changelog", to: "/changelog" },
        { label: "Works built on", to: "/references" },
        ...(repository === undefined ? [] : [{ label: "Source code", href: repository }]),
      ],
    },
  ],
  copyright: "Layerbook is free under the MIT licence; the photographs and digits have their own.",
};

const search = {
  docsRouteBasePath: "/",
  docsDir: [docsFolder, ...(isBook ? [referenceFolder] : [])],
  indexBlog: false,
  hashed: true,
  highlightSearchTermsOnTargetPage: false,
};

const classic: Classic.Options = {
  docs: {
    path: docsFolder,
    routeBasePath: "/",
    sidebarPath: "./sidebars.ts",
    breadcrumbs: false,
    ...(repository !== undefined && {
      editUrl: ({ docPath }) => `${repository}/edit/main/website/docs/${docPath}`,
    }),
    remarkPlugins: [
      remarkMath,
      [remarkCells, { baseUrl }],
      ...(isBook ? [[remarkBookLinks, { docs: resolve(docsFolder), reference: referenceFolder }]] : []),
    ],
    rehypePlugins: [rehypeKatex, rehypeStatic],
  },
  blog: false,
  sitemap: { ignorePatterns: [`${baseUrl}search`] },
  theme: { customCss: "./src/css/site.css" },
};

export default {
  title: "Layerbook",
  tagline: "The layers of a neural network as a book that runs",
  favicon: "img/logo.svg",
  url: process.env.LAYERBOOK_SITE_URL ?? "http://localhost:3000",
  baseUrl,
  trailingSlash: false,
  noIndex: false,
  onBrokenLinks: "throw",
  onBrokenAnchors: "throw",
  onDuplicateRoutes: "throw",
  // With the cache on, a changed file of checked outputs goes unseen and the old page is built again.
  future: { v4: true, faster: { rspackPersistentCache: false } },
  markdown: {
    format: "detect",
    hooks: { onBrokenMarkdownLinks: "throw", onBrokenMarkdownImages: "throw" },
  },
  // KaTeX stays out of the bundle, which would put its fonts into every page's styles.
  staticDirectories: ["static", staticFolder],
  stylesheets: [`${baseUrl}katex/katex.min.css`],
  customFields: { repository },
  headTags:
    process.env.NODE_ENV === "production"
      ? [
          {
            tagName: "meta",
            attributes: { "http-equiv": "Content-Security-Policy", content: policy },
          },
        ]
      : [],
  clientModules: ["./src/css/print-in-light.ts"],
  plugins: [
    cells,
    drawingPlugin({ docsFolder }),
    plainPagesPlugin,
    ["@docusaurus/plugin-content-pages", { id: "copied", path: copiedPages }],
    ...(isBook ? [reference] : []),
  ],
  presets: [["classic", classic]],
  themes: [["@easyops-cn/docusaurus-search-local", search]],
  themeConfig: {
    image: "img/card.png",
    colorMode: { respectPrefersColorScheme: true },
    navbar: {
      title: "Layerbook",
      logo: { alt: "", src: "img/logo.svg", width: 32, height: 32 },
      items: [
        { type: "docSidebar", sidebarId: "book", label: "The book", position: "left" },
        ...(isBook ? [referenceItem] : []),
      ],
    },
    ...(isBook && { footer: footerLinks }),
  } satisfies Classic.ThemeConfig,
} satisfies Config;
