"""Hooks of MkDocs for what the pages cannot say themselves, because GitHub shows them, too."""
import posixpath
import re

# People paste the text of an error into the search.
FIRST_IN_SEARCH = {"errors.md": 2, "troubleshooting.md": 2}


def on_page_markdown(markdown, page, config, files):
    """Links from docs/ to files outside of it lead to the repository, because the site has only docs/."""
    if page.file.src_uri in FIRST_IN_SEARCH:
        page.meta["search"] = {"boost": FIRST_IN_SEARCH[page.file.src_uri]}
    folder = posixpath.dirname(page.file.src_uri)

    def absolute(match):
        path = posixpath.normpath(posixpath.join(folder, match[1]))
        outside = path.startswith("../")
        return f"]({config['repo_url']}/blob/HEAD/{path.removeprefix('../')})" if outside else match[0]

    return re.sub(r"\]\((\.\./[^)\s]+)\)", absolute, markdown)
