/** Labels above an axis: the meaning of its ends and of its middle. */
export function AxisWords({ left, middle, right }: { left: string; middle: string; right: string }) {
  return (
    <span className="relative block h-4 whitespace-nowrap leading-4">
      <span className="absolute left-0">{left}</span>
      <span className="-translate-x-1/2 absolute left-1/2">{middle}</span>
      <span className="absolute right-0">{right}</span>
    </span>
  );
}
