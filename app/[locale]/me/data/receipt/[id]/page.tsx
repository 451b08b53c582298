import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { Facts } from "#components/ui/facts.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { type Consent, findReceipt } from "#lib/foundation/consent/queries.ts";
import { formatDate, formatTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { orNothing } from "#lib/foundation/platform/errors/errors.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { QrCode } from "../../../../qr-code.tsx";

type Props = { params: Promise<{ locale: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "consent")("receipt.title") };
}

/** What was asked, what was said and when: one page to print and keep. */
export default async function ReceiptPage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const path = `/${locale}/me/data/receipt/${encodeURIComponent(id)}`;
  if (ctx.actor.kind === "visitor") redirect(`/${locale}/sign-in?next=${encodeURIComponent(path)}`);
  const consent = await receiptOrNothing(ctx, id);
  if (!consent) notFound();

  const t = translator(locale, "consent");
  const all = (prefix: string, codes: string[]) =>
    codes.map((code) => t(`${prefix}.${code}`)).join(", ");
  const { months } = Temporal.Duration.from(consent.retention);
  return (
    <div className="narrow">
      <h1>{t("receipt.heading", { field: t(`fields.${consent.field}.name`) })}</h1>
      <PrintButton label={t("receipt.print")} />
      <Facts
        facts={[
          { name: t("receipt.asked"), value: t(`fields.${consent.field}.ask`) },
          { name: t("receipt.why"), value: all("purposes", consent.purposes) },
          { name: t("receipt.what"), value: all("categories", consent.dataCategories) },
          { name: t("receipt.who"), value: all("recipients", consent.recipients) },
          { name: t("receipt.controller"), value: consent.controller },
          { name: t("receipt.until"), value: t("receipt.months", { count: months }) },
          { name: t("receipt.country"), value: t(`countries.${consent.jurisdiction}`) },
          {
            name: t("receipt.version"),
            value: t("receipt.versionValue", {
              version: consent.noticeVersion,
              language: t(`languages.${consent.language}`),
              formats: all("formats", consent.formats),
            }),
          },
          { name: t("receipt.number"), value: consent.id },
        ]}
      />
      <h2>{t("receipt.happened")}</h2>
      <ol className="list">
        {consent.events.map(({ state, expressed, at }) => (
          <li key={state}>
            {t("receipt.event", {
              date: `${formatDate(locale, at, NETWORK_ZONE, ctx.now)}, ${formatTime(locale, at, NETWORK_ZONE)}`,
              state: t(`states.${state}`),
              how: t(`expressed.${expressed}`),
            })}
          </li>
        ))}
      </ol>
      <p>{t("receipt.change")}</p>
      <QrCode
        className="qr"
        address={`${settings().publicUrl}${path}`}
        alt={t("receipt.qr")}
        size={148}
      />
      <p className="row">
        <a href={`/${locale}/me/data`}>{t("receipt.back")}</a>
      </p>
    </div>
  );
}

/** Somebody else's receipt is a page that does not exist. */
async function receiptOrNothing(ctx: Context, id: string): Promise<Consent | null> {
  if (!z.uuid().safeParse(id).success) return null;
  return orNothing(findReceipt(ctx, id));
}
