"""What is read from a build folder, and what is changed on the way out."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from porter.web.build import IMMUTABLE, REVALIDATE, inline_script_hashes, read_build, relative_addresses

ENVIRONMENT = (
    "var e={PING:`http://localhost:8000/ping`,EVENT:`ws://localhost:8000/_event`,TRANSPORT:`websocket`};export{e as t};"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build like the ones `reflex export` makes."""
    for name, text in {
        "index.html": "<html><script>go()</script><script src='/a.js'></script><script>go()</script></html>",
        "sign-in.html": "<html></html>",
        "404.html": "<html>nothing</html>",
        "__spa-fallback.html": "<html>spa</html>",
        "sw.js": 'const BUILD = "__BUILD__";',
        "assets/page-Ab12Cd34.js": "export{}",
        "assets/page-Ab12Cd34.js.br": "small",
        "assets/reflex-env-Zz99Yy88.js": ENVIRONMENT,
        "assets/reflex-env-Zz99Yy88.js.gz": "old",
        "css/base.css": "a{}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_addresses_find_their_files(folder: Path) -> None:
    """A page is found with and without a slash at the end."""
    build = read_build(folder)
    for path, name in {"/": "index.html", "/sign-in": "sign-in.html", "/sign-in/": "sign-in.html"}.items():
        found = build.find(path)
        assert found is not None
        assert found.path.name == name
    assert build.find("/sign-in/../sw.js") is None
    assert build.find("/nope") is None


def test_only_hashed_names_are_kept_forever(folder: Path) -> None:
    """A file whose content can change under its name is asked for again."""
    build = read_build(folder)
    assert build.files["/assets/page-Ab12Cd34.js"].cache_control == IMMUTABLE
    for path in ("/index.html", "/sw.js", "/css/base.css", "/assets/reflex-env-Zz99Yy88.js"):
        assert build.files[path].cache_control == REVALIDATE


def test_the_address_of_the_backend_is_the_one_the_browser_came_to(folder: Path) -> None:
    """No baked host or port is left, and the stale compressed copy is not offered."""
    file = read_build(folder).files["/assets/reflex-env-Zz99Yy88.js"]
    assert file.body is not None
    text = file.body.decode()
    assert "localhost" not in text
    assert 'EVENT:location.protocol.replace("http","ws")+"//"+location.host+"/_event"' in text
    assert file.encodings == ()
    assert file.media_type == "text/javascript"


def test_an_address_that_was_configured_is_left_alone() -> None:
    """Only the placeholder is replaced."""
    source = 'EVENT:"wss://porter.example/_event"'
    assert relative_addresses(source) == source


def test_the_service_worker_knows_its_build(folder: Path) -> None:
    """The version changes with the content of a page, and only then."""

    def version() -> str:
        body = read_build(folder).files["/sw.js"].body
        assert body is not None
        found = re.search(r'BUILD = "([0-9a-f]{12})"', body.decode())
        assert found is not None
        return found[1]

    first = version()
    assert version() == first
    (folder / "index.html").write_text("<html>new</html>")
    assert version() != first


def test_every_inline_script_is_named_once_by_its_hash() -> None:
    """Scripts with a source and empty ones have no hash."""
    html = b"<script>a()</script><script src='x'>b</script><script type='module'>c()</script><script></script><script>a()</script>"
    expected = [f"sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}" for text in (b"a()", b"c()")]
    assert list(inline_script_hashes(html)) == expected


def test_no_build_is_an_empty_build(tmp_path: Path) -> None:
    """A folder that does not exist is no error."""
    assert read_build(tmp_path / "missing").files == {}
