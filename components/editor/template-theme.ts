import type { editor } from "monaco-editor/editor";
import type { Monaco } from "./editor-types";

const themeName = "understudy";

/** Converts "#fff" to "#ffffff": style sheets are minified, and Monaco only accepts long colours. */
export function longHex(colour: string): string {
  return /^#[\da-f]{3,4}$/i.test(colour) ? colour.replace(/[\da-f]/gi, "$&$&") : colour;
}

/** Applies the page's current colours to the editor. Both themes define them in the same CSS variables. */
function applyTheme(monaco: Monaco): void {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => longHex(style.getPropertyValue(`--${name}`).trim());
  const bare = (name: string) => colour(name).replace("#", "");
  const isDark = style.colorScheme.includes("dark");
  const clear = `${colour("surface")}00`;
  const theme: editor.IStandaloneThemeData = {
    base: isDark ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "", foreground: bare("text") },
      { token: "variable", foreground: bare("code-variable") },
      { token: "logic", foreground: bare("code-logic") },
      { token: "snippet", foreground: bare("code-snippet") },
      { token: "string", foreground: bare("code-string") },
      { token: "comment", foreground: bare("text-subtle") },
    ],
    colors: {
      "editor.background": colour("surface"),
      "editor.foreground": colour("text"),
      "editorLineNumber.foreground": colour("code-gutter"),
      "editorLineNumber.activeForeground": colour("code-gutter"),
      "editor.lineHighlightBackground": colour("surface-hover"),
      "editor.lineHighlightBorder": clear,
      "editor.selectionBackground": colour("accent-line"),
      "editor.inactiveSelectionBackground": colour("surface-selected"),
      "editorCursor.foreground": colour("text"),
      "editorBracketMatch.background": clear,
      "editorBracketMatch.border": clear,
      "editorUnicodeHighlight.background": clear,
      "editorUnicodeHighlight.border": colour("warning"), // an invisible character: nothing else is highlighted
      "editorWidget.background": colour("surface-raised"),
      "editorWidget.border": colour("border-strong"),
      "editorSuggestWidget.background": colour("surface-raised"),
      "editorSuggestWidget.border": colour("border-strong"),
      "editorSuggestWidget.foreground": colour("text"),
      "editorSuggestWidget.selectedBackground": colour("surface-hover"),
      "editorSuggestWidget.selectedForeground": colour("text"),
      "editorSuggestWidget.highlightForeground": colour("accent"),
      "editorSuggestWidget.focusHighlightForeground": colour("accent"),
      "scrollbar.shadow": clear,
      focusBorder: clear,
    },
  };
  monaco.editor.defineTheme(themeName, theme);
  monaco.editor.setTheme(themeName);
}

/** Applies every theme change of the page to the editor. */
export function followTheme(monaco: Monaco): void {
  applyTheme(monaco);
  let before = getComputedStyle(document.documentElement).getPropertyValue("--surface");
  new MutationObserver(() => {
    const now = getComputedStyle(document.documentElement).getPropertyValue("--surface");
    if (now === before) return;
    before = now;
    applyTheme(monaco);
  }).observe(document.documentElement, { attributeFilter: ["class", "data-theme", "style"] });
}
