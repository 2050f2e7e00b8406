import { Command } from "cmdk";
import { Kbd } from "../ui/kbd";
import type { CommandItem } from "./types";

const markStyle = "bg-transparent font-semibold text-inherit underline underline-offset-[3px]";

/** A text with marked ranges. The ranges may overlap or exceed the text. */
function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  const pieces: { from: number; text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const [from, to] of marks.toSorted(([a], [b]) => a - b)) {
    if (from < at || to <= from || to > text.length) continue;
    pieces.push({ from: at, text: text.slice(at, from), isMarked: false });
    pieces.push({ from, text: text.slice(from, to), isMarked: true });
    at = to;
  }
  pieces.push({ from: at, text: text.slice(at), isMarked: false });
  return pieces.map((piece) =>
    piece.isMarked ? (
      <mark key={piece.from} className={markStyle}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}

function marksOf(label: string, query: string): [number, number][] {
  const at = query ? label.toLowerCase().indexOf(query.toLowerCase()) : -1;
  return at < 0 ? [] : [[at, at + query.length]];
}

type Props = { item: CommandItem; query: string; onPick: (item: CommandItem) => void };

/** A row of the palette: its name, the place of the match, the reach of the action. */
export function PaletteItem({ item, query, onPick }: Props) {
  const { detail } = item;
  return (
    <Command.Item
      value={item.id}
      keywords={[item.label, ...(item.keywords ?? [])]}
      onSelect={() => onPick(item)}
      className="mx-1.5 flex min-h-9 cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-surface-hover max-md:min-h-11 [&>.icon]:text-fg-subtle [&>svg]:shrink-0 [&>svg]:text-fg-subtle"
    >
      {item.icon}
      <span className="grid min-w-0 py-1">
        <span className="truncate">
          <Marked text={item.label} marks={marksOf(item.label, query)} />
        </span>
        {detail ? (
          <span className="truncate text-12 text-fg-muted">
            {detail.place ? <span className="text-fg-subtle">{detail.place}: </span> : null}
            <Marked text={detail.text} marks={detail.marks} />
          </span>
        ) : null}
      </span>
      <span className="ml-auto shrink-0 pl-3 text-12 text-fg-muted max-md:hidden">{item.hint}</span>
      {item.keys ? <Kbd keys={item.keys} className="max-md:hidden" /> : null}
    </Command.Item>
  );
}
