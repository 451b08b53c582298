import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { TokenForm } from "#components/identity/token-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { NETWORK_ZONE } from "#lib/booking/search-form.ts";
import { formatDate, formatTime } from "#lib/i18n/format.ts";
import { type Locale, localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { myTokens, scopesFor } from "#lib/identity/access-tokens.ts";
import {
  endOtherSessionsAction,
  endSessionAction,
  makeTokenAction,
  revokeTokenAction,
} from "#lib/identity/actions.ts";
import type { Context } from "#lib/identity/context.ts";
import { mySessions } from "#lib/identity/own-sessions.ts";
import { TOKEN_DAYS } from "#lib/identity/schema.ts";
import { requestContext, sessionToken } from "#lib/identity/session.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("account.title") };
}

export default async function AccountPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind !== "person") redirect(`/${locale}/sign-in?next=/${locale}/me/account`);

  const t = translator(locale, "identity");
  return (
    <div className="narrow">
      <h1>{t("account.title")}</h1>
      <p>{ctx.actor.displayName}</p>
      <h2>{t("account.sessions")}</h2>
      <Sessions ctx={ctx} locale={locale} />
      <h2>{t("account.tokens")}</h2>
      <p>{t("account.tokensIntro")}</p>
      <Tokens ctx={ctx} locale={locale} />
    </div>
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
              <p className="fact">{scopes.map((scope) => t.or(`scopes.${scope}`, scope)).join(", ")}</p>
              {expiresAt && (
                <p className="fact">{t("account.tokenUntil", { time: moment(locale, expiresAt, ctx) })}</p>
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
        words={{ make: t("account.makeToken"), made: t("account.madeToken"), working: t("working") }}
      >
        <TextField label={t("account.tokenName")} name="name" maxLength={80} required />
        <CheckboxGroup
          legend={t("account.tokenScopes")}
          name="scopes"
          chosen={[]}
          options={scopesFor(ctx).map((scope) => ({ value: scope, label: t.or(`scopes.${scope}`, scope) }))}
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
