// The lecturer's notes: the slide's notes, what the class chose, and what may be done next.
"use strict";
(() => {
  const { questions, slides, letters, rounds } = JSON.parse(document.getElementById("data").textContent);
  const by = (id) => document.getElementById(id);
  const element = (name, attributes = {}, parent = null, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const PHASES = { "": "Not voted on yet", open: "Open", closing: "Closing", closed: "Closed, not revealed", revealed: "Revealed" };
  const ACTIONS = [["open", "V", "Open"], ["close", "C", "Close"], ["reveal", "R", "Reveal"], ["again", "A", "Vote again"], ["restart", "", "Start anew"]];
  let view = null, which = Object.keys(questions)[0], slide = -1, current = null, closesAt = null, over = false;

  // -- the fixed parts ----------------------------------------------------------------------

  for (const [id, question] of Object.entries(questions)) element("option", { value: id }, by("which"), question.title);
  const buttons = ACTIONS.map(([what, key, words]) => {
    const button = element("button", { type: "button", class: "plain" }, by("keys"), words);
    if (key) {
      button.append(" ");
      element("kbd", {}, button, key);
    }
    button.addEventListener("click", () => (what === "restart" ? sure(...RESTART) : act(what)));
    return [what, button, words];
  });

  function choose(id) {
    which = id;
    by("which").value = id;
    const question = questions[id];
    by("prompt").innerHTML = question.prompt;
    by("listen").querySelector("div").innerHTML = question.listen;
    by("rows").replaceChildren();
    by("hand-fields").replaceChildren();
    by("refused").textContent = "";
    question.options.forEach((html, place) => {
      const row = element("tr", place === question.right ? { class: "right" } : {}, by("rows"));
      const name = element("th", { scope: "row" }, row);
      element("span", { class: "letter" }, name, letters[place]);
      element("span", {}, name).innerHTML = ` ${html} `;
      if (place === question.right) element("span", { class: "mark" }, name, "✓ right");
      for (let vote = 0; vote < 2; vote++) {
        const cell = element("td", { class: "number" }, row);
        element("span", { class: "text" }, cell);
        element("span", { class: "bar", "aria-hidden": "true" }, cell);
      }
      const label = element("label", {}, by("hand-fields"), letters[place]);
      element("input", { type: "number", name: `hands${place}`, min: 0, max: 9999, value: 0, inputmode: "numeric" }, label);
    });
    draw();
  }

  // -- what changes -------------------------------------------------------------------------

  const set = (node, text) => { if (node.textContent !== text) node.textContent = text; };
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  function draw() {
    if (!view) return;
    const about = view.questions[which];
    const phones = `${view.phones} ${view.phones === 1 ? "phone is" : "phones are"} connected`;
    set(by("phones"), phones);
    set(by("phase"), about.phase ? `${rounds[about.round - 1]}: ${PHASES[about.phase].toLowerCase()}` : PHASES[""]);
    set(by("count"), about.phase ? `${about.voted} ${about.voted === 1 ? "vote" : "votes"}` : "");
    for (const [what, button, words] of buttons) {
      // Only where it changes: a button that is disabled under a finger loses the focus.
      const able = about.possible.includes(what);
      if (button.disabled === able) button.disabled = !able;
      if (what === "open") set(button.firstChild, about.phase === "closing" ? "Go on" : words);
    }
    by("second").style.visibility = about.round === 2 ? "" : "hidden";
    [...by("rows").rows].forEach((row, place) => {
      [0, 1].forEach((vote) => {
        const cell = row.cells[vote + 1], counts = about.counts[vote];
        const total = counts ? sum(counts) : 0;
        const share = total ? counts[place] / total : 0;
        set(cell.querySelector(".text"), counts ? `${counts[place]} · ${total ? Math.round(100 * share) : "–"}${total ? " %" : ""}` : "");
        cell.querySelector(".bar").style.width = counts ? `${100 * share}%` : "0";
        cell.querySelector(".bar").style.visibility = counts ? "" : "hidden";
      });
    });
    drawAfter(about);
    drawSlide();
  }

  function drawAfter(about) {
    const done = about.phase === "closed" || about.phase === "revealed";
    const share = about.shares.at(-1);
    const right = typeof share === "number" ? `${Math.round(100 * share)} % right. ` : "";
    set(by("advice"), done ? right + about.advice : "");
    set(by("gain"), typeof about.gain === "number" ? `Normalised gain ${about.gain >= 0 ? "+" : "−"}${Math.abs(about.gain).toFixed(2)}.` : "");
    const key = JSON.stringify(done ? about.moves : null);
    if (by("moves").dataset.key === key) return;
    by("moves").dataset.key = key;
    by("moves").replaceChildren();
    if (!done || !about.moves) return;
    const table = element("table", { class: "moves" }, by("moves"));
    element("caption", {}, table, "Who moved where: first vote (rows), second vote (columns)");
    const head = element("tr", {}, element("thead", {}, table));
    element("td", {}, head);
    about.moves.forEach((_, to) => element("th", { scope: "col", class: "number" }, head, `to ${letters[to]}`));
    const body = element("tbody", {}, table);
    about.moves.forEach((line, from) => {
      const row = element("tr", {}, body);
      element("th", { scope: "row" }, row, `from ${letters[from]}`);
      for (const count of line) element("td", { class: "number" }, row, count ? String(count) : "·");
    });
  }

  function drawSlide() {
    if (view.slide === slide) return;
    slide = view.slide;
    const about = slides[slide] || { title: "", notes: "" };
    const next = slides[slide + 1];
    set(by("slide-place"), `Slide ${slide + 1} of ${slides.length}`);
    set(by("slide-title"), about.title);
    by("slide-notes").innerHTML = about.notes || "<p>No notes for this slide.</p>";
    set(by("slide-next"), next ? `Next: ${next.title}` : "The last slide.");
  }

  setInterval(() => {
    if (!view || closesAt === null) return;
    const left = Math.max(0, Math.ceil((closesAt - performance.now()) / 1000));
    set(by("count"), `${view.questions[which].voted} votes, ${left} s left`);
  }, 200);

  // -- to and from the server -----------------------------------------------------------------

  async function act(what, more = {}) {
    by("refused").textContent = "";
    try {
      const body = new URLSearchParams({ what, question: which, ...more });
      const answer = await fetch("/do", { method: "POST", body });
      if (!answer.ok) by("refused").textContent = (await answer.json()).said;
    } catch {
      by("refused").textContent = "The server does not answer.";
    }
  }

  by("which").addEventListener("change", (event) => choose(event.target.value));
  by("previous").addEventListener("click", () => act("go", { to: "previous" }));
  by("next").addEventListener("click", () => act("go", { to: "next" }));
  by("hands").addEventListener("submit", (event) => {
    event.preventDefault();
    act("hands", Object.fromEntries(new FormData(event.target)));
  });
  // What takes votes away is asked twice.
  const RESTART = ["restart", "Start this question anew?", "Its votes up to now are dropped.", "Drop them"];
  const END = [
    "end", "End the class?",
    "The report is written, the votes are forgotten, and the server stops. Phones are told that it is over.",
    "End the class",
  ];
  function sure(what, title, text, yes) {
    by("sure-title").textContent = title;
    by("sure-text").textContent = text;
    by("sure-yes").textContent = yes;
    by("sure-yes").value = what;
    by("sure").returnValue = "";
    by("sure").showModal();
  }
  by("end").addEventListener("click", () => sure(...END));
  by("sure").addEventListener("close", () => { if (by("sure").returnValue) act(by("sure").returnValue); });
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || by("sure").open) return;
    if (event.target.matches("input, select, textarea")) return;
    const found = ACTIONS.find(([, key]) => key && key.toLowerCase() === event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    act(found[0]);
  });

  function take(next) {
    view = next;
    const { closes_in: left } = view.questions[which];
    closesAt = left === null ? null : performance.now() + 1000 * left;
    // What was just opened is what the lecturer wants to see; else what was chosen here stays.
    if (view.current && view.current !== current) choose(view.current);
    current = view.current;
    draw();
  }

  function listen() {
    const source = new EventSource("/notes/stream");
    source.addEventListener("state", (event) => { set(by("lost"), ""); take(JSON.parse(event.data)); });
    source.addEventListener("over", () => { over = true; source.close(); set(by("lost"), "The class is over; the report is written."); });
    source.onerror = () => {
      if (over) return;
      set(by("lost"), "The server does not answer. Votes wait on the phones; start it again with the same command.");
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
  }
  choose(which);
  listen();
})();
