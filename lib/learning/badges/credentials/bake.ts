import { PNG_KEYWORD, SVG_NAMESPACE } from "./carriers.ts";

/**
 * Puts a badge into a PNG: one uncompressed iTXt chunk before the first of the picture. One that is
 * there already is replaced; all other chunks stay as they are.
 *
 * @param badge JSON or a compact JWS, byte for byte
 * @throws Error when it is no PNG
 */
export async function bakePng(png: Uint8Array, badge: string): Promise<Uint8Array> {
  const [{ default: extract }, { default: encode }] = await Promise.all([
    import("png-chunks-extract"),
    import("png-chunks-encode"),
  ]);
  const chunks = extract(png).filter(({ name, data }) => name !== "iTXt" || !isBadge(data));
  const picture = chunks.findIndex(({ name }) => name === "IDAT");
  const data = Buffer.concat([
    Buffer.from(PNG_KEYWORD, "latin1"),
    Buffer.alloc(5),
    Buffer.from(badge),
  ]);
  return encode([...chunks.slice(0, picture), { name: "iTXt", data }, ...chunks.slice(picture)]);
}

function isBadge(data: Uint8Array): boolean {
  return Buffer.from(data).toString("latin1").startsWith(`${PNG_KEYWORD}\0`);
}

/**
 * Puts a badge into an SVG, as the first child of its root: JSON as text, a JWS as an attribute.
 * The SVG is one of ours: it has a root that is written out, and no badge yet.
 *
 * @throws Error when it has no root
 */
export function bakeSvg(svg: string, badge: string): string {
  const root = /<svg\b[^>]*>/i.exec(svg);
  if (!root || root[0].endsWith("/>")) throw new Error("this is no SVG that can hold a badge");
  const element = badge.startsWith("{")
    ? `<openbadges:credential><![CDATA[${badge.replaceAll("]]>", "]]]]><![CDATA[>")}]]></openbadges:credential>`
    : `<openbadges:credential verify="${badge}"/>`;
  const end = root.index + root[0].length;
  const open = `${root[0].slice(0, -1)} xmlns:openbadges="${SVG_NAMESPACE}">`;
  return svg.slice(0, root.index) + open + element + svg.slice(end);
}

const SIDE = 600;

/** The picture of a badge as PNG, drawn from its SVG. */
export async function drawnPng(svg: string): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  return sharp(Buffer.from(svg), { limitInputPixels: 25_000_000 })
    .resize(SIDE, SIDE, { fit: "contain", background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png()
    .toBuffer();
}
