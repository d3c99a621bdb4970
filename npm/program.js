// Finds the program that npm installed for this platform.
"use strict";

const platform = `${process.platform}-${process.arch}`;
const name = `@calint/${platform}`;

/** The path of the program. The message of its error says what to do. */
function program() {
  try {
    return require.resolve(`${name}/bin/calint${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    const known = Object.keys(require("./package.json").optionalDependencies);
    throw new Error(
      known.includes(name)
        ? `the package ${name} is not installed; was npm told to leave out optional dependencies ` +
            "(--omit=optional), or was node_modules copied from another platform? Install calint again here"
        : `there is no program for ${platform} (only ${known.map((it) => it.split("/")[1]).join(", ")}); ` +
            "build it with Rust: cargo install --locked calint",
    );
  }
}

/** calint's exit code for a result that is incomplete. */
const INCOMPLETE = 3;

module.exports = { INCOMPLETE, program };
