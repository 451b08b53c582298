// `node --import ./scripts/quick-imports.mjs <program>`: halves what a start costs.
//
// To know whether a file is a module, Node reads the whole package.json of its package, anew for each
// import. That of drizzle-orm names 447 entries (180 KB), and it has hundreds of files: more than half
// of the processor time of a start went there (docs/decisions/0038-quick-imports.md).
import * as nodeModule from "node:module";

const PACKAGE = "drizzle-orm";
/** Where an entry of the package was found, by the name under which our files ask for it. */
const entries = new Map();

// A Node that is too old for hooks imports as it always did.
nodeModule.registerHooks?.({
  resolve(name, context, resolveNext) {
    const { parentURL = "", conditions } = context;
    // Its files whose names end so are modules, all of them, and name each other in full.
    if (parentURL.includes(`/node_modules/${PACKAGE}/`) && /^\..*\.js$/.test(name))
      return { url: new URL(name, parentURL).href, format: "module", shortCircuit: true };
    const isOurs = !parentURL.includes("/node_modules/") && conditions.includes("import");
    if (!isOurs || (name !== PACKAGE && !name.startsWith(`${PACKAGE}/`)))
      return resolveNext(name, context);
    if (!entries.has(name)) entries.set(name, resolveNext(name, context));
    return { ...entries.get(name), shortCircuit: true };
  },
});
