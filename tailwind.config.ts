import type { Config } from "tailwindcss";

const role = (name: string) => `var(--${name})`;
const family = (name: string, ...parts: string[]) => ({
  DEFAULT: role(name),
  ...Object.fromEntries(parts.map((part) => [part, role(`${name}-${part}`)])),
});
const numbered = (name: string, ...parts: (string | number)[]) =>
  Object.fromEntries(parts.map((part) => [String(part), role(`${name}-${part}`)]));
const size = (step: number, letterSpacing?: string): [string, { lineHeight: string; letterSpacing?: string }] => [
  role(`size-${step}`),
  { lineHeight: role(`leading-${step}`), ...(letterSpacing ? { letterSpacing } : {}) },
];

// Every colour, size and shadow a component may use. The default palette is gone on purpose.
export default {
  darkMode: "class",
  theme: {
    // beside: from here a table with a chart fits beside a side panel
    screens: { md: "820px", lg: "1180px", beside: "1360px", xl: "1440px" },
    colors: {
      transparent: "transparent",
      current: "currentColor",
      inherit: "inherit",
      surface: family("surface", "sunken", "raised", "hover", "active", "selected", "inverse"),
      scrim: role("scrim"),
      fg: {
        DEFAULT: role("text"),
        muted: role("text-muted"),
        subtle: role("text-subtle"),
        inverse: role("text-inverse"),
        "inverse-muted": role("text-inverse-muted"),
      },
      line: { DEFAULT: role("border"), strong: role("border-strong"), control: role("border-control") },
      ink: family("ink", "hover"),
      "on-ink": role("on-ink"),
      accent: family("accent", "hover", "soft", "line"),
      "on-accent": role("on-accent"),
      focus: role("focus"),
      limelight: family("limelight", "hover", "soft", "line"),
      "on-limelight": role("on-limelight"),
      positive: family("positive", "soft", "line"),
      negative: family("negative", "soft", "line"),
      warning: family("warning", "soft", "line"),
      draft: family("draft", "soft"),
      testing: family("testing", "soft"),
      production: family("production", "soft"),
      archived: family("archived", "soft"),
      chart: numbered("chart", 1, 2, 3, 4, 5, 6, "band", "band-muted", "grid", "axis"),
      code: numbered("code", "variable", "variable-soft", "logic", "snippet", "string", "gutter"),
      diff: numbered("diff", "add", "add-word", "add-mark", "del", "del-word", "del-mark", "void"),
      mark: numbered("mark", "stage", "spot"),
      avatar: numbered("avatar", 1, 2, 3, 4, 5, 6),
      "on-avatar": role("on-avatar"),
      house: family("house", "text", "line", "line-faint", "path", "lead", "light"),
    },
    fontFamily: { sans: role("font-interface"), mono: role("font-code") },
    fontSize: {
      11: size(11),
      12: size(12),
      13: size(13),
      14: size(14),
      16: size(16),
      18: size(18, "-0.012em"),
      20: size(20, "-0.01em"),
      24: size(24, "-0.02em"),
    },
    fontWeight: { normal: "400", medium: "500", semibold: "600" },
    borderRadius: {
      none: "0",
      sm: role("round-1"),
      md: role("round-2"),
      lg: role("round-3"),
      xl: role("round-4"),
      full: "9999px",
    },
    boxShadow: {
      none: "none",
      control: role("lift-control"),
      popover: role("lift-popover"),
      dialog: role("lift-dialog"),
    },
    transitionDuration: {
      DEFAULT: role("fast"),
      fast: role("fast"),
      medium: role("medium"),
      slow: role("slow"),
    },
    transitionTimingFunction: { DEFAULT: role("glide"), glide: role("glide") },
  },
} satisfies Config;
