import { DayField } from "#components/ui/day-field.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { SessionFilter } from "#lib/learning/sessions/schema.ts";
import { LEVELS, MODALITIES, TOPICS } from "#lib/learning/sessions/traits.ts";
import "./programme.css";

/** What one press adds, in sight from the start. */
const CHIPS = ["places", "evening", "stepFree", "free"] as const;

type Props = {
  locale: Locale;
  filter: SessionFilter;
  /**
   * Whether the fields that few ask for are wanted: what is in one of them is shown in any case.
   */
  more: boolean;
  /** Whether something is asked for: then it is in sight on a phone as well. */
  isNarrowed: boolean;
  /** As it was typed: the two days, and what cannot be read. */
  typed: Record<string, string> & { from: string; until: string };
};

/** What somebody looks for: what most ask first, the rest when it is wanted. A plain form. */
export function ProgrammeFilter({ locale, filter, more, isNarrowed, typed }: Props) {
  const t = translator(locale, "sessions");
  const any = (label: string, codes: readonly string[], words: string) => [
    { value: "", label },
    ...optionsOf(codes, (value) => (words ? t(`${words}.${value}`) : value)),
  ];
  const { q, level, modality } = filter;
  const isMore = more || Boolean(q || typed.q || (level ?? modality) || typed.from || typed.until);
  return (
    <form className="programme-filter" action={`/${locale}/sessions`} method="get">
      <details className="phone-fold" open={isNarrowed || isMore}>
        <summary>
          <Icon name="down" />
          {t("filter.fold")}
        </summary>
        <div className="search filter-first">
          <SelectField
            label={t("filter.topic")}
            name="topic"
            defaultValue={filter.topic ?? ""}
            options={any(t("filter.any"), TOPICS, "topics")}
          />
          <TextField
            label={t("filter.town")}
            name="town"
            defaultValue={typed.town ?? (filter.town || filter.space)}
            maxLength={60}
          />
          <SelectField
            label={t("filter.language")}
            name="language"
            defaultValue={filter.language ?? ""}
            options={any(t("filter.anyLanguage"), LOCALES, "languages")}
          />
          <button type="submit" className="button">
            {t("filter.show")}
          </button>
        </div>
        <div className="chips">
          {CHIPS.map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                name={name}
                value="yes"
                defaultChecked={filter[name] === "yes"}
              />
              {t(`filter.${name}`)}
            </label>
          ))}
          {!isMore && (
            <button type="submit" className="button plain" name="more" value="filters">
              {t("filter.more")}
            </button>
          )}
        </div>
        {isMore && (
          <div className="search">
            <TextField
              label={t("filter.q")}
              name="q"
              type="search"
              defaultValue={typed.q ?? q}
              maxLength={100}
            />
            <SelectField
              label={t("filter.level")}
              name="level"
              defaultValue={level ?? ""}
              options={any(t("filter.anyLevel"), LEVELS, "")}
            />
            <SelectField
              label={t("filter.modality")}
              name="modality"
              defaultValue={modality ?? ""}
              options={any(t("filter.anyModality"), MODALITIES, "modalities")}
            />
            <DayField locale={locale} label={t("filter.from")} name="from" typed={typed.from} />
            <DayField locale={locale} label={t("filter.until")} name="until" typed={typed.until} />
          </div>
        )}
      </details>
    </form>
  );
}
