import type { ComponentProps } from "react";
import styles from "./Button.module.css";

interface ButtonProps extends ComponentProps<"button"> {
  /** The one thing that most readers come for. */
  readonly primary?: boolean;
}

export function Button({ primary = false, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={primary ? `${styles.button} ${styles.primary}` : styles.button}
      {...rest}
    />
  );
}
