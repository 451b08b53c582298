import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TextArea } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { orNothing } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { withdrawEndorsementAction } from "#lib/learning/badges/endorsements/actions.ts";
import { withdrawable } from "#lib/learning/badges/endorsements/queries.ts";
import { MOST_REASON } from "#lib/learning/badges/endorsements/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = translator(localeOf((await params).locale), "endorsements")("withdraw.title");
  return { title, robots: { index: false, follow: false } };
}

/** By the link of the mail that followed a yes: it is taken back, with a reason. */
export default async function WithdrawPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "endorsements");
  const { token } = await searchParams;
  const said =
    typeof token === "string"
      ? await orNothing(withdrawable(await requestContext(), token, locale))
      : null;
  return (
    <div className="narrow">
      <h1>{t("withdraw.title")}</h1>
      {(said === null || said.isWithdrawn) && (
        <Empty text={t(said === null ? "unknown" : "withdraw.already")}>
          <a className="button quiet" href={`/${locale}/badges/recognition`}>
            {t("done.see")}
          </a>
        </Empty>
      )}
      {said && !said.isWithdrawn && typeof token === "string" && (
        <>
          <p>
            {t("withdraw.intro", { organisation: said.organisation, name: said.name || t("gone") })}
          </p>
          <p>{t("withdraw.hint")}</p>
          <ActionForm
            action={withdrawEndorsementAction}
            submit={t("withdraw.send")}
            working={t("answer.working")}
            values={{ locale, token }}
          >
            <TextArea label={t("withdraw.reason")} name="reason" maxLength={MOST_REASON} required />
          </ActionForm>
        </>
      )}
    </div>
  );
}
