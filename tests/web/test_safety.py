"""Safety of every answer: headers, posts from elsewhere, bodies that are too large."""

import re

import pytest
from fastapi.testclient import TestClient

from app.web import pages
from tests.web import desk as desk_of

OURS = "http://testserver"


@pytest.fixture
def client() -> TestClient:
    desk_of.ACTED.clear()
    return TestClient(desk_of.desk(), follow_redirects=False, raise_server_exceptions=False)


def token(client: TestClient) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', client.get("/desk").text)
    assert found
    return found[1]


@pytest.mark.parametrize("path", ["/desk", "/help", "/nowhere", "/desk/fault", "/healthz"])
def test_every_answer_carries_the_safe_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'; base-uri 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_static_files_are_kept_for_a_year_by_version(client: TestClient) -> None:
    page = client.get("/help").text
    address = re.search(r'href="(/static/app\.css\?v=[0-9a-f]+)"', page)
    assert address
    assert client.get(address[1]).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/app.css").headers["cache-control"] == "public, max-age=3600"
    assert client.get("/static/../main.py").status_code == 404


@pytest.mark.parametrize(
    ("carried", "headers"),
    [
        (None, {}),
        ("", {}),
        ("0" * 64, {}),
        ("0" * 80, {}),
        ("é", {}),
        ("good", {"sec-fetch-site": "cross-site"}),
        ("good", {"sec-fetch-site": "same-site"}),
        ("good", {"sec-fetch-site": "none"}),
        ("good", {"origin": "https://elsewhere.example"}),
        ("good", {"origin": "null"}),
        ("good", {"cookie": "throughline_80=another-sign-in"}),
    ],
)
def test_a_post_from_elsewhere_changes_nothing(
    client: TestClient, carried: str | None, headers: dict[str, str]
) -> None:
    good = token(client)
    sent = {} if carried is None else {"_csrf": good if carried == "good" else carried}
    answer = client.post("/desk/seen", data=sent, headers=headers)
    assert answer.status_code == 403
    assert not desk_of.ACTED


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin"}, {"origin": OURS}])
def test_a_post_from_our_own_page_goes_through(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/desk/seen", data={"_csrf": token(client)}, headers=headers)
    assert answer.status_code == 303
    assert desk_of.ACTED == ["seen"]


def test_script_may_carry_the_token_in_a_header(client: TestClient) -> None:
    answer = client.post("/desk/seen", headers={"x-form-token": token(client)})
    assert answer.status_code == 303


def test_a_body_over_the_limit_is_refused_whether_it_says_its_length_or_not(
    client: TestClient,
) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    said = client.post("/desk", content=b"note=" + b"x" * 3_000_000, headers=form)
    streamed = client.post("/desk", content=(b"x" * 1000 for _ in range(3000)), headers=form)
    assert (said.status_code, streamed.status_code) == (413, 413)
    assert "Shorten it" in said.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/desk/refused", 409, "That is not possible now."),
        ("/desk/missing", 404, "There is nothing here that you can see."),
        ("/desk/cases/not-an-id", 404, "There is nothing here that you can see."),
        ("/nowhere", 404, "There is nothing here that you can see."),
        ("/desk/fault", 500, "This is our fault."),
    ],
)
def test_trouble_is_a_page_in_plain_words(
    client: TestClient, path: str, status: int, words: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert "<title>Error: " in answer.text
    assert "canary-in-a-fault" not in answer.text
    assert "Traceback" not in answer.text


def test_a_refused_post_shows_what_was_typed(client: TestClient) -> None:
    typed = {"_csrf": token(client), "note": "canary <i>", "password": "hush-canary"}
    answer = client.post("/desk/refused", data=typed, headers={"referer": f"{OURS}/desk"})
    assert "canary &lt;i&gt;" in answer.text
    assert "hush-canary" not in answer.text
    assert 'href="/desk"' in answer.text


def test_htmx_gets_a_fragment_and_never_a_page_in_a_page(client: TestClient) -> None:
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = client.get("/desk/refused", headers=part)
    assert answer.status_code == 409
    assert "That is not possible now." in answer.text
    assert "<html" not in answer.text
    rows = client.get("/desk", headers=part)
    assert rows.text.startswith("<p")
    assert rows.headers["vary"] == "HX-Request, HX-Request-Type"


def test_who_is_signed_out_is_led_to_sign_in_and_back(client: TestClient) -> None:
    assert client.get("/desk/out?a=1").headers["location"] == "/sign-in?next=/desk/out%3Fa%3D1"
    htmx = client.get("/desk/out", headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx.headers["hx-redirect"]) == (401, "/sign-in")


def test_a_form_that_was_stored_before_shows_what_came_of_it(client: TestClient) -> None:
    answer = client.post("/desk/done", data={"_csrf": token(client)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?done=saved")


@pytest.mark.parametrize("address", ["/desk?words=a%00b", "/desk/%00"])
def test_an_address_with_a_nul_in_it_leads_nowhere(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_reports_of_the_policy_are_counted_and_not_kept(client: TestClient) -> None:
    answer = client.post("/csp", json={"csp-report": {"document-uri": "canary"}})
    assert answer.status_code == 204


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/cases?page=2", "/cases?page=2"),
        ("//evil.example", "/"),
        ("//[evil", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_nobody_is_sent_elsewhere(given: str | None, kept: str) -> None:
    assert pages.own_path(given) == kept


def test_pages_are_sent_small_and_their_token_differs_each_time(client: TestClient) -> None:
    first, second = client.get("/desk"), client.get("/desk")
    assert first.headers["content-encoding"] == "gzip"
    assert token(client) != token(client)
    assert len(first.text) == len(second.text)


def test_a_first_visit_takes_at_most_70_kilobytes(client: TestClient) -> None:
    page = client.get("/help")
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    files |= {"/static/vendor/govuk-frontend.min.js"}  # what app.js imports
    sent = [page, *(client.get(name) for name in files)]
    assert len(sent) <= 10
    assert sum(answer.num_bytes_downloaded for answer in sent) <= 70 * 1024
