"use client";

import { IconButton } from "@/components/ui/icon-button";
import { MaskIcon } from "@/components/ui/mask-icon";
import { useFavourite } from "../../_components/favourites";

/** Adds the open prompt to the favourites, or removes it. */
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

/** The same button in a row of the list. Visible for favourites, and on hover. */
export function RowStar({ name, isStop }: { name: string; isStop: boolean }) {
  const { isFavourite, toggle } = useFavourite(name);
  return (
    <button
      type="button"
      aria-pressed={isFavourite}
      aria-label={`Favourite: ${name}`}
      tabIndex={isStop ? undefined : -1}
      className="prompt-star"
      onClick={toggle}
    >
      <MaskIcon name="star" />
    </button>
  );
}
