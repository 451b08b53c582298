import type { Metadata } from "next";
import { SetUpForm } from "#components/identity/set-up-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { setUpAction } from "#lib/foundation/identity/actions.ts";
import { findInvitation } from "#lib/foundation/identity/passwords/invitations.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { QrCode } from "../../qr-code.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("setUp.title") };
}

export default async function InvitationPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "identity");
  const { token: asked } = await searchParams;
  const token = typeof asked === "string" ? asked : "";
  const invitation = await findInvitation(await requestContext(), token);
  const words = {
    save: t("setUp.save"),
    working: t("working"),
    recoveryTitle: t("setUp.recoveryTitle"),
    recovery: t("setUp.recovery"),
    continue: t("setUp.continue"),
    ended: t("invitation_ended"),
    signIn: t("signIn.staff.link"),
  };
  return (
    <div className="narrow">
      <h1>{t("setUp.title")}</h1>
      <SetUpForm action={setUpAction} locale={locale} token={token} words={words}>
        {invitation && (
          <>
            <p>{t("setUp.welcome", { name: invitation.displayName })}</p>
            <TextField
              label={t("setUp.password")}
              hint={t("setUp.passwordHint")}
              name="password"
              type="password"
              autoComplete="new-password"
              minLength={12}
              maxLength={200}
              required
            />
            {invitation.kind === "both" && (
              <TextField
                label={t("setUp.handed")}
                hint={t("setUp.handedHint")}
                name="handed"
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
                maxLength={40}
                required
              />
            )}
            {invitation.kind !== "password" && (
              <div>
                <p>{t("setUp.scan")}</p>
                <p>
                  <code className="secret">{invitation.secret}</code>
                </p>
                <QrCode className="qr" address={invitation.uri} alt={t("setUp.qr")} size={200} />
              </div>
            )}
            {invitation.kind === "password" ? (
              <TextField
                label={t("signIn.staff.code")}
                hint={t("signIn.staff.hint")}
                name="code"
                autoComplete="one-time-code"
                maxLength={40}
                required
              />
            ) : (
              <TextField
                label={t("setUp.code")}
                name="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={12}
                required
              />
            )}
          </>
        )}
      </SetUpForm>
    </div>
  );
}
