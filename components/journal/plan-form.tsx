import { ActionForm } from "#components/ui/action-form.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { TextField } from "#components/ui/field.tsx";
import { typedMoney } from "#components/ui/money.ts";
import { planPhaseAction, removePhaseAction } from "#lib/practice/journal/actions.ts";
import type { PhaseKind } from "#lib/practice/journal/rules.ts";
import type { Shown } from "./shown.ts";

/** When a phase is to be and what it may cost, and the way to leave it out. */
export function PlanForm({
  kind,
  revision,
  journal: { slug, phases, entries, files },
  locale,
  t,
}: Shown & {
  kind: PhaseKind;
  /** The mark of the phase as it is shown. */
  revision: string;
}) {
  const phase = phases.find((one) => one.kind === kind);
  const isUsed = [...entries, ...files].some((one) => one.phase === kind);
  const name = t(`phases.${kind}`);
  const day = (
    field: "plannedFrom" | "plannedTo" | "actualFrom" | "actualTo",
    isNeeded: boolean,
  ) => {
    const known = phase?.[field];
    return (
      <DayField
        locale={locale}
        label={t(`desk.fields.${field}`)}
        hint={isNeeded ? undefined : t("desk.hints.optional")}
        name={field}
        typed=""
        day={known ? Temporal.PlainDate.from(known) : undefined}
        required={isNeeded}
      />
    );
  };
  return (
    <section className="narrow" id="phase">
      <h2>{t(phase ? "desk.change" : "desk.plan", { name })}</h2>
      <ActionForm
        action={planPhaseAction}
        submit={t("desk.save")}
        working={t("desk.working")}
        values={{ locale, slug, kind, revision }}
      >
        {day("plannedFrom", true)}
        {day("plannedTo", true)}
        <TextField
          label={t("desk.fields.plannedCents")}
          hint={t("desk.hints.amount")}
          name="plannedCents"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typedMoney(phase?.plannedCents ?? null)}
        />
        {day("actualFrom", false)}
        {day("actualTo", false)}
      </ActionForm>
      {phase && isUsed && <p className="fact">{t("desk.phaseUsed")}</p>}
      {phase && !isUsed && (
        <details>
          <summary>{t("desk.removePhaseOf", { name })}</summary>
          <p>{t("desk.removePhaseHint")}</p>
          <ActionForm
            action={removePhaseAction}
            submit={t("desk.removePhase")}
            working={t("desk.working")}
            values={{ locale, slug, kind }}
            quiet
          />
        </details>
      )}
    </section>
  );
}
