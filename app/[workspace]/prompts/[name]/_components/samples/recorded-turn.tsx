import { messageTexts } from "@/lib/template/requests/spoken";
import { TurnHead, type Turns, turnStyle } from "./turn-head";

type Props = { turns: Turns; index: number; onRemove: () => void };

/** A turn that has parts or tool calls. It is read-only. Results are read with the calls of earlier turns. */
export function RecordedTurn({ turns, index, onRemove }: Props) {
  const spoken = messageTexts(turns.slice(0, index + 1)).at(-1);
  return (
    <>
      <TurnHead index={index} role={spoken?.role ?? "user"} onRole={null} onRemove={onRemove} />
      <textarea
        aria-label={`Text of turn ${index + 1}`}
        rows={1}
        value={spoken?.text ?? ""}
        readOnly
        className={turnStyle}
      />
      <p className="text-12 text-fg-muted">Sent as it was recorded, with its parts and tool calls.</p>
    </>
  );
}
