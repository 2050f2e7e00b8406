import type { editor } from "monaco-editor/editor";
import type { Monaco } from "@/components/editor/editor-types";
import { avatarColour } from "@/components/ui/avatar-colour";
import { firstName } from "@/lib/editing/draft/place-words";
import type { CaretAt, TextSession } from "./text-session";

type CodeEditor = editor.IStandaloneCodeEditor;
type CaretWidget = editor.IContentWidget & { at: editor.IContentWidgetPosition };

/** Draws the carets of other participants in an editor, each with a name. Returns a function that removes them. */
export function drawCarets(session: TextSession, place: string, monaco: Monaco, code: CodeEditor): () => void {
  const drawn = new Map<string, CaretWidget>();
  const draw = () => {
    const model = code.getModel();
    if (!model) return;
    const carets = session.caretsAt(place);
    for (const [tab, widget] of drawn) {
      if (carets.some((caret) => caret.tab === tab)) continue;
      code.removeContentWidget(widget);
      drawn.delete(tab);
    }
    for (const caret of carets) {
      const position = model.getPositionAt(caret.index);
      const preference = [monaco.editor.ContentWidgetPositionPreference.EXACT];
      const known = drawn.get(caret.tab);
      if (known) {
        known.at = { position, preference };
        known.getDomNode().classList.toggle("template-caret-first", position.lineNumber === 1);
        code.layoutContentWidget(known);
        continue;
      }
      const node = caretNode(caret);
      node.classList.toggle("template-caret-first", position.lineNumber === 1);
      const widget: CaretWidget = {
        at: { position, preference },
        getId: () => `caret ${caret.tab}`,
        getDomNode: () => node,
        getPosition: () => widget.at,
      };
      drawn.set(caret.tab, widget);
      code.addContentWidget(widget);
    }
  };
  const stop = session.onChange(draw);
  draw();
  return () => {
    stop();
    for (const widget of drawn.values()) code.removeContentWidget(widget);
  };
}

function caretNode({ name }: CaretAt): HTMLElement {
  const node = document.createElement("div");
  node.className = `template-caret ${avatarColour(name)}`;
  const flag = document.createElement("span");
  flag.className = `template-caret-name ${avatarColour(name)} text-on-avatar`;
  flag.textContent = firstName(name);
  node.append(flag);
  return node;
}
