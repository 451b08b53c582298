import { PNG_KEYWORD, SVG_NAMESPACE } from "../credentials/carriers.ts";
import { jsonFault } from "./json.ts";

/** What a badge weighs at most, and the text in it. */
export const MOST_BYTES = 4_000_000;
const MOST_TEXT = 1_000_000;

export type Found =
  | { is: "json"; container: Container; credential: JsonObject }
  | { is: "jwt"; container: Container; token: string }
  | { is: "nothing"; code: string };

export type Container = "text" | "png" | "svg";

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8, 0xff]);
const PDF_SIGNATURE = Buffer.from("%PDF-");

const nothing = (code: string): Found => ({ is: "nothing", code });

/** The badge in a file or a text, whatever its kind. Never throws: what is no badge says why. */
export async function readBadge(bytes: Uint8Array): Promise<Found> {
  if (bytes.byteLength === 0) return nothing("empty");
  if (bytes.byteLength > MOST_BYTES) return nothing("too_large");
  // The sheet of a badge, or any other: what can be checked is the file attached to it.
  if (PDF_SIGNATURE.equals(bytes.subarray(0, PDF_SIGNATURE.length))) return nothing("pdf");
  if (PNG_SIGNATURE.equals(bytes.subarray(0, PNG_SIGNATURE.length))) return readPng(bytes);
  // A photo holds no badge, whatever it shows.
  if (JPEG_SIGNATURE.equals(bytes.subarray(0, JPEG_SIGNATURE.length)))
    return nothing("no_badge_in_picture");
  const text = textOf(bytes);
  if (text === null) return nothing("not_a_badge");
  if (/^\s*<(\?xml|!--|!DOCTYPE|svg|[a-z]+:svg)/i.test(text)) return readSvg(text);
  return readText(text, "text");
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** JSON or a JWT. */
export function readText(text: string, container: Container): Found {
  const trimmed = text.trim();
  if (trimmed.length > MOST_TEXT) return nothing("too_large");
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(trimmed)) return { is: "jwt", container, token: trimmed };
  if (!trimmed.startsWith("{")) return nothing("not_a_badge");
  const fault = jsonFault(trimmed);
  if (fault) return nothing(fault);
  try {
    return { is: "json", container, credential: JSON.parse(trimmed) as JsonObject };
  } catch {
    return nothing("not_json");
  }
}

async function readPng(bytes: Uint8Array): Promise<Found> {
  const { default: extract } = await import("png-chunks-extract");
  let texts: Uint8Array[];
  try {
    texts = extract(bytes)
      .filter(({ name, data }) => name === "iTXt" && keywordOf(data) === PNG_KEYWORD)
      .map(({ data }) => data);
  } catch {
    return nothing("broken_picture");
  }
  const [first, ...others] = texts;
  if (!first) return nothing("no_badge_in_picture");
  if (others.length > 0) return nothing("two_badges");
  const text = pngText(first);
  return text === null ? nothing("broken_picture") : readText(text, "png");
}

function keywordOf(data: Uint8Array): string {
  return Buffer.from(data.subarray(0, data.indexOf(0))).toString("latin1");
}

/**
 * The text of an uncompressed iTXt chunk: keyword, zero, two bytes, language, zero, translated
 * keyword, zero, text.
 */
function pngText(data: Uint8Array): string | null {
  const flag = data.indexOf(0) + 1;
  if (data[flag] !== 0) return null;
  const language = data.indexOf(0, flag + 2);
  const keyword = language < 0 ? -1 : data.indexOf(0, language + 1);
  return keyword < 0 ? null : textOf(data.subarray(keyword + 1));
}

/**
 * The one element of the namespace: JSON inside it, or a JWT in `verify`. Nothing else of the SVG
 * is looked at.
 */
function readSvg(text: string): Found {
  const marks = withoutData(text);
  if (marks === null) return nothing("broken_picture");
  const declared = new RegExp(
    `xmlns:([\\w-]{1,40})\\s{0,9}=\\s{0,9}["']${SVG_NAMESPACE}/?["']`,
    "g",
  );
  const [prefix, ...otherPrefixes] = new Set([...marks.matchAll(declared)].map(([, name]) => name));
  if (!prefix) return nothing("no_badge_in_picture");
  if (otherPrefixes.length > 0) return nothing("two_badges");
  const [opening, ...others] = [
    ...marks.matchAll(new RegExp(`<${prefix}:credential(?=[\\s/>])`, "g")),
  ];
  if (!opening) return nothing("no_badge_in_picture");
  if (others.length > 0) return nothing("two_badges");
  const opens = marks.indexOf(">", opening.index);
  if (opens < 0) return nothing("broken_picture");
  const [, token] =
    /\sverify\s{0,9}=\s{0,9}["']([\w.-]+)["']/.exec(text.slice(opening.index, opens)) ?? [];
  if (token) return readText(token, "svg");
  const closes = marks.indexOf(`</${prefix}:credential`, opens);
  if (closes < 0) return nothing("broken_picture");
  return readText(unescaped(text.slice(opens + 1, closes).trim()), "svg");
}

/** What begins data or a remark in a document, and what ends it. */
const DATA = { "<![CDATA[": "]]>", "<!--": "-->" } as const;
type Opening = keyof typeof DATA;
const OPENINGS = Object.keys(DATA) as Opening[];

/**
 * The text with spaces where data and remarks stand, each sign at its place; null when one of them
 * has no end.
 */
function withoutData(text: string): string | null {
  const next = { "<![CDATA[": -1, "<!--": -1 };
  let kept = "";
  let at = 0;
  for (;;) {
    lookOn(text, at, next);
    const opening = next["<!--"] < next["<![CDATA["] ? "<!--" : "<![CDATA[";
    const begins = next[opening];
    kept += text.slice(at, begins);
    if (begins === text.length) return kept;
    const ends = text.indexOf(DATA[opening], begins + opening.length);
    if (ends < 0) return null;
    at = ends + DATA[opening].length;
    kept += " ".repeat(at - begins);
  }
}

/**
 * Moves each opening to its next place from here on, or to the end of the text. One that was not
 * passed yet is not looked for again: a text full of one and without the other is read once.
 */
function lookOn(text: string, at: number, next: Record<Opening, number>): void {
  for (const opening of OPENINGS.filter((one) => next[one] < at)) {
    const place = text.indexOf(opening, at);
    next[opening] = place < 0 ? text.length : place;
  }
}

function unescaped(inner: string): string {
  const [, data] = /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(inner) ?? [];
  if (data !== undefined) return data.replaceAll("]]]]><![CDATA[>", "]]>");
  const names: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return inner.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => names[name] ?? "");
}
