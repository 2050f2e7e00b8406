"use client";

import { useTheme } from "next-themes";
import { IconButton } from "../ui/icon-button";
import { MaskIcon } from "../ui/mask-icon";

/** Returns a function that switches between light and dark. */
export function useThemeSwitch(): () => void {
  const { resolvedTheme, setTheme } = useTheme();
  return () => setTheme(resolvedTheme === "dark" ? "light" : "dark");
}

export function ThemeToggle({ className }: { className: string }) {
  const switchTheme = useThemeSwitch();
  return (
    <IconButton
      label="Switch between light and dark"
      icon={<MaskIcon name="sun-moon" />}
      onClick={switchTheme}
      className={className}
    />
  );
}
