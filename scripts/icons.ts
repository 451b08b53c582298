// `npm run icons`: the mark of the network as browsers, phones and shared links want it, into
// `public/`. The results are committed.
import "./without-env-file.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";

const ROOT = join(import.meta.dirname, "..");
const PUBLIC = join(ROOT, "public");

const PAPER = "#faf7f1";
const INK = "#1b2330";
const MUTED = "#545d6b";
const ROADS =
  '<g fill="none" stroke-width="3.6" stroke-linecap="round"><path d="M17 18 4 7" stroke="#8a6100"/><path d="M17 18 30 7" stroke="#1f4e9e"/><path d="M17 18v13" stroke="#a3262a"/><circle cx="17" cy="18" r="4" fill="#1d2430"/></g>';

/**
 * Sides in pixels, and how much of a side the mark takes: a launcher cuts the edge off a picture
 * that fills its shape.
 */
const PICTURES = [
  { file: "icon-192.png", side: 192, share: 0.78 },
  { file: "icon-512.png", side: 512, share: 0.78 },
  { file: "icon-maskable-512.png", side: 512, share: 0.56 },
  { file: "apple-touch-icon.png", side: 180, share: 0.7 },
];

/** Sides of the pictures within favicon.ico, in pixels. */
const ICO_SIDES = [16, 32, 48];

/** What a shared link shows in each language, in two lines. */
const SAID: Record<Locale, [string, string]> = {
  nl: ["Vind een plek om te leren", "In Vlaanderen, Hauts-de-France en Wallonië"],
  fr: ["Trouvez un lieu pour apprendre", "En Flandre, en Hauts-de-France et en Wallonie"],
  en: ["Find a place to learn", "In Flanders, Hauts-de-France and Wallonia"],
};

for (const { file, side, share } of PICTURES)
  writeFileSync(
    join(PUBLIC, file),
    await png(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 34 34"><rect width="34" height="34" fill="${PAPER}"/>${centred(share)}</svg>`,
    ),
  );
writeFileSync(join(PUBLIC, "favicon.ico"), ico(await Promise.all(ICO_SIDES.map(bareMark))));
for (const locale of LOCALES)
  writeFileSync(
    join(PUBLIC, `shared-${locale}.png`),
    await sharp(Buffer.from(sharedPicture(locale)))
      .png({ palette: true, compressionLevel: 9 })
      .toBuffer(),
  );

function png(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toBuffer();
}

function centred(share: number): string {
  const edge = (34 * (1 - share)) / 2;
  return `<g transform="translate(${edge} ${edge - share}) scale(${share})">${ROADS}</g>`;
}

function bareMark(side: number): Promise<Buffer> {
  return png(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 34 34">${ROADS}</svg>`,
  );
}

/** An icon file that holds whole PNG pictures: its head, one entry a picture, then the pictures. */
function ico(pictures: Buffer[]): Buffer {
  const HEAD = 6;
  const ENTRY = 16;
  const head = Buffer.alloc(HEAD + ENTRY * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let at = head.length;
  pictures.forEach((picture, index) => {
    const entry = HEAD + ENTRY * index;
    const side = ICO_SIDES[index] ?? 0;
    head.writeUInt8(side, entry);
    head.writeUInt8(side, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(picture.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += picture.length;
  });
  return Buffer.concat([head, ...pictures]);
}

/**
 * 1200 by 630 pixels, as every reader of Open Graph shows it: the words at the left, our drawing of
 * a library at the right.
 */
function sharedPicture(locale: Locale): string {
  const [said, where] = SAID[locale];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
    <rect width="1200" height="630" fill="${PAPER}"/>
    <svg x="0" y="330" width="1200" height="300" viewBox="0 20 320 80" preserveAspectRatio="xMidYMax slice">${drawing("library")}</svg>
    <svg x="80" y="60" width="88" height="88" viewBox="0 0 34 34">${ROADS}</svg>
    <text x="184" y="124" font-family="Georgia, 'Liberation Serif', 'DejaVu Serif', serif" font-weight="700" font-size="60" fill="${INK}">Trivium</text>
    <text x="80" y="228" font-family="Georgia, 'Liberation Serif', 'DejaVu Serif', serif" font-weight="700" font-size="68" fill="${INK}">${said}</text>
    <text x="80" y="288" font-family="'Liberation Sans', 'DejaVu Sans', sans-serif" font-size="34" fill="${MUTED}">${where}</text>
  </svg>`;
}

/** A drawing of `public/drawings.svg` in the light colours of `app/tokens.css`. */
function drawing(name: string): string {
  const tokens = new Map(
    [
      ...readFileSync(join(ROOT, "app/tokens.css"), "utf8").matchAll(
        /--([\w-]+): light-dark\((#\w+)/g,
      ),
    ].map(([, token, colour]) => [token, colour]),
  );
  const symbol = new RegExp(`<symbol id="d-${name}"[^>]*>(.*?)</symbol>`, "s").exec(
    readFileSync(join(PUBLIC, "drawings.svg"), "utf8"),
  )?.[1];
  if (!symbol) throw new Error(`no drawing "${name}"`);
  return symbol.replace(/var\(--([\w-]+)\)/g, (_, token: string) => tokens.get(token) ?? INK);
}
