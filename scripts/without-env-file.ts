/**
 * Imported first by what measures and wrecks: it has a database of its own, and no business with
 * the settings of this machine.
 */
process.env.ENV_FILE = "";
