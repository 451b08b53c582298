import { setImmediate } from "node:timers/promises";
import { loaderOf } from "../credentials/contexts.ts";

/** After so many things of a document everybody else has their turn. */
export const THINGS_A_TURN = 20;

const forms = new WeakMap<JsonObject, Promise<string>>();

/**
 * A badge without its proofs, in the one form of which the signature is made (RDFC-1.0). Worked out
 * once for each badge that was read: it is asked for by whoever looks at its words and again by
 * whoever checks its proof.
 *
 * @throws Error of JSON-LD for a document that has no such form
 */
export function canonicalForm(credential: JsonObject): Promise<string> {
  const known = forms.get(credential) ?? worked(credential);
  forms.set(credential, known);
  return known;
}

async function worked({ proof: _, ...document }: JsonObject): Promise<string> {
  const [{ cryptosuite }, contextResolver] = await Promise.all([
    import("@digitalbazaar/eddsa-rdfc-2022-cryptosuite"),
    lightResolver(),
  ]);
  await setImmediate();
  const options = { documentLoader: loaderOf(), safe: true, base: null, contextResolver };
  return cryptosuite.canonize(document, options);
}

/**
 * Finds contexts as the library does, and takes two things of it that keep everybody else waiting:
 * it copies all terms of a context, some hundreds, for each thing with a type of its own and once
 * more for each thing below it; and it works at a document from end to end without a pause.
 */
async function lightResolver(): Promise<object> {
  const { default: ContextResolver } = await import("jsonld/lib/ContextResolver.js");
  let things = 0;
  return new (class extends ContextResolver {
    override async resolve(of: object): Promise<ResolvedContext[]> {
      things += 1;
      if (things % THINGS_A_TURN === 0) await setImmediate();
      const all = await super.resolve(of);
      for (const resolved of all) resolved.setProcessed = keepLight;
      return all;
    }
  })({ sharedCache: new Map() });
}

/** Called as a method of what the library resolved. */
function keepLight(
  this: ResolvedContext,
  before: ActiveContext,
  processed: { context: ActiveContext },
): void {
  const { context } = processed;
  for (const term of context.mappings.values()) Object.freeze(term);
  context.clone = lightClone;
  this.cache.set(before, processed);
}

/**
 * A copy that shares its terms. Each is frozen: where the library changed one in place, instead of
 * putting another there, it would throw.
 */
function lightClone(this: ActiveContext): ActiveContext {
  const { previousContext, mappings, protected: kept, ...rest } = this;
  return {
    ...rest,
    inverse: null,
    mappings: new Map(mappings),
    protected: { ...kept },
    ...(previousContext && { previousContext: previousContext.clone() }),
  };
}
