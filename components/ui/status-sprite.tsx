import { shapes } from "./status";

/** The shapes, once on a page whose list shows hundreds of them. */
export function StatusSprite() {
  return (
    <svg aria-hidden="true" className="hidden">
      {Object.entries(shapes).map(([status, shape]) => (
        <symbol key={status} id={`status-${status}`} viewBox="0 0 16 16">
          {shape}
        </symbol>
      ))}
    </svg>
  );
}
