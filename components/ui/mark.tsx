/** The logo: the apron of a stage and the spot on it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="block shrink-0">
      <path className="fill-mark-stage" d="M2 3.5h16V9a8 8 0 0 1-16 0z" />
      <circle className="fill-mark-spot" cx="10" cy="9.6" r="3.1" />
    </svg>
  );
}
