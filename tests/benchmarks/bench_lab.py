"""How long a widget's message takes to the kernel and back: as Jupyter ships it, and here.

Run by `make bench`, never by `make test`.
"""

import statistics

PLAIN = "jupyter_server.services.kernels.connection.channels.ZMQChannelsWebsocketConnection"

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


def test_round_trip(lab, start_lab, page):
    plain = start_lab(f"--ServerApp.kernel_websocket_connection_class={PLAIN}")
    with_delay, without = round_trip(plain, page), round_trip(lab, page)
    print(
        f"\nwidget to kernel and back: {with_delay:.1f} ms as Jupyter ships it, {without:.1f} here"
    )
    print(f"Jupyter ÷ here: {with_delay / without:.0f}")
