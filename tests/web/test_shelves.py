"""Routes are looked for by the first word of an address, and all of them are found."""

from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from app.web.shelves import shelve

inner, outer, anything = APIRouter(prefix="/inner"), APIRouter(prefix="/outer"), APIRouter()


@inner.get("/{number}")
def tell_inner(number: int) -> str:
    return f"inner {number}"


@outer.get("/word/more")
def tell_outer() -> str:
    return "outer"


@anything.get("/")
def tell_first() -> str:
    return "first"


@anything.get("/{word}/last")
def tell_last(word: str) -> str:
    return word


def test_every_route_is_found_on_its_shelf_and_no_other() -> None:
    outer.include_router(inner)
    app = FastAPI()
    for router in (outer, anything):
        shelve(app, router)
    with TestClient(app) as client:
        found = {
            path: client.get(path).json()
            for path in ("/", "/outer/word/more", "/outer/inner/7", "/outer/last", "/other/last")
        }
        assert client.get("/word/more").status_code == 404
        assert client.post("/outer/word/more").status_code == 405
    assert found == {
        "/": "first",
        "/outer/word/more": "outer",
        "/outer/inner/7": "inner 7",
        "/outer/last": "outer",
        "/other/last": "other",
    }
