import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate, formatTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { type AuditLine, auditSearch, listAudit } from "#lib/places/spaces/audit-log.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("audit.title") };
}

/** What was done in the network, by whom and when, newest first. */
export default async function AuditPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("audit.read", `/${locale}/admin/audit`);
  const t = translator(locale, "identity");
  const asked = auditSearch.parse(await searchParams);
  const { items, next } = await listAudit(ctx, asked);
  const spaces = await spacesByName(ctx);
  const older = new URLSearchParams({
    action: asked.action,
    space: asked.space,
    before: String(next),
  });
  const who = ({ by }: AuditLine) => {
    if (by.kind === "system") return t("audit.service", { name: by.name });
    return by.name === null ? (
      t("audit.erased")
    ) : (
      <a href={`/${locale}/admin/people/${by.id}`}>
        <bdi>{by.name}</bdi>
      </a>
    );
  };
  return (
    <>
      <h1>{t("audit.title")}</h1>
      <p>{t("audit.intro")}</p>
      <form className="search roomy" action={`/${locale}/admin/audit`} method="get">
        <TextField
          label={t("audit.action")}
          hint={t("audit.actionHint")}
          name="action"
          defaultValue={asked.action}
          maxLength={60}
        />
        <SelectField
          label={t("audit.space")}
          name="space"
          defaultValue={asked.space}
          options={[
            { value: "", label: t("audit.everywhere") },
            ...spaces.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
        <button type="submit" className="button quiet">
          {t("audit.show")}
        </button>
      </form>
      {items.length === 0 ? (
        <Empty text={t("audit.none")} />
      ) : (
        <Scrolling label={t("audit.title")}>
          <table className="data stacks log">
            <thead>
              <tr>
                <th scope="col">{t("audit.when")}</th>
                <th scope="col">{t("audit.who")}</th>
                <th scope="col">{t("audit.what")}</th>
                <th scope="col">{t("audit.space")}</th>
                <th scope="col">{t("audit.subject")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((line) => (
                <tr key={line.id}>
                  <td>
                    {formatDate(locale, line.at, NETWORK_ZONE, ctx.now)},{" "}
                    {formatTime(locale, line.at, NETWORK_ZONE)}
                  </td>
                  <td data-column={t("audit.who")}>{who(line)}</td>
                  <td data-column={t("audit.what")}>
                    <code>{breakable(line.action)}</code>
                  </td>
                  <td data-column={t("audit.space")}>{line.spaceName}</td>
                  <td data-column={t("audit.subject")}>
                    <code className="hash">{line.subject}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      {next !== null && (
        <p className="pages">
          <a className="button quiet" href={`/${locale}/admin/audit?${older}`}>
            {t("audit.older")}
          </a>
        </p>
      )}
    </>
  );
}

/** The name of an action, which may go on on the next line after each of its parts. */
function breakable(action: string): ReactNode {
  return action.split(/(?<=[._])/u).reduce<ReactNode>(
    (before, part) => (
      <>
        {before}
        <wbr />
        {part}
      </>
    ),
    null,
  );
}
