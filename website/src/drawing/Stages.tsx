import useBaseUrl from "@docusaurus/useBaseUrl";
import type { ReactNode } from "react";
import { MapSheet } from "./MapSheet.tsx";
import type { Maps } from "./reading.ts";
import styles from "./Stages.module.css";
import { ink } from "./sheet.ts";
import { imageShape, type Stage, stages, wordsOf } from "./stages.ts";

interface StagesProps {
  /** The image and what each layer makes of it, when something is drawn. */
  readonly maps: readonly Maps[] | undefined;
  /** The same as pictures, as long as those of the build are to be seen. */
  readonly pictures: readonly string[] | undefined;
  /** Pages that there are. */
  readonly pages: readonly string[];
}

/** What the network sees and what its layers make of it, one below the other. */
export function Stages({ maps, pictures, pages }: StagesProps) {
  return (
    <ol className={styles.stages}>
      <li className={`${styles.stage} ${styles.image}`}>
        <span className={styles.name}>
          What the network sees <small>[{imageShape.join(", ")}]</small>
        </span>
        <MapSheet
          name="The drawing as 8 by 8 numbers"
          shape={imageShape}
          maps={maps?.[0]}
          colours={ink}
          picture={pictures?.[0]}
        />
      </li>
      {stages.map((stage) => (
        <li key={stage.layer}>
          <StageLink stage={stage} there={pages.includes(stage.page)}>
            <span className={styles.name}>
              {stage.name} <small>[{stage.shape.join(", ")}]</small>
            </span>
            <MapSheet
              name={wordsOf(stage.shape)}
              shape={stage.shape}
              maps={maps?.[stage.layer + 1]}
              picture={pictures?.[stage.layer + 1]}
            />
          </StageLink>
        </li>
      ))}
    </ol>
  );
}

interface StageLinkProps {
  readonly stage: Stage;
  readonly there: boolean;
  readonly children: ReactNode;
}

/** Leads to the page on the layer; its title names the layer as one writes it. */
function StageLink({ stage: { code, shape, page }, there, children }: StageLinkProps) {
  const address = useBaseUrl(page);
  const title = `${code}: ${wordsOf(shape)}`;
  if (there)
    return (
      // Not Docusaurus' own link: that one would fetch all these pages as soon as it is seen.
      <a className={styles.stage} href={address} title={title}>
        {children}
      </a>
    );
  return (
    <div className={styles.stage} title={title}>
      {children}
    </div>
  );
}
