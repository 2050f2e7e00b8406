import type { editor } from "monaco-editor/editor";

/** A plain editor for prose: no minimap, rulers or word suggestions. Tab moves the focus, as elsewhere on the page. */
export function editorOptions(element: HTMLElement): editor.IStandaloneEditorConstructionOptions {
  const isNarrow = window.matchMedia("(width < 820px)").matches;
  return {
    fontFamily: getComputedStyle(element).getPropertyValue("--font-code"),
    fontSize: 13,
    lineHeight: 21,
    padding: { top: 8, bottom: 8 },
    wordWrap: "on",
    wrappingStrategy: "advanced",
    wrappingIndent: "none",
    lineNumbersMinChars: isNarrow ? 3 : 4,
    lineDecorationsWidth: isNarrow ? 11 : 17,
    glyphMargin: false,
    folding: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    scrollBeyondLastColumn: 0,
    scrollbar: { vertical: "hidden", horizontal: "hidden", handleMouseWheel: false, alwaysConsumeMouseWheel: false },
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: "all",
    renderLineHighlightOnlyWhenFocus: true,
    renderWhitespace: "none",
    renderFinalNewline: "on",
    guides: { indentation: false },
    matchBrackets: "never",
    bracketPairColorization: { enabled: false },
    occurrencesHighlight: "off",
    selectionHighlight: false,
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true, nonBasicASCII: false },
    wordBasedSuggestions: "off",
    quickSuggestions: { other: true, strings: true, comments: false },
    suggest: { showIcons: false, showStatusBar: false, preview: false },
    fixedOverflowWidgets: true,
    tabFocusMode: true,
    contextmenu: false,
    links: false,
    hover: { enabled: "off" },
    codeLens: false,
    lightbulb: { enabled: "off" as editor.ShowLightbulbIconMode },
    stickyScroll: { enabled: false },
    dropIntoEditor: { enabled: false },
    dragAndDrop: false,
    find: { addExtraSpaceOnTop: false },
    automaticLayout: true,
    editContext: false, // with the EditContext API, fast input arrived in the wrong order on a busy machine
    accessibilitySupport: "on", // always provides the text to screen readers, without detection
    accessibilityPageSize: 500,
  };
}
