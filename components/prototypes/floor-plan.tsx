import { useId } from "react";
import type { FloorPlan, PlanObject } from "#lib/practice/prototypes/floor-plan.ts";
import "./prototypes.css";

/** Around the room, in centimetres. */
const PLAN_MARGIN = 12;

/** Floor first, then what stands on it. */
const LAYERS: readonly PlanObject["kind"][] = [
  "path",
  "wall",
  "door",
  "screen",
  "table",
  "seat",
  "socket",
];

/** The part of the drawing that shows: the room and the wall around it. */
export function planBox({ width, depth }: Pick<FloorPlan, "width" | "depth">): string {
  return `${-PLAN_MARGIN} ${-PLAN_MARGIN} ${width + 2 * PLAN_MARGIN} ${depth + 2 * PLAN_MARGIN}`;
}

type Props = { plan: FloorPlan; title: string; description: string };

/**
 * A room from above, drawn on the server. What it shows is said in its description, and in a list
 * beside it.
 */
export function FloorPlanDrawing({ plan, title, description }: Props) {
  const id = useId();
  return (
    <svg
      className="floor-plan"
      viewBox={planBox(plan)}
      role="img"
      aria-labelledby={`${id}t`}
      aria-describedby={`${id}d`}
    >
      <title id={`${id}t`}>{title}</title>
      <desc id={`${id}d`}>{description}</desc>
      <PlanShapes plan={plan} />
    </svg>
  );
}

/** The same, small and without numbers: a picture beside the words that say it. */
export function PlanPicture({ plan }: { plan: FloorPlan }) {
  return (
    <svg className="floor-plan" viewBox={planBox(plan)} aria-hidden="true">
      <Layers plan={plan} />
    </svg>
  );
}

/** What stands in the room, each with its number in the list of the plan. */
export function PlanShapes({ plan, chosen }: { plan: FloorPlan; chosen?: string | null }) {
  // Of 12 px and more where the drawing is as narrow as a phone.
  const size = Math.max(18, Math.round(plan.width / 22));
  return (
    <>
      <Layers plan={plan} chosen={chosen} />
      {inLayers(plan)
        .filter(({ object: { kind } }) => kind !== "wall" && kind !== "socket")
        .map(({ object: { id, x, y, width, depth }, number }) => (
          <text
            key={id}
            x={within(x + width / 2, size, plan.width)}
            y={within(y + depth / 2, size, plan.depth)}
            fontSize={size}
            textAnchor="middle"
            dominantBaseline="central"
          >
            {number}
          </text>
        ))}
    </>
  );
}

/** Where a number stands that would else be cut by a wall. */
function within(middle: number, size: number, end: number): number {
  const room = size * 0.7;
  return Math.max(room, Math.min(middle, end - room));
}

function Layers({ plan, chosen }: { plan: FloorPlan; chosen?: string | null | undefined }) {
  return (
    <>
      <rect className="room" x={0} y={0} width={plan.width} height={plan.depth} />
      {inLayers(plan).map(({ object }) => (
        <g
          key={object.id}
          data-id={object.id}
          className={`plan-${object.kind}${object.id === chosen ? " chosen" : ""}`}
        >
          <Shape object={object} />
        </g>
      ))}
    </>
  );
}

function inLayers({ objects }: FloorPlan): { object: PlanObject; number: number }[] {
  return objects
    .map((object, at) => ({ object, number: at + 1 }))
    .toSorted((one, other) => LAYERS.indexOf(one.object.kind) - LAYERS.indexOf(other.object.kind));
}

function Shape({ object: { kind, x, y, width, depth, rotation } }: { object: PlanObject }) {
  const [middleX, middleY] = [x + width / 2, y + depth / 2];
  const transform = rotation === 0 ? undefined : `rotate(${rotation} ${middleX} ${middleY})`;
  if (kind === "socket")
    return <circle cx={middleX} cy={middleY} r={Math.max(14, width / 2, depth / 2)} />;
  return (
    <g transform={transform}>
      <rect
        x={x}
        y={y}
        width={width}
        height={depth}
        rx={kind === "seat" ? Math.min(width, depth) / 3 : 2}
      />
      {kind === "path" && (
        <path
          d={width >= depth ? `M${x} ${middleY}H${x + width}` : `M${middleX} ${y}V${y + depth}`}
        />
      )}
    </g>
  );
}
