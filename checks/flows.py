#!/usr/bin/env python3
"""flows.py CALINT FOLDER: over every repository below FOLDER, `calint check` and `calint flows` never contradict each other.

CLAIMS says what a finding means for the conditions of a flow, and FINDINGS which rules report a condition that is known not
to be met. Fails on a finding whose condition `flows` answers otherwise, on an unmet condition of an incomplete flow without a
finding of its rules and without a reason in SILENT, and on a client-credentials flow that is ready although no facts are
given. Prints the states by flow, and for each rule and each unmet condition how often it was seen.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys

DAY = "2026-11-28"
COMMON = ["--format", "json", "--no-ignore", "--no-config", "--allow-empty", "--now", DAY, "--", "."]
SERVERS = ("client-credentials", "jwt-bearer", "saml-bearer")
PEOPLE = ("web-server", "web-server-pkce", "user-agent", "device", "username-password")
ANSWERS = {"no": (False,), "unknown": (None,), "yes": (True,), "not no": (True, None)}

# A rule, the severities, and a word in the element, if not all of its findings are meant; then the flows of which at least one
# has at least one of the conditions with this answer, and the state of that flow, if it is always the same.
CLAIMS = [
    ("client-credentials-without-run-as-user", ("error",), "", ("client-credentials",), ("cc-run-as-user",), "no", "incomplete"),
    ("client-credentials-no-effective-scope", ("error", "warning"), "", ("client-credentials",), ("cc-scope-left",), "no", None),
    ("client-credentials-enabled", ("info",), "", ("client-credentials",), ("cc-enabled", "cc-allowed"), "yes", None),
    ("client-credentials-flag-missing", ("error", "warning"), "", ("client-credentials",), ("cc-enabled", "cc-allowed"), "no", None),
    ("jwt-bearer-not-preauthorized", ("error",), "", ("jwt-bearer",), ("approval",), "no", "incomplete"),
    ("jwt-bearer-without-refresh-scope", ("error",), "", ("jwt-bearer",), ("jwt-refresh-scope",), "no", "incomplete"),
    ("jwt-bearer-without-refresh-scope", ("warning",), "", ("jwt-bearer",), ("jwt-refresh-scope",), "unknown", None),
    ("policy-disables-app", ("warning",), "essionLevel", SERVERS, ("session-level",), "no", None),
    ("policy-disables-app", ("warning",), "/isEnabled", SERVERS + PEOPLE, ("app-enabled",), "no", None),
    ("policy-disables-app", ("warning",), "PluginEnabled", SERVERS + PEOPLE, ("app-enabled",), "no", None),
    ("policy-disables-app", ("warning",), "isCodeCred", ("code-and-credentials",), ("headless-allowed",), "no", "incomplete"),
    ("admin-approved-without-assignment", ("warning",), "", PEOPLE + ("jwt-bearer",), ("user-admitted", "subject"), "no", None),
    ("refresh-token-dead-on-arrival", ("warning",), "", ("refresh-token",), ("refresh-policy",), "no", None),
    ("certificate-unparsable", ("error",), "", ("jwt-bearer",), ("certificate-key",), "no", "incomplete"),
    ("device-flow-enabled", ("warning", "info"), "", ("device",), ("device-enabled",), "yes", None),
    ("code-credential-flow-exposed", ("warning", "info"), "", ("code-and-credentials",), ("headless-enabled",), "yes", None),
    ("asset-token-incomplete", ("warning",), "copes", ("asset-token",), ("asset-token-scopes",), "no", None),
    ("token-exchange-half-switched", ("warning",), "", ("token-exchange",), ("exchange-enabled", "exchange-allowed"), "no", "incomplete"),
    ("hybrid-refresh-conflict", ("warning",), "", ("hybrid-refresh",), ("hybrid-token-format",), "no", None),
    ("pkce-not-required", ("error", "warning", "info"), "", ("web-server",), ("pkce-optional",), "not no", None),
]
FINDINGS = {
    "app-enabled": ("policy-disables-app",),
    "approval": ("jwt-bearer-not-preauthorized",),
    # Half a switch and no user is one finding, about the user, who comes first.
    "cc-allowed": ("client-credentials-flag-missing", "client-credentials-without-run-as-user"),
    "cc-enabled": ("client-credentials-flag-missing", "client-credentials-without-run-as-user"),
    "cc-run-as-user": ("client-credentials-without-run-as-user",),
    "cc-scope-left": ("client-credentials-no-effective-scope",),
    "asset-token-scopes": ("asset-token-incomplete",),
    "certificate-key": ("certificate-unparsable", "certificate-weak-crypto"),
    "exchange-allowed": ("token-exchange-half-switched",),
    "exchange-enabled": ("token-exchange-half-switched",),
    "headless-allowed": ("policy-disables-app",),
    "hybrid-token-format": ("hybrid-refresh-conflict",),
    "jwt-refresh-scope": ("jwt-bearer-without-refresh-scope",),
    "session-level": ("policy-disables-app",),
    "subject": ("admin-approved-without-assignment",),
    "user-admitted": ("admin-approved-without-assignment",),
    "valid-callback": ("callback-insecure-scheme", "callback-malformed"),
}
# Conditions that no rule reports, each with the reason.
SILENT = {
    "scope": "an app without scopes deploys, and may be meant to log people in by SAML alone",
    "asset-token-source": "which flow gives the first token is up to the owner",
    "exchange-edition": "no rule is about editions",
    "exchange-handler": "a handler that is off is visible in its file",
}


def run(calint, command, folder, *options):
    ended = subprocess.run([calint, command, *options, *COMMON], cwd=folder, capture_output=True, text=True)
    if ended.returncode not in (0, 1, 3):
        sys.exit(f"{folder}: {command} ended with {ended.returncode}: {ended.stderr}")
    return json.loads(ended.stdout)


def key(component):
    return component["type"], component["name"]


def rows_of(app):
    """The answers of an app: by flow, its state and its conditions."""
    conditions = lambda flow: {row["id"]: row["met"] for row in flow["preconditions"] if row["role"] != "caller"}
    return {flow["flow"]: (flow["state"], conditions(flow)) for flow in app["flows"]}


def contradictions(finding, rows):
    for rule, severities, word, flows, conditions, answer, state in CLAIMS:
        if rule == finding["rule"] and finding["severity"] in severities and word in finding["element"]:
            of_flows = [rows[flow] for flow in flows if state in (None, rows[flow][0])]
            if not any(answers.get(condition, "-") in ANSWERS[answer] for _, answers in of_flows for condition in conditions):
                yield f"{rule} ({finding['severity']}) at {finding['element']}, but {' or '.join(conditions)} is not answered by {answer}"


def unmet(rows):
    """The conditions that are known not to be met, of incomplete flows."""
    for flow, (state, answers) in rows.items():
        yield from ((flow, name) for name, met in answers.items() if met is False and state == "incomplete")


def contradictions_of(finding, by_app):
    """What a finding says and no app of its name does; the path tells apps of one name apart, if it is that of the app."""
    named = {path: rows for (name, path), rows in by_app.items() if name == key(finding["component"])}
    own = [named[finding["path"]]] if finding["path"] in named else list(named.values())
    told = [list(contradictions(finding, rows)) for rows in own]
    return [] if told and not all(told) else (told or [["no such app"]])[0]


def main(calint, folder):
    calint = os.path.abspath(calint)
    states, faults, seen = collections.Counter(), [], collections.Counter()
    claimed = {rule for rule, *_ in CLAIMS}
    for repository in sorted(path for path in pathlib.Path(folder).iterdir() if path.is_dir()):
        apps = run(calint, "flows", repository, "--all")["apps"]
        by_app = {(key(app["component"]), app["path"]): rows_of(app) for app in apps}
        rules = collections.defaultdict(set)
        for finding in run(calint, "check", repository, "--profile", "audit")["findings"]:
            rules[key(finding["component"])].add(finding["rule"])
            if finding["rule"] in claimed:
                seen[finding["rule"]] += 1
                faults += [f"{repository.name}/{finding['path']}: {it}" for it in contradictions_of(finding, by_app)]
        for (name, path), rows in by_app.items():
            states.update((flow, state) for flow, (state, _) in rows.items())
            if rows["client-credentials"][0] == "ready":
                faults.append(f"{repository.name}/{path}: client credentials are ready, without facts")
            for flow, condition in unmet(rows):
                seen[condition] += 1
                if condition not in SILENT and not rules[name].intersection(FINDINGS.get(condition, ())):
                    faults.append(f"{repository.name}/{path}: {flow} lacks {condition}, and no finding says so")
    for flow in dict.fromkeys(flow for flow, _ in states):
        counts = (f"{states[flow, state]:5} {state}" for state in ("ready", "open", "incomplete", "unknown", "off"))
        print(f"{flow:<22}", " ".join(counts))
    for name in [*sorted(claimed), *sorted(FINDINGS), *sorted(SILENT)]:
        print(f"{seen[name]:5} {name}{': ' + SILENT[name] if name in SILENT else ''}")
    if faults:
        sys.exit("\n".join([*faults, f"{len(faults)} contradictions"]))


main(*sys.argv[1:])
