#!/usr/bin/env node
// Makes the npm packages as folders for `npm pack` and `npm publish`; the version is that of Cargo.toml.
//
//   node npm/build.mjs main OUT                        OUT/calint: the package that people name
//   node npm/build.mjs sf-plugin OUT                   OUT/calint-sf-plugin: its commands for the Salesforce CLI
//   node npm/build.mjs platform PLATFORM BINARY OUT    OUT/calint-PLATFORM: @calint/PLATFORM with the program

import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "npm/package.json"), "utf8"));
const version = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.+)"$/m)[1];

/** An empty package folder with what every package holds. */
function folder(out, name, about) {
  const path = join(out, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  copyFileSync(join(root, "LICENSE"), join(path, "LICENSE"));
  writeFileSync(join(path, "package.json"), JSON.stringify(about, null, 2) + "\n");
  return path;
}

function main(out) {
  const pinned = Object.keys(manifest.optionalDependencies).map((name) => [name, version]);
  const path = folder(out, "calint", { ...manifest, version, optionalDependencies: Object.fromEntries(pinned) });
  for (const file of manifest.files) {
    cpSync(join(root, "npm", file), join(path, file));
  }
  copyFileSync(join(root, "README.md"), join(path, "README.md"));
  return path;
}

function sfPlugin(out) {
  const from = join(root, "npm/sf-plugin");
  const about = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  const path = folder(out, "calint-sf-plugin", {
    ...about,
    version,
    dependencies: { ...about.dependencies, calint: version },
  });
  for (const file of about.files) {
    cpSync(join(from, file), join(path, file));
  }
  return path;
}

function platform(platform, binary, out) {
  const name = `@calint/${platform}`;
  if (!(name in manifest.optionalDependencies)) {
    throw new Error(`npm/package.json does not name ${name}`);
  }
  const [os, cpu] = platform.split("-");
  const program = os === "win32" ? "bin/calint.exe" : "bin/calint";
  const path = folder(out, `calint-${platform}`, {
    name,
    version,
    description: `The program calint for ${platform}; install the package calint`,
    license: manifest.license,
    os: [os],
    cpu: [cpu],
    files: [program],
    // Yarn must unpack it, or it could not be run.
    preferUnplugged: true,
  });
  mkdirSync(join(path, "bin"));
  copyFileSync(binary, join(path, program));
  // An artifact of a workflow comes without its mode.
  chmodSync(join(path, program), 0o755);
  return path;
}

const commands = { main, "sf-plugin": sfPlugin, platform };
const [command, ...rest] = process.argv.slice(2);
if (!(command in commands) || rest.length !== commands[command].length) {
  console.error("build.mjs main OUT | sf-plugin OUT | platform PLATFORM BINARY OUT");
  process.exit(2);
}
console.log(commands[command](...rest));
