"""Pictures of the main screens, taken from the running program with its demo data.

``.venv/bin/python -m tests.pictures`` starts the program in a throw-away data directory, looks at
it as its users do (desk 1366x768, phone 390x844) and writes docs/screens/.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from deploy.preflight import ROOT
from tests.browser.conftest import DESK, PHONE, QUIET
from tests.programs import clean_environment, eventually
from tests.servers import free_port

SCREENS = ROOT / "docs" / "screens"


def manage(environment: dict[str, str], *words: str) -> str:
    """Run a management command and return what it printed."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


@contextmanager
def running_program():
    """Yield the address and the accounts of a program with demo data; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="casework-pictures-") as folder:
        environment = clean_environment(Path(folder))
        manage(environment, "prepare")
        accounts = dict(line.split()[:2] for line in manage(environment, "load_demo", "--accounts").splitlines()[1:])
        for sweep in ("sweep_deadlines", "sweep_offices"):
            manage(environment, sweep)
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        try:
            yield f"http://127.0.0.1:{port}", accounts
        finally:
            server.terminate()
            server.wait(20)


def opened(browser: Browser, origin: str, viewport: dict[str, int]) -> Page:
    page = browser.new_context(viewport=viewport, locale="zh-CN", base_url=origin).new_page()
    eventually(lambda: _answers(page))
    return page


def _answers(page: Page) -> bool:
    try:
        return page.goto("/healthz").ok
    except Exception as error:
        if "ERR_CONNECTION_REFUSED" in str(error):
            return False
        raise


def take(page: Page, name: str) -> None:
    """Keep the picture in 128 colours: a third of the size, and nothing one could see is lost."""
    file = SCREENS / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"docs/screens/{name}.png")


# Who looks; words of the case, if it is a page of one; the address on from there; what the picture is called.
WORK = (
    ("clerk", "危险化学品经营许可证", "", "case-matters"),
    ("clerk", "甲乙片区危旧房", "?tab=handling", "case-consultations"),
    ("clerk", "甲乙片区危旧房", "outcome/", "outcome"),
    ("clerk", "危险化学品经营许可证", "record_search/", "search-record"),
    ("clerk", "近十年全部营业执照", "?tab=letters", "letters"),
    ("clerk", "", "settings/letters/", "letter-settings"),
    ("clerk", "", "registers/disputes/", "disputes"),
    ("clerk", "", "office/withheld/", "withheld"),
    ("clerk", "", "statistics/", "statistics"),
    ("legal_reviewer", "甲乙片区某商业综合体", "", "case-review"),
    ("legal_reviewer", "甲乙片区某商业综合体", "review/", "review"),
    ("leader", "甲乙片区某商业综合体", "approval-sheet/", "approval-sheet"),
    ("leader", "", "settings/approval-chain/", "approval-chain"),
    ("leader", "", "settings/undelivered/", "undelivered"),
)


def work_pictures(browser: Browser, origin: str, size: str, accounts: dict[str, str]) -> None:
    """What clerks, reviewers and leaders do with a case, and what an office keeps beside its cases."""
    pages: dict[str, Page] = {}
    for name, words, path, picture in WORK:
        if name not in pages:
            pages[name] = opened(browser, origin, DESK if size == "desk" else PHONE)
            sign_in(pages[name], name, accounts[name])
        page = pages[name]
        if words:
            page.goto(f"/desk/cases/?q={words}")
            page.locator("tbody a").first.click()
            page.wait_for_url(re.compile(r"/desk/cases/[^/?]+/$"))
            page.goto(page.url + path)
        else:
            page.goto(f"/desk/{path}")
        take(page, f"{picture}-{size}")


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/desk/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/")


def deadline_pictures(browser: Browser, origin: str, size: str, accounts: dict[str, str]) -> None:
    """What keeps deadlines from being missed: reminders, duties of the office, their settings, supervision."""
    viewport = DESK if size == "desk" else PHONE
    screens = {
        "clerk": {"notices/": "notices", "office/": "office"},
        "leader": {"settings/reminders/": "reminder-settings"},
        "supervisor": {"supervision/": "supervision"},
    }
    for name, addresses in screens.items():
        page = opened(browser, origin, viewport)
        sign_in(page, name, accounts[name])
        for path, picture in addresses.items():
            page.goto(f"/desk/{path}")
            take(page, f"{picture}-{size}")


def desk_pictures(page: Page, size: str, password: str) -> None:
    """Work list, case, registration, annual table, calendar."""
    sign_in(page, "clerk", password)
    take(page, f"work-list-{size}")
    page.locator("tr", has_text="征求意见").get_by_role("link").first.click()
    page.wait_for_url("**/desk/cases/**")
    take(page, f"case-{size}")
    for path, name in (("register/", "register"), ("annual/2023/", "annual-table"), ("calendar/", "calendar")):
        page.goto(f"/desk/{path}")
        take(page, f"{name}-{size}")


def portal_picture(page: Page, size: str) -> None:
    """The step in which an applicant says what is wanted."""
    page.goto("/")
    page.get_by_role("link", name="淄博市行政审批服务局").first.click()
    page.get_by_role("link", name="开始申请").click()
    page.get_by_label("公民（自然人）").check()
    page.get_by_role("button", name="下一步", exact=True).click()
    take(page, f"portal-{size}")


def main() -> None:
    """Take every picture."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with running_program() as (origin, accounts), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        for size, viewport in (("desk", DESK), ("phone", PHONE)):
            desk_pictures(opened(browser, origin, viewport), size, accounts["clerk"])
            deadline_pictures(browser, origin, size, accounts)
            work_pictures(browser, origin, size, accounts)
            portal_picture(opened(browser, origin, viewport), size)


if __name__ == "__main__":
    main()
