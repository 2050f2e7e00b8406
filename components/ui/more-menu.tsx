import { Ellipsis } from "lucide-react";
import { IconButton, type IconButtonProps } from "./icon-button";
import { Menu, type MenuProps } from "./menu";

type Props = { of: string; size?: IconButtonProps["size"] } & Pick<MenuProps, "items">;

/** The menu behind three dots, with further actions for an item. */
export function MoreMenu({ of, size, items }: Props) {
  const label = `More for ${of}`;
  return <Menu label={label} trigger={<IconButton label={label} size={size} icon={<Ellipsis />} />} items={items} />;
}
