/** More than the photo of any telephone; what unfolds to more is no picture of a code. */
const MOST_PIXELS = 25_000_000;
/** A code that fills a twentieth of a photo is still read, in a tenth of a second. */
const SIDE = 1_600;
const SECONDS = 5;
/** For a code that is not found at once: whoever waits, waits for others too. */
const MORE_MS = 150;

/**
 * What the QR code in a picture says: a screenshot of a badge, or a photo of its sheet. Null where
 * there is none to be read, and for what is neither JPEG, PNG nor WebP.
 */
export async function squareIn(bytes: Uint8Array): Promise<string | null> {
  if (!isPicture(bytes)) return null;
  const [{ default: sharp }, { decodeQR }] = await Promise.all([
    import("sharp"),
    import("qr/decode.js"),
  ]);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .resize({ width: SIDE, height: SIDE, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .raw()
      .timeout({ seconds: SECONDS })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    return decodeQR({ data, width, height }, { timeLimit: MORE_MS });
  } catch {
    // It is broken, too large, or nothing in it can be read.
    return null;
  }
}

const BEGINNINGS = {
  jpeg: Buffer.from([0xff, 0xd8, 0xff]),
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47]),
};

function isPicture(bytes: Uint8Array): boolean {
  const begins = (sign: Buffer) => sign.equals(bytes.subarray(0, sign.length));
  const isWebp = Buffer.from(bytes.subarray(8, 12)).toString("latin1") === "WEBP";
  return isWebp || begins(BEGINNINGS.jpeg) || begins(BEGINNINGS.png);
}
