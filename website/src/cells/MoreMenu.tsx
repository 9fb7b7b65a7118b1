import { type ReactNode, useEffect, useRef, useState } from "react";
import buttonStyles from "./Button.module.css";
import styles from "./MoreMenu.module.css";

/** Actions that most readers do not need: closed until asked for, and closed again by a choice, Escape or a click elsewhere. */
export function MoreMenu({ children }: { readonly children: ReactNode }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const closeOutside = ({ target }: Event) => {
      if (menu.current && !menu.current.contains(target as Node)) menu.current.open = false;
    };
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("focusin", closeOutside);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("focusin", closeOutside);
    };
  }, []);
  const close = () => {
    if (!menu.current?.open) return;
    menu.current.open = false;
    menu.current.querySelector("summary")?.focus();
  };
  return (
    <details
      ref={menu}
      className={styles.menu}
      onKeyDown={({ key }) => key === "Escape" && close()}
      onToggle={() => setWanted(true)}
    >
      <summary className={`${buttonStyles.button} ${buttonStyles.plain}`}>More</summary>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a button's key is a click */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a choice made closes the menu */}
      <div
        className={styles.actions}
        onClick={({ target }) => target instanceof HTMLButtonElement && close()}
      >
        {wanted && children}
      </div>
    </details>
  );
}
