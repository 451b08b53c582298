/** The icons of `public/icons.svg`. */
export const ICONS = [
  "search",
  "calendar",
  "clock",
  "people",
  "person",
  "pin",
  "map",
  "list",
  "walk",
  "bike",
  "train",
  "wheelchair",
  "projector",
  "laptop",
  "board",
  "camera",
  "ear",
  "wifi",
  "door",
  "check",
  "cross",
  "plus",
  "minus",
  "right",
  "left",
  "down",
  "go",
  "back",
  "home",
  "inbox",
  "chart",
  "gear",
  "closed",
  "card",
  "badge",
  "leaf",
  "book",
  "speak",
  "talk",
  "download",
  "print",
  "phone",
  "offline",
  "warn",
  "info",
  "edit",
  "repeat",
  "tool",
  "euro",
  "swap",
  "menu",
  "file",
  "flask",
  "shield",
  "pen",
  "qr",
  "sun",
  "moon",
  "seat",
  "eye",
  "flag",
  "out",
] as const;

export type IconName = (typeof ICONS)[number];

/**
 * An icon in the size and colour of the words it stands beside: it never stands alone, and says
 * nothing aloud.
 */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="ico" aria-hidden="true">
      <use href={`/icons.svg#i-${name}`} />
    </svg>
  );
}
