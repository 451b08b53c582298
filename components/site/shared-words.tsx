import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

/** The words of each language as Open Graph names languages. */
const OG_LOCALES: Record<Locale, string> = { nl: "nl_BE", fr: "fr_FR", en: "en_GB" };

type Props = {
  locale: Locale;
  /** Of the page, without the language: "/spaces/hangar-k". */
  path: string;
  title: string;
  description: string;
  /** The path of a picture, and what it shows; the network's own when there is none. */
  picture?: { path: string; alt: string };
  /** What stands on the page, in the words of schema.org. */
  data: object | null;
};

/**
 * What a shared link shows of a page, and what stands on it in words that machines know. React puts
 * the first into the head.
 */
export function SharedWords({ locale, path, title, description, picture, data }: Props) {
  const { publicUrl } = settings();
  return (
    <>
      <meta property="og:site_name" content="Trivium" />
      <meta property="og:type" content="website" />
      <meta property="og:locale" content={OG_LOCALES[locale]} />
      {LOCALES.filter((other) => other !== locale).map((other) => (
        <meta property="og:locale:alternate" content={OG_LOCALES[other]} key={other} />
      ))}
      <meta property="og:url" content={`${publicUrl}/${locale}${path}`} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta
        property="og:image"
        content={`${publicUrl}${picture?.path ?? `/shared-${locale}.png`}`}
      />
      <meta property="og:image:alt" content={picture?.alt ?? title} />
      {data && (
        <script
          type="application/ld+json"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a script holds no markup; what would end it is written otherwise
          dangerouslySetInnerHTML={{ __html: linkedData(data) }}
        />
      )}
    </>
  );
}

/** JSON in which nothing ends the element that holds it. */
export function linkedData(data: object): string {
  return JSON.stringify({ "@context": "https://schema.org", ...data }).replaceAll("<", "\\u003c");
}
