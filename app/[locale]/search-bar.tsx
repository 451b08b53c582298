import { DayField, TimeField } from "#components/ui/day-field.tsx";
import { CheckboxGroup, SelectField, Tick } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { MAX_PHRASE } from "#lib/booking/search/schema.ts";
import {
  NEEDS,
  PART_LENGTHS,
  REACHES,
  ROOM_FEATURES,
  type SearchForm,
  USUAL_REACH,
} from "#lib/booking/search/search-form.ts";
import { formatLength } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import "./search-bar.css";

type Props = {
  locale: Locale;
  form: SearchForm;
  spaceName: string | null;
  /** What is searched, in words: it stands in the bar. Empty before anything was. */
  meant: string;
  /** With the fields for more needs. */
  isMore: boolean;
};

/** When, how many, what, where in one bar; the rest behind one press. */
export function SearchBar({ locale, form, spaceName, meant, isMore }: Props) {
  const t = translator(locale, "home");
  const spaces = translator(locale, "spaces");
  const needs = NEEDS.filter((need) => form.needs.includes(need)).map((need) =>
    spaces(`features.${need}`),
  );
  // What narrows the search without a field of its own: each can be taken off again.
  const limits = [
    {
      name: "space",
      value: spaceName ? form.space : "",
      label: t("onlyIn", { space: spaceName ?? "" }),
    },
    { name: "bbox", value: form.bbox, label: t("onlyOnMap") },
  ].filter(({ value }) => value);
  const isFolded = form.people === "" && needs.length === 0 && form.town === "";
  return (
    <form className="searchform" action={`/${locale}#results`} method="get">
      <input type="hidden" name="meant" value={meant} />
      <div className="bar">
        <label className="cell">
          <span>{t("when")}</span>
          <input
            name="when"
            defaultValue={form.when || meant}
            placeholder={t("whenExample")}
            maxLength={MAX_PHRASE}
            autoComplete="off"
            aria-describedby={meant ? undefined : "when-hint"}
          />
        </label>
        <details className="folded" open={!isFolded}>
          <summary>
            <Icon name="down" />
            {t("fold")}
          </summary>
          <label className="cell">
            <span>{t("people")}</span>
            <input
              name="people"
              inputMode="numeric"
              placeholder="1"
              defaultValue={form.people}
              maxLength={3}
            />
          </label>
          <details className="cell needs">
            <summary>
              <span>{t("need")}</span>
              <b>{needs.join(", ") || t("nothingSpecial")}</b>
            </summary>
            <div>
              {NEEDS.map((need) => (
                <Tick
                  key={need}
                  label={spaces(`features.${need}`)}
                  name="need"
                  value={need}
                  defaultChecked={form.needs.includes(need)}
                />
              ))}
            </div>
          </details>
          <label className="cell">
            <span>{t("where")}</span>
            <input
              name="town"
              defaultValue={form.town}
              placeholder={t("whereExample")}
              maxLength={60}
              autoComplete="address-level2"
            />
          </label>
        </details>
        <button type="submit" className="button">
          <Icon name="search" />
          {t("search")}
        </button>
      </div>
      {/* Who has searched sees what was found sooner. */}
      {!meant && (
        <p className="fact" id="when-hint">
          {t("inWordsHint")}
        </p>
      )}
      {limits.map(({ name, value, label }) => (
        <Tick key={name} label={label} name={name} value={value} defaultChecked />
      ))}
      {isMore ? <MoreNeeds locale={locale} form={form} /> : <Kept form={form} />}
      <div className="under">
        <a href={`/${locale}/book`}>
          <Icon name="go" />
          {t("stepByStep")}
        </a>
        {!meant && (
          <a href={`/${locale}/sessions`}>
            <Icon name="calendar" />
            {t("together")}
          </a>
        )}
        {!isMore && (
          <button
            type="submit"
            name="more"
            value="wishes"
            formAction={`/${locale}`}
            className="button plain"
          >
            <Icon name="plus" />
            {t("more")}
          </button>
        )}
      </div>
    </form>
  );
}

/** What else can be asked for: a day and hours by field, how long, how far, what the room has. */
function MoreNeeds({ locale, form }: Pick<Props, "locale" | "form">) {
  const t = translator(locale, "home");
  const spaces = translator(locale, "spaces");
  return (
    <div className="search">
      <DayField locale={locale} label={t("day")} name="day" typed={form.day} required />
      <TimeField locale={locale} label={t("from")} name="from" typed={form.from} required />
      <TimeField locale={locale} label={t("to")} name="to" typed={form.to} required />
      <SelectField
        label={t("howLong")}
        name="minutes"
        defaultValue={form.minutes}
        options={[
          { value: "", label: t("allOfIt") },
          ...lengths(form.minutes).map((minutes) => ({
            value: String(minutes),
            label: formatLength(locale, minutes),
          })),
        ]}
      />
      <DayField locale={locale} label={t("until")} name="until" typed={form.until} />
      <SelectField
        label={t("reach")}
        name="km"
        defaultValue={form.km}
        options={REACHES.map((km) => ({ value: String(km), label: `${km} km` }))}
      />
      <CheckboxGroup
        legend={t("features")}
        name="feature"
        chosen={form.features}
        options={optionsOf(ROOM_FEATURES, (value) => spaces(`features.${value}`))}
      />
      <div className="whole">
        <Tick
          label={t("laptopEach")}
          name="each"
          value="laptop"
          defaultChecked={form.each === "laptop"}
        />
      </div>
    </div>
  );
}

/**
 * The same, carried along unseen: an address names its day, so that whoever gets it tomorrow finds
 * the same.
 */
function Kept({ form }: Pick<Props, "form">) {
  const kept = [
    ...(["day", "from", "to", "minutes", "until", "each"] as const).map((name) => ({
      name,
      value: form[name],
    })),
    ...(form.km === USUAL_REACH ? [] : [{ name: "km", value: form.km }]),
    ...form.features.map((value) => ({ name: "feature", value })),
  ];
  return kept
    .filter(({ value }) => value)
    .map(({ name, value }) => (
      <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
    ));
}

/** The usual ones, and the one that the address asks for. */
function lengths(asked: string): number[] {
  const minutes = Number(asked);
  const known = PART_LENGTHS.includes(minutes) || !(minutes > 0);
  return known ? PART_LENGTHS : [...PART_LENGTHS, minutes].toSorted((one, other) => one - other);
}
