import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { GuestForm } from "#components/booking/guest-form.tsx";
import { Hold } from "#components/booking/hold.tsx";
import { Receipt } from "#components/booking/receipt.tsx";
import { RoomLayouts } from "#components/booking/room-layouts.tsx";
import { StepHead } from "#components/booking/step-head.tsx";
import type { Step } from "#components/booking/steps.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { refusalBefore } from "#lib/booking/allocation/bookability.ts";
import { findRoom, needsApproval } from "#lib/booking/allocation/rooms-to-book.ts";
import { equipmentList, moment } from "#lib/booking/allocation/schema.ts";
import { confirmBookingAction, joinWaitingAction } from "#lib/booking/bookings/actions.ts";
import { answerBy } from "#lib/booking/bookings/deadlines.ts";
import { roomIds } from "#lib/booking/bookings/schema.ts";
import { findAlternatives, findAvailability } from "#lib/booking/search/free-rooms.ts";
import { inputAddress, LENGTHS } from "#lib/booking/search/input.ts";
import { offersFrom } from "#lib/booking/search/offers.ts";
import { roomsTogether } from "#lib/booking/search/search.ts";
import { searchAddress } from "#lib/booking/search/search-form.ts";
import { formatDate, formatDateTime, formatTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { passesMidnight } from "#lib/foundation/platform/days.ts";
import { layoutsOfRoom } from "#lib/places/spaces/layouts.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { Rooms } from "../../rooms.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const address = z.object({
  room: z.uuid(),
  start: moment,
  end: moment,
  people: z.coerce.number().int().min(1).max(500),
  equipment: equipmentList.default([]),
  rooms: roomIds.optional(),
  layout: z.uuid().optional().catch(undefined),
});

type Asked = z.output<typeof address>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "booking")("check.title") };
}

/** The last screen: what will be booked, and one button. */
export default async function BookPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const ctx = await requestContext();
  const input = address.safeParse(asked);
  if (!input.success) notFound();
  const { room: roomId, rooms: together } = input.data;
  const rooms = await Promise.all((together ?? [roomId]).map((id) => findRoom(ctx, id)));
  const [room] = rooms;
  if (!room || rooms.some((other) => other?.spaceSlug !== room.spaceSlug)) notFound();

  const query = new URLSearchParams(
    Object.entries(asked).map(([name, value]) => [name, String(value)]),
  );
  const signIn = `/${locale}/sign-in?next=${encodeURIComponent(`/${locale}/book/check?${query}`)}`;
  const isVisitor = ctx.actor.kind === "visitor";

  const t = translator(locale, "booking");
  const back = stepsBack(locale, input.data, room.spaceSlug);
  const guest = translator(locale, "guest");
  const { start, end, people, equipment } = input.data;
  const found = together
    ? await roomsTogether(ctx, input.data, together)
    : (await findAvailability(ctx, { ...input.data, roomId: room.roomId, limit: 1 })).items;
  const isFree = found.length > 0;
  const refusal = isFree ? null : await refusalBefore(ctx, together ?? [room.roomId], input.data);
  const others = isFree
    ? []
    : offersFrom(
        await findAlternatives(ctx, { ...input.data, spaceSlug: room.spaceSlug }),
        input.data,
        locale,
      );
  const mustAsk = await needsApproval(ctx, together ?? [room.roomId]);
  const asks = isFree && mustAsk;
  const answersBefore = asks
    ? t("check.answersBefore", {
        when: formatDateTime(locale, answerBy(start, ctx.now), room.timeZone),
      })
    : null;
  const purpose = mustAsk && (
    <TextField
      label={t("check.purpose")}
      hint={t("check.purposeHint")}
      name="purpose"
      maxLength={500}
      required
    />
  );
  const layouts = !together && (
    <RoomLayouts
      layouts={await layoutsOfRoom(ctx, room.roomId)}
      people={people}
      chosen={input.data.layout ?? null}
      locale={locale}
    />
  );
  const values = {
    roomId: room.roomId,
    start: start.toString(),
    end: end.toString(),
    people: String(people),
  };
  const hidden = {
    ...values,
    locale,
    equipment: equipment.map(({ kind, quantity }) => `${kind}:${quantity}`).join(","),
    ...(together ? { resources: together.join(",") } : {}),
  };
  return (
    <div className="narrow">
      <StepHead
        here="check"
        hrefs={back}
        title={t(asks ? "check.askTitle" : "check.title")}
        locale={locale}
        t={t}
      />
      <Receipt
        kind={(await findSpace(ctx, room.spaceSlug))?.kind ?? ""}
        edit={t("check.edit")}
        lines={[
          {
            icon: "calendar",
            name: formatDate(locale, start, room.timeZone, ctx.now),
            detail: hoursIn(locale, { start, end }, room.timeZone),
            edit: back.when ? { href: back.when, label: t("check.editWhen") } : undefined,
          },
          {
            icon: "pin",
            name: `${room.spaceName}, ${rooms.map((each) => each?.roomName).join(" + ")}`,
            detail: room.address,
            edit: back.where ? { href: back.where, label: t("check.editWhere") } : undefined,
          },
          {
            icon: "people",
            name: t("check.people", { count: people }),
            detail:
              equipment.length > 0 ? t("check.with", { things: thingsIn(locale, equipment) }) : "",
            edit: back.what ? { href: back.what, label: t("check.editWhat") } : undefined,
          },
        ]}
      />
      {answersBefore && <p>{answersBefore}</p>}
      {isFree && isVisitor && (
        <GuestForm
          values={{ ...hidden, key: randomUUID() }}
          signIn={signIn}
          t={guest}
          {...(asks ? { ask: t("check.ask") } : {})}
          working={t("check.working")}
        >
          {layouts}
          {purpose}
        </GuestForm>
      )}
      {isFree && !isVisitor && (
        <>
          {!together && (
            <Hold
              input={{ ...values, equipment }}
              words={{ kept: t("check.kept"), taken: t("slot_taken") }}
              timeZone={room.timeZone}
              locale={locale}
            />
          )}
          <ActionForm
            action={confirmBookingAction}
            submit={t(asks ? "check.ask" : "check.confirm")}
            working={t("check.working")}
            values={{ ...hidden, key: randomUUID() }}
          >
            {layouts}
            {purpose}
          </ActionForm>
        </>
      )}
      {!isFree && (
        <>
          <p className="alert" role="alert">
            {refusal ? messageFor(locale, refusal) : t("slot_taken")}
          </p>
          {!refusal && !together && isVisitor && (
            <p>
              <a href={signIn}>{guest("signInToWait")}</a>
            </p>
          )}
          {!refusal && !together && !isVisitor && (
            <>
              <ActionForm
                action={joinWaitingAction}
                submit={t("check.wait")}
                working={t("check.working")}
                values={hidden}
              >
                {layouts}
                {purpose}
              </ActionForm>
              <p className="fact">{t("check.waitHint")}</p>
            </>
          )}
          {others.length > 0 && <h2>{t("check.others")}</h2>}
          <Rooms ctx={ctx} locale={locale} rooms={others} />
        </>
      )}
      <p className="row">
        <a
          className="button quiet"
          href={`/${locale}?${searchAddress({ time: { start, end }, people, equipment })}`}
        >
          {t("check.back")}
        </a>
      </p>
    </div>
  );
}

/** "14:00–16:00", with the day of the end when it is another. */
function hoursIn(
  locale: Locale,
  time: { start: Temporal.Instant; end: Temporal.Instant },
  zone: string,
): string {
  const until = passesMidnight(time, zone) ? formatDateTime : formatTime;
  return `${formatTime(locale, time.start, zone)}–${until(locale, time.end, zone)}`;
}

/** "projector, 3 × laptop". */
function thingsIn(locale: Locale, equipment: Asked["equipment"]): string {
  const t = translator(locale, "spaces");
  return equipment
    .map(({ kind, quantity }) => {
      const name = t.or(`features.${kind}`, kind).toLocaleLowerCase(locale);
      return quantity > 1 ? `${quantity} × ${name}` : name;
    })
    .join(", ");
}

/**
 * The screens before this one, filled as they were. A length no screen offers leads back to the
 * first alone.
 */
function stepsBack(
  locale: Locale,
  { start, end, people, equipment, layout }: Asked,
  space: string,
): Partial<Record<Step, string>> {
  const hours = start.until(end).total("hours");
  if (!LENGTHS.includes(hours)) return {};
  const pieces = Object.fromEntries(equipment.map(({ kind, quantity }) => [kind, quantity]));
  const needs = equipment.map(({ kind }) => kind);
  const input = { people, hours, needs, pieces, space, ...(layout ? { layout } : {}) };
  return {
    what: `/${locale}/book?${inputAddress(input)}`,
    where: `/${locale}/book/where?${inputAddress({ ...input, space: null })}`,
    when: `/${locale}/book/when?${inputAddress(input)}`,
  };
}
