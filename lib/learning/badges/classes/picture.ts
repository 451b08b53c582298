/** What is drawn in the middle of a badge: strokes on 24 by 24. */
const DRAWN = {
  tool: "M14.5 6.5a4.5 4.5 0 0 1 5.5-3l-2.7 2.8 2.4 2.4 2.8-2.7a4.5 4.5 0 0 1-6 5.5L8 20a2.1 2.1 0 0 1-3-3Z",
  shield: "M12 3 4.5 6v5.5c0 4.5 3 8 7.5 9.5 4.5-1.5 7.5-5 7.5-9.5V6ZM8.5 11.8l2.5 2.5 4.5-4.8",
  speak:
    "M4.5 4.5h15a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H11l-5 4v-4H4.5a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1ZM8 9h8M8 12.3h5",
  leaf: "M5 19.5C4 10 9 4.5 20 4.5c.5 10-4.5 15-12 14M4 21c2-5.5 5.5-8.5 10-10.5",
  laptop:
    "M6.8 5h10.4A1.8 1.8 0 0 1 19 6.8V15H5V6.8A1.8 1.8 0 0 1 6.8 5ZM2.5 18.8h19l-1.8-3.8H4.3Z",
  people:
    "M12.3 8A3.3 3.3 0 1 1 5.7 8a3.3 3.3 0 0 1 6.6 0ZM2.8 19.5c.3-4 2.8-6 6.2-6s5.9 2 6.2 6M15.7 4.9a3.3 3.3 0 0 1 0 6.2M18 14c1.9.8 3 2.7 3.2 5.5",
  book: "M12 6.5C10 5 7 4.5 3.5 4.7v13.6c3.5-.2 6.5.3 8.5 1.8 2-1.5 5-2 8.5-1.8V4.7C17 4.5 14 5 12 6.5ZM12 6.5v13.6",
  flag: "M5.5 21V4M5.5 4.5c4-2 7 2 13 0v9c-6 2-9-2-13 0",
  list: "M4 6h3M4 12h3M4 18h3M10 6h10M10 12h10M10 18h10",
} as const;

/**
 * The variable of `app/tokens.css` that each colour is on a page, and the colour that it is in a
 * file.
 */
const PAINTED = {
  teal: { variable: "--d-teal", file: "#0b5d57" },
  blue: { variable: "--d-blue", file: "#41699f" },
  red: { variable: "--d-red", file: "#b4513b" },
  ochre: { variable: "--d-wood-2", file: "#9a6b3b" },
} as const;

export type BadgeIcon = keyof typeof DRAWN;
export type BadgeColour = keyof typeof PAINTED;

export const ICONS = Object.keys(DRAWN) as [BadgeIcon, ...BadgeIcon[]];
export const COLOURS = Object.keys(PAINTED) as [BadgeColour, ...BadgeColour[]];

export const SEAL_PATH =
  "M60 3l9 5.8 10.5-2.4 6.5 8.6 10.6 1.3 3.2 10.3 9.6 4.9-.5 10.7 7.2 7.9-4.1 9.9 4.1 9.9-7.2 7.9.5 10.7-9.6 4.9-3.2 10.3-10.6 1.3-6.5 8.6-10.5-2.4L60 117l-9-5.8-10.5 2.4-6.5-8.6-10.6-1.3-3.2-10.3-9.6-4.9.5-10.7-7.2-7.9L8 60l-4.1-9.9 7.2-7.9-.5-10.7 9.6-4.9 3.2-10.3L34 15l6.5-8.6L51 8.8Z";

/** What stands on a badge, as something that is there may have any name. */
export function pictureOf({ icon, colour }: { icon: string; colour: string }) {
  const drawn = DRAWN[icon as BadgeIcon] ?? DRAWN.flag;
  const painted = PAINTED[colour as BadgeColour] ?? PAINTED.teal;
  return { drawn, ...painted };
}

/** The picture as a file of its own, which says aloud what it is. */
export function badgeSvg({
  icon,
  colour,
  title,
}: {
  icon: string;
  colour: string;
  title: string;
}): string {
  const { drawn, file } = pictureOf({ icon, colour });
  const said = title.replaceAll(/[<>&"']/g, (sign) => `&#${sign.codePointAt(0)};`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" width="480" height="480" role="img" aria-label="${said}">`,
    `<title>${said}</title>`,
    `<path d="${SEAL_PATH}" fill="${file}" stroke="${file}" stroke-width="4" stroke-linejoin="round"/>`,
    `<circle cx="60" cy="60" r="43" fill="none" stroke="#fffdf8" stroke-width="2" stroke-dasharray="1 5" stroke-linecap="round"/>`,
    `<circle cx="60" cy="60" r="36" fill="#fffdf8"/>`,
    `<g stroke-width="5" stroke-linecap="round"><path d="M28 37l-7-5" stroke="#dba642"/><path d="M92 37l7-5" stroke="#d5e4ed"/><path d="M60 99v8" stroke="#efd5c6"/></g>`,
    `<path d="${drawn}" transform="translate(38.4 38.4) scale(1.8)" fill="none" stroke="${file}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>`,
    `</svg>`,
  ].join("");
}
