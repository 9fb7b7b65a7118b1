import Link from "@docusaurus/Link";
import { usePrismTheme } from "@docusaurus/theme-common";
import useBrokenLinks from "@docusaurus/useBrokenLinks";
import useDocusaurusContext from "@docusaurus/useDocusaurusContext";
import { Highlight } from "prism-react-renderer";
import type { ReactNode } from "react";
import styles from "./Signature.module.css";

interface SignatureProps {
  readonly code: string;
  /** Where the names in the code are described, as JSON. */
  readonly links: string;
  /** The anchor of a member, "Conv2d.forward". */
  readonly id?: string;
  /** The declaration's place: file from the repository's folder, colon, line. */
  readonly source?: string;
}

/** A declaration in colours, with a link on every name that the reference describes. */
export function Signature({ code, links, id, source }: SignatureProps) {
  const theme = usePrismTheme();
  const targets = JSON.parse(links) as Readonly<Record<string, string>>;
  const { collectAnchor } = useBrokenLinks();
  if (id !== undefined) collectAnchor(id);
  return (
    <div className={styles.signature} {...(id !== undefined && { id })}>
      <Highlight theme={theme} code={code} language="typescript">
        {({ style, tokens, getTokenProps }) => (
          <pre style={style}>
            <code>
              {tokens.map((line, row) => (
                <span key={row} className={styles.line}>
                  {line.map((token, column) => {
                    const { key: _, children, ...rest } = getTokenProps({ token }) as TokenProps;
                    const text = token.types.includes("comment") ? children : linked(children, targets);
                    return (
                      <span key={column} {...rest}>
                        {text}
                      </span>
                    );
                  })}
                  {"\n"}
                </span>
              ))}
            </code>
          </pre>
        )}
      </Highlight>
      {source !== undefined && <Source place={source} />}
    </div>
  );
}

interface TokenProps {
  readonly key?: unknown;
  readonly children: string;
  readonly className: string;
}

function linked(text: string, targets: Readonly<Record<string, string>>): ReactNode {
  const parts = text.split(/(\w+)/);
  if (!parts.some((part) => Object.hasOwn(targets, part))) return text;
  return parts.map((part, index) =>
    Object.hasOwn(targets, part) ? (
      <Link key={index} to={targets[part]!}>
        {part}
      </Link>
    ) : (
      part
    ),
  );
}

/** Where the declaration stands; a link where the repository's address is known. */
function Source({ place }: { readonly place: string }) {
  const { siteConfig } = useDocusaurusContext();
  const repository = siteConfig.customFields?.repository as string | undefined;
  const [file, line] = place.split(":") as [string, string];
  return (
    <p className={styles.source}>
      {repository === undefined ? (
        file
      ) : (
        <Link href={`${repository}/blob/main/${file}#L${line}`}>{file}</Link>
      )}
    </p>
  );
}
