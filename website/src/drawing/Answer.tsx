import styles from "./Answer.module.css";
import { likeliest, percent } from "./sentence.ts";

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

interface AnswerProps {
  /** How likely each digit is; nothing is drawn without. */
  readonly probabilities: readonly number[] | undefined;
  /** What is said of it, when the pen is lifted. */
  readonly children: string;
}

/** The ten probabilities and, as a sentence that screen readers read out, the answer. */
export function Answer({ probabilities, children }: AnswerProps) {
  const best = probabilities && likeliest(probabilities);
  return (
    <div className={styles.answer}>
      <p className={styles.sentence} role="status">
        {children}
      </p>
      <ul className={styles.bars} aria-label="How likely each digit is">
        {digits.map((digit) => {
          const share = probabilities?.[digit] ?? 0;
          return (
            <li key={digit} className={styles.bar} data-best={digit === best}>
              <span>{digit}</span>
              <span className={styles.track}>
                <span className={styles.fill} style={{ transform: `scaleX(${share})` }} />
              </span>
              <span className={styles.share}>{probabilities && percent(share)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
