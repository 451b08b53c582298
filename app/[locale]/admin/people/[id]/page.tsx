import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { CardForm } from "#components/identity/card-form.tsx";
import { TokenForm } from "#components/identity/token-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { LOCALE_NAMES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import {
  disablePersonAction,
  enablePersonAction,
  grantRoleAction,
  inviteAction,
  issueCardAction,
  removeRoleAction,
  revokeCardAction,
} from "#lib/foundation/identity/actions.ts";
import { resetSecondFactorAction } from "#lib/foundation/identity/actions-account.ts";
import { type Context, NETWORK_ROLES, SPACE_ROLES } from "#lib/foundation/identity/context.ts";
import { organisationsByName } from "#lib/foundation/identity/people/organisations.ts";
import {
  findPerson,
  type PersonDetail,
  spacesToGrant,
} from "#lib/foundation/identity/people/people.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { mayGrant } from "#lib/foundation/identity/rules.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { cardWords } from "../../../card-words.ts";
import { titleFrom } from "../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

type PartProps = { ctx: Context; locale: Locale; person: PersonDetail };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "identity");
  // Nobody by name: a tab and its history are seen by whoever is near.
  return titleFrom(t("people.one"), t("people.title"));
}

export default async function PersonPage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor") redirect(`/${locale}/sign-in?next=/${locale}/admin/people`);
  const known = z.uuid().safeParse(id).success && can(ctx.actor, "people.card");
  const person = known ? await findPerson(ctx, id) : null;
  if (!person) notFound();

  const t = translator(locale, "identity");
  const { invited, offered } = await searchParams;
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/admin/people`}>{t("people.title")}</Crumb>
      <h1>{person.displayName}</h1>
      {invited !== undefined && <Status>{t("people.invited")}</Status>}
      {offered !== undefined && <Status>{t("people.offered")}</Status>}
      <p className="fact">{`${person.email ?? t("people.noEmail")} · ${LOCALE_NAMES[person.locale]}`}</p>
      <h2>{t("people.card")}</h2>
      <Card ctx={ctx} locale={locale} person={person} />
      <h2>{t("people.roles")}</h2>
      <Roles ctx={ctx} locale={locale} person={person} />
      {can(ctx.actor, "people.manage") && (
        <>
          <h2>{t("people.account")}</h2>
          <Account ctx={ctx} locale={locale} person={person} />
        </>
      )}
    </div>
  );
}

function Card({ locale, person, ctx }: PartProps) {
  const t = translator(locale, "identity");
  const { id, displayName, cardIssuedAt, mayHoldCard, isInOurCare } = person;
  return (
    <>
      <p>
        {cardIssuedAt
          ? t("people.cardSince", { time: formatDate(locale, cardIssuedAt, NETWORK_ZONE, ctx.now) })
          : t("people.noCard")}
      </p>
      {mayHoldCard && isInOurCare ? (
        <CardForm
          action={issueCardAction}
          locale={locale}
          person={{ id, displayName }}
          words={cardWords(locale, { isAnother: cardIssuedAt !== null })}
        />
      ) : (
        <p className="fact">{t(mayHoldCard ? "people.cardByOwner" : "people.cardForLearners")}</p>
      )}
      {cardIssuedAt && (
        <ActionForm
          action={revokeCardAction}
          submit={t("people.revokeCard")}
          working={t("working")}
          values={{ locale, id }}
          quiet
        />
      )}
    </>
  );
}

async function Roles({ ctx, locale, person }: PartProps) {
  const t = translator(locale, "identity");
  const spaces = (await spacesToGrant(ctx)).map(({ id, name }) => ({ value: id, label: name }));
  const network = can(ctx.actor, "people.manage");
  const everywhere = network ? [{ value: "", label: t("people.wholeNetwork") }] : [];
  const organisations = (await organisationsByName(ctx)).map(({ id, name }) => ({
    value: id,
    label: name,
  }));
  return (
    <>
      {person.roles.length === 0 && <p>{t("people.noRoles")}</p>}
      <ul className="cards">
        {person.roles.map(({ id, role, spaceId, spaceName, organisationName }) => {
          const held = { role: t(`roles.${role}`), space: spaceName ?? t("people.wholeNetwork") };
          return (
            <li className="card" key={id}>
              <div>
                {`${held.role} – ${held.space}`}
                {organisationName && <p className="fact">{organisationName}</p>}
              </div>
              {mayGrant(ctx.actor, role, spaceId) && (
                <ActionForm
                  action={removeRoleAction}
                  submit={t("people.takeRole", held)}
                  working={t("working")}
                  values={{ locale, id: person.id, roleId: id }}
                  quiet
                />
              )}
            </li>
          );
        })}
      </ul>
      <ActionForm
        action={grantRoleAction}
        submit={t(person.isInOurCare ? "people.giveRole" : "people.offerRole")}
        working={t("working")}
        values={{ locale, id: person.id }}
        quiet
      >
        <SelectField
          label={t("people.role")}
          name="role"
          options={[...SPACE_ROLES, ...(network ? NETWORK_ROLES : [])].map((role) => ({
            value: role,
            label: t(`roles.${role}`),
          }))}
        />
        <SelectField
          label={t("people.space")}
          name="spaceId"
          options={[...everywhere, ...spaces]}
        />
        {network && organisations.length > 0 && (
          <SelectField
            label={t("people.organisation")}
            hint={t("people.organisationHint")}
            name="organisationId"
            options={[{ value: "", label: t("people.noOrganisation") }, ...organisations]}
          />
        )}
      </ActionForm>
    </>
  );
}

function Account({ locale, person: { id, email, hasPassword, isDisabled } }: PartProps) {
  const t = translator(locale, "identity");
  return (
    <>
      {hasPassword && <p>{t("people.hasPassword")}</p>}
      {isDisabled && <p>{t("people.isClosed")}</p>}
      {email && !isDisabled && (
        <ActionForm
          action={inviteAction}
          submit={t(hasPassword ? "people.newPassword" : "people.invite")}
          working={t("working")}
          values={{ locale, id }}
          quiet
        />
      )}
      {email && hasPassword && !isDisabled && (
        <>
          <h3>{t("people.lostApp")}</h3>
          <p>{t("people.lostAppIntro")}</p>
          <TokenForm
            action={resetSecondFactorAction}
            locale={locale}
            words={{
              make: t("people.resetApp"),
              made: t("people.resetCode"),
              working: t("working"),
            }}
          >
            <input type="hidden" name="id" value={id} />
          </TokenForm>
        </>
      )}
      <ActionForm
        action={isDisabled ? enablePersonAction : disablePersonAction}
        submit={t(isDisabled ? "people.open" : "people.close")}
        working={t("working")}
        values={{ locale, id }}
        quiet
      />
    </>
  );
}
