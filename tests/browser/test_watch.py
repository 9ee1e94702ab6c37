"""The rules of conftest.py see what they are there for."""

import pytest

INLINE = {"textContent": "document.title = 'run'"}

pytestmark = pytest.mark.django_db(transaction=True)


def serve(page, live_server, body: str) -> None:
    page.route("**/trial", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(f"{live_server.url}/trial")
    page.wait_for_timeout(200)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<img src="http://203.0.113.1/logo.png" alt="">', "call to another host: http://203.0.113.1/logo.png"),
        ("<script>console.error('broken')</script>", "console: broken"),
        ("<script>null.x</script>", "script error: "),
        ('<img src="/static/missing.png" alt="">', "404: "),
    ],
    ids=["another host", "console", "script", "missing file"],
)
def test_a_fault_is_seen(page, live_server, watch, body, fault):
    serve(page, live_server, body)
    assert len(watch.faults) == 1
    assert watch.faults.pop().startswith(fault)


def test_an_inline_script_is_stopped_by_the_policy(page, live_server, watch):
    page.goto(f"{live_server.url}/healthz")
    page.evaluate("script => document.body.append(Object.assign(document.createElement('script'), script))", INLINE)
    page.wait_for_timeout(200)
    assert page.title() != "run"
    assert len(watch.faults) == 1
    assert "Content Security Policy" in watch.faults.pop()
