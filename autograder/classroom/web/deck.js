// Votes on the projector: what the server says, drawn over the deck, and the lecturer's keys. Until
// the reveal the server sends no counts here, only how many have voted.
"use strict";
(() => {
  // The speaker's window shows this page in frames: they follow, and neither ask nor tell. On a
  // phone a deck is a page to read, without slides to vote on; the notes' page is made for that.
  if (/receiver|print-pdf/.test(location.search)) return;
  if (document.documentElement.classList.contains("as-page")) return;
  const { questions, order, join, letters, rounds } = JSON.parse(document.getElementById("votes-data").textContent);
  const slides = [...document.querySelectorAll(".slides section")].filter((slide) => !slide.querySelector("section"));
  // The page was made of this very deck: its n-th slide of a kind belongs to its n-th question.
  for (const part of ["think", "vote", "answer"]) {
    slides.filter((slide) => slide.classList.contains(part)).forEach((slide, place) => { slide.dataset.asks = order[place]; });
  }

  const element = (name, attributes = {}, parent = null, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const bar = element("div", { class: "votes-bar", role: "region", "aria-label": "Vote", hidden: "" }, document.body);
  const heard = element("p", { class: "votes-heard", role: "status" }, document.body); // not each single vote
  const board = element("div", { class: "votes-board", role: "region", "aria-label": "How the class voted", hidden: "" }, document.body);
  let view = {}, phones = 0, connected = false, told = "", closesAt = null;
  let open = ""; // what lies over the slide: "", "votes" or "join"
  let drawn = "";

  const slide = () => Reveal.getCurrentSlide();
  const asked = () => slide().dataset.asks || "";
  const part = () => ["think", "vote", "answer"].find((name) => slide().classList.contains(name)) || "";
  const votes = (count) => `${count} ${count === 1 ? "vote" : "votes"}`;

  // -- drawing ------------------------------------------------------------------------------

  function draw() {
    const about = view[asked()];
    drawBar(about);
    drawBoard(about);
    for (const here of document.querySelectorAll(".votes-here")) {
      const text = phones ? `${phones} ${phones === 1 ? "phone is" : "phones are"} here` : "";
      if (here.textContent !== text) here.textContent = text;
    }
  }

  function drawBar(about) {
    const parts = sentence(about);
    bar.hidden = !parts || open === "join";
    if (!parts) return;
    const [phase, said, key] = parts;
    bar.dataset.phase = phase;
    const news = { open: "The vote is open.", closing: "The vote is closing.", closed: "The vote is closed.", told }[phase] || "";
    if (heard.textContent !== news) heard.textContent = news;
    const left = phase === "closing" ? Math.max(0, Math.ceil((closesAt - performance.now()) / 1000)) : "";
    const text = JSON.stringify([parts, left]);
    if (bar.dataset.text === text) return;
    bar.dataset.text = text;
    bar.replaceChildren();
    element("span", { class: "dot", "aria-hidden": "true" }, bar);
    element("span", { class: "clock", "aria-hidden": "true" }, bar, left);
    element("strong", {}, bar, said);
    if (key) element("span", { class: "key" }, bar, key);
  }

  function sentence(about) {
    if (told) return ["told", told, ""];
    if (part() !== "vote" && !(about && part() === "answer" && open)) return null;
    if (!connected) return ["lost", "The server does not answer; votes wait on the phones", ""];
    if (!about) return ["", `Vote at ${join}`, "V opens the vote"];
    const second = about.round === 2 ? "Second vote: " : "";
    const count = `${second}${votes(about.voted)}`;
    if (about.phase === "open") return ["open", count, `${join} · C closes`];
    if (about.phase === "closing") return ["closing", `${count}, closing`, "V goes on"];
    if (about.phase === "closed") return ["closed", `${count}, closed`, about.round === 1 ? "R reveals · A votes again" : "R reveals"];
    return ["revealed", count, `H ${open === "votes" ? "hides" : "shows"} the votes${about.round === 1 ? " · A votes again" : ""}`];
  }

  function drawBoard(about) {
    const showing = open === "join" ? "join" : open === "votes" && about && about.counts ? "votes" : "";
    board.hidden = !showing;
    const key = JSON.stringify([showing, asked(), part(), about && about.counts]);
    if (drawn === key) return;
    drawn = key;
    board.replaceChildren();
    board.setAttribute("aria-label", showing === "join" ? "Join in" : "How the class voted");
    if (showing === "votes") histogram(about.counts);
    if (showing === "join") board.append(...document.querySelector(".votes-join").cloneNode(true).children);
  }

  function histogram(counts) {
    const question = questions[asked()];
    element("h2", {}, board).innerHTML = question.prompt;
    const table = element("table", {}, board);
    const head = element("tr", {}, element("thead", {}, table));
    element("th", { scope: "col" }, head, "Option");
    const most = Math.max(0.01, ...counts.map((each) => Math.max(...each) / Math.max(1, sum(each))));
    counts.forEach((each, place) => element("th", { scope: "col" }, head, `${rounds[place]}: ${sum(each)}`));
    const body = element("tbody", {}, table);
    question.options.forEach((html, place) => {
      const answered = part() === "answer" && place === question.right;
      const row = element("tr", answered ? { class: "right" } : {}, body);
      const name = element("div", { class: "option" }, element("th", { scope: "row" }, row));
      element("span", { class: "letter" }, name, letters[place]);
      const words = element("span", {}, name);
      words.innerHTML = html;
      if (answered) element("span", { class: "mark" }, words, " ✓ right");
      for (const each of counts) {
        const cell = element("td", { class: "votes" }, row);
        const share = each[place] / Math.max(1, sum(each));
        const width = (counts.length === 2 ? 6 : 14) * share / most;
        element("span", { class: "bar", style: `width: max(2px, ${width}em)`, "aria-hidden": "true" }, cell);
        element("span", { class: "count" }, cell, `${each[place]} · ${Math.round(100 * share)} %`);
      }
    });
  }

  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  function tell(text) {
    told = text; // until the next key, or slide
    draw();
  }

  setInterval(draw, 200); // the countdown

  // -- the lecturer's keys --------------------------------------------------------------------

  async function act(what, more = {}) {
    try {
      const answer = await fetch("/do", { method: "POST", body: new URLSearchParams({ what, ...more }) });
      if (!answer.ok && what !== "slide") tell((await answer.json()).said);
    } catch {
      if (what !== "slide") tell("The server does not answer.");
    }
  }

  const KEYS = { v: "open", c: "close", r: "reveal", a: "again" };

  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable], .live")) return;
    const key = event.key.toLowerCase();
    if (told) told = "";
    const here = asked() && part() !== "think";
    if (key === "j") open = open === "join" ? "" : "join";
    else if (key === "escape" && open) open = "";
    else if (here && key === "h") toggle();
    else if (part() === "vote" && KEYS[key]) act(KEYS[key], { question: asked() });
    else return;
    event.stopImmediatePropagation();
    event.preventDefault();
    draw();
  }, true);

  function toggle() {
    const about = view[asked()];
    if (!about || !about.counts) tell("There is nothing to show before the reveal.");
    else open = open === "votes" ? "" : "votes";
  }

  // -- to and from the server -------------------------------------------------------------------

  let shownSlide = -1;
  function moved() {
    open = told = "";
    const place = slides.indexOf(slide());
    if (place !== shownSlide) act("slide", { place });
    shownSlide = place;
    draw();
  }
  Reveal.on("slidechanged", moved);
  if (Reveal.isReady()) moved();
  else Reveal.on("ready", moved);

  function take(next) {
    const before = view[asked()];
    view = next.questions;
    phones = next.phones;
    const about = view[asked()];
    closesAt = null;
    for (const each of Object.values(view)) {
      if (each.closes_in !== null) closesAt = performance.now() + 1000 * each.closes_in;
    }
    // At the reveal the votes come up; with a new vote they go.
    if (about && about.counts && !(before && before.counts)) open = part() === "vote" ? "votes" : open;
    if (about && !about.counts && open === "votes") open = "";
    draw();
  }

  let first = true;
  function listen() {
    const source = new EventSource("/deck/stream");
    source.addEventListener("state", (event) => {
      connected = true;
      const next = JSON.parse(event.data);
      if (first) view = next.questions; // a page that was opened anew does not jump to the votes
      first = false;
      take(next);
    });
    source.addEventListener("go", (event) => (JSON.parse(event.data) === "next" ? Reveal.next() : Reveal.prev()));
    source.addEventListener("over", () => { source.close(); tell("The class is over; the report is written."); });
    source.onerror = () => {
      connected = false;
      draw();
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
  }
  listen();
})();
