import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextArea, TextField, Tick } from "#components/ui/field.tsx";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { COUNTRIES, NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { orNothing } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { acceptInvitationAction, refuseInvitationAction } from "#lib/places/partners/actions.ts";
import { invitedBy } from "#lib/places/partners/invitations.ts";
import { MOST_NOTE } from "#lib/places/partners/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = translator(localeOf((await params).locale), "partners")("join.title");
  return { title, robots: { index: false, follow: false } };
}

/** By the link of its mail: an organisation says whether it works with the one that invites it. */
export default async function JoinPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "partners");
  const identity = translator(locale, "identity");
  const { token } = await searchParams;
  const ctx = await requestContext();
  const invited = typeof token === "string" ? await orNothing(invitedBy(ctx, token)) : null;
  if (invited?.state !== "open" || typeof token !== "string")
    return (
      <div className="narrow">
        <h1>
          {t(
            invited?.state === "accepted" || invited?.state === "refused"
              ? "answered"
              : "join.ended",
          )}
        </h1>
        <Empty text={t("join.endedHint")}>
          <a href={`/${locale}/network`}>{t("join.network")}</a>
        </Empty>
      </div>
    );
  const { from, name, isKnown, message, expiresAt } = invited;
  return (
    <div className="narrow">
      <h1>{t("join.title")}</h1>
      <p className="lead">{t("join.intro", { from, name })}</p>
      {message && (
        <>
          <p>{labelled(locale, t("join.says"), "")}</p>
          <blockquote>
            <bdi>{message}</bdi>
          </blockquote>
        </>
      )}
      <p>{t("join.what", { from })}</p>
      <section className="card">
        <h2>{t("join.yes")}</h2>
        <ActionForm
          action={acceptInvitationAction}
          submit={t("join.accept")}
          working={t("join.working")}
          values={{ locale, token, ...(isKnown && { country: "BE" }) }}
        >
          {!isKnown && (
            <>
              <TextField
                label={t("join.name")}
                name="name"
                autoComplete="organization"
                defaultValue={name}
                maxLength={80}
                required
              />
              <SelectField
                label={t("join.country")}
                name="country"
                options={COUNTRIES.map((value) => ({
                  value,
                  label: identity(`organisations.countries.${value}`),
                }))}
              />
            </>
          )}
          <Tick label={t("join.mandate")} name="mandate" value="on" defaultChecked={false} />
        </ActionForm>
      </section>
      <section className="card">
        <h2>{t("join.no")}</h2>
        <ActionForm
          action={refuseInvitationAction}
          submit={t("join.refuse")}
          working={t("join.working")}
          values={{ locale, token }}
          quiet
        >
          <TextArea
            label={t("join.reason")}
            hint={t("join.reasonHint", { from })}
            name="reason"
            maxLength={MOST_NOTE}
            required
          />
        </ActionForm>
      </section>
      <p className="fact">
        {t("join.until", { day: formatDate(locale, expiresAt, NETWORK_ZONE, ctx.now) })}
      </p>
    </div>
  );
}
