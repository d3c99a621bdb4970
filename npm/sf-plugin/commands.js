// The commands of calint in the Salesforce CLI. Each runs the program with all its arguments and ends with its exit code.
// calint has the options and their help: a copy of them here would differ from it one day.
"use strict";

const { spawnSync } = require("node:child_process");
const { Command } = require("@oclif/core");
const { INCOMPLETE, program } = require("calint/program.js");

/** A report may have a finding for each of many thousand apps. */
const LONGEST_OUTPUT = 1024 * 1024 * 1024;

/** What each command does, and whether it has a report in JSON. */
const ABOUT = {
  check: ["Check connected apps and External Client Apps.", true],
  flows: ["Show for each app which OAuth flows it can use.", true],
  explain: ["Show the page of a rule, or what the text of an error means.", false],
  rules: ["List the rules.", true],
  facts: ["Print the queries that ask an org for what files do not contain, or check the answers.", false],
  baseline: ["Write or update the baseline: today's findings do not fail, new ones do.", false],
  init: ["Write a configuration, a commit hook, or a workflow.", false],
  config: ["Show or check the configuration.", false],
  help: ["Show the help of calint, with all options of a command.", false],
};

/** Arguments without `--json`, which calint does not know; behind `--` it is the name of a file. */
function withoutJson(all) {
  const end = all.includes("--") ? all.indexOf("--") : all.length;
  return all.filter((argument, index) => argument !== "--json" || index > end);
}

function ended({ error, signal, status }) {
  if (error) {
    process.stderr.write(`calint: cannot be started: ${error.message}\n`);
  }
  if (signal) {
    process.kill(process.pid, signal);
  }
  return status ?? INCOMPLETE;
}

function command(name, [summary, hasJson]) {
  return class extends Command {
    static summary = summary;
    static description =
      `All arguments go to the program calint, and the exit code is its own. \`sf calint help${name === "help" ? "" : ` ${name}`}\` lists the options.` +
      (hasJson ? " With --json, `result` is the report of calint in JSON, and `warnings` is what it prints beside it." : "");
    static enableJsonFlag = hasJson;
    static strict = false;

    async run() {
      const path = this.program();
      if (hasJson && this.jsonEnabled()) {
        return this.report(path);
      }
      process.exitCode = ended(spawnSync(path, [name, ...this.argv], { stdio: "inherit", windowsHide: true }));
    }

    /** The path of the program. Without it the exit code is that of an incomplete result. */
    program() {
      try {
        return program();
      } catch (error) {
        return this.error(`calint: ${error.message}`, { exit: INCOMPLETE });
      }
    }

    /** The report as the Salesforce CLI wraps it. */
    report(path) {
      const given = [name, "--format", "json", ...withoutJson(this.argv)];
      const result = spawnSync(path, given, { encoding: "utf8", maxBuffer: LONGEST_OUTPUT, windowsHide: true });
      const status = (process.exitCode = ended(result));
      const lines = (result.stderr ?? "").split(/\r?\n/).filter((line) => line !== "");
      try {
        return { status, result: JSON.parse(result.stdout), warnings: lines };
      } catch {
        return { status, name: "CalintError", message: lines.join("\n"), exitCode: status, warnings: [] };
      }
    }
  };
}

const COMMANDS = Object.fromEntries(Object.entries(ABOUT).map(([name, about]) => [`calint:${name}`, command(name, about)]));

module.exports = { COMMANDS };
