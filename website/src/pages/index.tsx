import Link from "@docusaurus/Link";
import useDocusaurusContext from "@docusaurus/useDocusaurusContext";
import { usePluginData } from "@docusaurus/useGlobalData";
import CodeBlock from "@theme/CodeBlock";
import Heading from "@theme/Heading";
import Layout from "@theme/Layout";
import type { ReactNode } from "react";
import type { CellsData } from "../../plugins/cells/index.ts";
import { DigitReader } from "../drawing/DigitReader.tsx";
import { weightsPath } from "../drawing/reader.ts";
import { snippet } from "../drawing/snippet.ts";
import styles from "./index.module.css";

const edges = `import { camera } from "@layerbook/data";
import { show } from "@layerbook/figures";
import { conv2d, tensor } from "@layerbook/layers";

const edges = tensor([[[[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]]]);
show(conv2d(camera().unsqueeze(0), edges, null, { padding: 1 }));`;

export default function Home() {
  const { firstPage } = usePluginData("cells") as CellsData;
  const { siteConfig } = useDocusaurusContext();
  return (
    <Layout description="The layers of a neural network as a book that runs">
      <main className={styles.home}>
        <header className={styles.hero}>
          <Heading as="h1">The layers of a neural network, as a book that runs</Heading>
          <div>
            <p className={styles.lead}>
              Each layer with its formula, a worked example and code that you run and change, in Jupyter or
              right in the page. Draw a digit and watch the layers at work.
            </p>
            {firstPage && (
              <Link className="button button--primary button--lg" to={`/${firstPage.path}`}>
                Read: {firstPage.title}
              </Link>
            )}
          </div>
        </header>
        <DigitReader />
        <section className={styles.code}>
          <div>
            <Heading as="h2">This is the code</Heading>
            <p>
              Underneath is a TypeScript library with PyTorch’s names and numbers. These lines make the
              network that read your digit, give it what it has learned, and ask it about the first ten digits
              of the data. They run as they stand, in a file or a notebook.
            </p>
          </div>
          <CodeBlock language="ts">{snippet(siteConfig.url + siteConfig.baseUrl + weightsPath)}</CodeBlock>
        </section>
        <div className={styles.doors}>
          <Door title="Run the notebooks" code="npm start">
            JupyterLab opens with a TypeScript kernel. End a cell with a tensor and it is drawn.
          </Door>
          <Door title="Read the site" code="npm run site">
            Every page shows its results at once. Move a slider, edit a cell, run it: all in your browser, no
            server.
          </Door>
          <Door title="Paste a snippet" code={edges} language="ts">
            The same lines work in a file, a notebook and a page. The photographs come with the package.
          </Door>
        </div>
      </main>
    </Layout>
  );
}

interface DoorProps {
  readonly title: string;
  readonly code: string;
  readonly language?: string;
  readonly children: ReactNode;
}

function Door({ title, code, language = "bash", children }: DoorProps) {
  return (
    <section className={styles.door}>
      <Heading as="h2">{title}</Heading>
      <p>{children}</p>
      <CodeBlock language={language}>{code}</CodeBlock>
    </section>
  );
}
