import type { Metadata } from "next";
import { CodeFromAddress } from "#components/identity/code-from-address.tsx";
import { Gate } from "#components/identity/gate.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField, Tick } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { cardAction } from "#lib/foundation/identity/actions.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("signIn.card.title") };
}

/** The printed card: its QR code fills the field, and without scripts the code is typed. */
export default async function CardPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "identity");
  const next = localPath((await searchParams).next, `/${locale}`);
  return (
    <Gate>
      <h1>{t("signIn.card.title")}</h1>
      <ActionForm
        action={cardAction}
        submit={t("signIn.card.open")}
        working={t("working")}
        values={{ locale, next }}
      >
        <TextField
          label={t("signIn.card.code")}
          hint={t("signIn.card.hint")}
          name="card"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          required
        />
        <Tick label={t("signIn.shared")} name="shared" value="on" defaultChecked={false} />
      </ActionForm>
      <CodeFromAddress field="card" />
      <p>
        <a href={`/${locale}/sign-in?next=${encodeURIComponent(next)}`}>{t("signIn.back")}</a>
      </p>
    </Gate>
  );
}
