import { toString as draw } from "qrcode";

/**
 * A QR code as the address of an image, drawn here: no script, and no service that learns what it
 * says.
 */
export async function qrImage(text: string): Promise<string> {
  const svg = await draw(text, { type: "svg", margin: 1, errorCorrectionLevel: "M" });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
