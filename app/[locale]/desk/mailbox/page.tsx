import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate, formatTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listMail, MAILS_A_PAGE } from "#lib/foundation/notifications/mailbox.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "notifications")("title") };
}

/** What the demonstration would have sent. */
export default async function MailboxPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (!settings().demo) notFound();
  if (ctx.actor.kind === "visitor") redirect(`/${locale}/sign-in?next=/${locale}/desk/mailbox`);
  if (!can(ctx.actor, "mailbox.read")) notFound();

  const t = translator(locale, "notifications");
  const page = pageFrom((await searchParams).page);
  const { items, total } = await listMail(ctx, page);
  const pages = Math.ceil(total / MAILS_A_PAGE);
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>
      {total === 0 && (
        <Empty text={t("none")}>
          <a href={`/${locale}/book`}>{translator(locale, "desk")("dayView.bookRoom")}</a>
        </Empty>
      )}
      <ol className="cards">
        {items.map(({ id, to, subject, text, at, locale: language }) => (
          <li className="card" key={id}>
            <div>
              <h2 lang={language}>{subject}</h2>
              <p className="fact">
                {t("to", {
                  to,
                  when: `${formatDate(locale, at, NETWORK_ZONE)}, ${formatTime(locale, at, NETWORK_ZONE)}`,
                })}
              </p>
              <p className="letter" lang={language}>
                {text}
              </p>
              <a href={`/api/v1/mailbox/${id}`}>{t("open")}</a>
            </div>
          </li>
        ))}
      </ol>
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(other) => `/${locale}/desk/mailbox?page=${other}`}
      />
    </div>
  );
}
