import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActorForm } from "#components/actors/actor-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { organisationsByName } from "#lib/foundation/identity/people/organisations.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { retireActorAction } from "#lib/places/actors/actions.ts";
import { actorForStaff } from "#lib/places/actors/queries.ts";
import { setContactAction } from "#lib/places/partners/actions.ts";
import { contactForStaff, markOfContact } from "#lib/places/partners/contact.ts";
import { namedThing, titleFrom } from "../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const ctx = await requestContext();
  const found = await namedThing(actorForStaff(ctx, slug));
  return titleFrom(found?.name, translator(localeOf(locale), "actors")("admin.title"));
}

const DONE = ["added", "changed", "retired", "shown"];

/** One organisation or group: what is said of it, and whether it is shown. */
export default async function EditActorPage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext("actor.manage", `/${locale}/admin/actors/${slug}`);
  const actor = await actorForStaff(ctx, slug);
  if (!actor) notFound();
  const t = translator(locale, "actors");
  const asked = await searchParams;
  const done = DONE.find((one) => one === asked.done);
  const isShown = actor.retiredAt === null;
  const mayRepresent = can(ctx.actor, "organisation.represent");
  return (
    <>
      <Crumb href={`/${locale}/admin/actors`}>{t("admin.title")}</Crumb>
      <h1>{actor.name}</h1>
      {done && <Status>{t(`admin.done.${done}`)}</Status>}
      <p className="row">
        <span className={isShown ? "state free" : "state shut"}>
          {t(isShown ? "admin.shown" : "admin.retired")}
        </span>
        {isShown && <a href={`/${locale}/community/${slug}`}>{t("admin.open")}</a>}
      </p>
      <ActorForm
        locale={locale}
        actor={actor}
        organisations={mayRepresent ? await organisationsByName(ctx) : []}
        today={ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString()}
      />
      <ActionForm
        action={retireActorAction}
        submit={t(isShown ? "admin.retire" : "admin.show")}
        working={t("admin.working")}
        values={{
          locale,
          id: actor.id,
          slug,
          revision: String(actor.revision),
          retired: isShown ? "yes" : "no",
        }}
        quiet
      />
      {mayRepresent && <ContactForm ctx={ctx} locale={locale} actor={actor} />}
    </>
  );
}

type ContactProps = { ctx: Context; locale: Locale; actor: { id: string; slug: string } };

/** Where letters of visitors go. */
async function ContactForm({ ctx, locale, actor }: ContactProps) {
  const t = translator(locale, "partners");
  const contact = await contactForStaff(ctx, actor.id);
  return (
    <section>
      <h2>{t("admin.contact")}</h2>
      <ActionForm
        action={setContactAction}
        submit={t("admin.save")}
        working={t("write.working")}
        values={{ locale, slug: actor.slug, revision: markOfContact(contact) }}
      >
        <TextField
          label={t("admin.address")}
          hint={t("admin.contactHint")}
          name="address"
          type="email"
          autoComplete="off"
          defaultValue={contact?.address ?? ""}
          maxLength={200}
        />
        <SelectField
          label={t("admin.language")}
          name="language"
          defaultValue={contact?.language ?? locale}
          options={LOCALES.map((value) => ({
            value,
            label: translator(locale, "actors")(`languages.${value}`),
          }))}
        />
      </ActionForm>
    </section>
  );
}
