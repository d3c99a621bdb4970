#!/usr/bin/env python3
"""site.py [--screenshots FOLDER]: build the documentation as a site, and look at it in a browser.

The build is strict: a link that leads nowhere fails. The browser is the Chromium of the machine; without one, that part is
skipped. MkDocs and Playwright go into a temporary environment, and the site into a temporary folder.
"""
import functools
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ["mkdocs==1.6.1", "mkdocs-material==9.8.1"]
DRIVER = "playwright==1.65.2"
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
PHONE = {"width": 375, "height": 812}
DESK = {"width": 1280, "height": 900}
# Pages with the widest content: long names, tables, and lines of code.
WIDE = ["", "rules/", "rules/run-as-user-not-api-only/", "rules/full-scope/", "flows/", "packs/", "errors/", "hooks/"]


def main(screenshots=None):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        python = environment(folder / "venv")
        site = folder / "site"
        build(python, site)
        browser = next(filter(None, map(shutil.which, BROWSERS)), None)
        if not browser:
            print("skipped the browser: no chromium; install it by: apt-get install chromium")
            return
        subprocess.run([python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", DRIVER], check=True)
        inner = [python, __file__, "--look", site, browser, screenshots or folder / "screenshots"]
        sys.exit(subprocess.run(inner).returncode)


def environment(folder):
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", *TOOLS], check=True)
    return python


def build(python, site):
    # The theme prints an advertisement for another program unless this is set.
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [python, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", ROOT / ".mkdocs.yml", "-d", site]
    subprocess.run(command, check=True, cwd=ROOT, env=quiet)
    pages = list(site.rglob("*.html"))
    rules = len(list((ROOT / "docs/rules").glob("*.md"))) - 1
    assert len(pages) > rules > 100, (len(pages), rules)
    for page in pages:
        loaded = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="?(https?://[^" >]+)', page.read_text())
        foreign = [it for it in loaded if "OWNER/calint" not in it]
        assert not foreign, f"{page.relative_to(site)} loads {foreign}"
    print(f"built {len(pages)} pages, all links lead somewhere, and nothing is loaded from other hosts")


def look(site, browser, screenshots):
    from playwright.sync_api import sync_playwright

    handler = functools.partial(Quiet, directory=site)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    screenshots = pathlib.Path(screenshots)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for check in navigation, search, schemes, phone:
            check(chromium, address, screenshots)
            print(f"{check.__name__}: as it should be")
        chromium.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def opened(chromium, address, **options):
    """A page without errors of scripts; `errors` has what the console prints."""
    page = chromium.new_context(**({"viewport": DESK} | options)).new_page()
    page.on("pageerror", lambda error: sys.exit(f"{page.url}: {error}"))
    page.on("response", lambda response: response.ok or response.status == 304 or sys.exit(f"{response.url}: {response.status}"))
    page.goto(address)
    return page


def navigation(chromium, address, screenshots):
    page = opened(chromium, address)
    page.screenshot(path=screenshots / "start.png")
    page.get_by_role("link", name="Rules", exact=True).first.click()
    page.wait_for_url("**/rules/")
    page.locator("article").get_by_role("link", name="full-scope", exact=True).click()
    page.wait_for_url("**/rules/full-scope/")
    assert page.locator("h1").inner_text().startswith("full-scope")
    page.locator("article").get_by_role("link", name="broad-scopes").first.click()
    page.wait_for_url("**/rules/broad-scopes/")
    page.go_back()
    marked = page.locator("article .hll").first
    assert marked.inner_text().strip() == "<scopes>Full</scopes>", marked.inner_text()
    marked.scroll_into_view_if_needed()
    page.screenshot(path=screenshots / "rule.png")


SEARCHES = {
    "never expires": "rules/refresh-token-never-expires/",
    "hasn't approved this consumer": "errors/",
    "full-scope": "rules/full-scope/",
}


def search(chromium, address, screenshots):
    page = opened(chromium, address)
    for words, wanted in SEARCHES.items():
        box = page.locator("input.md-search__input")
        box.fill("")
        # The theme listens to keys.
        box.press_sequentially(words)
        # The results follow the typing with some delay.
        found = page.locator(f".md-search-result__item:nth-child(-n+5) .md-search-result__link[href*='{wanted}']").first
        found.wait_for(state="attached", timeout=15_000)
        page.screenshot(path=screenshots / "search.png")
    found.click()
    page.wait_for_url("**/full-scope/**")


def brightness(page):
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(float, re.findall(r"[\d.]+", color)[:3]))


def schemes(chromium, address, screenshots):
    for scheme, is_right in ("light", lambda it: it > 600), ("dark", lambda it: it < 200):
        page = opened(chromium, address + "rules/full-scope/", color_scheme=scheme)
        assert is_right(brightness(page)), (scheme, brightness(page))
        page.screenshot(path=screenshots / f"{scheme}.png")
        page.locator("label.md-header__button:visible[title]").first.click()
        page.wait_for_timeout(400)
        assert not is_right(brightness(page)), f"the switch does not leave {scheme}"


def phone(chromium, address, screenshots):
    page = opened(chromium, address, viewport=PHONE, is_mobile=True, has_touch=True)
    for path in WIDE:
        page.goto(address + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{path or 'the start'} is {wide} px wide"
        page.screenshot(path=screenshots / f"phone-{path.strip('/').replace('/', '-') or 'start'}.png")
    page.goto(address + "rules/full-scope/")
    page.locator("label.md-header__button[for=__drawer]").click()
    page.wait_for_timeout(500)
    page.screenshot(path=screenshots / "phone-menu.png")


if sys.argv[1:2] == ["--look"]:
    look(*sys.argv[2:])
else:
    main(*sys.argv[2:])
