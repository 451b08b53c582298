import sharp from "sharp";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { PHOTO_MEGABYTES } from "./schema.ts";

export { PHOTO_MEGABYTES } from "./schema.ts";

/**
 * More than any telephone's photo of five megabytes; a picture that unfolds to more is no photo of
 * a room.
 */
const MOST_PIXELS = 25_000_000;
const SECONDS = 15;

/**
 * Sizes in pixels, and the most bytes that each may weigh: on a card, above a page, and by itself
 * for who asks for it.
 */
const SMALL = { width: 400, height: 300, bytes: 60_000 };
const MEDIUM = { width: 720, height: 720, bytes: 38_000 };
const LARGE = { width: 1200, height: 1200, bytes: 600_000 };
/** Tried in turn, until it is light enough. */
const QUALITIES = [72, 55, 40, 25, 10, 5];

/** Width and height are those of the large one. */
export type Picture = {
  small: Buffer;
  medium: Buffer;
  large: Buffer;
  width: number;
  height: number;
};

// One picture at a time, and nothing of it kept: people wait for rooms in the same process.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Draws a photo anew, as WebP at the sizes that are shown, upright. Nothing of its file is kept:
 * not where it was taken, nor when, nor with what.
 *
 * @param bytes a JPEG, PNG or WebP, told by how it begins and not by its name
 * @throws DomainError too_large above 5 MB; invalid when it is no such picture, is broken, or
 *   unfolds to too many pixels
 */
export async function redraw(bytes: Buffer): Promise<Picture> {
  if (bytes.byteLength > PHOTO_MEGABYTES * 1_000_000) throw tooLarge();
  if (!formatOf(bytes)) throw new DomainError("invalid", { code: "spaces.photo_not_a_picture" });
  const { width = 0, height = 0 } = await read(bytes).metadata().catch(refuse);
  if (width * height > MOST_PIXELS)
    throw new DomainError("invalid", { code: "spaces.photo_too_many_pixels" });
  try {
    const { data: large, info } = await within(bytes, LARGE);
    const { data: medium } = await within(bytes, MEDIUM);
    const { data: small } = await lightEnough(SMALL.bytes, (quality) =>
      read(bytes)
        .autoOrient()
        .resize({ ...SMALL, fit: "cover" })
        .webp({ quality })
        .toBuffer({ resolveWithObject: true }),
    );
    return { small, medium, large, width: info.width, height: info.height };
  } catch (error) {
    return refuse(error);
  }
}

/**
 * The middle one of a photo that was drawn anew before there was one.
 *
 * @param large as `redraw` made it
 */
export async function mediumOf(large: Buffer): Promise<Buffer> {
  return (await within(large, MEDIUM)).data;
}

export function tooLarge(): DomainError {
  return new DomainError("too_large", {
    code: "spaces.photo_too_large",
    megabytes: PHOTO_MEGABYTES,
  });
}

/** What a file is by its first bytes; null for everything that is not taken. */
export function formatOf(bytes: Buffer): "jpeg" | "png" | "webp" | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "jpeg";
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return "png";
  const text = bytes.subarray(0, 12).toString("latin1");
  return text.startsWith("RIFF") && text.endsWith("WEBP") ? "webp" : null;
}

function read(bytes: Buffer) {
  return sharp(bytes, {
    limitInputPixels: MOST_PIXELS,
    failOn: "error",
    sequentialRead: true,
  }).timeout({
    seconds: SECONDS,
  });
}

/** Whole, no larger than it came, and as light as its size asks for. */
function within(bytes: Buffer, { bytes: most, ...size }: typeof LARGE): Promise<Drawn> {
  return lightEnough(most, (quality) =>
    read(bytes)
      .autoOrient()
      .resize({ ...size, fit: "inside", withoutEnlargement: true })
      .webp({ quality })
      .toBuffer({ resolveWithObject: true }),
  );
}

type Drawn = { data: Buffer; info: { width: number; height: number } };

async function lightEnough(
  bytes: number,
  draw: (quality: number) => Promise<Drawn>,
): Promise<Drawn> {
  let drawn: Drawn | null = null;
  for (const quality of QUALITIES) {
    drawn = await draw(quality);
    if (drawn.data.byteLength <= bytes) return drawn;
  }
  throw drawn ? tooLarge() : new Error("no quality to try");
}

/** The library throws plain errors; its words tell a bomb from a broken file. */
function refuse(error: unknown): never {
  if (error instanceof DomainError) throw error;
  if (!(error instanceof Error)) throw error;
  const code = /pixel limit|too large|timeout/i.test(error.message)
    ? "spaces.photo_too_many_pixels"
    : "spaces.photo_not_a_picture";
  throw new DomainError("invalid", { code }, { cause: error });
}
