import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Practice } from "./queries.ts";
import type { Licence } from "./schema.ts";
import type { Edition } from "./versions.ts";

const LICENCE_PAGES: Record<Licence, string> = {
  "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
  "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
  "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
};

/** A practice in the words of schema.org. */
export function practiceData(
  { slug, space, version }: Practice,
  edition: Edition,
  publicUrl: string,
  locale: Locale,
) {
  return {
    "@type": "Article",
    "@id": `${publicUrl}/${locale}/practices/${slug}`,
    headline: edition.title,
    abstract: edition.summary,
    inLanguage: edition.language,
    datePublished: version.publishedAt?.toString(),
    license: LICENCE_PAGES[version.licence],
    version: version.number,
    author: {
      "@type": "Organization",
      name: space.name,
      url: `${publicUrl}/${locale}/spaces/${space.slug}`,
    },
  };
}

/**
 * A practice for programs: every edition, the facts, and what others say of it. Nobody is named.
 */
export function publicPractice(
  { slug, space, version, reports, evidence }: Practice,
  publicUrl: string,
) {
  const {
    id: _,
    authorId: _author,
    reviewSpaceId: _space,
    reviewNote: _note,
    revision: _revision,
    links: _links,
    state: _state,
    changedAt: _changed,
    publishedAt,
    ...facts
  } = version;
  return {
    slug,
    url: `${publicUrl}/en/practices/${slug}`,
    space: { slug: space.slug, name: space.name, city: space.city, region: space.region },
    publishedAt: publishedAt?.toString() ?? null,
    ...facts,
    evidence,
    reports: reports.map(
      ({ id: _id, spaceId: _of, spaceName: _name, region: _region, ...report }) => report,
    ),
  };
}
