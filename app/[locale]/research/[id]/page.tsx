import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Facts } from "#components/ui/facts.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { findRelease } from "#lib/evidence/research/queries.ts";
import { formatDate, formatMonth } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

type Props = { params: Promise<{ locale: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "research")("one.title") };
}

/** One release: what is in it, how people are protected, and the file. */
export default async function ReleasePage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext("research.read", `/${locale}/research/${encodeURIComponent(id)}`);
  if (!z.uuid().safeParse(id).success) notFound();
  const release = await findRelease(ctx, id).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === "not_found") return null;
    throw error;
  });
  if (!release) notFound();

  const t = translator(locale, "research");
  const { dataset, parameters, purpose, rows, sha256, protection, createdAt } = release;
  return (
    <div className="narrow">
      <h1>{t(`datasets.${dataset}`)}</h1>
      <p>{t("one.frozen")}</p>
      <Facts
        facts={[
          { name: t("one.purpose"), value: <bdi>{purpose}</bdi> },
          {
            name: t("one.months"),
            value: [parameters.from, parameters.to]
              .map((month) => formatMonth(locale, Temporal.PlainYearMonth.from(month)))
              .join(" – "),
          },
          { name: t("one.spaces"), value: parameters.spaces.join(", ") || t("one.all") },
          {
            name: t("one.made"),
            value: `${formatDate(locale, createdAt, NETWORK_ZONE, ctx.now)} · ${t("rows", { count: rows })}`,
          },
          {
            name: t("one.protection"),
            value:
              dataset === "table"
                ? t("preview.cells")
                : [
                    ...protection.steps.map((step) => t(`steps.${step}`)),
                    t("one.withheld", { count: protection.withheld }),
                  ].join(" · "),
          },
          { name: t("one.hash"), value: <code className="hash">{sha256}</code> },
        ]}
      />
      <p className="row">
        <a className="button" href={`/api/v1/research/releases/${id}/package.zip`} download>
          {t("one.download")}
        </a>
        <a className="button quiet" href={`/${locale}/research`}>
          {t("register")}
        </a>
      </p>
    </div>
  );
}
