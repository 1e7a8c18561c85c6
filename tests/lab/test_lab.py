"""JupyterLab as `make lab` starts it: what a learner and an instructor meet, in a real browser."""

import os
import shutil
import statistics
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAIN_CONNECTION = (
    "jupyter_server.services.kernels.connection.channels.ZMQChannelsWebsocketConnection"
)


def menu(page, command):
    """Choose `command` in Lab's Nbgrader menu."""
    page.click(".lm-MenuBar-itemLabel:text-is('Nbgrader')")
    page.click(f".lm-Menu-itemLabel:text-is('{command}')")


# A learner ----------------------------------------------------------------------------------------


def test_opens_on_start_here(lab, page):
    page.goto(lab.address())
    page.wait_for_selector('.jp-NotebookPanel-toolbar [data-status="idle"]')
    assert page.inner_text("#jp-main-dock-panel .lm-mod-current") == "start-here.ipynb"
    assert page.inner_text(".jp-NotebookPanel h1").startswith("Start here")


def test_nothing_covers_the_page_at_a_first_start(lab, page):
    lab.open(page)
    page.wait_for_timeout(1500)  # the question about news comes after everything else is restored
    assert page.locator(".Toastify__toast").all_inner_texts() == []
    assert page.locator(".jp-Dialog").all_inner_texts() == []


def test_settings_never_ask_the_network(lab):
    settings = lab.get("lab/api/settings/@jupyterlab/apputils-extension:notification")
    defaults = settings["schema"]["properties"]
    assert defaults["fetchNews"]["default"] == "false"
    assert defaults["checkForUpdates"]["default"] is False


def test_validate_answers(lab, page):
    lab.open(page)
    page.click(".jp-NotebookPanel-toolbar .validate-button")
    page.wait_for_selector(".jp-Dialog:has-text('Validation')")


def test_assignment_list_finds_the_course(lab, page):
    lab.open(page)
    menu(page, "Assignment List")
    page.wait_for_selector("text=There are no assignments to fetch", state="attached")
    assert "exchange directory does not exist" not in page.inner_text("#jp-main-dock-panel")


# An instructor ------------------------------------------------------------------------------------


def test_formgrader_lists_the_lessons(lab, page):
    lab.open(page)
    menu(page, "Formgrader")
    formgrader = page.frame_locator("iframe")
    formgrader.locator("td.name:has-text('00-start-here')").wait_for()
    assert formgrader.locator("h1:text-is('Manage Assignments')").is_visible()
    assert formgrader.locator(".alert:visible").all_inner_texts() == []


def test_create_assignment_opens(lab, page):
    lab.open(page, "solutions/00-start-here/start-here.ipynb")
    menu(page, "Create assignment")
    page.wait_for_selector(".nbgrader-ListHeader, .nbgrader-NotebookWidget")


# Quick widgets ------------------------------------------------------------------------------------

# A widget's message from the page to the kernel and back, `count` times; milliseconds each.
ROUND_TRIPS = """
async ({token, count}) => {
  const headers = {Authorization: `token ${token}`};
  const python = JSON.stringify({name: 'python3'});
  const answer = await fetch('/api/kernels', {method: 'POST', headers, body: python});
  const kernel = await answer.json();
  const address = `ws://${location.host}/api/kernels/${kernel.id}/channels?token=${token}`;
  const socket = new WebSocket(address);
  await new Promise(opened => socket.onopen = opened);

  // Sends one message; resolves to the time its echo took, once the kernel is idle again.
  const ask = (msg_type, content) => new Promise(done => {
    const msg_id = crypto.randomUUID();
    const header = {msg_id, msg_type, session: 'test', username: '', version: '5.3', date: ''};
    const start = performance.now();
    let took = null;
    socket.onmessage = ({data}) => {
      const message = JSON.parse(data);
      if (message.parent_header.msg_id !== msg_id) return;
      if (message.header.msg_type === 'comm_msg') took = performance.now() - start;
      if (message.content.execution_state === 'idle') done(took);
    };
    socket.send(JSON.stringify(
      {header, parent_header: {}, metadata: {}, content, channel: 'shell', buffers: []}));
  });

  await ask('execute_request', {silent: true, code: `
def echo(comm, _):
    comm.on_msg(lambda message: comm.send(message['content']['data']))
get_ipython().kernel.comm_manager.register_target('echo', echo)`});
  await ask('comm_open', {comm_id: 'c', target_name: 'echo', data: {}});
  const times = [];
  for (let i = 0; i < count; i++) {
    times.push(await ask('comm_msg', {comm_id: 'c', data: {value: i}}));
    await new Promise(rest => setTimeout(rest, 10));
  }
  socket.close();
  await fetch(`/api/kernels/${kernel.id}`, {method: 'DELETE', headers});
  return times;
}
"""


def round_trip(lab, page):
    """Milliseconds that a widget's message takes to the kernel and back.

    The lower quartile: other work on the machine makes some trips longer, and none shorter.
    """
    page.goto(f"{lab.url}login")  # the server's smallest page
    times = page.evaluate(ROUND_TRIPS, {"token": lab.token, "count": 40})
    return statistics.quantiles(times)[0]


def test_widgets_answer_three_times_as_fast(lab, start_lab, page):
    plain = start_lab(f"--ServerApp.kernel_websocket_connection_class={PLAIN_CONNECTION}")
    with_delay, without = round_trip(plain, page), round_trip(lab, page)
    print(f"widget round trip: {with_delay:.1f} ms as Jupyter ships it, {without:.1f} ms here")
    assert with_delay > 3 * without


# The command --------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")
def test_make_lab_hands_its_arguments_on():
    command = ["make", "--dry-run", "--no-print-directory", "lab", "ARGS=--no-browser --port 8899"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "jupyter lab" in shown
    assert "--no-browser --port 8899" in shown
    assert ("--allow-root" in shown) == (os.getuid() == 0)
