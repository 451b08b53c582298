import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ImportRows } from "#components/spaces/import-rows.tsx";
import { TaskProgress } from "#components/tasks/task-progress.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, Tick } from "#components/ui/field.tsx";
import { Pages } from "#components/ui/pages.tsx";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/ui/tabs.css";
import { Status } from "#components/ui/status.tsx";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext, staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { failureOf, type Task } from "#lib/foundation/platform/queues/tasks.ts";
import {
  agreeMappingAction,
  checkAgainAction,
  decideDuplicatesAction,
  takeFileAction,
} from "#lib/places/exchange/actions.ts";
import { importWithTask, TAKE_TASK } from "#lib/places/exchange/import-task.ts";
import { sayingsOf } from "#lib/places/exchange/import-words.ts";
import {
  findImport,
  importRows,
  type PlaceImport,
  ROWS_ON_A_PAGE,
  suggestedMapping,
} from "#lib/places/exchange/imports.ts";
import { COLUMN_FIELDS } from "#lib/places/exchange/mapping.ts";
import { OUTCOMES, type Outcome } from "#lib/places/exchange/schema.ts";
import { namedThing, titleFrom } from "../../../../title-from.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const ctx = await requestContext();
  const isId = z.uuid().safeParse(id).success;
  const file = isId ? await namedThing(findImport(ctx, id)) : null;
  return titleFrom(file?.fileName, translator(localeOf(locale), "places")("import.title"));
}

const view = z.object({
  rows: z.enum(OUTCOMES).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  columns: z.string().optional().catch(undefined),
  done: z.literal("decided").optional().catch(undefined),
});

/**
 * One file of places on its way in: its columns, how far the worker is, what would happen to each
 * row, and what happened.
 */
export default async function PlaceFilePage({ params, searchParams }: Props) {
  const { locale: language, id } = await params;
  const locale = localeOf(language);
  const ctx = await staffContext("place.import", `/${locale}/admin/spaces/import/${id}`);
  const found = z.uuid().safeParse(id).success ? await knownImport(ctx, id) : null;
  if (!found) notFound();
  const { file, task } = found;
  const t = translator(locale, "places");
  const { columns, ...shown } = view.parse(await searchParams);
  const isRunning = task?.state === "waiting" || task?.state === "running";
  const failure = task && failureOf(task);
  const needsMapping =
    file.head.kind === "table" && (file.mapping === null || columns !== undefined);
  return (
    <>
      <h1>{t("import.title")}</h1>
      <p>
        {file.fileName} · {file.source} · {file.licence}
      </p>
      {isRunning && <Running locale={locale} task={task} />}
      {failure && (
        <p className="alert" role="alert">
          {messageFor(locale, failure)} {t("import.failedHint")}
        </p>
      )}
      {!isRunning && file.state !== "taken" && needsMapping && (
        <MappingForm ctx={ctx} locale={locale} file={file} />
      )}
      {!isRunning && file.state === "taken" && <Taken locale={locale} task={task} />}
      {!isRunning && file.state !== "sent" && !needsMapping && (
        <Looked ctx={ctx} locale={locale} file={file} shown={shown} />
      )}
      {!isRunning && file.state !== "taken" && !needsMapping && (
        <WaysOn locale={locale} file={file} hasFailed={Boolean(failure)} />
      )}
      <p>
        <a href={`/${locale}/admin/spaces/import`}>{t("import.other")}</a>
      </p>
    </>
  );
}

/** What the worker does with the file now, and how far it is. */
function Running({ locale, task }: { locale: Locale; task: Task }) {
  const t = translator(locale, "places");
  const { done, total, state, kind } = task;
  const doing = kind === TAKE_TASK ? t("import.taking") : t("import.running");
  return (
    <TaskProgress
      state={state === "waiting" ? t("import.waiting") : doing}
      count={total ? t("import.percent", { done: Math.floor((100 * done) / total) }) : ""}
      done={done}
      total={total}
      hint={t("import.hint")}
    />
  );
}

async function knownImport(ctx: Context, id: string) {
  return importWithTask(ctx, id).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === "not_found") return null;
    throw error;
  });
}

type PartProps = { locale: Locale; file: PlaceImport };

const SAMPLE_CHARACTERS = 60;

/** Each column with its first values, and the field that it is. */
async function MappingForm({ ctx, locale, file }: PartProps & { ctx: Context }) {
  if (file.head.kind !== "table") return null;
  const t = translator(locale, "places");
  const { columns, samples, encoding } = file.head;
  const mapping = await suggestedMapping(ctx, file);
  const options = [
    { value: "", label: t("import.none") },
    ...COLUMN_FIELDS.map((field) => ({ value: field, label: t(`fields.${field}`) })),
  ];
  return (
    <section className="narrow">
      <h2>{t("import.mappingTitle")}</h2>
      <p>{t("import.mappingIntro")}</p>
      <p className="fact">
        {encoding === "windows-1252" ? t("import.latin") : t("import.encoding", { encoding })}
      </p>
      <ActionForm
        action={agreeMappingAction}
        submit={t("import.look")}
        working={t("import.working")}
        values={{ locale, importId: file.id }}
      >
        {columns.map((column, at) => {
          const values = samples
            .map((row) => row[at]?.trim())
            .filter((value) => value !== undefined);
          const example = values
            .filter(Boolean)
            .join(" · ")
            .slice(0, SAMPLE_CHARACTERS)
            .toWellFormed();
          return (
            <SelectField
              // biome-ignore lint/suspicious/noArrayIndexKey: columns may have the same name and never change their order
              key={at}
              label={column || t("import.unnamed", { number: at + 1 })}
              hint={example ? t("import.exampleOf", { example }) : undefined}
              name={`column${at}`}
              defaultValue={mapping[at] ?? ""}
              options={options}
            />
          );
        })}
      </ActionForm>
    </section>
  );
}

/** What came of the file. */
function Taken({ locale, task }: { locale: Locale; task: Task | null }) {
  const t = translator(locale, "places");
  const count = (name: string) => Number(task?.result?.[name] ?? 0);
  return (
    <Status className="status lasting">
      {task?.kind === TAKE_TASK &&
        t("import.done", { added: count("added"), changed: count("changed") })}{" "}
      {t("import.doneHint")}
    </Status>
  );
}

type Shown = { rows?: Outcome | undefined; page: number; done?: string | undefined };

/** The rows by what becomes of them, those that somebody should look at first. */
async function Looked({ ctx, locale, file, shown }: PartProps & { ctx: Context; shown: Shown }) {
  const t = translator(locale, "places");
  const { counts } = file;
  const first = (["refused", "duplicate", "changed", "new"] as const).find((one) => counts?.[one]);
  const outcome = shown.rows ?? first ?? "same";
  const rows = await importRows(ctx, file.id, { outcome, page: shown.page });
  const href = (to: Outcome, page: number) =>
    `/${locale}/admin/spaces/import/${file.id}?${new URLSearchParams({ rows: to, page: String(page) })}`;
  const table = (
    <ImportRows
      label={t(`import.outcomes.${outcome}`, { count: counts?.[outcome] ?? 0 })}
      rows={rows.map((row) => ({ ...row, sayings: sayingsOf(locale, row) }))}
      words={{
        line: t("import.line"),
        name: t("import.name"),
        what: t("import.what"),
        comesIn: t("import.comesIn"),
      }}
      canChoose={outcome === "duplicate" && file.state === "checked"}
    />
  );
  return (
    <section>
      <h2>{t("import.tabs")}</h2>
      <nav className="tabs" aria-label={t("import.tabs")}>
        {OUTCOMES.map((one) => (
          <a key={one} href={href(one, 1)} aria-current={one === outcome ? "page" : undefined}>
            {t(`import.outcomes.${one}`, { count: counts?.[one] ?? 0 })}
          </a>
        ))}
      </nav>
      {shown.done === "decided" && <Status>{t("import.decided")}</Status>}
      {rows.length === 0 ? (
        <Empty text={t("import.nothing")} />
      ) : outcome === "duplicate" && file.state === "checked" ? (
        <ActionForm
          action={decideDuplicatesAction}
          submit={t("import.decide")}
          working={t("import.working")}
          values={{ locale, importId: file.id, page: String(shown.page) }}
          quiet
        >
          <p>{t("import.decideHint")}</p>
          {table}
        </ActionForm>
      ) : (
        table
      )}
      <Pages
        t={translator(locale, "common")}
        page={shown.page}
        pages={Math.ceil((counts?.[outcome] ?? 0) / ROWS_ON_A_PAGE)}
        hrefOf={(to) => href(outcome, to)}
      />
    </section>
  );
}

/** Taking the rows in, looking at them again, or mending the file. */
function WaysOn({ locale, file, hasFailed }: PartProps & { hasFailed: boolean }) {
  const t = translator(locale, "places");
  const { counts, state, id } = file;
  const values = { locale, importId: id };
  const sent = new URLSearchParams({ source: file.source, licence: file.licence });
  const canBring =
    state === "checked" &&
    (counts?.new ?? 0) + (counts?.changed ?? 0) + (counts?.duplicate ?? 0) > 0;
  const heading = canBring ? "takeTitle" : "noneTitle";
  return (
    <section>
      <h2>{t(`import.${hasFailed ? "failedTitle" : heading}`)}</h2>
      {canBring && (
        <ActionForm
          action={takeFileAction}
          submit={t("import.take")}
          working={t("import.working")}
          values={{ ...values, key: crypto.randomUUID() }}
        >
          <Tick label={t("import.publish")} name="publish" value="on" defaultChecked />
          {(counts?.duplicate ?? 0) > 0 && (
            <Tick
              label={t("import.withDuplicates")}
              name="withDuplicates"
              value="on"
              defaultChecked={false}
            />
          )}
          {(counts?.refused ?? 0) > 0 && (
            <Tick
              label={t("import.withoutRefused")}
              name="withoutRefused"
              value="on"
              defaultChecked={false}
            />
          )}
        </ActionForm>
      )}
      <ActionForm
        action={checkAgainAction}
        submit={t("import.again")}
        working={t("import.working")}
        values={values}
        quiet
      />
      <p className="row">
        {file.head.kind === "table" && (
          <a href={`/${locale}/admin/spaces/import/${id}?columns=1`}>{t("import.columnsAgain")}</a>
        )}
        <span>
          {t("import.mend")}{" "}
          <a href={`/${locale}/admin/spaces/import?${sent}`}>{t("import.another")}</a>
        </span>
      </p>
    </section>
  );
}
