import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { confirmMessageAction } from "#lib/places/partners/actions.ts";
import { waitingMessage } from "#lib/places/partners/contact.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = translator(localeOf((await params).locale), "partners")("confirm.title");
  return { title, robots: { index: false, follow: false } };
}

/**
 * By the link of the mail to whoever wrote: what they wrote, and a yes. A program that follows
 * links sends nothing.
 */
export default async function ConfirmLetterPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "partners");
  const { token } = await searchParams;
  const letter =
    typeof token === "string" ? await waitingMessage(await requestContext(), token) : null;
  if (!letter || typeof token !== "string")
    return (
      <div className="narrow">
        <h1>{t("confirm.ended")}</h1>
        <Empty text={t("confirm.endedHint")}>
          <a href={`/${locale}/community`}>{translator(locale, "actors")("back")}</a>
        </Empty>
      </div>
    );
  return (
    <div className="narrow">
      <h1>{t("confirm.title")}</h1>
      <p>{t("confirm.intro", { organisation: letter.organisation })}</p>
      <blockquote>
        <bdi>{letter.message}</bdi>
      </blockquote>
      <ActionForm
        action={confirmMessageAction}
        submit={t("confirm.send")}
        working={t("write.working")}
        values={{ locale, token }}
      />
    </div>
  );
}
