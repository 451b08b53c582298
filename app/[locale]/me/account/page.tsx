import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CardForm } from "#components/identity/card-form.tsx";
import { CardOpensLess } from "#components/identity/card-opens-less.tsx";
import { TokenForm } from "#components/identity/token-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate, formatLength, formatTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import {
  acceptOfferAction,
  endOtherSessionsAction,
  endSessionAction,
  issueOwnCardAction,
  makeTokenAction,
  refuseOfferAction,
  revokeOwnCardAction,
  revokeTokenAction,
} from "#lib/foundation/identity/actions.ts";
import {
  showMembershipAction,
  unlinkIdentityAction,
} from "#lib/foundation/identity/actions-account.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { haveIPassword } from "#lib/foundation/identity/passwords/password-change.ts";
import { myMemberships } from "#lib/foundation/identity/people/memberships.ts";
import { myOffers } from "#lib/foundation/identity/people/offers.ts";
import { isByCard, ownAccount } from "#lib/foundation/identity/permission/policy.ts";
import { myTokens, scopesFor } from "#lib/foundation/identity/programs/access-tokens.ts";
import { TOKEN_DAYS } from "#lib/foundation/identity/schema.ts";
import { mayHoldOwnCard, myCardSince } from "#lib/foundation/identity/sign-in/cards.ts";
import { failureFrom, myIdentities } from "#lib/foundation/identity/sign-in/openid.ts";
import { mySessions } from "#lib/foundation/identity/sign-in/own-sessions.ts";
import { requestContext, sessionToken } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { cardWords } from "../../card-words.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("account.title") };
}

export default async function AccountPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind !== "person") redirect(`/${locale}/sign-in?next=/${locale}/me/account`);

  const t = translator(locale, "identity");
  if (isByCard(ctx.actor))
    return (
      <CardOpensLess locale={locale} title={t("account.title")} path={`/${locale}/me/account`} />
    );
  const { failed, changed } = await searchParams;
  return (
    <div className="narrow">
      <h1>{t("account.title")}</h1>
      {failed !== undefined && (
        <p className="alert" role="alert">
          {messageFor(locale, { code: failureFrom(failed) })}
        </p>
      )}
      {changed !== undefined && <Status>{t("password.changed")}</Status>}
      <p>{ctx.actor.displayName}</p>
      {(await haveIPassword(ctx)) && (
        <p>
          <a href={`/${locale}/me/account/password`}>{t("password.title")}</a>
        </p>
      )}
      <Offers ctx={ctx} locale={locale} />
      <Memberships ctx={ctx} locale={locale} />
      <OwnCard ctx={ctx} locale={locale} />
      <h2>{t("account.sessions")}</h2>
      {ctx.actor.idleMinutes && (
        <p>{t("account.idle", { length: formatLength(locale, ctx.actor.idleMinutes) })}</p>
      )}
      <Sessions ctx={ctx} locale={locale} />
      <Organisations ctx={ctx} locale={locale} />
      <h2>{t("account.tokens")}</h2>
      <p>{t("account.tokensIntro")}</p>
      <Tokens ctx={ctx} locale={locale} />
      <p className="row">
        <a href={`/${locale}/me`}>{translator(locale, "booking")("mine.title")}</a>
      </p>
    </div>
  );
}

async function Offers({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "identity");
  const offers = await myOffers(ctx);
  if (offers.length === 0) return null;
  return (
    <>
      <h2>{t("account.offers")}</h2>
      <ul className="cards">
        {offers.map(({ id, role, spaceName, expiresAt }) => (
          <li className="card" key={id}>
            <div>
              <h3>
                {t(`roles.${role}`)} – <bdi>{spaceName}</bdi>
              </h3>
              <p className="fact">
                {t("account.tokenUntil", { time: moment(locale, expiresAt, ctx) })}
              </p>
              {role !== "learner" && <p>{t("account.offerStaff")}</p>}
            </div>
            <ActionForm
              action={acceptOfferAction}
              submit={t("account.accept")}
              working={t("working")}
              values={{ locale, id }}
            />
            <ActionForm
              action={refuseOfferAction}
              submit={t("account.refuse")}
              working={t("working")}
              values={{ locale, id }}
              quiet
            />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whether they are named on the page of their organisation. Nobody else can say so. */
async function Memberships({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "partners");
  const held = await myMemberships(ctx);
  if (held.length === 0) return null;
  const spaces = new Map((await spacesByName(ctx)).map(({ id, name }) => [id, name]));
  return (
    <>
      <h2>{t("account.title")}</h2>
      <p>{t("account.intro")}</p>
      <ul className="cards">
        {held.map(({ id, role, organisation, spaceId, shownSince }) => {
          const named = { role: translator(locale, "identity")(`roles.${role}`), organisation };
          return (
            <li className="card" key={id}>
              <div>
                <h3>{t("account.role", named)}</h3>
                {spaceId && (
                  <p className="fact">
                    <bdi>{spaces.get(spaceId)}</bdi>
                  </p>
                )}
                <p className={shownSince ? "free" : "fact"}>
                  {t(shownSince ? "account.shown" : "account.hidden")}
                </p>
              </div>
              <ActionForm
                action={showMembershipAction}
                submit={t(shownSince ? "account.hide" : "account.show", named)}
                working={t("write.working")}
                values={{ locale, id, shown: shownSince ? "no" : "yes" }}
                quiet
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

async function OwnCard({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "identity");
  const since = await myCardSince(ctx);
  const mayHoldCard = await mayHoldOwnCard(ctx);
  if (!mayHoldCard && !since) return null;
  const { personId: id, displayName } = ownAccount(ctx.actor);
  return (
    <>
      <h2 id="card">{t("account.card")}</h2>
      <p>{t("account.cardIntro")}</p>
      {since && (
        <p>{t("people.cardSince", { time: formatDate(locale, since, NETWORK_ZONE, ctx.now) })}</p>
      )}
      {mayHoldCard && (
        <CardForm
          action={issueOwnCardAction}
          locale={locale}
          person={{ id, displayName }}
          words={cardWords(locale, { isAnother: since !== null })}
        />
      )}
      {since && (
        <ActionForm
          action={revokeOwnCardAction}
          submit={t("people.revokeCard")}
          working={t("working")}
          values={{ locale }}
          quiet
        />
      )}
    </>
  );
}

async function Sessions({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "identity");
  const sessions = await mySessions(ctx, await sessionToken());
  return (
    <>
      <ul className="cards">
        {sessions.map(({ id, device, method, createdAt, lastSeenAt, isThisOne }) => (
          <li className="card" key={id}>
            <div>
              <h3>{device ?? t("account.unknownDevice")}</h3>
              {isThisOne && <p className="free">{t("account.thisOne")}</p>}
              <p className="fact">{t.or(`methods.${method}`, method)}</p>
              <p className="fact">{t("account.since", { time: moment(locale, createdAt, ctx) })}</p>
              <p className="fact">{t("account.seen", { time: moment(locale, lastSeenAt, ctx) })}</p>
            </div>
            {!isThisOne && (
              <ActionForm
                action={endSessionAction}
                submit={t("account.end")}
                working={t("working")}
                values={{ locale, id }}
                quiet
              />
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <ActionForm
          action={endOtherSessionsAction}
          submit={t("account.endOthers")}
          working={t("working")}
          values={{ locale }}
          quiet
        />
      )}
    </>
  );
}

/** Shown where the network has such a sign-in, or this account still has one. */
async function Organisations({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "identity");
  const identities = await myIdentities(ctx);
  const { oidc } = settings();
  if (!oidc && identities.length === 0) return null;
  return (
    <>
      <h2>{t("account.organisations")}</h2>
      <p>{t("account.organisationsIntro")}</p>
      <ul className="cards">
        {identities.map(({ issuer, subject, createdAt, isConfirmed }) => (
          <li className="card" key={`${issuer} ${subject}`}>
            <div>
              <h3>{new URL(issuer).host}</h3>
              <p className="fact">
                {t("account.linkedSince", { time: moment(locale, createdAt, ctx) })}
              </p>
              {!isConfirmed && <p className="fact">{t("account.notConfirmed")}</p>}
            </div>
            <ActionForm
              action={unlinkIdentityAction}
              submit={t("account.unlink", { issuer: new URL(issuer).host })}
              working={t("working")}
              values={{ locale, issuer, subject }}
              quiet
            />
          </li>
        ))}
      </ul>
      {oidc && (
        <p>
          <a className="button quiet" href={`/api/auth/oidc?link&next=/${locale}/me/account`}>
            {t("account.link", { label: oidc.label })}
          </a>
        </p>
      )}
    </>
  );
}

async function Tokens({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "identity");
  const tokens = await myTokens(ctx);
  return (
    <>
      <ul className="cards">
        {tokens.map(({ id, name, scopes, expiresAt }) => (
          <li className="card" key={id}>
            <div>
              <h3>{name}</h3>
              <p className="fact">
                {scopes.map((scope) => t.or(`scopes.${scope}`, scope)).join(", ")}
              </p>
              {expiresAt && (
                <p className="fact">
                  {t("account.tokenUntil", { time: moment(locale, expiresAt, ctx) })}
                </p>
              )}
            </div>
            <ActionForm
              action={revokeTokenAction}
              submit={t("account.revokeToken", { name })}
              working={t("working")}
              values={{ locale, id }}
              quiet
            />
          </li>
        ))}
      </ul>
      <TokenForm
        action={makeTokenAction}
        locale={locale}
        words={{
          make: t("account.makeToken"),
          made: t("account.madeToken"),
          working: t("working"),
        }}
      >
        <TextField label={t("account.tokenName")} name="name" maxLength={80} required />
        <CheckboxGroup
          legend={t("account.tokenScopes")}
          name="scopes"
          chosen={[]}
          options={scopesFor(ctx).map((scope) => ({ value: scope, label: t(`scopes.${scope}`) }))}
        />
        <SelectField
          label={t("account.tokenDays")}
          name="days"
          defaultValue="90"
          options={TOKEN_DAYS.map((days) => ({ value: days, label: t("account.days", { days }) }))}
        />
      </TokenForm>
    </>
  );
}

function moment(locale: Locale, at: Temporal.Instant, { now }: Context): string {
  return `${formatDate(locale, at, NETWORK_ZONE, now)}, ${formatTime(locale, at, NETWORK_ZONE)}`;
}
