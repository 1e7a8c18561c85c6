// A phone's page. It shows what the server says, and says to the server what is tapped; a vote is
// called counted when the server has said so, and is sent again until it has, or is too late.
"use strict";
(() => {
  const main = document.getElementById("main");
  const line = document.getElementById("said");
  const clock = document.getElementById("clock");
  document.documentElement.classList.add("scripted");

  let state = null; // what all phones are told
  let counted = { ballot: 0, option: null }; // this phone's vote, as the server has it
  let tapped = null; // a vote that the server has not taken yet: {ballot, option}
  let trouble = ""; // why the last tap does not count
  let over = false;
  let source = null, heard = 0, closesAt = null, sending = false, shown = main.dataset.key;

  const rest = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const letter = (option) => "ABCDE"[option];

  function take(next) {
    if (state && state.ballot !== next.ballot) trouble = "";
    state = next;
    closesAt = next.closes_in === undefined || next.closes_in === null
      ? null : performance.now() + 1000 * next.closes_in;
    if (tapped && tapped.ballot !== next.ballot) miss();
    if (next.key !== shown) swap(next);
    draw();
  }

  function swap({ key, html, phase }) {
    const inside = main.contains(document.activeElement);
    shown = key;
    main.innerHTML = html;
    if (phase === "open") window.scrollTo(0, 0);
    // Where the focus was on what is gone, it goes to the heading, and is not lost.
    if (inside || phase === "open") main.querySelector("h1").focus({ preventScroll: true });
  }

  function own(mine) {
    counted = mine;
    if (tapped && tapped.ballot === mine.ballot && tapped.option === mine.option) tapped = null;
    draw();
  }

  const choice = () => {
    if (tapped) return tapped.option;
    return state && counted.ballot === state.ballot ? counted.option : null;
  };

  function draw() {
    if (!state) return; // the page as it came says it
    const chosen = choice();
    for (const radio of main.querySelectorAll("input[type=radio]")) {
      radio.checked = Number(radio.value) === chosen;
    }
    const [without, having] = state.said;
    if (over) say("The class is over. Nothing of this phone is kept.", "");
    else if (tapped) say(`Sending your vote for ${letter(tapped.option)} …`, "");
    else if (trouble) say(trouble, "missing");
    else if (chosen === null) say(without, "");
    else say(having.replace("{}", letter(chosen)), "counted");
  }

  function say(text, kind) {
    // A live region is read out whenever its text is set, so only where it is another one.
    if (line.textContent !== text) line.textContent = text;
    line.dataset.state = kind;
  }

  function miss() {
    trouble = `Your vote for ${letter(tapped.option)} came too late: it does not count.`;
    tapped = null;
  }

  setInterval(() => {
    const left = closesAt === null || over ? "" : Math.max(0, Math.ceil((closesAt - performance.now()) / 1000));
    if (clock.textContent !== String(left)) clock.textContent = left;
  }, 100);

  // -- to the server ------------------------------------------------------------------------

  main.addEventListener("change", (event) => {
    if (event.target.name !== "option") return;
    const ballot = Number(event.target.form.elements.ballot.value);
    tapped = { ballot, option: Number(event.target.value) };
    trouble = "";
    draw();
    send();
  });
  main.addEventListener("submit", (event) => event.preventDefault());

  async function ask(path, options = {}) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), 8000);
    try {
      return await fetch(path, {
        ...options, signal: limit.signal, cache: "no-store", headers: { Accept: "application/json" },
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async function send() {
    if (sending) return; // one at a time: a second tap goes out after the first
    sending = true;
    let refused = 0;
    for (let wait = 250; tapped && !over; wait = Math.min(2 * wait, 4000)) {
      const vote = tapped;
      let status = 0, answer = null;
      try {
        const reply = await ask("/vote", { method: "POST", body: new URLSearchParams(vote) });
        status = reply.status;
        answer = await reply.json();
      } catch { /* no network, or an answer that is none: it is sent again */ }
      if (status === 200 && answer) {
        wait = 125;
        if (tapped === vote) tapped = null;
        own(answer);
      } else if (tapped !== vote) {
        wait = 125;
      } else if (status === 409) {
        miss();
      } else if (status === 403 && refused++ < 2) {
        await look(); // another session than the one this page is from: get its pass
      } else if (status >= 400 && status < 500 && status !== 429) {
        trouble = (answer && answer.said) || "Your vote does not count.";
        tapped = null;
      } else {
        say(`No connection: your vote for ${letter(vote.option)} does not count yet. Trying again …`, "missing");
        await rest(wait);
      }
    }
    sending = false;
    draw();
  }

  // -- from the server ----------------------------------------------------------------------

  async function look() {
    try {
      const reply = await ask("/now");
      if (!reply.ok) return;
      const now = await reply.json();
      heard = Date.now();
      counted = now.mine;
      take(now.state);
    } catch { /* no network: the next look may find it */ }
  }

  function listen() {
    if (over) return;
    if (source) source.close();
    source = new EventSource("/stream");
    const hear = (act) => (event) => { heard = Date.now(); act(JSON.parse(event.data)); };
    source.addEventListener("state", hear(take));
    source.addEventListener("mine", hear(own));
    source.addEventListener("beat", hear(() => {}));
    source.addEventListener("over", hear(() => { over = true; source.close(); draw(); }));
    source.onopen = () => { heard = Date.now(); send(); };
  }

  function wake() {
    look();
    if (!source || source.readyState !== EventSource.OPEN || Date.now() - heard > 20000) listen();
    send();
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  setInterval(() => {
    // A stream that is refused does not come back by itself, one that is dead may not know it.
    if (over || document.hidden) return;
    if (source.readyState !== EventSource.OPEN || Date.now() - heard > 20000) wake();
  }, 4000 + 2000 * Math.random());
  listen();
})();
