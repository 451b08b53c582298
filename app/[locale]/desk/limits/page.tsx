import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { Status } from "#components/ui/status.tsx";
import {
  addQuotaAction,
  removeQuotaAction,
  setMissedAllowedAction,
} from "#lib/booking/allocation/actions.ts";
import { limitsOf } from "#lib/booking/allocation/limits.ts";
import { QUOTA_PERIODS } from "#lib/booking/allocation/quotas.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { NETWORK_ROLES, SPACE_ROLES } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("limits.title") };
}

/** How much one person or organisation may book in a space, and how often nobody may come. */
export default async function LimitsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/limits`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const { own, space } = await chosenSpaces(ctx, "space.manage", asked.space);
  if (!space) notFound();
  const { quotas, missedAllowed } = await limitsOf(ctx, space.id);
  const hidden = { locale, spaceId: space.id, space: space.slug };
  return (
    <div className="narrow">
      <h1>{t("limits.title")}</h1>
      {own.length > 1 && <p className="fact">{space.name}</p>}
      {asked.saved !== undefined && <Status>{t("limits.saved")}</Status>}
      <p>{t("limits.intro")}</p>
      {quotas.length === 0 && <p>{t("limits.none")}</p>}
      <ul className="cards">
        {quotas.map((quota) => (
          <li className="card" key={quota.id}>
            <div>{sentenceOf(locale, quota)}</div>
            <ActionForm
              action={removeQuotaAction}
              submit={t("limits.remove")}
              working={t("form.working")}
              values={{ ...hidden, id: quota.id }}
              quiet
            />
          </li>
        ))}
      </ul>
      <h2>{t("limits.add")}</h2>
      <ActionForm
        action={addQuotaAction}
        submit={t("limits.add")}
        working={t("form.working")}
        values={hidden}
      >
        <QuotaFields locale={locale} />
      </ActionForm>
      <h2>{t("limits.missed")}</h2>
      <ActionForm
        action={setMissedAllowedAction}
        submit={t("limits.save")}
        working={t("form.working")}
        values={hidden}
        quiet
      >
        <TextField
          label={t("limits.missedAllowed")}
          hint={t("limits.missedHint")}
          name="missedAllowed"
          inputMode="numeric"
          maxLength={3}
          defaultValue={missedAllowed === null ? "" : String(missedAllowed)}
        />
      </ActionForm>
    </div>
  );
}

type Quota = Awaited<ReturnType<typeof limitsOf>>["quotas"][number];

/** A limit as it is said: whose bookings are counted, in which time, and how many may be made. */
function sentenceOf(
  locale: Locale,
  { counts, role, period, maxBookings, maxHours }: Quota,
): string {
  const t = translator(locale, "desk");
  const limits = [
    maxBookings !== null && t("limits.bookings", { count: maxBookings }),
    maxHours !== null && t("limits.hours", { count: maxHours }),
  ];
  return t(role ? "limits.oneRole" : "limits.one", {
    ...(role ? { role: translator(locale, "identity")(`roles.${role}`) } : {}),
    who: t(`limits.who.${counts}`),
    period: t(`limits.periods.${period}`),
    limit: limits.filter(Boolean).join(", "),
  });
}

/** Whose bookings a new limit counts, in which time, and how many may be made. */
function QuotaFields({ locale }: { locale: Locale }) {
  const t = translator(locale, "desk");
  const roles = translator(locale, "identity");
  return (
    <>
      <SelectField
        label={t("limits.counts")}
        name="counts"
        defaultValue="person"
        options={optionsOf(["person", "organisation"], (who) => t(`limits.who.${who}`))}
      />
      <SelectField
        label={t("limits.role")}
        name="role"
        defaultValue=""
        options={[
          { value: "", label: t("limits.everybody") },
          ...optionsOf([...SPACE_ROLES, ...NETWORK_ROLES], (role) => roles(`roles.${role}`)),
        ]}
      />
      <SelectField
        label={t("limits.period")}
        name="period"
        defaultValue="week"
        options={optionsOf(QUOTA_PERIODS, (period) => t(`limits.periods.${period}`))}
      />
      <TextField
        label={t("limits.maxBookings")}
        name="maxBookings"
        inputMode="numeric"
        maxLength={5}
      />
      <TextField label={t("limits.maxHours")} name="maxHours" inputMode="numeric" maxLength={5} />
    </>
  );
}
