import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import {
  addOrganisationAction,
  removeOrganisationAction,
} from "#lib/foundation/identity/actions.ts";
import { listOrganisations } from "#lib/foundation/identity/people/organisations.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { COUNTRIES } from "#lib/foundation/platform/atoms.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("organisations.title") };
}

/** The partners of the network. Who belongs to one is said with a role, on the page of a person. */
export default async function OrganisationsPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("people.manage", `/${locale}/admin/organisations`);
  const t = translator(locale, "identity");
  const known = await listOrganisations(ctx);
  return (
    <div className="narrow">
      <h1>{t("organisations.title")}</h1>
      <p>{t("organisations.intro")}</p>
      {known.length === 0 && <Empty text={t("organisations.none")} />}
      <ol className="cards">
        {known.map(({ id, name, country, members }) => (
          <li className="card" key={id}>
            <div>
              <h2>{name}</h2>
              <p className="fact">
                {t(`organisations.countries.${country}`)} ·{" "}
                {t("organisations.members", { count: members })}
              </p>
            </div>
            {members === 0 && (
              <ActionForm
                action={removeOrganisationAction}
                submit={t("organisations.remove", { name })}
                working={t("working")}
                values={{ locale, id }}
                quiet
              />
            )}
          </li>
        ))}
      </ol>
      <h2>{t("organisations.addTitle")}</h2>
      <ActionForm
        action={addOrganisationAction}
        submit={t("people.add")}
        working={t("working")}
        values={{ locale }}
      >
        <TextField
          label={t("people.name")}
          name="name"
          autoComplete="off"
          maxLength={80}
          required
        />
        <SelectField
          label={t("organisations.country")}
          name="country"
          options={COUNTRIES.map((country) => ({
            value: country,
            label: t(`organisations.countries.${country}`),
          }))}
        />
      </ActionForm>
    </div>
  );
}
