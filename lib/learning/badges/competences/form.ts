import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { EditedItem } from "./editing.ts";
import { alignmentOf } from "./exchange.ts";
import { competenceItem, type MapHead, mapHead, slug } from "./schema.ts";

const text = z.string().max(2_500).default("");

const inLanguages = <Name extends string>(name: Name) =>
  Object.fromEntries(LOCALES.map((locale) => [`${name}_${locale}`, text])) as Record<
    `${Name}_${(typeof LOCALES)[number]}`,
    typeof text
  >;

/** Words by language; one in which nothing is filled in is not there. */
const said = (form: Record<string, unknown>, name: string) =>
  Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const value = String(form[`${name}_${locale}`] ?? "").trim();
      return value ? [[locale, value]] : [];
    }),
  );

/** Says which field of the form a fault belongs to, and refuses it. */
function refused(
  ctx: z.RefinementCtx,
  error: z.ZodError,
  fieldOf: (part: string) => string,
): never {
  for (const { path, message } of error.issues)
    ctx.addIssue({ code: "custom", message, path: [fieldOf(String(path[0] ?? ""))] });
  return z.NEVER;
}

/**
 * Levels from one line each, the first being the first; a language may have fewer lines than
 * another.
 */
function levelsIn(texts: Partial<Record<(typeof LOCALES)[number], string>>) {
  const lines = LOCALES.map((locale) =>
    (texts[locale] ?? "").split("\n").map((line) => line.trim()),
  );
  const most = Math.max(...lines.map((own) => own.findLastIndex(Boolean) + 1));
  return Array.from({ length: most }, (_, at) =>
    Object.fromEntries(
      LOCALES.flatMap((locale, which) => (lines[which]?.[at] ? [[locale, lines[which][at]]] : [])),
    ),
  );
}

/** The head of a map of one's own. */
export const mapForm = z
  .object({
    slug: z.string().trim().max(60),
    version: text,
    publisher: text,
    licence: text,
    source: text,
    ...inLanguages("name"),
    ...inLanguages("about"),
    ...inLanguages("levels"),
  })
  .transform((form, ctx): MapHead => {
    const { version, publisher, licence, source } = form;
    const parsed = mapHead.safeParse({
      ...{ slug: form.slug, version, publisher, licence, source },
      names: said(form, "name"),
      about: said(form, "about"),
      levels: levelsIn(said(form, "levels")),
    });
    if (parsed.success) return parsed.data;
    return refused(ctx, parsed.error, (part) =>
      part === "names"
        ? `name_${LOCALES[0]}`
        : /^(about|levels)$/.test(part)
          ? `${part}_${LOCALES[0]}`
          : part,
    );
  });

/** Which map is edited, as it was when its page was opened. */
export const seenMap = z.object({ slug, seen: z.string().max(40) });

/** One competence of a map. */
export const itemForm = z
  .object({
    code: z.string().trim().max(60),
    after: z.string().max(60).default(""),
    parent: z.string().max(60).default(""),
    group: z.literal("yes").optional(),
    isNew: z.literal("yes").optional(),
    uri: z.string().trim().max(500).default(""),
    origin: text,
    aligned: z.string().max(4_000).default(""),
    ...inLanguages("label"),
  })
  .transform((form, ctx): EditedItem => {
    const parsed = competenceItem.safeParse({
      code: form.code,
      ...(form.uri && { uri: form.uri }),
      ...(form.parent && { parentCode: form.parent }),
      isGroup: form.group === "yes",
      labels: said(form, "label"),
      origin: form.origin,
    });
    const links = form.aligned
      .split(/\s+/)
      .filter(Boolean)
      .map((link) => alignmentOf(form.code, link));
    if (links.includes(null))
      ctx.addIssue({ code: "custom", message: "badges.import_alignment", path: ["aligned"] });
    if (!parsed.success)
      return refused(ctx, parsed.error, (part) =>
        part === "labels" ? `label_${LOCALES[0]}` : part === "parentCode" ? "parent" : part,
      );
    const alignments = links.flatMap((link) => (link ? [link] : []));
    return {
      item: parsed.data,
      alignments,
      after: form.after,
      isNew: form.isNew === "yes",
    };
  });
