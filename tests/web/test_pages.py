"""Pages: title, heading and landmarks, the way around for each role, and nothing typed as markup."""

import re

import pytest
from fastapi.testclient import TestClient
from starlette.routing import Match

from app.main import create_app
from app.models.membership import Role
from app.web import navigation, notices
from app.web.assets import STATIC
from app.web.templating import TEMPLATES
from tests.visits import Visits
from tests.web import desk as desk_of
from tests.world import World

PUBLIC = ["/help", "/privacy", "/accessibility"]


@pytest.fixture
def client() -> TestClient:
    return TestClient(desk_of.desk(), follow_redirects=False)


@pytest.mark.parametrize("path", ["/desk", *PUBLIC])
def test_every_page_has_a_title_one_heading_and_its_landmarks(
    client: TestClient, path: str
) -> None:
    text = client.get(path).text
    assert text.startswith('<!DOCTYPE html>\n<html lang="en-GB"')
    assert re.search(r"<title>.+ – Throughline</title>", text)  # noqa: RUF001 - a dash
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert 'href="#main-content"' in text
    assert 'id="main-content"' in text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_what_was_typed_is_text_and_never_markup(client: TestClient) -> None:
    text = client.get("/desk").text
    assert "<script>alert(1)</script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_page_says_who_is_signed_in_and_that_it_is_a_demo(client: TestClient) -> None:
    text = client.get("/desk").text
    assert "Amara Osei" in text
    assert "Navigator, Heartlands Hospital" in text
    assert "Change person" in text
    assert "Lock screen" in text


def test_a_notice_says_only_what_the_table_holds(client: TestClient) -> None:
    assert "Saved." in client.get("/desk?done=saved").text
    assert "canary" not in client.get("/desk?done=canary").text.replace("/desk?done=canary", "")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_way_around_in_at_most_five_links(role: Role) -> None:
    for links in (navigation.links_for(role), navigation.links_for(role, provides=True)):
        assert 0 < len(links) <= 5
        assert len({link.url for link in links}) == len(links)
        assert links[0].url == "/"


def test_a_navigator_of_a_provider_finds_the_sessions(world: World, visit: Visits) -> None:
    assert 'href="/sessions"' in visit(world.own_navigator).get("/").text
    assert 'href="/sessions"' not in visit(world.navigator).get("/").text


def test_the_longest_link_that_a_page_lies_below_is_the_current_one() -> None:
    links = navigation.links_for(Role.navigator)
    found = navigation.current(links, "/referrals/new/quick")
    assert found is not None
    assert found.url == "/referrals/new"
    assert navigation.current(links, "/helpful") is None


def test_notices_are_whole_sentences() -> None:
    assert all(
        sentence[0].isupper() and sentence.endswith(".") for sentence in notices.DONE.values()
    )


def test_no_template_carries_style_script_or_trust() -> None:
    banned = re.compile(
        r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son[a-z]+="|hx-on|\|\s*safe\b|hx-vals=\'?js'
    )
    for template in TEMPLATES.rglob("*.html"):
        assert not banned.search(template.read_text()), template.name


def test_our_own_files_carry_no_address_of_somebody_else() -> None:
    for name in ("app.js", "boot.js", "app.css"):
        assert "http" not in (STATIC / name).read_text().replace("http://www.w3.org", "")


def test_every_link_of_the_navigation_leads_to_a_page() -> None:
    routes = create_app().routes
    urls = {link.url for role in Role for link in navigation.links_for(role)}
    asked = {url: {"type": "http", "method": "GET", "path": url, "root_path": ""} for url in urls}
    dead = [
        url
        for url, scope in asked.items()
        if not any(route.matches(scope)[0] is Match.FULL for route in routes)
    ]
    assert dead == []
