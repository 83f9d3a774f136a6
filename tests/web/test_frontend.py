"""The outer layers in one stack: files and pages, headers, origins."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from porter.core.config import Settings
from porter.web.build import read_build
from porter.web.frontend import Frontend
from porter.web.headers import SecurityHeaders
from porter.web.origins import OriginCheck

OURS = "http://localhost:8000"
SECRET = "x" * 40
JAVASCRIPT = "export const a = 1;" * 50

Make = Callable[..., TestClient]


async def _order(request: Request) -> JSONResponse:
    return JSONResponse({"made": request.method})


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("welcome")
    await socket.close()


BEHIND = Starlette(
    routes=[
        Route("/api/v1/orders", _order, methods=["GET", "POST"]),
        WebSocketRoute("/_event/", _socket),
        WebSocketRoute("/api/v1/live", _socket),
    ]
)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The stack as porter.py builds it, over a small build."""
    for name, text in {
        "index.html": "<html><script>go()</script></html>",
        "dev/inbox.html": "<html>codes</html>",
        "404.html": "<html>nothing here</html>",
        "__spa-fallback.html": "<html>spa</html>",
        "sw.js": "self",
        "assets/page-Ab12Cd34.js": JAVASCRIPT,
        "assets/page-Ab12Cd34.js.gz": "gz",
        "assets/page-Ab12Cd34.js.br": "br",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    def build(folder: Path = tmp_path, **settings: object) -> TestClient:
        given = Settings.model_construct(**settings)
        routes = re.compile(r"^/(track|pay|driver/pay)/\w+$")
        frontend = Frontend(BEHIND, read_build(folder), given, lambda path: bool(routes.match(path)))
        stack = OriginCheck(SecurityHeaders(frontend, given), [OURS])
        return TestClient(stack, base_url=OURS)

    return build


@pytest.fixture
def client(make: Make) -> TestClient:
    """The stack in development mode."""
    return make()


def get(client: TestClient, path: str, **headers: str) -> httpx.Response:
    """GET with nothing accepted unless said."""
    return client.get(path, headers={"accept-encoding": "identity", **headers})


def test_pages_and_files(client: TestClient) -> None:
    """Known pages, dynamic routes, unknown pages, unknown files, the app behind."""
    assert get(client, "/").status_code == 200
    assert "spa" in get(client, "/track/42").text
    missing = get(client, "/nope")
    assert (missing.status_code, "nothing here" in missing.text) == (404, True)
    assert get(client, "/nope.png").headers["content-type"].startswith("text/plain")
    assert get(client, "/api/v1/orders").json() == {"made": "GET"}
    assert get(client, "/api/v1/nothing").text == "Not Found"


def test_the_smaller_copy_is_sent_to_who_understands_it(make: Make) -> None:
    """Brotli before gzip, neither to a browser that refuses."""
    client = make()
    path = "/assets/page-Ab12Cd34.js"
    with client.stream("GET", path, headers={"accept-encoding": "gzip, br"}) as answer:
        assert (answer.headers["content-encoding"], answer.headers["content-length"]) == ("br", "2")
    with client.stream("GET", path, headers={"accept-encoding": "gzip;q=0.5"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
    plain = client.get(path, headers={"accept-encoding": "br;q=0"})
    assert "content-encoding" not in plain.headers
    assert plain.text == JAVASCRIPT
    assert plain.headers["vary"] == "accept-encoding"


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    """304 with the same ETag, for a page too."""
    first = get(client, "/")
    again = get(client, "/", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, "/", **{"if-none-match": '"other"'}).status_code == 200


def test_pages_may_run_only_their_own_scripts(client: TestClient) -> None:
    """No eval, no inline script without its hash, no frame around us."""
    policy = get(client, "/").headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts is not None
    assert "unsafe" not in scripts[1]
    assert "'sha256-" in scripts[1]
    assert "frame-ancestors 'none'" in policy
    assert "https://tiles.openfreemap.org" in policy


def test_workers_may_fetch(client: TestClient) -> None:
    """A worker lives under the policy of its own script, not of the page."""
    for path in ("/sw.js", "/assets/page-Ab12Cd34.js"):
        assert "connect-src 'self'" in get(client, path).headers["content-security-policy"]


def test_google_is_allowed_only_with_a_key(make: Make) -> None:
    """Without a browser key, or when nothing outside may be asked, no page may talk to Google; with one only its tiles may be fetched."""
    unasked = [{}, {"google_maps_key": "server"}, {"google_maps_browser_key": "k", "maps_provider": "offline"}]
    for settings in unasked:
        assert "google" not in get(make(**settings), "/").headers["content-security-policy"]
    answer = get(make(google_maps_browser_key="k"), "/")
    assert "https://tile.googleapis.com" in directive(answer, "connect-src").split()
    assert answer.headers["content-security-policy"].count("google") == 1, "no script, image or font of Google's"


RAZORPAY_HOSTS = {
    "script-src": "https://checkout.razorpay.com https://cdn.razorpay.com",
    "frame-src": "https://api.razorpay.com",
    "connect-src": "https://lumberjack.razorpay.com",
}
STRIPE_HOSTS = {
    "script-src": "https://js.stripe.com https://*.js.stripe.com",
    "frame-src": "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
    "connect-src": "https://api.stripe.com",
}


def directive(answer: httpx.Response, name: str) -> str:
    """One directive of a page's policy."""
    found = re.search(rf"(?:^|; ){name} ([^;]*)", answer.headers["content-security-policy"])
    return found[1] if found else ""


@pytest.mark.parametrize("where", ["/pay/42", "/driver/pay/42"])
@pytest.mark.parametrize(
    ("keys", "hosts", "others"),
    [
        ({"razorpay_key_id": "rzp_test_1"}, RAZORPAY_HOSTS, "stripe"),
        ({"stripe_secret_key": "sk_test_1"}, STRIPE_HOSTS, "razorpay"),
    ],
)
def test_a_payment_vendor_is_let_in_where_one_pays_and_only_with_its_keys(
    make: Make, where: str, keys: dict[str, str], hosts: dict[str, str], others: str
) -> None:
    """Exactly the documented origins; no other page, no other vendor, still no eval and no inline script."""
    client = make(**keys)
    paying = get(client, where)
    for name, sources in hosts.items():
        assert sources in directive(paying, name)
    policy = paying.headers["content-security-policy"]
    assert others not in policy
    assert "unsafe" not in directive(paying, "script-src")
    assert "'self'" in directive(paying, "script-src")
    assert "frame-ancestors 'none'" in policy
    assert paying.headers["cross-origin-opener-policy"] == "same-origin-allow-popups"
    assert "payment=(self " in paying.headers["permissions-policy"]
    for path in ("/", "/track/42", "/payable", "/driver/cash", "/assets/page-Ab12Cd34.js", "/api/v1/orders"):
        answer = get(client, path)
        assert not re.search("razorpay|stripe", answer.headers["content-security-policy"])
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "payment=()" in answer.headers["permissions-policy"]


def test_without_keys_no_vendor_is_let_in_anywhere(client: TestClient) -> None:
    """The page where one pays has the policy of every other page."""
    assert (
        get(client, "/pay/42").headers["content-security-policy"]
        == get(client, "/track/42").headers["content-security-policy"]
    )
    assert get(client, "/pay/42").headers["cross-origin-opener-policy"] == "same-origin"


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    """Data and refusals as well as pages."""
    for path in ("/", "/nope", "/api/v1/orders", "/api/v1/nothing"):
        headers = get(client, path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "geolocation=(self)" in headers["permissions-policy"]
        assert "content-security-policy" in headers


def test_developers_pages_do_not_exist_in_production(make: Make) -> None:
    """The build may contain them; they are not served."""
    assert "codes" in get(make(), "/dev/inbox").text
    hidden = get(make(mode="production", secret_key=SECRET), "/dev/inbox")
    assert (hidden.status_code, "codes" in hidden.text) == (404, False)


def test_a_missing_build_says_what_to_do(make: Make, tmp_path: Path) -> None:
    """Pages wait for the build, the API does not."""
    client = make(folder=tmp_path / "none")
    assert (get(client, "/").status_code, "porter build" in get(client, "/").text) == (503, True)
    assert get(client, "/api/v1/orders").status_code == 200


@pytest.mark.parametrize(
    ("path", "origin", "welcome"),
    [
        ("/_event/", OURS, True),
        ("/_event/", "https://evil.example", False),
        ("/_event/", "http://localhost:8001", False),
        ("/_event/", "null", False),
        ("/_event/", None, False),
        ("/api/v1/live", None, True),
        ("/api/v1/live", "https://evil.example", False),
    ],
)
def test_who_may_open_a_socket(client: TestClient, path: str, origin: str | None, welcome: bool) -> None:
    """Pages of ours; programs without an Origin only where a token is asked for."""
    headers = {"origin": origin} if origin else {}
    if welcome:
        with client.websocket_connect(path, headers=headers) as socket:
            assert socket.receive_text() == "welcome"
    else:
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(path, headers=headers):
            pass


@pytest.mark.parametrize(
    ("origin", "cookie", "status"),
    [
        (OURS, "porter_customer=t", 200),
        ("https://evil.example", "porter_customer=t", 403),
        ("https://evil.example", "", 200),
        (None, "porter_customer=t", 200),
    ],
)
def test_who_may_change_something(client: TestClient, origin: str | None, cookie: str, status: int) -> None:
    """A foreign page cannot use our cookie; a program with a bearer token has none."""
    headers = {"cookie": cookie} | ({"origin": origin} if origin else {})
    assert client.post("/api/v1/orders", headers=headers).status_code == status
