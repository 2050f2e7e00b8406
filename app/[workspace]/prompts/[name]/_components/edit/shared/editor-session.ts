import type { editor } from "monaco-editor/editor";
import type { YTextEvent } from "yjs";
import type { Monaco } from "@/components/editor/editor-types";
import { SharedSession } from "@/lib/editing/shared/shared-session";
import type { TextSession } from "@/lib/editing/shared/text-session";
import { drawCarets } from "./draw-carets";

type CodeEditor = editor.IStandaloneCodeEditor;

/** Binds an editor and a text of the shared draft to each other. Returns a function that unbinds them. */
function bindText(session: TextSession, place: string, monaco: Monaco, code: CodeEditor): () => void {
  const model = code.getModel();
  const text = session.textAt(place);
  if (!model || !text) return () => {};
  let isApplying = false;
  let isTyping = false;

  const put = (edits: editor.IIdentifiedSingleEditOperation[]) => {
    isApplying = true;
    model.pushEditOperations([], edits, () => null);
    isApplying = false;
  };
  const rangeOf = (from: number, to: number) =>
    monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to));

  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  if (model.getValue() !== text.toString()) put([{ range: model.getFullModelRange(), text: text.toString() }]);

  const observe = (event: YTextEvent) => {
    if (isTyping) return;
    let at = 0;
    const edits: editor.IIdentifiedSingleEditOperation[] = [];
    for (const { retain = 0, insert, delete: gone = 0 } of event.delta) {
      at += retain;
      if (typeof insert === "string") edits.push({ range: rangeOf(at, at), text: insert });
      if (gone) edits.push({ range: rangeOf(at, at + gone), text: "" });
      at += gone;
    }
    put(edits);
    // If the editor altered the edits, its content is replaced with the shared text.
    if (model.getValueLength() !== text.length) put([{ range: model.getFullModelRange(), text: text.toString() }]);
  };
  text.observe(observe);

  const sendCaret = () => {
    const position = code.hasTextFocus() ? code.getPosition() : null;
    if (position) session.setCaret(place, model.getOffsetAt(position));
  };
  sendCaret();

  const endings = [
    model.onDidChangeContent(({ changes }) => {
      if (isApplying) return;
      isTyping = true;
      session.asEdit(() => {
        for (const { rangeOffset, rangeLength, text: typed } of changes.toSorted(
          (a, b) => b.rangeOffset - a.rangeOffset,
        )) {
          if (rangeLength > 0) text.delete(rangeOffset, rangeLength);
          if (typed) text.insert(rangeOffset, typed);
        }
      });
      isTyping = false;
    }),
    code.onDidChangeCursorPosition(() => {
      if (!isApplying) sendCaret();
    }),
    code.onDidFocusEditorText(() => sendCaret()),
    code.onDidBlurEditorText(() => session.setCaret(place, null)),
    code.addAction({
      id: "shared.undo",
      label: "Undo your own change",
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyZ],
      run: () => session.undo(),
    }),
    code.addAction({
      id: "shared.redo",
      label: "Redo your own change",
      keybindings: [
        monaco.KeyMod.CtrlCmd | monaco.KeyMod.Shift | monaco.KeyCode.KeyZ,
        monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyY,
      ],
      run: () => session.redo(),
    }),
  ];
  const eraseCarets = drawCarets(session, place, monaco, code);
  return () => {
    session.setCaret(place, null);
    text.unobserve(observe);
    for (const ending of endings) ending.dispose();
    eraseCarets();
  };
}

/** A session whose texts can be bound to editors. */
export class EditorSession extends SharedSession {
  /** Binds an editor to the text at a place. Returns a function that unbinds it. */
  bind(place: string, monaco: Monaco, code: CodeEditor): () => void {
    return bindText(this, place, monaco, code);
  }
}
