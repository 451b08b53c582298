import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { SearchForm } from "#components/ui/search-form.tsx";
import { Status } from "#components/ui/status.tsx";
import { LOCALE_NAMES, LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { addPersonAction } from "#lib/foundation/identity/actions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import {
  listPeople,
  PEOPLE_PAGE_SIZE,
  spacesToGrant,
} from "#lib/foundation/identity/people/people.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { OWN_ACCOUNT_AGE } from "#lib/foundation/identity/rules.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listSearch } from "#lib/foundation/platform/http/list-search.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("people.title") };
}

export default async function PeoplePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  const t = translator(locale, "identity");
  if (ctx.actor.kind === "visitor") redirect(`/${locale}/sign-in?next=/${locale}/admin/people`);
  if (!can(ctx.actor, "people.card")) notFound();

  const { offered, ...search } = await searchParams;
  const { q, page } = listSearch.parse(search);
  const { items, total } = await listPeople(ctx, { q, page });
  const pages = Math.max(1, Math.ceil(total / PEOPLE_PAGE_SIZE));
  return (
    <div className="narrow">
      <h1>{t("people.title")}</h1>
      {offered !== undefined && <Status>{t("people.offered")}</Status>}
      <p className="row">
        <a className="button quiet" href="#add">
          {t("people.addTitle")}
        </a>
      </p>
      <SearchForm
        action={`/${locale}/admin/people`}
        label={t("people.search")}
        submit={t("people.find")}
        query={q}
      />
      {items.length === 0 && <Empty text={t("people.none")} />}
      <ol className="cards">
        {items.map(({ id, displayName, email, isDisabled }) => (
          <li className="card" key={id}>
            <div>
              <h2>
                <a href={`/${locale}/admin/people/${id}`}>{displayName}</a>
              </h2>
              <p className="fact">{email ?? t("people.noEmail")}</p>
              {isDisabled && <p className="fault">{t("people.closed")}</p>}
            </div>
          </li>
        ))}
      </ol>
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(to) => `/${locale}/admin/people?${new URLSearchParams({ q, page: String(to) })}`}
      />
      <h2 id="add">{t("people.addTitle")}</h2>
      <NewPerson ctx={ctx} locale={locale} />
    </div>
  );
}

async function NewPerson({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "identity");
  const spaces = (await spacesToGrant(ctx)).map(({ id, name }) => ({ value: id, label: name }));
  const anywhere = can(ctx.actor, "people.manage")
    ? [{ value: "", label: t("people.wholeNetwork") }]
    : [];
  return (
    <ActionForm
      action={addPersonAction}
      submit={t("people.add")}
      working={t("working")}
      values={{ locale }}
    >
      <p className="fact">{t("people.addAge", { age: OWN_ACCOUNT_AGE })}</p>
      <TextField
        label={t("people.name")}
        hint={t("people.nameHint")}
        name="displayName"
        autoComplete="off"
        maxLength={80}
        required
      />
      <TextField
        label={t("people.email")}
        hint={anywhere.length > 0 ? undefined : t("people.emailHint")}
        name="email"
        type="email"
        autoComplete="off"
        maxLength={200}
      />
      <SelectField
        label={t("people.language")}
        name="language"
        defaultValue={locale}
        options={LOCALES.map((language) => ({ value: language, label: LOCALE_NAMES[language] }))}
      />
      <SelectField
        label={t("people.space")}
        name="spaceId"
        defaultValue={anywhere[0]?.value ?? spaces[0]?.value}
        options={[...anywhere, ...spaces]}
      />
    </ActionForm>
  );
}
