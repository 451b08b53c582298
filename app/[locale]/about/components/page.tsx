import type { Metadata } from "next";
import { Steps } from "#components/booking/steps.tsx";
import { DataTable } from "#components/research/data-table.tsx";
import { Region } from "#components/spaces/region.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { CheckboxGroup, RadioGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { FormContext } from "#components/ui/form-context.tsx";
import { Listen } from "#components/ui/listen.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "about")("title") };
}

/** Every component of our own in every state it has: for whoever builds a page, and for whoever checks one. */
export default async function ComponentsPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "about");
  const booking = translator(locale, "booking");
  const spaces = translator(locale, "spaces");
  const options = [
    { value: "one", label: t("hour") },
    { value: "two", label: t("hours") },
  ];
  const refused = { message: null, errors: { faulty: t("wrong") }, values: {} };
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>

      <h2>{t("buttons")}</h2>
      <p className="row">
        <button type="button" className="button">
          {t("primary")}
        </button>
        <button type="button" className="button quiet">
          {t("quiet")}
        </button>
        <button type="button" className="button plain">
          {t("plain")}
        </button>
        <button type="button" className="button" disabled>
          {t("waiting")}
        </button>
      </p>
      <Listen
        locale={locale}
        label={booking("steps.listen")}
        stop={booking("steps.stop")}
        none={translator(locale, "common")("noVoice")}
      />

      <h2>{t("messages")}</h2>
      <p className="alert">{t("refusal")}</p>
      <p className="status">{t("done")}</p>
      <Empty text={t("empty")}>
        <button type="button" className="button">
          {t("add")}
        </button>
      </Empty>

      <h2>{t("fields")}</h2>
      <div className="form">
        <TextField label={t("name")} name="name" hint={t("hint")} defaultValue="Lien" />
        <FormContext value={refused}>
          <TextField label={t("name")} name="faulty" />
        </FormContext>
        <TextArea label={t("note")} name="note" />
        <SelectField label={t("choice")} name="choice" options={options} />
        <RadioGroup legend={t("one")} name="radio" chosen="two" options={options} />
        <CheckboxGroup legend={t("several")} name="checks" chosen={["one"]} options={options} />
      </div>

      <h2>{t("lists")}</h2>
      <ol className="cards">
        <li className="card">
          <div>
            <h3>{t("place")}</h3>
            <p className="fact">
              {["vlaanderen", "hauts-de-france", "wallonie"].map((region) => (
                <Region key={region} city="" region={region} name={spaces(`regions.${region}`)} />
              ))}
            </p>
            <p className="free">{t("free")}</p>
          </div>
          <button type="button" className="button">
            {t("add")}
          </button>
        </li>
      </ol>
      <Facts facts={[{ name: t("place"), value: t("fact") }]} />
      <Pages
        t={translator(locale, "common")}
        page={2}
        pages={3}
        hrefOf={() => `/${locale}/about/components`}
      />

      <h2>{t("steps")}</h2>
      <Steps here="when" hrefs={{ what: `/${locale}/book`, where: `/${locale}/book/where` }} t={booking} />

      <h2>{t("table")}</h2>
      <DataTable caption={t("table")} columns={[t("place"), t("day")]} rows={[["Hangar K", t("free")]]} />
    </div>
  );
}
