import { registerCompletions } from "./completions";
import type { Monaco } from "./editor-types";
import { templateConfiguration, templateLanguage, templateTokens } from "./template-language";
import { followTheme } from "./template-theme";

let loading: Promise<Monaco> | undefined;

/** Loads the editor from this server's files, once per page. Rejects after 15 s. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= load().catch((error: unknown) => {
    console.error(error);
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Monaco> {
  const getWorker = () => new Worker(new URL("./editor-worker.ts", import.meta.url), { type: "module" });
  globalThis.MonacoEnvironment = { getWorker };
  const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Error("The editor did not load.")), 15_000));
  // Characters are measured when an editor is created, so the font must be loaded before.
  const family = getComputedStyle(document.body).getPropertyValue("--font-code");
  const font = document.fonts.load(`13px ${family}`).catch(() => []);
  const [monaco] = await Promise.race([Promise.all([import("./monaco"), font]), late]);
  prepare(monaco);
  return monaco;
}

function prepare(monaco: Monaco): void {
  const { KeyMod, KeyCode, languages, editor } = monaco;
  languages.register({ id: templateLanguage });
  languages.setMonarchTokensProvider(templateLanguage, templateTokens);
  languages.setLanguageConfiguration(templateLanguage, templateConfiguration);
  registerCompletions(monaco, templateLanguage);
  // Keys of the page or the browser: run, find, the editor's own palette, bookmarks.
  editor.addKeybindingRules([
    { keybinding: KeyMod.CtrlCmd | KeyCode.Enter, command: null },
    { keybinding: KeyMod.CtrlCmd | KeyCode.KeyF, command: null },
    { keybinding: KeyMod.CtrlCmd | KeyCode.KeyK, command: null },
    { keybinding: KeyMod.CtrlCmd | KeyCode.KeyD, command: null },
    { keybinding: KeyCode.F1, command: null },
  ]);
  followTheme(monaco);
}
