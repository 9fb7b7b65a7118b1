import Link from "@docusaurus/Link";
import useBrokenLinks from "@docusaurus/useBrokenLinks";
import useDocusaurusContext from "@docusaurus/useDocusaurusContext";
import type { SignaturePart } from "../../plugins/reference/signature-lines.ts";
import styles from "./Signature.module.css";

interface SignatureProps {
  /** `SignaturePart`s of each line as JSON, from the plugin. */
  readonly lines: string;
  /** The anchor of a member, "Conv2d.forward". */
  readonly id?: string;
  /** The declaration's place: file from the repository's folder, colon, line. */
  readonly source?: string;
}

/** A declaration in colours, with a link on every name that the reference describes. */
export function Signature({ lines, id, source }: SignatureProps) {
  const { collectAnchor } = useBrokenLinks();
  if (id !== undefined) collectAnchor(id);
  return (
    <div className={styles.signature} {...(id !== undefined && { id })}>
      <pre>
        <code>
          {(JSON.parse(lines) as readonly (readonly SignaturePart[])[]).map((line, row) => (
            <span key={row} className={styles.line}>
              {line.map((part, column) => (
                <Part key={column} part={part} />
              ))}
              {"\n"}
            </span>
          ))}
        </code>
      </pre>
      {source !== undefined && <Source place={source} />}
    </div>
  );
}

function Part({ part: [text, className, target] }: { readonly part: SignaturePart }) {
  if (target !== undefined) return <Link to={target}>{text}</Link>;
  return className ? <span className={className}>{text}</span> : text;
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
