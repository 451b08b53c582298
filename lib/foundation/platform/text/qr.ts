import { create, toString as draw } from "qrcode";

const CORRECTION = "M";

/**
 * A QR code as the address of an image, drawn here: no script, and no service that learns what it
 * says.
 */
export async function qrImage(text: string): Promise<string> {
  const svg = await draw(text, { type: "svg", margin: 1, errorCorrectionLevel: CORRECTION });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

/** A QR code as its dark squares, for what draws no images: how many a side has, and where. */
export function qrSquares(text: string): { side: number; dark: [row: number, column: number][] } {
  const { modules } = create(text, { errorCorrectionLevel: CORRECTION });
  const places = Array.from(modules.data.keys()).filter((at) => modules.data[at] === 1);
  return {
    side: modules.size,
    dark: places.map((at) => [Math.floor(at / modules.size), at % modules.size]),
  };
}
