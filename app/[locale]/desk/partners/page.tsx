import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { organisationsByName } from "#lib/foundation/identity/people/organisations.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import {
  inviteOrganisationAction,
  withdrawInvitationAction,
} from "#lib/places/partners/actions.ts";
import { invitationsForDesk, organisationsToInviteFor } from "#lib/places/partners/invitations.ts";
import { MOST_NOTE } from "#lib/places/partners/schema.ts";

type Props = { params: Promise<{ locale: string }> };

const COLOURS = {
  open: "busy",
  accepted: "free",
  refused: "shut",
  withdrawn: "shut",
  ended: "shut",
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "partners")("desk.title") };
}

/**
 * With whom one's organisations work, whom they invited and what became of it, and inviting
 * another.
 */
export default async function DeskPartnersPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("organisation.invite", `/${locale}/desk/partners`);
  const t = translator(locale, "partners");
  const [own, all, invitations] = await Promise.all([
    organisationsToInviteFor(ctx),
    organisationsByName(ctx),
    invitationsForDesk(ctx),
  ]);
  if (own.length === 0)
    return (
      <>
        <h1>{t("desk.title")}</h1>
        <p>{t("desk.intro")}</p>
        <Empty text={t("desk.noneYours")} />
      </>
    );
  return (
    <>
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.intro")}</p>
      {invitations.length === 0 && <Empty text={t("desk.none")} />}
      <ol className="cards">
        {invitations.map((invitation) => (
          <li className="card" key={invitation.id}>
            <Invitation invitation={invitation} locale={locale} now={ctx.now} />
          </li>
        ))}
      </ol>
      <section className="narrow">
        <h2>{t("desk.invite")}</h2>
        <ActionForm
          action={inviteOrganisationAction}
          submit={t("desk.send")}
          working={t("desk.working")}
          values={{ locale }}
        >
          <InvitationFields locale={locale} own={own} all={all} />
        </ActionForm>
      </section>
    </>
  );
}

type InvitationProps = {
  invitation: Awaited<ReturnType<typeof invitationsForDesk>>[number];
  locale: Locale;
  now: Temporal.Instant;
};

/** Who invited whom, what became of it, and taking it back. */
function Invitation({ invitation, locale, now }: InvitationProps) {
  const t = translator(locale, "partners");
  const { id, state, from, name, reason, createdAt, expiresAt, mayWithdraw } = invitation;
  const day = (at: Temporal.Instant) => formatDate(locale, at, NETWORK_ZONE, now);
  const withdraw = t(state === "open" ? "desk.withdraw" : "desk.end");
  return (
    <>
      <div>
        <h2>{t("desk.pair", { from, name })}</h2>
        <p>
          <span className={`state ${COLOURS[state]}`}>{t(`desk.states.${state}`)}</span>
        </p>
        <p className="fact">
          {t("desk.sent", { day: day(createdAt) })}
          {state === "open" && ` · ${t("desk.until", { day: day(expiresAt) })}`}
        </p>
        {reason && (
          <p>
            <bdi>{reason}</bdi>
          </p>
        )}
      </div>
      {mayWithdraw && (
        <ActionForm
          action={withdrawInvitationAction}
          submit={withdraw}
          name={labelled(locale, withdraw, name)}
          working={t("desk.working")}
          values={{ locale, id }}
          quiet
        />
      )}
    </>
  );
}

type Named = { id: string; name: string };

/** In whose name, whom, and in which words. */
function InvitationFields({ locale, own, all }: { locale: Locale; own: Named[]; all: Named[] }) {
  const t = translator(locale, "partners");
  const actors = translator(locale, "actors");
  return (
    <>
      <SelectField
        label={t("desk.from")}
        name="organisation"
        options={own.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SelectField
        label={t("desk.partner")}
        name="partner"
        options={[
          { value: "", label: t("desk.partnerNew") },
          ...all.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <TextField
        label={t("desk.name")}
        hint={t("desk.nameHint")}
        name="name"
        autoComplete="off"
        maxLength={100}
      />
      <TextField
        label={t("desk.email")}
        name="email"
        type="email"
        autoComplete="off"
        maxLength={200}
        required
      />
      <SelectField
        label={t("desk.language")}
        name="language"
        defaultValue={locale}
        options={optionsOf(LOCALES, (language) => actors(`languages.${language}`))}
      />
      <TextArea
        label={t("desk.message")}
        hint={t("desk.messageHint")}
        name="message"
        maxLength={MOST_NOTE}
        rows={3}
      />
    </>
  );
}
