import { join } from "node:path";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { qrSquares } from "#lib/foundation/platform/text/qr.ts";
import { drawnPng } from "../credentials/bake.ts";
import { SEAL } from "../credentials/picture.ts";
import type { StoredCredential } from "../credentials/queries.ts";
import type { Shown } from "./outcome.ts";
import { shown } from "./verify.ts";
import { dayIn } from "./words.ts";

/**
 * What the sheet needs beside the badge itself.
 *
 * @property address of the link that its holder shared; null without, and then there is no code
 * @property verifyAddress where anybody hands in the file
 * @property recognisedBy organisations that recognise it, each with what it said and the domain that
 *   confirmed it
 */
export type SheetContext = {
  locale: Locale;
  now: Temporal.Instant;
  address: string | null;
  verifyAddress: string;
  recognisedBy: readonly SaidOnSheet[];
};

/** @property scope in words: for what it is recognised */
type SaidOnSheet = {
  organisation: string;
  domain: string;
  comment: string;
  language: string;
  scope: string;
};

const MARGIN = 50;
const INK = "#1c2b2a";
const SOFT = "#51605e";
const CODE_SIDE = 120;

/** Smaller and smaller letters, until all stands on one sheet. */
const SIZES = [1, 0.85, 0.7, 0.55, 0.4] as const;

/**
 * A badge as one sheet of A4 to print or to hand on, with what was signed attached. It says no more
 * of a person than the badge: their name is not in it.
 *
 * @throws Error when what was signed is no badge
 */
export async function badgeSheet(
  stored: StoredCredential,
  context: SheetContext,
): Promise<Uint8Array> {
  const badge = shown(JSON.parse(stored.signed), null);
  if (!badge) throw new Error("what was signed is no badge");
  const picture = Buffer.from(await drawnPng(stored.imageSvg ?? SEAL));
  for (const size of SIZES) {
    const { bytes, pages } = await drawn({ stored, badge, picture, size, ...context });
    if (pages === 1 || size === SIZES.at(-1)) return bytes;
  }
  throw new Error("there is always a last size");
}

type Sheet = SheetContext & {
  stored: StoredCredential;
  badge: Shown;
  picture: Buffer;
  size: number;
};

type Document = PDFKit.PDFDocument;

async function drawn(sheet: Sheet): Promise<{ bytes: Uint8Array; pages: number }> {
  const { default: PDFDocument } = await import("pdfkit");
  const { badge, locale, now, stored } = sheet;
  const doc = new PDFDocument({
    size: "A4",
    margin: MARGIN,
    pdfVersion: "1.7",
    tagged: true,
    displayTitle: true,
    lang: locale,
    bufferPages: true,
    info: {
      Title: badge.name,
      Author: badge.issuer,
      CreationDate: new Date(now.epochMilliseconds),
    },
  });
  const bytes = collected(doc);
  doc.registerFont("plain", fontFile("DejaVuSans.ttf"));
  doc.registerFont("bold", fontFile("DejaVuSans-Bold.ttf"));
  const t = translator(locale, "credentials");
  doc.file(Buffer.from(stored.signed), {
    name: "badge.json",
    type: "application/vc+ld+json",
    description: t("badge.sheet.attached"),
    creationDate: new Date(stored.issuedAt),
    modifiedDate: new Date(stored.issuedAt),
  });
  const root = doc.struct("Document", { lang: locale });
  doc.addStructure(root);
  drawHead(writerOf(doc, root, sheet), sheet);
  drawBody(writerOf(doc, root, sheet), sheet);
  drawCheck(writerOf(doc, root, sheet), sheet);
  root.end();
  const pages = doc.bufferedPageRange().count;
  doc.end();
  return { bytes: await bytes, pages };
}

function collected(doc: Document): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on("data", (part: Buffer) => parts.push(part));
    doc.on("end", () => resolve(Buffer.concat(parts)));
    doc.on("error", reject);
  });
}

/** One family that holds Latin, Greek, Cyrillic, Hebrew and Arabic letters. */
function fontFile(name: string): string {
  return join(process.cwd(), "node_modules/dejavu-fonts-ttf/ttf", name);
}

type Style = { points?: number; bold?: boolean; soft?: boolean; language?: string | null };

type Writer = {
  doc: Document;
  root: PDFKit.PDFStructureElement;
  /** A line or more of text as a heading, a paragraph or an item of a list. */
  write: (tag: "H1" | "H2" | "P" | "LI", text: string, style?: Style) => void;
};

function writerOf(doc: Document, root: PDFKit.PDFStructureElement, { size }: Sheet): Writer {
  const write: Writer["write"] = (tag, text, { points = 11, bold, soft, language } = {}) => {
    const lines = () => {
      doc
        .font(bold ? "bold" : "plain")
        .fontSize(points * size)
        .fillColor(soft ? SOFT : INK)
        .text(text, { lineGap: 2 * size, paragraphGap: 4 * size });
    };
    root.add(doc.struct(tag, language ? { lang: language } : {}, lines));
  };
  return { doc, root, write };
}

function drawHead({ doc, root, write }: Writer, sheet: Sheet): void {
  const { badge, locale, now, picture, size, stored } = sheet;
  const t = translator(locale, "credentials");
  const { language } = badge;
  const side = 120 * size;
  const top = doc.y;
  root.add(
    doc.struct("Figure", { alt: t("badge.picture") }, () => {
      doc.image(picture, MARGIN, top, { width: side });
    }),
  );
  indented(doc, side + 20, top, () => {
    write("P", t("badge.earned", { day: dayIn(locale, badge.awardedOn ?? "") }), { soft: true });
    write("H1", badge.name, { points: 22, bold: true, language });
    if (badge.description) write("P", badge.description, { language });
    if (badge.awardedBy) write("P", t("badge.by", { place: badge.awardedBy }));
    write("P", t("badge.sheet.issuer", { issuer: badge.issuer }));
    if (badge.level) write("P", labelled(locale, t("badge.level"), badge.level), { bold: true });
  });
  doc.y = Math.max(doc.y, top + side) + 10 * size;
  if (stored.revokedAt)
    write("P", t("badge.withdrawn", { day: dayIn(locale, stored.revokedAt) }), { bold: true });
  if (stored.validUntil) {
    const hasEnded = Temporal.Instant.compare(now, Temporal.Instant.from(stored.validUntil)) > 0;
    const day = dayIn(locale, stored.validUntil);
    write("P", t(hasEnded ? "badge.ended" : "badge.until", { day }), { bold: hasEnded });
  }
}

/** Draws beside something that stands at the left of the sheet. */
function indented(doc: Document, by: number, top: number, draw: () => void): void {
  doc.x = MARGIN + by;
  doc.y = top;
  doc.page.margins.left = MARGIN + by;
  draw();
  doc.page.margins.left = MARGIN;
  doc.x = MARGIN;
}

function drawBody({ doc, write }: Writer, { badge, locale, recognisedBy, size }: Sheet): void {
  const t = translator(locale, "credentials");
  const { language } = badge;
  const heading = (text: string) => {
    doc.y += 8 * size;
    write("H2", text, { points: 14, bold: true });
  };
  if (badge.evidence.length > 0) heading(t("badge.how"));
  for (const { name, narrative } of badge.evidence)
    write("LI", `• ${[name, narrative].filter(Boolean).join(" – ")}`, { language });
  if (badge.competences.length > 0) heading(t("badge.tied"));
  for (const { framework, code, name, level } of badge.competences) {
    const skill = [code, name].filter(Boolean).join(" ");
    write("LI", `• ${[framework, skill, level].filter(Boolean).join(" – ")}`, { language });
  }
  const by = translator(locale, "endorsements");
  if (recognisedBy.length > 0) heading(by("by.title"));
  for (const { organisation, domain, comment, language: spoken, scope } of recognisedBy) {
    write("LI", `• ${organisation} – ${scope} – ${by("by.confirmed", { domain })}`);
    if (comment) write("P", comment, { soft: true, language: spoken });
  }
}

/** How the badge is checked: with the code of a link, or with the file that is attached. */
function drawCheck({ doc, root, write }: Writer, sheet: Sheet): void {
  const { address, locale, now, size, verifyAddress } = sheet;
  const t = translator(locale, "credentials");
  const asOf = t("badge.sheet.asOf", { day: dayIn(locale, now.toString()) });
  if (!address) {
    write("P", t("badge.sheet.file", { address: verifyAddress }));
    write("P", asOf, { soft: true });
    return;
  }
  if (doc.y + CODE_SIDE > doc.page.height - MARGIN) doc.addPage();
  const top = doc.y + 10 * size;
  root.add(
    doc.struct("Figure", { alt: t("badge.qr") }, () => {
      drawCode(doc, address, top);
    }),
  );
  indented(doc, CODE_SIDE + 20, top, () => {
    write("P", t("badge.sheet.scan"));
    root.add(
      doc.struct("Link", {}, () => {
        doc
          .font("plain")
          .fontSize(9 * size)
          .text(address, { link: address, underline: true, paragraphGap: 6 * size });
      }),
    );
    write("P", asOf, { soft: true });
  });
}

/** Squares, not a picture: sharp at any size, on any printer. */
function drawCode(doc: Document, text: string, top: number): void {
  const { side, dark } = qrSquares(text);
  const square = CODE_SIDE / side;
  for (const [row, column] of dark)
    doc.rect(MARGIN + column * square, top + row * square, square, square);
  doc.fill("#000000");
}
