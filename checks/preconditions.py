"""What each OAuth flow of an app needs, read from the files alone.

worse(before, after) returns what safe fixes took from the flows of the apps in some files. This judge knows nothing of
calint's rules: it knows what Salesforce documents about scopes, lists of approved people, and switches.
"""
import re
import xml.etree.ElementTree as ElementTree

REFRESH = {"refreshtoken", "offlineaccess", "refresh_token", "offline_access"}
IDENTITY = {"openid", "basic", "profile", "email", "address", "phone", "id"}
EXTERNAL = ("eca", "ecaoauth", "ecaglbloauth", "ecaoauthplcy", "ecaplcy", "ecaoauthsecurity")
LISTS = ("permissionSetName", "profileName", "commaSeparatedPermissionSet", "commaSeparatedProfile")
# Switches that open or shape a flow: another value changes who gets a token, or which.
SWITCHES = (
    "isAdminApproved", "isClientCredentialEnabled", "isClientCredentialsFlowEnabled", "isCodeCredentialEnabled",
    "isConsumerSecretOptional", "isDeviceFlowEnabled", "isNamedUserJwtEnabled", "isPkceRequired",
    "isRefreshTokenRotationEnabled", "isSecretRequiredForRefreshToken", "isTokenExchangeEnabled",
)


def texts(roots, name):
    """The texts of all elements of a name, at any depth."""
    elements = (element for root in roots for element in root.iter() if isinstance(element.tag, str))
    found = [(element.text or "").strip() for element in elements if element.tag.rsplit("}", 1)[-1] == name]
    return [text for text in found if text]


def is_on(roots, name):
    return "true" in texts(roots, name)


def grouped(files):
    """The trees of each app by kind, project and name: one file of a connected app, several of an External Client App."""
    apps = {}
    for path, data in files.items():
        folder, _, name = path.rpartition("/")
        stem, _, suffix = re.sub(r"-meta\.xml$", "", name).rpartition(".")
        kind = "connected app" if suffix.lower() == "connectedapp" else "External Client App"
        if suffix.lower() not in ("connectedapp", *EXTERNAL):
            continue
        try:
            root = ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError):
            continue
        project = folder.rpartition("/")[0] if kind != "connected app" else folder
        owner = (texts([root], "externalClientApplication") or [stem])[0]
        apps.setdefault((kind, project, stem if kind == "connected app" else owner), []).append(root)
    return apps


def scopes(roots):
    """The scopes of an app in one spelling; two names of one thing count once."""
    listed = [part for text in texts(roots, "commaSeparatedOauthScopes") for part in text.split(",")]
    found = {scope.strip().lower() for scope in texts(roots, "scopes") + listed if scope.strip()}
    return {"refresh" if scope in REFRESH else scope for scope in found}


def flows(roots):
    """The flows that the files of an app declare, each with the preconditions that it has."""
    reach, lists = scopes(roots), {name for kind in LISTS for name in texts(roots, kind)}
    is_approved = is_on(roots, "isAdminApproved") or "AdminApprovedPreAuthorized" in texts(roots, "permittedUsersPolicyType")
    data = reach - IDENTITY - {"refresh"}
    people = {f"approved: {name}" for name in lists} if is_approved else {"everybody may approve the app"}
    shape = {f"{name} is {text}" for name in SWITCHES for text in texts(roots, name) if text in ("true", "false")}
    api = {f"scope {scope}" for scope in data}
    refresh = {"refresh scope"} if "refresh" in reach else set()
    declared = {}
    if texts(roots, "certificate"):
        declared["JWT bearer"] = api | refresh | people
    if texts(roots, "callbackUrl"):
        callbacks = {line.strip() for text in texts(roots, "callbackUrl") for line in re.split(r"[\s,]+", text)}
        declared["web server"] = {f"scope {scope}" for scope in reach} | people | {f"callback {it}" for it in callbacks}
    if texts(roots, "oauthClientCredentialUser") or texts(roots, "clientCredentialsFlowUser"):
        # Salesforce filters `full` out of this flow, and it issues no refresh tokens.
        users = texts(roots, "oauthClientCredentialUser") + texts(roots, "clientCredentialsFlowUser")
        declared["client credentials"] = (api - {"scope full"}) | {f"run-as user {user}" for user in users}
    return {flow: preconditions | shape for flow, preconditions in declared.items()}


def worse(before, after):
    """By app and flow, the preconditions that the flow had before and has no more."""
    later = grouped(after)
    lost = {}
    for app, roots in grouped(before).items():
        now = flows(later.get(app, []))
        for flow, preconditions in flows(roots).items():
            gone = preconditions - now.get(flow, set())
            if gone:
                lost[(*app, flow)] = sorted(gone)
    return lost
