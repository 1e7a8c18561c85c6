// Draw a digit in the page: a drawing becomes 64 pixels, and a network reads them, unit by unit. All
// of it is computed here at every movement of the pen; a network that is a Python function alone is
// asked for its answer when a stroke is done.

const MOST_UNITS = 16; // shown at once: those whose weights to the answers are largest
const STEP = 1; // dots that an arrow key moves the pen

function render({ model, el }) {
  const data = unpack(model);
  const page = build(data, model);
  const measure = () => {
    page.box = page.svg.getBoundingClientRect();
  };
  page.kernel = correspondence(model, (words) => page.say(words, words && "wrong"));
  const draw = () => update(page, data, model);
  const answered = () => {
    page.kernel.answered();
    page.finished = page.own;
    draw();
  };
  model.on("change:_answer", answered);
  const end = present({ model, el }, page, ["strokes", "unit"], measure, draw);
  return () => {
    model.off("change:_answer", answered);
    page.kernel.end();
    end();
  };
}

export default widget(render, (model) => (model.get("_reader") ? "page" : "kernel"));

// ---- what Python sends --------------------------------------------------------------------------

function unpack(model) {
  const reader = model.get("_reader");
  const data = { reader, shown: [], ...model.get("_settings"), goals: model.get("_goals") };
  if (!reader || reader.layers.length < 2) return data;
  const outgoing = reader.layers[1].W.map((row) => Math.hypot(...row));
  const order = [...outgoing.keys()].sort((j, k) => outgoing[k] - outgoing[j]);
  data.shown = order.slice(0, MOST_UNITS).sort((j, k) => j - k);
  return data;
}

// ---- what never changes -------------------------------------------------------------------------

function build(data, model) {
  const root = explorable("wb-digit", "Draw a digit");
  const board = element("div", { class: "board" }, root);
  const left = element("figure", {}, board);
  element("figcaption", {}, left, "Draw one digit here");
  const pad = control("canvas", { tabindex: 0, role: "application" }, left);
  const keys = "Mouse, finger, or keys: arrows move the pen, Space sets it down and lifts it.";
  element("p", { class: "key" }, left, keys);
  const buttons = element("div", { class: "buttons" }, left);
  const button = (words, act) => {
    const made = control("button", { type: "button" }, buttons, words);
    made.addEventListener("click", act);
    return made;
  };
  const right = element("figure", {}, board);
  const svg = shape("svg", { role: "img" }, right);
  const page = { root, pad, svg, finished: false, own: true, turn: 0 };
  page.pen = { at: [16, 6], down: false, shown: false };
  page.undo = button("Undo", () => finish(page, model, model.get("strokes").slice(0, -1)));
  page.clear = button("Clear", () => finish(page, model, []));
  page.example = button("Draw me one", () => {
    const drawn = data.examples[page.turn++ % data.examples.length];
    finish(page, model, drawn, false); // what others have drawn reaches no goal
  });
  const blue = "A blue line pushes a digit up, a dashed one down. ";
  const dotted = `Dotted: the ${percent(data.sure)} from which an answer is taken.`;
  element("p", { class: "key" }, right, (data.shown.length ? blue : "") + dotted);
  if (data.shown.length) {
    const last = data.shown.length;
    page.units = slider("Look at unit", [1, last, 1], "unit", model, right);
    page.choose = (k) => keep(model, { unit: k + 1 });
    page.portraits = data.shown.map((j) => portrait(data.reader.layers[0].W.map((row) => row[j])));
  }
  const words = description(root);
  const say = replyLine(root);
  pad.setAttribute("aria-describedby", words.id);
  pad.setAttribute("aria-label", "A pad to draw one digit on");
  Object.assign(page, { words, say, goals: goalBoard(data.goals, root) });
  drawing(page, model);
  typing(page, model);
  return page;
}

// ---- the pen ------------------------------------------------------------------------------------

const onPad = (number) => Math.round(10 * Math.min(DOTS, Math.max(0, number))) / 10;

function drawing(page, model) {
  page.pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    page.pen.shown = page.pen.down = false;
    model.set("strokes", [...model.get("strokes"), []]);
    window.addEventListener("pointerup", () => finish(page, model, model.get("strokes")), {
      once: true,
    });
  });
  followPointer(page.pad, page.pad, model, (x, y) => {
    const perDot = page.pad.clientWidth / DOTS;
    extend(model, [onPad(x / perDot), onPad(y / perDot)]);
  });
}

// Lengthen the last stroke to a point, where it is not there already.
function extend(model, point) {
  const strokes = model.get("strokes");
  const last = strokes.at(-1) ?? [];
  const before = last.at(-1);
  if (before && Math.hypot(before[0] - point[0], before[1] - point[1]) < 0.3) return;
  model.set("strokes", [...strokes.slice(0, -1), [...last, point]]);
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function typing(page, model) {
  const { pad, pen } = page;
  pad.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) step(page, model, move);
    else if (event.key === " ") penDown(page, model, !pen.down);
    else if (event.key === "Backspace") page.undo.click();
    else if (event.key === "Delete") page.clear.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  pad.addEventListener("focus", () => {
    pen.shown = pad.matches(":focus-visible");
    page.redraw();
  });
  pad.addEventListener("blur", () => {
    pen.shown = false;
    if (pen.down) penDown(page, model, false);
    else page.redraw();
  });
}

function step({ pen, redraw }, model, [dx, dy]) {
  pen.shown = true;
  pen.at = [onPad(pen.at[0] + STEP * dx), onPad(pen.at[1] + STEP * dy)];
  if (pen.down) extend(model, pen.at);
  else redraw();
}

function penDown(page, model, down) {
  const { pen } = page;
  Object.assign(pen, { down, shown: true });
  if (down) model.set("strokes", [...model.get("strokes"), [pen.at]]);
  else finish(page, model, model.get("strokes"));
}

// A stroke is done, or the drawing is another: now goals count, and a function is asked.
function finish(page, model, strokes, own = true) {
  page.finished = page.own = own;
  model.set("strokes", strokes.filter((stroke) => stroke.length));
  model.save_changes();
  page.redraw();
  if (!model.get("_reader")) page.kernel.send({ do: "read", pixels: pixelsOf(strokes) });
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, data, model) {
  page.redraw = () => update(page, data, model);
  const strokes = model.get("strokes");
  const now = read(data, model, pixelsOf(strokes), strokes);
  drawPad(page.pad, strokes.filter((stroke) => stroke.length), page.pen);
  drawNetwork(page, data, now);
  page.undo.disabled = page.clear.disabled = !strokes.length;
  let words = describe(data, now);
  if (page.units) {
    const k = Math.min(model.get("unit"), data.shown.length) - 1;
    place(page.units, k + 1, String(k + 1));
    words += ` ${aboutUnit(data, now, k)}`;
  }
  page.words.show(words);
  page.svg.setAttribute("aria-label", `A network reads the drawing. ${words}`);
  page.root.dataset.probs = JSON.stringify(now.probs ?? []); // all digits, for whoever checks them
  const { fault } = model.get("_answer");
  page.say(fault ?? "", fault ? "wrong" : "");
  count(page, data, model, now);
}

function read(data, model, pixels, strokes) {
  const now = { pixels, strokes, drawn: strokes.some((stroke) => stroke.length) };
  now.unit = model.get("unit") - 1;
  const { reader } = data;
  if (reader) {
    Object.assign(now, { reader, ...forward(reader, pixels) });
    now.first = now.passed[0];
    if (reader.layers.length === 2) now.pushes = pushes(reader, now);
  } else {
    const answer = model.get("_answer");
    const same = answer.pixels?.every((one, k) => one === pixels[k]);
    now.probs = same ? answer.probs : undefined;
  }
  if (!now.drawn) now.probs = undefined;
  if (now.probs) now.best = now.probs.indexOf(Math.max(...now.probs));
  return now;
}

function describe({ sure }, { drawn, strokes, probs, best }) {
  if (!drawn) return "Nothing is drawn yet.";
  const many = `${strokes.length} ${strokes.length === 1 ? "stroke" : "strokes"}. `;
  if (!probs) return `${many}The network has not read it yet.`;
  const order = [...probs.keys()].sort((j, k) => probs[k] - probs[j]);
  const others = order.slice(1, 3).map((digit) => `${digit} with ${percent(probs[digit])}`);
  const answer = `Read as a ${best}, with ${percent(probs[best])}; then ${others.join(" and ")}. `;
  const asks = `It takes ${percent(sure)} to be sure: here it would refuse, and ask a person.`;
  return many + answer + (probs[best] < sure ? asks : "That is sure enough to be taken.");
}

// What the unit that is looked at does, and has done with this drawing.
function aboutUnit(data, { drawn, first, pushes: all }, k) {
  const unit = data.shown[k];
  if (!drawn) {
    return (
      `Unit ${k + 1} multiplies each pixel by a weight of its own (blue above 0, orange below) ` +
      "and adds them up."
    );
  }
  const [z, a] = [first.z[unit], first.a[unit]];
  const sum = `Unit ${k + 1}: 64 products and a bias add up to ${short(z)}; `;
  const kept = a === z ? "it is passed on." : `it passes on ${short(a)}.`;
  if (!all) return sum + kept;
  if (!a) return `${sum}${kept} So it says nothing here.`;
  const push = all[unit];
  const [most, least] = [Math.max(...push), Math.min(...push)];
  const up = most > 0 ? `pushes ${push.indexOf(most)} up most, by ${short(most)}` : "pushes none up";
  const down = least < 0 ? `, and ${push.indexOf(least)} down, by ${short(-least)}` : "";
  return `${sum}${kept} That ${up}${down}.`;
}

// ---- goals --------------------------------------------------------------------------------------

function count(page, { sure, enough }, model, { probs, best }) {
  const done = page.finished && Boolean(probs);
  page.finished = false;
  const isSure = done && probs[best] >= sure;
  const before = model.get("read");
  if (isSure && !before.includes(best)) keep(model, { read: [...before, best].sort() });
  const here = {
    sure: isSure,
    refused: done && probs[best] < sure,
    several: model.get("read").length >= enough,
  };
  tickReached(page.goals, model, ({ kind }) => here[kind]);
}
