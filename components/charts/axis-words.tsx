import { cn } from "../ui/cn";

/** From this number of letters, the labels of the ends leave no room for the middle on a short axis. */
const longWords = 15;

/** Labels above an axis: the meaning of its ends and of its middle. */
export function AxisWords({ left, middle, right }: { left: string; middle: string; right: string }) {
  const isLong = left.length + right.length >= longWords;
  return (
    <span className="@container relative block h-4 whitespace-nowrap leading-4">
      <span className="absolute left-0">{left}</span>
      <span className={cn("-translate-x-1/2 absolute left-1/2", isLong && "@max-[190px]:hidden")}>{middle}</span>
      <span className="absolute right-0">{right}</span>
    </span>
  );
}
