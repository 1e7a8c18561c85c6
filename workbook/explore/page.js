// What the explorables' pages share: plots in SVG, numbers as people write them, controls, words,
// goals. `workbook.explore.page_source` puts this file before an explorable's own, so that they are
// one module. `page.css` holds the looks of what is made here.

// The outermost element of an explorable: `kind` is the class that its own styles begin with.
function explorable(kind, name) {
  const looks = `wb-widget wb-explorable ${kind}`;
  // Not a <section>: in a deck reveal.js would take that for a slide.
  return element("div", { class: looks, role: "region", "aria-label": name });
}

// Put a page into its place; draw it when it is laid out, when its width changes, and when one of
// the traits does. `measure` takes down the sizes that drawing needs. Returns how to end all that.
function present({ model, el }, page, traits, measure, draw) {
  const names = traits.map((trait) => `change:${trait}`).join(" ");
  let laidOut = false;
  const resized = new ResizeObserver(() => {
    laidOut = page.root.clientWidth > 0;
    if (!laidOut) return; // in a hidden tab
    measure();
    draw();
  });
  const moved = () => {
    if (laidOut) draw();
    page.words.speak();
  };
  el.append(page.root);
  resized.observe(page.root); // calls at once, and whenever the width changes
  model.on(names, moved);
  return () => {
    page.words.hush();
    resized.disconnect();
    model.off(names, moved);
  };
}

// ---- plots --------------------------------------------------------------------------------------

const MARGIN = { left: 44, right: 10, top: 10, bottom: 34 }; // of a plot, in CSS pixels

// An empty plot that fills its svg, whose size is `box`: one unit is one CSS pixel, so that text
// keeps its size. (Measuring here would make the browser lay out the page anew for each plot.)
function axes(svg, box, [x0, x1], [y0, y1]) {
  const right = Math.max(120, box.width) - MARGIN.right;
  const bottom = Math.max(120, box.height) - MARGIN.bottom;
  const perX = (right - MARGIN.left) / (x1 - x0);
  const perY = (bottom - MARGIN.top) / (y1 - y0);
  svg.replaceChildren();
  const add = (kind, attributes) => shape(kind, attributes, svg);
  const x = (value) => MARGIN.left + (value - x0) * perX;
  const y = (value) => bottom - (value - y0) * perY;
  const text = (words, attributes) => (add("text", attributes).textContent = words);
  return {
    add,
    x,
    y,
    perX,
    perY,
    bottom,
    width: right - MARGIN.left,
    xTick(value, label) {
      add("line", { class: "grid", x1: x(value), x2: x(value), y1: MARGIN.top, y2: bottom });
      text(label, { x: x(value), y: bottom + 15, "text-anchor": "middle" });
    },
    yTick(value, label) {
      const style = value === 0 ? "zero" : "grid";
      add("line", { class: style, x1: MARGIN.left, x2: right, y1: y(value), y2: y(value) });
      text(label, { x: MARGIN.left - 6, y: y(value) + 4, "text-anchor": "end" });
    },
    xTitle(words) {
      const middle = (MARGIN.left + right) / 2;
      text(words, { x: middle, y: bottom + 30, "text-anchor": "middle" });
    },
  };
}

function ticks(low, high) {
  const span = high - low;
  const step = [0.25, 0.5, 1, 2, 5, 10, 50, 100].find((s) => span / s <= 4.5) ?? span / 4;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

// ---- numbers ------------------------------------------------------------------------------------

function power(exponent) {
  const raised = (digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
  return "10" + Array.from(String(exponent), raised).join("");
}

// Three digits that matter, in the way that people write them: 0.105, −2, 3.2 × 10⁻⁹.
function short(number) {
  if (Number.isNaN(number)) return "not a number";
  if (!Number.isFinite(number)) return number > 0 ? "infinity" : "−infinity";
  const size = Math.abs(number);
  if (size === 0 || (size >= 1e-3 && size < 1e4)) {
    return String(Number(number.toPrecision(3))).replace("-", "−");
  }
  const [digits, exponent] = number.toExponential(1).split("e");
  return `${digits.replace("-", "−")}\u00a0×\u00a0${power(Number(exponent))}`;
}

// ---- controls -----------------------------------------------------------------------------------

// A labelled slider that sets a trait of the model at every step; `place` shows where it stands.
function slider(name, [min, max, step], trait, model, parent) {
  const label = element("label", { class: "wb-slider" }, parent);
  element("span", {}, label, name);
  const input = control("input", { type: "range", min, max, step, "data-trait": trait }, label);
  const value = element("strong", { "aria-hidden": "true" }, label); // aria-valuetext says it
  input.addEventListener("input", () => model.set(trait, Number(Number(input.value).toFixed(6))));
  input.addEventListener("change", () => model.save_changes()); // the kernel hears of it once
  return { input, value };
}

function place({ input, value }, number, text) {
  input.value = number;
  input.setAttribute("aria-valuetext", text);
  value.textContent = text;
}

// Pills of which one is chosen, and all are seen: `options` are pairs of a value and its name.
function pillChoice(title, options, parent, chosen) {
  const group = element("fieldset", { class: "pills" }, parent);
  element("legend", {}, group, title);
  const name = newId("pills");
  return options.map(([value, label]) => {
    const pill = element("label", {}, group);
    const radio = control("input", { type: "radio", name, value }, pill);
    pill.append(label);
    radio.addEventListener("change", () => chosen(value));
    return radio;
  });
}

function markChosen(radios, value) {
  for (const radio of radios) radio.checked = radio.value === value;
}

// What is pressed in a picture moves something until it is let go, wherever the pointer goes; `move`
// gets the pointer's place in the node `within`, in CSS pixels. A press that began elsewhere moves
// nothing. The kernel hears of the last place alone.
function followPointer(node, within, model, move) {
  const follow = (event) => {
    const box = within.getBoundingClientRect();
    move(event.clientX - box.left, event.clientY - box.top);
  };
  // A drag does not mark the words that it passes; Safari knows the second name alone.
  for (const name of ["user-select", "-webkit-user-select"]) node.style.setProperty(name, "none");
  node.addEventListener("pointerdown", (pressed) => {
    if (pressed.button !== 0) return;
    node.setPointerCapture(pressed.pointerId); // also for what is beyond the window's edge
    follow(pressed);
    const over = new AbortController();
    const on = (kind, call) =>
      window.addEventListener(
        kind,
        (event) => event.pointerId === pressed.pointerId && call(event),
        { signal: over.signal },
      );
    const end = () => {
      over.abort();
      model.save_changes();
    };
    on("pointermove", follow);
    on("pointerup", end);
    on("pointercancel", end);
  });
}

// Let the trait `steps` run from 0 to `last`, so many a second, and return how to stop that. Who asks
// for less motion sees four stages of it, each for a while.
function playSteps(model, last, perSecond) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const stage = Math.ceil(last / 4);
  const begun = performance.now();
  let next;
  const frame = (time) => {
    const seconds = Math.max(0, time - begun) / 1000;
    const k = calm ? stage * Math.floor(seconds / 0.5) : Math.floor(seconds * perSecond);
    const shown = Math.min(last, k);
    if (shown !== model.get("steps")) model.set("steps", shown);
    if (shown < last) next = requestAnimationFrame(frame);
    else model.save_changes();
  };
  next = requestAnimationFrame(frame);
  return () => cancelAnimationFrame(next);
}

function keep(model, values) {
  model.set(values);
  model.save_changes();
}

// Something to operate. JupyterLab's own shortcuts would take its arrow keys and its Enter.
function control(kind, attributes, parent, text) {
  const own = { ...attributes, "data-lm-suppress-shortcuts": "true" };
  const made = element(kind, own, parent, text);
  if (kind === "input") made.addEventListener("keydown", enter);
  return made;
}

// Enter in a field: hand its form in; without a form, take what was typed. A browser does so by
// itself, but not inside a cell of JupyterLab 4.6, which cancels what it takes for a line break.
function enter(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  const { form } = event.target;
  if (form) form.requestSubmit();
  else event.target.dispatchEvent(new Event("change", { bubbles: true }));
}

// ---- words --------------------------------------------------------------------------------------

// What the picture shows, as a paragraph. A screen reader that heard every step of a drag would
// never finish a sentence: `speak` says the words once they have stood for a while.
function description(root) {
  const shown = element("p", { class: "words", id: newId("words") }, root);
  const heard = element("p", { class: "wb-heard", role: "status", "aria-live": "polite" }, root);
  let waiting;
  return {
    id: shown.id,
    show: (text) => (shown.textContent = text),
    speak() {
      clearTimeout(waiting);
      waiting = setTimeout(() => (heard.textContent = shown.textContent), 400);
    },
    hush: () => clearTimeout(waiting),
  };
}

// The line that answers what was typed or pressed; `manner` is "right", "wrong" or nothing.
function replyLine(root) {
  const line = element("p", { class: "said", role: "status", "aria-live": "polite" }, root);
  return (words, manner = "") => {
    line.className = `said ${manner}`.trim();
    line.textContent = words;
  };
}

// ---- goals --------------------------------------------------------------------------------------

function goalBoard(goals, root) {
  if (!goals.length) return [];
  element("h4", {}, root, "Goals, ticked as you reach them");
  const list = element("ol", { class: "goals" }, root);
  return goals.map((goal) => {
    const item = element("li", {}, list);
    const mark = shape("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, item);
    shape("circle", { cx: 9, cy: 9, r: 8 }, mark);
    shape("path", { d: "M5 9.5 8 12.5 13 6" }, mark);
    const body = element("div", {}, item, goal.text);
    const standing = element("span", { class: "wb-heard" }, body, " Not yet done.");
    return { goal, item, standing, lesson: element("span", { class: "lesson" }, body) };
  });
}

// Tick the goals for which `reached(goal, place)` holds now, and those that were reached before.
function tickReached(board, model, reached) {
  const before = model.get("goals_met");
  const met = board.map(({ goal }, place) => before.includes(place) || reached(goal, place));
  const places = [...met.keys()].filter((place) => met[place]);
  if (places.some((place) => !before.includes(place))) keep(model, { goals_met: places });
  for (const { goal, item, standing, lesson } of places.map((place) => board[place])) {
    if (item.classList.contains("met")) continue;
    item.classList.add("met");
    standing.textContent = " Done. ";
    lesson.textContent = goal.lesson;
  }
}

// ---- elements -----------------------------------------------------------------------------------

// An id that nothing else in the page has: an explorable may stand there twice.
function newId(kind) {
  return `wb-${kind}-${Math.random().toString(36).slice(2)}`;
}

function element(kind, attributes, parent, text) {
  return attach(document.createElement(kind), attributes, parent, text);
}

function shape(kind, attributes, parent) {
  return attach(document.createElementNS("http://www.w3.org/2000/svg", kind), attributes, parent);
}

function attach(node, attributes, parent, text) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text) node.append(text);
  if (parent) parent.append(node);
  return node;
}
