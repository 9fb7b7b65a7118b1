import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LoadContext, Plugin } from "@docusaurus/types";

/** A page as Docusaurus' docs plugin has it. */
interface Doc {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Path of the built page, from the server's root. */
  readonly permalink: string;
  /** File of the page, "@site/docs/layers/linear.md". */
  readonly source: string;
}

type SidebarItem =
  | { readonly type: "doc"; readonly id: string }
  | { readonly type: "category"; readonly items: readonly SidebarItem[] }
  | { readonly type: "link" };

interface DocsContent {
  readonly loadedVersions: readonly {
    readonly docs: readonly Doc[];
    readonly sidebars: Readonly<Record<string, readonly SidebarItem[]>>;
  }[];
}

/**
 * Puts the Markdown of each page beside it (`/layers/linear.md`) and a list of them at `/llms.txt`, in the form of
 * llmstxt.org, for programs that read the book.
 */
export function plainPagesPlugin({ siteDir }: LoadContext): Plugin {
  return {
    name: "plain-pages",
    async postBuild({ plugins, outDir, siteConfig }) {
      const lines = [`# ${siteConfig.title}`, "", `> ${siteConfig.tagline}`];
      for (const docs of plugins.filter(({ name }) => name === "docusaurus-plugin-content-docs")) {
        const [version] = (docs.content as DocsContent | undefined)?.loadedVersions ?? [];
        lines.push("", docs.options.id === "reference" ? "## Reference" : "## Pages", "");
        for (const { title, description, permalink, source } of version ? inReadingOrder(version) : []) {
          const path = `${permalink.slice(siteConfig.baseUrl.length).replace(/\/$/, "/index")}.md`;
          await mkdir(dirname(join(outDir, path)), { recursive: true });
          await copyFile(source.replace("@site", siteDir), join(outDir, path));
          lines.push(`- [${title}](${new URL(siteConfig.baseUrl + path, siteConfig.url)}): ${description}`);
        }
      }
      await writeFile(join(outDir, "llms.txt"), `${lines.join("\n")}\n`);
    },
  };
}

function inReadingOrder({ docs, sidebars }: DocsContent["loadedVersions"][number]): Doc[] {
  const byId = new Map(docs.map((doc) => [doc.id, doc]));
  const flat = (items: readonly SidebarItem[]): string[] =>
    items.flatMap((item) => {
      if (item.type === "link") return [];
      return item.type === "doc" ? [item.id] : flat(item.items);
    });
  return Object.values(sidebars)
    .flatMap(flat)
    .flatMap((id) => byId.get(id) ?? []);
}
