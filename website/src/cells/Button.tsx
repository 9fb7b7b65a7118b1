import type { ComponentProps } from "react";
import styles from "./Button.module.css";

interface ButtonProps extends ComponentProps<"button"> {
  /** "primary" for what most readers come for, "quiet" for what stands beside many things. */
  readonly kind?: "primary" | "plain" | "quiet";
}

export function Button({ kind = "plain", ...rest }: ButtonProps) {
  return <button type="button" className={`${styles.button} ${styles[kind]}`} {...rest} />;
}
