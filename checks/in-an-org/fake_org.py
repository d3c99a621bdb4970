"""A made-up org for try.py: the program sf, which answers from the files of a folder, and a token endpoint on loopback.

The folder is FAKE_ORG. It contains `world.json`, which says how the org is; `org.json` is what was deployed; `log` has all
arguments. A `deviation` in the world turns the answer of one claim into its opposite.
"""
import base64
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree

USERNAME = "admin@acme.example"
ADMIN_TOKEN = "00Dacme!AdminSessionThatNobodyMaySee0123456789abcdef"
DEVIATIONS = {
    "no-refresh-needed", "full-counts", "empty-list-admits", "run-as-exempt", "set-does-not-help", "profile-helps",
    "connected-app-governed", "expired-refused", "certificate-lost", "contact-optional", "any-timeout", "list-replaces",
    "list-again-accepted", "empty-clears", "ip-relaxation-required", "scopes-optional", "list-needs-approval",
    "allow-value-refused", "with-value-accepted",
}


class Refused(Exception):
    pass


class Org:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.world = json.loads((self.folder / "world.json").read_text())
        state = self.folder / "org.json"
        self.state = json.loads(state.read_text()) if state.exists() else {"components": {}, "assigned": [], "tokens": []}

    def deviates(self, name):
        assert name in DEVIATIONS, name
        return name in self.world["deviations"]

    def save(self):
        part = self.folder / f"org.json.{threading.get_ident()}"
        part.write_text(json.dumps(self.state))
        part.replace(self.folder / "org.json")

    def app(self, key):
        """All elements of the app with a consumer key, by name; each is a list."""
        for name, component in self.state["components"].items():
            if key in component.get("consumerKey", []):
                owner = (component.get("externalClientApplication") or [name.split(" ")[1]])[0]
                parts = [it for other, it in self.state["components"].items()
                         if other == f"ConnectedApp {owner}" or owner in it.get("externalClientApplication", [])]
                whole = {}
                for part in parts:
                    for element, texts in part.items():
                        whole.setdefault(element, []).extend(texts)
                return name.startswith("Extl"), whole
        return None, None


def elements(data):
    """The texts of all elements that have no children, by name."""
    found = {}
    for element in ElementTree.fromstring(data).iter():
        if len(element) == 0:
            found.setdefault(element.tag.rsplit("}", 1)[-1], []).append((element.text or "").strip())
    return found


def refuse_what_the_org_refuses(org, name, new):
    old = org.state["components"].get(name)
    is_app = name.startswith("ConnectedApp ")
    if is_app and org.world.get("no-connected-apps"):
        raise Refused("You can't create a connected app. To enable connected app creation, contact support.")
    if is_app and "ipRelaxation" not in new and org.deviates("ip-relaxation-required"):
        raise Refused("Required fields are missing: [ipRelaxation]")
    if is_app and not new.get("scopes") and not org.deviates("scopes-optional"):
        raise Refused("Select at least one OAuth scope")
    if is_app and new.get("permissionSetName") and new["isAdminApproved"] == ["false"] and org.deviates("list-needs-approval"):
        raise Refused("Permission sets need admin approval")
    if name.startswith("ExternalClientApplication ") and not new.get("contactEmail") and not org.deviates("contact-optional"):
        raise Refused("Required field is missing: contactEmail")
    timeouts = new.get("sessionTimeout", []) + new.get("sessionTimeoutInMinutes", [])
    if not set(timeouts) <= {"15", "30", "60", "120"} and not org.deviates("any-timeout"):
        raise Refused(f"Invalid session timeout: \"{timeouts[0]}\"")
    for value, is_refused in (("AllowWithUserPermission", org.deviates("allow-value-refused")),
                              ("WithUserPermission", not org.deviates("with-value-accepted"))):
        if new.get("untrustedRedirect") == [value] and is_refused:
            raise Refused(f"'{value}' is not a valid value for the enum 'UntrustedRedirect'")
    if org.world.get("profile-by-file-name") and new.get("commaSeparatedProfile") == ["System Administrator"]:
        raise Refused("We couldn't find profiles called System Administrator")
    again = old and set(old.get("commaSeparatedPermissionSet", [])) & set(new.get("commaSeparatedPermissionSet", [])) - {""}
    if again and not org.deviates("list-again-accepted"):
        raise Refused("permission set names are already taken")
    if org.world.get("refuse") and org.world["refuse"] in name:
        # As some answers do, with a value of the file.
        raise Refused("\x1b[31mnot possible with " + " ".join(new.get("consumerKey", ["?"])))


def merged(org, name, new):
    """What the org has after a deployment: lists of a policy grow."""
    old = org.state["components"].get(name)
    lists = "commaSeparatedPermissionSet"
    if old and name.startswith("ExtlClntAppOauthConfigurablePolicies"):
        if new.get(lists) == [""]:
            new[lists] = [""] if org.deviates("empty-clears") else old.get(lists, [""])
        elif not org.deviates("list-replaces"):
            new[lists] = [",".join(sorted({*old.get(lists, [""])[0].split(","), *new.get(lists, [""])[0].split(",")} - {""}))]
    return new


def deploy(org, folder, options):
    folder = pathlib.Path(folder)
    # No other user of the machine may read the files.
    open_to_others = [str(path) for path in [folder, *folder.rglob("*")] if path.stat().st_mode & 0o077]
    assert not open_to_others, f"others can read {open_to_others}"
    if "SF_MDAPI_TEMP_DIR" in os.environ:
        shutil.copytree(folder, os.environ["SF_MDAPI_TEMP_DIR"], dirs_exist_ok=True)
    time.sleep(org.world.get("slow", 0))
    removed = folder / "destructiveChanges.xml"
    if removed.exists() and org.world.get("delete-fails"):
        raise Refused("This component cannot be deleted")
    listed = elements((folder / "package.xml").read_bytes()).get("members", [])
    copies = org.folder / "packages"
    copies.mkdir(exist_ok=True)
    if not removed.exists():
        shutil.copytree(folder, copies / str(len(list(copies.iterdir()))))
    new = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.parent == folder:
            continue
        root = ElementTree.fromstring(path.read_bytes()).tag.rsplit("}", 1)[-1]
        assert path.stem in listed, f"{path.name} is not in package.xml"
        name = f"{root} {path.stem}"
        new[name] = elements(path.read_bytes())
        refuse_what_the_org_refuses(org, name, new[name])
    if "--dry-run" in options:
        return
    for name in new:
        org.state["components"][name] = merged(org, name, new[name])
    if removed.exists():
        gone = set(elements(removed.read_bytes())["members"])
        assert not gone & set(org.state["assigned"]), "a permission set that somebody has cannot be deleted"
        kept = {name: it for name, it in org.state["components"].items()
                if name.split(" ")[1] not in gone and not gone & set(it.get("externalClientApplication", []))}
        org.state["components"] = kept


def query(org, soql):
    if "FROM Organization" in soql:
        return ["IsSandbox,OrganizationType,TrialExpirationDate", org.world["organization"]]
    if "Profile.Name" in soql:
        assert USERNAME in soql
        return ["Profile.Name", "System Administrator"]
    assert "FROM PermissionSetAssignment" in soql, soql
    return ["Id", *(f"0Pa{name}" for name in org.state["assigned"] if name in soql)]


def retrieve(org, component, folder):
    kind, name = component.split(":")
    found = org.state["components"][f"{kind} {name}"]
    suffix = {"ExtlClntAppGlobalOauthSettings": "ecaGlblOauth", "ExtlClntAppOauthConfigurablePolicies": "ecaOauthPlcy"}[kind]
    lost = {"certificate"} if org.deviates("certificate-lost") else set()
    rows = [f"    <{element}>{text}</{element}>" for element, texts in found.items() for text in texts if element not in lost]
    target = pathlib.Path(folder) / "unpackaged"
    target.mkdir(parents=True)
    (target / f"{name}.{suffix}").write_text("\n".join(["<x>", *rows, "</x>"]))


def sf(arguments):
    org = Org(os.environ["FAKE_ORG"])
    with open(org.folder / "log", "a") as log:
        log.write(json.dumps(["sf", *arguments]) + "\n")
    after = lambda name: arguments[arguments.index(name) + 1]
    if org.world.get("sf-fails-at") and org.world["sf-fails-at"] in " ".join(arguments):
        print("not JSON at all")
        return 1
    if "--target-org" in arguments and after("--target-org") != org.world.get("alias", "dev"):
        print(json.dumps({"name": "NamedOrgNotFoundError", "status": 1}, indent=2))
        return 1
    try:
        if arguments[:2] == ["org", "display"]:
            result = {"username": USERNAME, "instanceUrl": org.world["instance"] + "/", "accessToken": ADMIN_TOKEN}
            print(json.dumps({"status": 0, "result": result, "warnings": []}, indent=2))
        elif arguments[:2] == ["data", "query"]:
            print("\n".join(query(org, after("--query"))))
        elif arguments[:3] == ["project", "deploy", "start"]:
            assert pathlib.Path("sfdx-project.json").exists(), "sf wants a project"
            deploy(org, after("--metadata-dir"), arguments)
            print(json.dumps({"status": 0, "result": {"status": "Succeeded"}}, indent=2))
        elif arguments[:3] == ["project", "retrieve", "start"]:
            retrieve(org, after("--metadata"), after("--target-metadata-dir"))
        elif arguments[:3] == ["org", "assign", "permset"]:
            assert f"PermissionSet {after('--name')}" in org.state["components"]
            org.state["assigned"].append(after("--name"))
        elif arguments[:3] == ["data", "delete", "record"]:
            org.state["assigned"].remove(after("--record-id").removeprefix("0Pa"))
        else:
            raise AssertionError(arguments)
    except Refused as refusal:
        failure = {"componentType": "", "problem": str(refusal), "problemType": "Error"}
        print(json.dumps({"status": 1, "result": {"details": {"componentFailures": [failure]}}}, indent=2))
        return 1
    org.save()
    return 0


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check_signature(certificate, signed, signature):
    """Whether the key of the certificate made the signature, as openssl says."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "crt").write_text(certificate)
        (folder / "signature").write_bytes(signature)
        key = subprocess.run(["openssl", "x509", "-in", folder / "crt", "-noout", "-pubkey"], capture_output=True, check=True)
        (folder / "pub").write_bytes(key.stdout)
        verify = ["openssl", "dgst", "-sha256", "-verify", folder / "pub", "-signature", folder / "signature"]
        is_right = subprocess.run(verify, input=signed, capture_output=True).returncode == 0
        in_force = subprocess.run(["openssl", "x509", "-in", folder / "crt", "-noout", "-checkend", "0"], capture_output=True)
        return is_right, in_force.returncode == 0


def scopes(app):
    listed = app.get("scopes", []) + app.get("commaSeparatedOauthScopes", [])
    return {scope for text in listed for scope in text.split(",")}


def approved(app):
    return app.get("isAdminApproved") == ["true"] or app.get("permittedUsersPolicyType") == ["AdminApprovedPreAuthorized"]


def listed(org, app):
    sets = app.get("permissionSetName", []) + app.get("commaSeparatedPermissionSet", [])
    return {name for text in sets for name in text.split(",")} & set(org.state["assigned"])


NOT_APPROVED = ("invalid_app_access", "user is not admin approved to access this app")


def bearer(org, assertion):
    header, claims, signature = assertion.split(".")
    claim = json.loads(decoded(claims))
    is_external, app = org.app(claim["iss"])
    if app is None:
        return "invalid_client_id", "client identifier invalid"
    is_right, in_force = check_signature(app["certificate"][0], f"{header}.{claims}".encode(), decoded(signature))
    if not is_right or claim["sub"] != USERNAME or claim["aud"] != org.world["instance"]:
        return "invalid_grant", "invalid assertion"
    if not in_force and org.deviates("expired-refused"):
        return "invalid_grant", "expired certificate"
    if approved(app) and not listed(org, app) and not org.deviates("empty-list-admits"):
        return NOT_APPROVED
    has_refresh = "RefreshToken" in scopes(app) or ("Full" in scopes(app) and org.deviates("full-counts"))
    if not has_refresh and not org.deviates("no-refresh-needed"):
        return "invalid_request", "refresh_token scope is required and the connected app should be installed and preauthorized"
    return None


def client_credentials(org, key, secret):
    is_external, app = org.app(key)
    if app is None or app["consumerSecret"] != [secret]:
        return "invalid_client", "invalid client credentials"
    if not approved(app):
        return None
    if not is_external:
        return NOT_APPROVED if org.deviates("connected-app-governed") else None
    if listed(org, app):
        return NOT_APPROVED if org.deviates("set-does-not-help") else None
    if app.get("commaSeparatedProfile") in (["System Administrator"], ["Admin"]):
        return None if org.deviates("profile-helps") else NOT_APPROVED
    return None if org.deviates("run-as-exempt") else NOT_APPROVED


class Endpoint(http.server.BaseHTTPRequestHandler):
    """The token endpoint. An app answers from its second request on, as after a deployment."""

    def do_POST(self):
        body = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        org, server = Org(self.server.folder), self.server
        if self.path.endswith("/revoke"):
            server.tokens.discard(body["token"])
            return self.answer(200, "")
        if "assertion" in body:
            key = json.loads(decoded(body["assertion"].split(".")[1]))["iss"]
            refused = bearer(org, body["assertion"])
        else:
            key = body["client_id"]
            refused = client_credentials(org, key, body["client_secret"])
        if key not in server.known:
            server.known.add(key)
            refused = ("invalid_client_id", "client identifier invalid")
        if "answer" in org.world:
            return self.answer(400, org.world["answer"].replace("KEY", key))
        if refused:
            return self.answer(400, json.dumps(dict(zip(("error", "error_description"), refused))))
        token = f"00Dacme!{base64.urlsafe_b64encode(os.urandom(60)).decode()}"
        server.tokens.add(token)
        server.issued.add(token)
        self.answer(200, json.dumps({"access_token": token, "instance_url": org.world["instance"], "token_type": "Bearer"}))

    def answer(self, status, text):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def serve(folder):
    """Starts the endpoint of a folder. `tokens` are those that were issued and not revoked."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.folder, server.known, server.tokens, server.issued = folder, set(), set(), set()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    sys.exit(sf(sys.argv[1:]))
