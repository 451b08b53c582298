import { SelectField, TextField, Tick } from "#components/ui/field.tsx";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { SessionFilter } from "#lib/learning/sessions/schema.ts";
import { LEVELS, MODALITIES, TOPICS } from "#lib/learning/sessions/traits.ts";

/** What somebody looks for: the three that most ask first, the others when they are wanted. A plain form. */
export function ProgrammeFilter({ locale, filter }: { locale: Locale; filter: SessionFilter }) {
  const t = translator(locale, "sessions");
  const any = (label: string, codes: readonly string[], words: string) => [
    { value: "", label },
    ...codes.map((value) => ({ value, label: words ? t(`${words}.${value}`) : value })),
  ];
  const { level, modality, from, until, places, free } = filter;
  return (
    <form action={`/${locale}/sessions`} method="get">
      <div className="search roomy">
        <SelectField
          label={t("filter.topic")}
          name="topic"
          defaultValue={filter.topic ?? ""}
          options={any(t("filter.any"), TOPICS, "topics")}
        />
        <TextField
          label={t("filter.town")}
          name="town"
          defaultValue={filter.town || filter.space}
          maxLength={60}
        />
        <SelectField
          label={t("filter.language")}
          name="language"
          defaultValue={filter.language ?? ""}
          options={any(t("filter.anyLanguage"), LOCALES, "languages")}
        />
        <button type="submit" className="button quiet">
          {t("filter.show")}
        </button>
      </div>
      <details open={Boolean(filter.q || (level ?? modality ?? from ?? until ?? places ?? free))}>
        <summary>{t("filter.more")}</summary>
        <div className="search">
          <TextField label={t("filter.q")} name="q" type="search" defaultValue={filter.q} maxLength={100} />
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
          <TextField label={t("filter.from")} name="from" type="date" defaultValue={from} />
          <TextField label={t("filter.until")} name="until" type="date" defaultValue={until} />
          <Tick label={t("filter.places")} name="places" value="yes" defaultChecked={places === "yes"} />
          <Tick label={t("filter.free")} name="free" value="yes" defaultChecked={free === "yes"} />
        </div>
      </details>
    </form>
  );
}
