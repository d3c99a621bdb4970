#!/usr/bin/env python3
"""openssl.py CALINT: certificates and keys of every kind, made by openssl, and what calint says of them.

Compares expiry, key size, signature, kind of key and which key belongs to which certificate with what `openssl x509`
and `openssl pkey` say. calint reads DER itself, so another reader has to judge it. The script makes everything in a
temporary folder and deletes it, and does not compare with files in the repository: a private key in a repository is
what calint reports.
"""
import base64
import datetime
import functools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

NOW = datetime.date(2026, 11, 22)
RULES = "certificate-expiry,certificate-weak-crypto,certificate-unparsable,private-key-in-source"
CONFIG = """[ca]
default_ca = own
[own]
new_certs_dir = .
database = database
serial = serial
policy = any
[any]
commonName = supplied
"""
APP = """<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>crm@acme.example</contactEmail>
    <label>%(name)s</label>
    <oauthConfig>
        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>
        <certificate>%(certificate)s</certificate>
        <isAdminApproved>true</isAdminApproved>
        <scopes>Api</scopes>
    </oauthConfig>
</ConnectedApp>
"""

RSA = ["-algorithm", "RSA", "-pkeyopt"]
EC = ["-algorithm", "EC", "-pkeyopt"]
KEYS = {
    "rsa1024": RSA + ["rsa_keygen_bits:1024"],
    "rsa2048": RSA + ["rsa_keygen_bits:2048"],
    "rsa2047": RSA + ["rsa_keygen_bits:2047"],
    "rsa4096": RSA + ["rsa_keygen_bits:4096"],
    "rsa_e3": RSA + ["rsa_keygen_bits:2048", "-pkeyopt", "rsa_keygen_pubexp:3"],
    "p192": EC + ["ec_paramgen_curve:P-192"],
    "p224": EC + ["ec_paramgen_curve:P-224"],
    "p256": EC + ["ec_paramgen_curve:P-256"],
    "p384": EC + ["ec_paramgen_curve:P-384"],
    "p521": EC + ["ec_paramgen_curve:P-521"],
    "k256": EC + ["ec_paramgen_curve:secp256k1"],
    "ed25519": ["-algorithm", "ED25519"],
    "ed448": ["-algorithm", "ED448"],
    "dsa1024": None,
}
# Name: key, begin, end, digest, further arguments.
CERTIFICATES = {
    **{f"plain_{key}": (key, -100, 400, "sha256", []) for key in KEYS},
    "expired": ("rsa2048", -400, -1, "sha256", []),
    "expired_long_ago": ("rsa2048", -4000, -3000, "sha256", []),
    "ends_soon": ("rsa2048", -100, 12, "sha256", []),
    "ends_in_29": ("rsa2048", -100, 29, "sha256", []),
    "ends_in_31": ("rsa2048", -100, 31, "sha256", []),
    "not_yet": ("rsa2048", 5, 400, "sha256", []),
    "long": ("rsa2048", -10, 826, "sha256", []),
    "century": ("rsa2048", -10, 36500, "sha256", []),
    "not_too_long": ("rsa2048", -10, 815, "sha256", []),
    "sha1": ("rsa2048", -100, 400, "sha1", []),
    "md5": ("rsa2048", -100, 400, "md5", []),
    "sha384": ("rsa2048", -100, 400, "sha384", []),
    "ec_sha1": ("p256", -100, 400, "sha1", []),
    "pss": ("rsa2048", -100, 400, "sha256", ["-sigopt", "rsa_padding_mode:pss"]),
    "pss_sha1": ("rsa2048", -100, 400, "sha1", ["-sigopt", "rsa_padding_mode:pss"]),
}
checks = 0


def openssl(*arguments, folder, data=None, must=True):
    # Old digests and short keys are what is tested; newer versions make them on demand only.
    run = subprocess.run(["openssl", *arguments], cwd=folder, input=data, capture_output=True)
    if run.returncode and must:
        sys.exit(f"openssl {' '.join(map(str, arguments))}: {run.stderr.decode()}")
    return run.stdout if not run.returncode else None


def stamp(days):
    return (NOW + datetime.timedelta(days=days)).strftime("%Y%m%d120000Z")


def make_key(folder, name, arguments):
    if arguments is None:
        openssl("dsaparam", "-out", "dsa.parameters", "1024", folder=folder)
        openssl("gendsa", "-out", f"{name}.key", "dsa.parameters", folder=folder)
    else:
        openssl("genpkey", *arguments, "-out", f"{name}.key", folder=folder)


def make_certificate(folder, name, key, begin, end, digest, more):
    (folder / "database").write_text("")
    (folder / "database.attr").write_text("unique_subject = no")
    (folder / "serial").write_text("01")
    md = ["-md", "default" if key.startswith("ed") else digest]
    openssl("req", "-new", "-key", f"{key}.key", "-subj", "/CN=erp.acme.example", "-out", "request", folder=folder)
    made = openssl("ca", "-config", "config", "-selfsign", "-keyfile", f"{key}.key", "-in", "request", "-batch", "-notext",
                   "-startdate", stamp(begin), "-enddate", stamp(end), *md, *more, "-out", f"{name}.crt", folder=folder,
                   must=False)
    return made is not None


@functools.cache
def said_by_openssl(folder, name):
    """What openssl reads in a certificate, as the sub-cases of the rules."""
    text = openssl("x509", "-in", f"{name}.crt", "-noout", "-text", folder=folder).decode()
    dates = openssl("x509", "-in", f"{name}.crt", "-noout", "-startdate", "-enddate", folder=folder).decode()
    begin, end = (datetime.datetime.strptime(it, "%b %d %H:%M:%S %Y GMT") for it in re.findall(r"=(.*)", dates))
    now = datetime.datetime.combine(NOW, datetime.time(23, 59, 59))
    said = set()
    if end < now:
        said.add(("warning", f"expired on {end.date()}"))
    elif end - now < datetime.timedelta(days=30):
        said.add(("warning", f"expires on {end.date()}"))
    elif begin > now:
        said.add(("warning", f"not valid before {begin.date()}"))
    elif (end - begin).days > 825:
        said.add(("info", f"valid for {(end - begin).days} days"))
    algorithm = re.search(r"Public Key Algorithm: (\S+)", text)[1]
    size = re.search(r"Public-Key: \((\d+) bit\)", text)
    bits = int(size[1]) if size else 0
    exponent = re.search(r"Exponent: (\d+)", text)
    if algorithm == "rsaEncryption":
        if bits < 2048:
            said.add(("error", f"RSA key of {bits} bits"))
        elif int(exponent[1]) < 65537:
            said.add(("warning", f"exponent {exponent[1]}"))
    elif algorithm == "dsaEncryption":
        said.add(("error", f"DSA key of {bits} bits"))
    elif algorithm == "id-ecPublicKey":
        said.add(("error" if bits < 224 else "warning", f"elliptic-curve key of {bits} bits"))
    else:
        said.add(("warning", "a key that is not RSA"))
    signature = re.search(r"Signature Algorithm: (\S+)", text)[1]
    digest = re.search(r"Hash Algorithm: (\S+)", text)[1] if signature == "rsassaPss" else signature
    if re.search("md5", digest, re.I):
        said.add(("error", "signed with MD5"))
    elif re.search(r"sha1\b|sha1W|SHA1", digest):
        said.add(("warning", "signed with SHA-1"))
    return said


def check(calint, folder, *more):
    command = [calint, "check", ".", "--format", "json", "--profile", "audit", "--only", RULES, "--now", NOW.isoformat(),
               "--no-config", *more]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"calint ended with {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)["findings"]


def expect(what, found, wanted):
    global checks
    checks += 1
    if found != wanted:
        sys.exit(f"{what}: calint says {found}, openssl says {wanted}")


def write_app(project, name, certificate):
    file = project / "connectedApps" / f"{name}.connectedApp-meta.xml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(APP % {"name": name, "certificate": certificate})


def ways(pem, der):
    """The ways in which a certificate may stand in the element."""
    body = "".join(line for line in pem.splitlines() if "-----" not in line)
    yield "pem", pem
    yield "body", "\n        " + "\n        ".join(pem.splitlines()[1:-1]) + "\n"
    yield "line", body
    yield "der", base64.b64encode(der).decode()
    yield "pem_as_base64", base64.b64encode(pem.encode()).decode()
    yield "export", base64.b64encode(b"Bag Attributes\n    friendlyName: erp\n" + pem.encode()).decode()
    yield "cdata", f"<![CDATA[{pem}]]>"
    yield "entities", pem.replace("+", "&#43;").replace("\n", "&#13;\n")


def certificates(calint, keys, project):
    wanted, made = {}, 0
    for name, (key, *rest) in CERTIFICATES.items():
        if not make_certificate(keys, name, key, *rest):
            print(f"  openssl makes no {name} here")
            continue
        made += 1
        pem = (keys / f"{name}.crt").read_text()
        der = openssl("x509", "-in", f"{name}.crt", "-outform", "DER", folder=keys)
        for way, text in ways(pem.strip(), der):
            write_app(project, f"{name}__{way}".replace("__", "_x_"), text)
            wanted[f"{name}_x_{way}"] = said_by_openssl(keys, name)
    found = {name: set() for name in wanted}
    for finding in check(calint, project):
        message = finding["message"]
        case = next((case for case in wanted[finding["component"]["name"]] if case[1] in message), None)
        found[finding["component"]["name"]].add(case if case and case[0] == finding["severity"] else (finding["severity"], message))
    for name, cases in wanted.items():
        expect(name, found[name], cases)
    return made


def forms(keys, name):
    """A key in every form that openssl writes: file name, bytes, words of the message, severity."""
    pem = (keys / f"{name}.key").read_bytes()
    kind = {"r": "an RSA", "p": "an elliptic-curve", "k": "an elliptic-curve", "d": "a DSA"}.get(name[0])
    kind = {"ed25519": "an Ed25519", "ed448": "an Ed448"}.get(name, kind)
    plain = f"the file contains {kind} private key"
    pkcs8 = openssl("pkey", "-in", f"{name}.key", folder=keys)
    yield "pkcs8.pem", pkcs8, plain, "error"
    yield "crlf.pem", pkcs8.replace(b"\n", b"\r\n"), plain, "error"
    yield "utf16.pem", b"\xff\xfe" + pkcs8.decode().encode("utf-16-le"), plain, "error"
    yield "settings.json", json.dumps({"key": pkcs8.decode()}).encode(), plain, "error"
    yield "Key.cls", " +\n".join(f"'{line}\\n'" for line in pkcs8.decode().splitlines()).encode(), plain, "error"
    yield "pipeline.yml", b"KEY: " + base64.b64encode(pkcs8) + b"\n", plain, "error"
    der = openssl("pkcs8", "-topk8", "-nocrypt", "-in", f"{name}.key", "-outform", "DER", folder=keys)
    yield "pkcs8.der", der, plain, "error"
    locked = openssl("pkcs8", "-topk8", "-in", f"{name}.key", "-passout", "pass:x1234", folder=keys)
    yield "locked.pem", locked, "encrypted with a passphrase", "info"
    locked = openssl("pkcs8", "-topk8", "-in", f"{name}.key", "-passout", "pass:x1234", "-outform", "DER", folder=keys)
    yield "locked.der", locked, "encrypted with a passphrase", "info"
    salted = openssl("enc", "-aes-256-cbc", "-pbkdf2", "-pass", "pass:x1234", "-in", f"{name}.key", folder=keys)
    yield "server.key.enc", salted, "by its name, an encrypted private key", "info"
    if not name.startswith("ed"):
        old = ["pkey", "-traditional", "-in", f"{name}.key"]
        yield "old.pem", openssl(*old, folder=keys), plain, "error"
        yield "old.der", openssl(*old, "-outform", "DER", folder=keys), plain, "error"
        old = openssl("pkey", "-traditional", "-in", f"{name}.key", "-aes128", "-passout", "pass:x1234", folder=keys)
        yield "old_locked.pem", old, "encrypted with a passphrase", "info"
    if name[0] in "pk":
        bare = openssl("ec", "-in", f"{name}.key", "-no_public", folder=keys)
        yield "secret_half.pem", bare, plain, "error"
        yield "secret_half.der", openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER", folder=keys, data=bare), plain, "error"
    certificate = keys / f"plain_{name}.crt"
    if certificate.exists():
        store = openssl("pkcs12", "-export", "-inkey", f"{name}.key", "-in", certificate.name, "-passout", "pass:x1234", folder=keys)
        yield "store.p12", store, "a PKCS#12 keystore with a private key", "error"


def private_keys(calint, keys, project):
    wanted = {}
    for name in KEYS:
        for form, data, words, severity in forms(keys, name):
            file = project / "files" / name / form
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            wanted[f"files/{name}/{form}"] = (words, severity)
        # What is public is no finding.
        (project / "files" / name / "public.pem").write_bytes(openssl("pkey", "-in", f"{name}.key", "-pubout", folder=keys))
        certificate = keys / f"plain_{name}.crt"
        if certificate.exists():
            (project / "files" / name / "own.crt").write_bytes(certificate.read_bytes())
            trusted = openssl("pkcs12", "-export", "-nokeys", "-in", certificate.name, "-passout", "pass:x1234", folder=keys)
            (project / "files" / name / "trusted.p12").write_bytes(trusted)
            write_app(project, f"App_{name}", certificate.read_text())
    found = {}
    for finding in check(calint, project):
        if finding["rule"] != "private-key-in-source":
            continue
        path = finding["path"]
        if path in found:
            sys.exit(f"{path}: two findings")
        found[path] = finding
    expect("files with private keys", sorted(found), sorted(wanted))
    for path, (words, severity) in wanted.items():
        finding = found[path]
        expect(path, (words in finding["message"], finding["severity"]), (True, severity))
        matches(path, finding, keys)


@functools.cache
def has_certificate(keys, name):
    """Whether openssl takes the certificate of a key for its own."""
    public = openssl("pkey", "-in", f"{name}.key", "-pubout", folder=keys)
    certificate = keys / f"plain_{name}.crt"
    return certificate.exists() and openssl("x509", "-in", certificate.name, "-noout", "-pubkey", folder=keys) == public


def matches(path, finding, keys):
    """A key in the open is named as that of the one certificate with its public half, told by openssl."""
    _, name, form = path.split("/")
    own = has_certificate(keys, name)
    readable = finding["severity"] == "error" and form != "store.p12"
    # Of these, the file holds the secret half alone, and calint does not compute the other.
    old_form = form.startswith("old.")
    has_public = not (name.startswith("ed") or form.startswith("secret_half.") or name.startswith("dsa") and not old_form)
    named = f"belongs to the certificate of `App_{name}`" in finding["message"]
    expect(f"{path}: {finding['message']}", named, bool(own and readable and has_public))


def wrong(calint, keys, project):
    """What is no certificate, in the place of one."""
    request = openssl("req", "-new", "-key", "p256.key", "-subj", "/CN=erp.acme.example", folder=keys).decode()
    pem = (keys / "plain_p256.crt").read_text()
    key = (keys / "p256.key").read_text()
    texts = {
        "Request": (request, "a request for a certificate"),
        "Public": (openssl("pkey", "-in", "p256.key", "-pubout", folder=keys).decode(), "a public key"),
        "Chain": (pem + pem, "2 certificates"),
        "Cut": (pem.replace(pem.splitlines()[2] + "\n", ""), "base64 of something that is not a certificate"),
        "Private": (key, "private key"),
        "BarePrivate": ("".join(key.splitlines()[1:-1]), "contains a private key"),
    }
    for name, (text, _) in texts.items():
        write_app(project, name, text)
    said = {finding["component"]["name"]: finding["message"] for finding in check(calint, project)}
    expect("apps without certificates", sorted(said), sorted(texts))
    for name, (_, words) in texts.items():
        expect(f"{name}: {said[name]}", words in said[name], True)
    # No picture shows a key.
    run = subprocess.run([calint, "check", ".", "--profile", "audit", "--no-config", "-v"], cwd=project, capture_output=True, text=True)
    lines = [line for line in key.splitlines() if "-----" not in line]
    expect("keys in pictures", [line for line in lines if line[:12] in run.stdout], [])


def main(calint):
    calint = os.path.abspath(calint)
    version = subprocess.run(["openssl", "version"], capture_output=True, text=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        keys = folder / "keys"
        keys.mkdir()
        (keys / "config").write_text(CONFIG)
        for name, arguments in KEYS.items():
            make_key(keys, name, arguments)
        for part in ("certificates", "files", "wrong"):
            (folder / part / ".git").mkdir(parents=True)
        made = certificates(calint, keys, folder / "certificates")
        private_keys(calint, keys, folder / "files")
        wrong(calint, keys, folder / "wrong")
    print(f"{version}: {len(KEYS)} keys, {made} certificates, {checks} comparisons")


main(*sys.argv[1:])
