import type { Metadata } from "next";
import { ActorForm } from "#components/actors/actor-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { organisationsByName } from "#lib/foundation/identity/people/organisations.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "actors")("admin.addTitle") };
}

export default async function NewActorPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("actor.manage", `/${locale}/admin/actors/new`);
  const t = translator(locale, "actors");
  return (
    <>
      <Crumb href={`/${locale}/admin/actors`}>{t("admin.title")}</Crumb>
      <h1>{t("admin.addTitle")}</h1>
      <ActorForm
        locale={locale}
        actor={null}
        organisations={
          can(ctx.actor, "organisation.represent") ? await organisationsByName(ctx) : []
        }
        today={ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString()}
      />
    </>
  );
}
