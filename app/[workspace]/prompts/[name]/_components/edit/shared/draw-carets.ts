import type { editor } from "monaco-editor/editor";
import type { Monaco } from "@/components/editor/editor-types";
import { avatarColour } from "@/components/ui/avatar-colour";
import { firstName } from "@/lib/editing/draft/place-words";
import type { CaretAt, TextSession } from "@/lib/editing/shared/text-session";

type CodeEditor = editor.IStandaloneCodeEditor;
type CaretWidget = editor.IContentWidget & { at: editor.IContentWidgetPosition; moved: string };

/** The name covers the line above, so it hides when the caret rests. */
const nameMs = 2_500;

/** Draws the carets of other participants in an editor, each with a name. Returns a function that removes them. */
export function drawCarets(session: TextSession, place: string, monaco: Monaco, code: CodeEditor): () => void {
  const drawn = new Map<string, CaretWidget>();
  const hiding = new Map<CaretWidget, ReturnType<typeof setTimeout>>();
  const showName = (widget: CaretWidget) => {
    clearTimeout(hiding.get(widget));
    widget.getDomNode().classList.remove("template-caret-resting");
    const rest = () => widget.getDomNode().classList.add("template-caret-resting");
    hiding.set(widget, setTimeout(rest, nameMs));
  };
  const remove = (widget: CaretWidget) => {
    clearTimeout(hiding.get(widget));
    hiding.delete(widget);
    code.removeContentWidget(widget);
  };
  const draw = () => {
    const model = code.getModel();
    if (!model) return;
    const carets = session.caretsAt(place);
    for (const [tab, widget] of drawn) {
      if (carets.some((caret) => caret.tab === tab)) continue;
      remove(widget);
      drawn.delete(tab);
    }
    for (const caret of carets) {
      const position = model.getPositionAt(caret.index);
      const preference = [monaco.editor.ContentWidgetPositionPreference.EXACT];
      const known = drawn.get(caret.tab);
      if (known) {
        known.at = { position, preference };
        if (known.moved !== caret.moved) showName(known);
        known.moved = caret.moved;
        known.getDomNode().classList.toggle("template-caret-first", position.lineNumber === 1);
        code.layoutContentWidget(known);
        continue;
      }
      const node = caretNode(caret);
      node.classList.toggle("template-caret-first", position.lineNumber === 1);
      const widget: CaretWidget = {
        at: { position, preference },
        moved: caret.moved,
        getId: () => `caret ${caret.tab}`,
        getDomNode: () => node,
        getPosition: () => widget.at,
      };
      drawn.set(caret.tab, widget);
      code.addContentWidget(widget);
      showName(widget);
    }
  };
  const stop = session.onChange(draw);
  draw();
  return () => {
    stop();
    for (const widget of drawn.values()) remove(widget);
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
