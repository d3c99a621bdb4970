#!/usr/bin/env node
// Becomes the program that npm installed for this platform: same arguments, same streams, same exit code.
"use strict";

const { spawnSync } = require("node:child_process");
const { INCOMPLETE, program } = require("../program.js");

function giveUp(message) {
  process.stderr.write(`calint: ${message}\n`);
  process.exit(INCOMPLETE);
}

function find() {
  try {
    return program();
  } catch (error) {
    return giveUp(error.message);
  }
}

const path = find();
const result = spawnSync(path, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
if (result.error) {
  giveUp(`cannot start ${path}: ${result.error.message}`);
}
if (result.signal) {
  process.kill(process.pid, result.signal);
}
process.exitCode = result.status ?? INCOMPLETE;
