import { townIn } from "#components/map/towns.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import "./actors.css";

export type ListedActor = {
  slug: string;
  name: string;
  kind: string;
  fields: string[];
  city: string;
  region: string;
  languages: string[];
  does: Partial<Record<Locale, string>>;
  isInvented: boolean;
};

type Props = { actors: ListedActor[]; locale: Locale; t: Translate };

/** Organisations and groups as cards: who, where, what. */
export function ActorList({ actors, locale, t }: Props) {
  return (
    <ol className="actors">
      {actors.map(({ slug, name, kind, city, region, languages, does, isInvented }) => (
        <li className="actor" key={slug} data-slugs={slug}>
          <h3>
            <a href={`/${locale}/community/${slug}`}>
              <bdi>{name}</bdi>
            </a>
          </h3>
          <p
            className={`where region ${region}`}
          >{`${townIn(locale, city)} · ${t(`kinds.${kind}`)}`}</p>
          <Does does={does} locale={locale} t={t} />
          <p className="fact">
            {languages.map((language) => t(`languages.${language}`)).join(", ")}
            {isInvented && (
              <>
                {" "}
                <span className="made-up">{t("invented")}</span>
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}

const FIRST = ["en", "fr", "nl"] as const;

type DoesProps = { does: Partial<Record<Locale, string>>; locale: Locale; t: Translate };

/** What it does, in the reader's language; else in another, said to be missing in theirs. */
export function Does({ does, locale, t }: DoesProps) {
  const language = does[locale] ? locale : FIRST.find((one) => does[one]);
  if (!language) return null;
  return (
    <p>
      <span lang={language}>{does[language]}</span>
      {language !== locale && (
        <>
          {" "}
          <span className="fact">({t("missing")})</span>
        </>
      )}
    </p>
  );
}
