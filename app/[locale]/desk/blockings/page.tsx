import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TimesFields } from "#components/desk/times-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { endBlockingAction, keepForGroupAction } from "#lib/booking/closures/actions.ts";
import {
  type Blocking,
  blockingsOf,
  type Organisation,
  organisationsByName,
  previewBlocking,
} from "#lib/booking/closures/blockings.ts";
import {
  type BlockingForm,
  blockingForm,
  blockingPlan,
} from "#lib/booking/closures/closure-form.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { type Context, SPACE_ROLES } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal } from "#lib/foundation/platform/errors/errors.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "blockings")("title") };
}

/** Rooms kept for a group: first when and who is there already, then one button. */
export default async function BlockingsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/blockings`);
  const asked = await searchParams;
  const one = (name: string) => firstOf(asked[name]);
  const { own, space } = await chosenSpaces(ctx, "booking.manage", asked.space);
  if (!space) notFound();
  const t = translator(locale, "blockings");
  const desk = translator(locale, "desk");
  const roles = translator(locale, "identity");
  const rooms = await roomsOf(ctx, space.slug);
  const blockings = await blockingsOf(ctx, space.id);
  const organisations = await organisationsByName(ctx);
  const input = one("day") ? blockingForm.safeParse({ ...asked, spaceId: space.id }) : null;
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate().toString();
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      {own.length > 1 && <p className="fact">{space.name}</p>}
      {asked.made !== undefined && <Status>{t("made")}</Status>}
      {input && !input.success && (
        <p className="alert" role="alert" id="check" tabIndex={-1}>
          {messageFor(locale, { code: faultOf(input.error.issues) })}
        </p>
      )}
      {input?.success && <Preview ctx={ctx} locale={locale} input={input.data} space={space} />}
      <h2>{t("new")}</h2>
      <p>{t("intro")}</p>
      <form className="form" action={`/${locale}/desk/blockings#check`} method="get">
        <input type="hidden" name="space" value={space.slug} />
        <TextField
          label={t("name")}
          name="title"
          maxLength={100}
          defaultValue={one("title")}
          required
        />
        <Group
          organisations={organisations}
          value={one}
          t={t}
          roleName={(role) => roles(`roles.${role}`)}
        />
        <TimesFields
          locale={locale}
          rooms={rooms}
          chosen={[asked.rooms ?? []].flat()}
          value={one}
          today={today}
          whole={t("whole")}
          t={desk}
        />
        <button type="submit" className="button quiet">
          {t("look")}
        </button>
      </form>
      <h2>{t("now")}</h2>
      {blockings.length === 0 && <p>{t("none")}</p>}
      <ol className="cards">
        {blockings.map((blocking) => (
          <li className="card" key={blocking.id}>
            <div>
              <h3>{blocking.title}</h3>
              <p>
                {blocking.roomNames.length > 0
                  ? blocking.roomNames.join(", ")
                  : desk("closures.all")}
              </p>
              <p className="fact">{whoOf(blocking, t, (role) => roles(`roles.${role}`))}</p>
              {blocking.windows.slice(0, 3).map((window) => (
                <p className="fact" key={window.start.toString()}>
                  {formatDateTimeRange(locale, window, space.timeZone)}
                </p>
              ))}
              {blocking.windows.length > 3 && (
                <p className="fact">
                  {desk("closures.more", { count: blocking.windows.length - 3 })}
                </p>
              )}
            </div>
            <ActionForm
              action={endBlockingAction}
              submit={t("end")}
              working={desk("form.working")}
              values={{ locale, id: blocking.id, space: space.slug }}
              quiet
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

type GroupProps = {
  organisations: Organisation[];
  value: (name: string) => string;
  t: Translate;
  roleName: (role: string) => string;
};

/** For whom: any of three ways to say it. */
function Group({ organisations, value, t, roleName }: GroupProps) {
  const none = { value: "", label: t("nobody") };
  return (
    <>
      {organisations.length > 0 && (
        <SelectField
          label={t("organisation")}
          name="organisation"
          defaultValue={value("organisation")}
          options={[none, ...organisations.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <SelectField
        label={t("role")}
        name="role"
        defaultValue={value("role")}
        options={[none, ...SPACE_ROLES.map((role) => ({ value: role, label: roleName(role) }))]}
      />
      <TextArea
        label={t("people")}
        hint={t("peopleHint")}
        name="emails"
        rows={3}
        maxLength={5000}
        defaultValue={value("emails")}
      />
    </>
  );
}

function whoOf(
  { organisation, role, members }: Blocking,
  t: Translate,
  roleName: (role: string) => string,
): string {
  return [organisation, role && roleName(role), members > 0 && t("members", { count: members })]
    .filter(Boolean)
    .join(", ");
}

function faultOf(issues: { message: string }[]): string {
  return issues.find(({ message }) => /^\w+\.\w+$/.test(message))?.message ?? "common.check_fields";
}

type PreviewProps = {
  ctx: Context;
  locale: Locale;
  input: BlockingForm;
  space: { slug: string; timeZone: string };
};

/** When it would be kept, and who is there already; or why it cannot be. */
async function Preview({ ctx, locale, input, space }: PreviewProps) {
  const t = translator(locale, "blockings");
  const desk = translator(locale, "desk");
  const plan = blockingPlan(input);
  const found = plan
    ? await orRefusal(previewBlocking(ctx, plan))
    : new DomainError("invalid", { code: "booking.not_a_moment" });
  if (found instanceof DomainError)
    return (
      <p className="alert" role="alert" id="check" tabIndex={-1}>
        {messageFor(locale, found.reason)}
      </p>
    );
  const { windows, there } = found;
  const { spaceId, rooms, emails, organisation, role, ...fields } = input;
  return (
    <section>
      <h2 id="check" tabIndex={-1}>
        {t("check", { count: windows.length })}
      </h2>
      <Status className="">
        {there.length === 0 ? t("empty") : t("there", { count: there.length })}
      </Status>
      <ol className="cards">
        {there.map(({ id, roomName, during, title }) => (
          <li className="card" key={id}>
            <div>
              <h3>
                <a href={`/${locale}/me/bookings/${id}`}>{title}</a>
              </h3>
              <p className="fact">
                {formatDateTimeRange(locale, during, space.timeZone)} · <bdi>{roomName}</bdi>
              </p>
            </div>
          </li>
        ))}
      </ol>
      <ActionForm
        action={keepForGroupAction}
        submit={t("keep")}
        working={desk("form.working")}
        values={{
          ...fields,
          locale,
          spaceId,
          space: space.slug,
          organisation: organisation ?? "",
          role: role ?? "",
          emails: emails.join(" "),
        }}
      >
        {rooms.map((id) => (
          <input key={id} type="hidden" name="rooms" value={id} />
        ))}
      </ActionForm>
    </section>
  );
}
