import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { LookedAt } from "#components/series/looked-at.tsx";
import { TaskProgress } from "#components/tasks/task-progress.tsx";
import { Status } from "#components/ui/status.tsx";
import { CLOSURE_TASK, readClosure } from "#lib/booking/closures/closure-task.ts";
import { takeLookedAtAction } from "#lib/booking/series/actions-import.ts";
import { IMPORT_TASK, readImport } from "#lib/booking/series/import-task.ts";
import { eventInWords } from "#lib/booking/series/import-words.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { failureOf, findTask, type Task } from "#lib/foundation/platform/queues/tasks.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = { params: Promise<{ locale: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("tasks.title") };
}

/** How far a piece of long work is, and what came of it: for whoever asked for it. */
export default async function TaskPage({ params }: Props) {
  const { locale: language, id } = await params;
  const locale = localeOf(language);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/tasks/${id}`);
  const { personId } = authenticated(ctx.actor, "booking.manage");
  const task = z.uuid().safeParse(id).success ? await findTask(ctx.db, id, personId) : null;
  if (!task) notFound();
  const t = translator(locale, "desk");
  const failure = failureOf(task);
  const hasEnded = task.state === "done" || task.state === "failed";
  return (
    <div className="narrow">
      <h1>{t.or(`tasks.kinds.${task.kind}`, t("tasks.title"))}</h1>
      {!hasEnded && (
        <TaskProgress
          state={task.state === "running" ? t("tasks.running") : t("tasks.waiting")}
          count={
            task.total === null ? "" : t("tasks.count", { done: task.done, total: task.total })
          }
          done={task.done}
          total={task.total}
          hint={t("tasks.hint")}
        />
      )}
      {failure && (
        <>
          <p className="alert" role="alert">
            {messageFor(locale, failure)}
          </p>
          <p>{t("tasks.nothingChanged")}</p>
        </>
      )}
      {task.kind === IMPORT_TASK && <Imported ctx={ctx} locale={locale} task={task} />}
      {task.kind === CLOSURE_TASK && <Closed locale={locale} task={task} />}
    </div>
  );
}

type PartProps = { locale: Locale; task: Task };

/** What a calendar file would become, with a button that does it; or what it became. */
async function Imported({ ctx, locale, task }: PartProps & { ctx: Context }) {
  const { input, events } = readImport(task);
  const t = translator(locale, "series");
  const space = await findSpace(ctx, input.space);
  const { as, dryRun } = input;
  const again = `/${locale}/desk/series/import?space=${encodeURIComponent(input.space)}&as=${as}`;
  const looked = t(as === "closures" ? "import.lookedClosures" : "import.looked");
  return (
    <>
      {events && (
        <LookedAt
          status={events.length === 0 ? t("import.empty") : dryRun ? looked : t("import.done")}
          sum={
            events.length === 0
              ? ""
              : t("import.sum", {
                  events: events.length,
                  taken: total(events.map(({ booked }) => booked)),
                  left: total(events.map(({ left }) => left)),
                })
          }
          events={events.map((event) =>
            eventInWords(locale, event, { as, timeZone: space?.timeZone ?? "UTC" }),
          )}
          take={dryRun && events.length > 0 ? takeLookedAtAction : null}
          values={{ locale, id: task.id }}
          canCancel={events.some(({ displaced }) => displaced.length > 0)}
          wasCancelled={events.some(
            ({ reason }) => reason?.code === "series.event_known_cancelled",
          )}
          words={{
            take: t(as === "closures" ? "import.close" : "import.book"),
            working: t("import.working"),
            inTheWay: t("import.inTheWay"),
            cancel: t("import.cancel"),
            anew: t("import.anew"),
          }}
        />
      )}
      {task.state !== "waiting" && task.state !== "running" && (
        <p>
          <a href={again}>{t("import.another")}</a>
        </p>
      )}
    </>
  );
}

function total(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function Closed({ locale, task }: PartProps) {
  const { input, done } = readClosure(task);
  const t = translator(locale, "desk");
  return (
    <>
      {done && (
        <Status className="status lasting">
          {t("closures.made")} {t("closures.cancelled", { count: done.cancelled })}{" "}
          {t("closures.offered", { count: done.offered })}
        </Status>
      )}
      <p>
        <a href={`/${locale}/desk/closures?space=${encodeURIComponent(input.space)}`}>
          {t("closures.title")}
        </a>
      </p>
    </>
  );
}
