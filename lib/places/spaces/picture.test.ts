import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { formatOf, redraw } from "./picture.ts";

const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#b5603c" } });

const refused = (code: string) => ({ reason: { code } });

/** A photo as a telephone makes it: with its owner's name and the place in it. */
function telephonePhoto(): Promise<Buffer> {
  return canvas(1600, 1200)
    .withExif({
      IFD0: { Artist: "Noor Peeters" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "50/1 49/1 40/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "3/1 15/1 52/1",
      },
    })
    .jpeg()
    .toBuffer();
}

/** A PNG of `size` times `size` pixels that weighs next to nothing. */
function bomb(size: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(size * (1 + Math.ceil(size / 8))))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

test("a photo that was taken on its side stands upright", async () => {
  const sent = await canvas(1600, 1200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(await redraw(sent)).toMatchObject({ width: 900, height: 1200 });
});

test("nothing of the camera, the place or the moment is left in a photo", async () => {
  const sent = await telephonePhoto();
  const { exif } = await sharp(sent).metadata();
  expect(exif?.includes("Noor Peeters")).toBe(true);
  // Tag 0x8825 points to the position, in the order of bytes that the file uses.
  expect([
    exif?.includes(Buffer.from([0x25, 0x88])),
    exif?.includes(Buffer.from([0x88, 0x25])),
  ]).toContain(true);

  const { small, medium, large, width, height } = await redraw(sent);
  for (const picture of [small, medium, large]) {
    const kept = await sharp(picture).metadata();
    expect(kept.format).toBe("webp");
    for (const part of ["exif", "xmp", "iptc", "icc", "orientation"] as const)
      expect(kept[part]).toBeUndefined();
    expect(picture.includes("Noor")).toBe(false);
    expect(picture.includes("EXIF")).toBe(false);
  }
  expect({ width, height }).toEqual({ width: 1200, height: 900 });
  expect(await sharp(medium).metadata()).toMatchObject({ width: 720, height: 540 });
  expect(await sharp(small).metadata()).toMatchObject({ width: 400, height: 300 });
});

test.each(["jpeg", "png", "webp"] as const)("a photo may be a %s", async (format) => {
  const sent = await canvas(640, 480).toFormat(format).toBuffer();
  expect(formatOf(sent)).toBe(format);
  expect(await redraw(sent)).toMatchObject({ width: 640, height: 480 });
});

test("the noisiest photo is light enough for a page", async () => {
  const noise = await sharp({
    create: {
      width: 1400,
      height: 1400,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  })
    .jpeg({ quality: 80 })
    .toBuffer();
  const { small, medium, large } = await redraw(noise);
  expect(small.byteLength).toBeLessThanOrEqual(60_000);
  expect(medium.byteLength).toBeLessThanOrEqual(38_000);
  expect(large.byteLength).toBeLessThanOrEqual(600_000);
});

const SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>';

test.each<[string, () => Buffer | Promise<Buffer>, string]>([
  [
    "20 MB",
    () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(20_000_000)]),
    "spaces.photo_too_large",
  ],
  ["900 million pixels in a small PNG", () => bomb(30_000), "spaces.photo_too_many_pixels"],
  [
    "40 megapixels of a good telephone",
    () => canvas(7_300, 5_500).jpeg({ quality: 10 }).toBuffer(),
    "spaces.photo_too_many_pixels",
  ],
  [
    "a document that is called .jpg",
    () => Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"),
    "spaces.photo_not_a_picture",
  ],
  ["a drawing that is called .jpg", () => Buffer.from(SVG), "spaces.photo_not_a_picture"],
  ["nothing", () => Buffer.alloc(0), "spaces.photo_not_a_picture"],
  [
    "half a photo",
    async () => (await telephonePhoto()).subarray(0, 4_000),
    "spaces.photo_not_a_picture",
  ],
  [
    "the beginning of a photo, and a drawing",
    () => Buffer.from(`\u00ff\u00d8\u00ff${SVG}`, "latin1"),
    "spaces.photo_not_a_picture",
  ],
  ["a GIF", () => canvas(10, 10).gif().toBuffer(), "spaces.photo_not_a_picture"],
])("%s is refused", async (_, make, code) => {
  await expect(redraw(await make())).rejects.toMatchObject(refused(code));
});
