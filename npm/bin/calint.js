#!/usr/bin/env node
// Finds the program that npm installed for this platform, and becomes it: same arguments, same streams, same exit code.
"use strict";

const { spawnSync } = require("node:child_process");

/** calint's exit code for "no trustworthy verdict". */
const NO_VERDICT = 3;

function giveUp(message) {
  process.stderr.write(`calint: ${message}\n`);
  process.exit(NO_VERDICT);
}

const platform = `${process.platform}-${process.arch}`;
const name = `@calint/${platform}`;

function find() {
  try {
    return require.resolve(`${name}/bin/calint${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    const known = Object.keys(require("../package.json").optionalDependencies);
    return giveUp(
      known.includes(name)
        ? `the package ${name} is not installed; was npm told to leave out optional dependencies ` +
            "(--omit=optional), or was node_modules copied from another platform? Install calint again here"
        : `there is no program for ${platform} (only ${known.map((it) => it.split("/")[1]).join(", ")}); ` +
            "build it with Rust: cargo install --locked calint",
    );
  }
}

const program = find();
const result = spawnSync(program, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
if (result.error) {
  giveUp(`cannot start ${program}: ${result.error.message}`);
}
if (result.signal) {
  process.kill(process.pid, result.signal);
}
process.exitCode = result.status ?? NO_VERDICT;
