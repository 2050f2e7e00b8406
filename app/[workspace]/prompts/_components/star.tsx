"use client";

import { IconButton } from "@/components/ui/icon-button";
import { MaskIcon } from "@/components/ui/mask-icon";
import { useFavourite } from "../../_components/favourites";

/** Keeps the open prompt at hand. */
export function Star({ name }: { name: string }) {
  const { isFavourite, toggle } = useFavourite(name);
  return (
    <IconButton
      label={isFavourite ? "Remove from favourites" : "Add to favourites"}
      size="sm"
      icon={<MaskIcon name="star" className={isFavourite ? "star-kept" : undefined} />}
      onClick={toggle}
    />
  );
}

/** The same in a row of the list: seen on those that are kept, and where somebody points. */
export function RowStar({ name }: { name: string }) {
  const { isFavourite, toggle } = useFavourite(name);
  return (
    <button
      type="button"
      aria-pressed={isFavourite}
      aria-label={`Favourite: ${name}`}
      className="prompt-star"
      onClick={toggle}
    >
      <MaskIcon name="star" />
    </button>
  );
}
