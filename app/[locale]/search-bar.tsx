import { NearMe } from "#components/booking/near-me.tsx";
import { CheckboxGroup, SelectField, TextField, Tick } from "#components/ui/field.tsx";
import { MAX_PHRASE } from "#lib/booking/schema.ts";
import { NEEDS, PART_LENGTHS, REACHES, ROOM_FEATURES, type SearchForm } from "#lib/booking/search-form.ts";
import { formatLength } from "#lib/i18n/format.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";

type Props = { locale: Locale; form: SearchForm; spaceName: string | null };

/** When, how many, what, where: what most people need in sight, the rest behind one press. */
export function SearchBar({ locale, form, spaceName }: Props) {
  const t = translator(locale, "home");
  const spaces = translator(locale, "spaces");
  const options = (values: readonly string[]) =>
    values.map((value) => ({ value, label: spaces(`features.${value}`) }));
  // What narrows the search without a field of its own: each can be taken off again.
  const limits = [
    { name: "space", value: spaceName ? form.space : "", label: t("onlyIn", { space: spaceName ?? "" }) },
    { name: "bbox", value: form.bbox, label: t("onlyOnMap") },
    { name: "near", value: form.near, label: t("fromHere") },
  ].filter(({ value }) => value);
  const hasMore = form.minutes !== "" || form.until !== "" || form.features.length > 0 || form.each !== "";
  return (
    <form className="search" action={`/${locale}`} method="get">
      <div className="whole">
        <TextField
          label={t("inWords")}
          hint={t("inWordsHint")}
          name="when"
          defaultValue={form.when}
          maxLength={MAX_PHRASE}
        />
      </div>
      <TextField label={t("day")} name="day" type="date" defaultValue={form.day} required />
      <TextField label={t("from")} name="from" type="time" step={900} defaultValue={form.from} required />
      <TextField label={t("to")} name="to" type="time" step={900} defaultValue={form.to} required />
      <TextField
        label={t("people")}
        name="people"
        inputMode="numeric"
        defaultValue={form.people}
        maxLength={3}
      />
      <TextField
        label={t("town")}
        name="town"
        defaultValue={form.town}
        maxLength={60}
        autoComplete="address-level2"
      />
      <CheckboxGroup legend={t("need")} name="need" chosen={form.needs} options={options(NEEDS)} />
      {limits.length > 0 && (
        <div className="whole">
          {limits.map(({ name, value, label }) => (
            <Tick key={name} label={label} name={name} value={value} defaultChecked />
          ))}
        </div>
      )}
      <details className="more" open={hasMore}>
        <summary>{t("more")}</summary>
        <div className="search">
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
          <TextField label={t("until")} name="until" type="date" defaultValue={form.until} />
          <SelectField
            label={t("reach")}
            name="km"
            defaultValue={form.km}
            options={REACHES.map((km) => ({ value: String(km), label: `${km} km` }))}
          />
          <NearMe words={{ ask: t("nearMe"), asking: t("nearMeAsking"), failed: t("nearMeFailed") }} />
          <CheckboxGroup
            legend={t("features")}
            name="feature"
            chosen={form.features}
            options={options(ROOM_FEATURES)}
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
      </details>
      <p className="row whole">
        <button type="submit" className="button">
          {t("search")}
        </button>
        <a className="button quiet" href={`/${locale}/book`}>
          {t("stepByStep")}
        </a>
      </p>
    </form>
  );
}

/** The usual ones, and the one that the address asks for. */
function lengths(asked: string): number[] {
  const minutes = Number(asked);
  const known = PART_LENGTHS.includes(minutes) || !(minutes > 0);
  return known ? PART_LENGTHS : [...PART_LENGTHS, minutes].toSorted((one, other) => one - other);
}
