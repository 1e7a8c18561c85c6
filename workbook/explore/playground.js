// The playground in the page. The kernel trains; this asks it for one slice of training, draws what
// comes back and asks for the next. So neither the page nor the kernel is ever kept waiting.

const CLASSES = [[240, 168, 120], [251, 251, 251], [111, 177, 218]]; // class 0, undecided, class 1
const STARTS = { random: "random", zeros: "all 0", equal: "all 0.5" };
const SHOWN = ["data", "layers", "units", "activation", "start", "lr"];

function render({ model, el }) {
  const page = build(model);
  el.append(page.root);
  const draw = () => update(page, model);
  const came = () => {
    draw();
    page.waiting = false;
    page.kernel.answered();
    if (model.get("fault")) page.running = false;
    if (page.running) ask(page, model, "slice");
  };
  const heard = SHOWN.map((name) => `change:${name}`).join(" ");
  page.kernel = correspondence(model, (words) => (page.silence.textContent = words));
  model.on("change:_frame", came);
  model.on(heard, draw);
  const resized = new ResizeObserver(draw);
  resized.observe(page.root); // calls at once, and whenever the width changes
  return () => {
    page.running = false;
    clearTimeout(page.speaking);
    page.kernel.end();
    resized.disconnect();
    model.off("change:_frame", came);
    model.off(heard, draw);
  };
}

export default widget(render, "kernel");

// ---- what is asked of the kernel ----------------------------------------------------------------

function ask(page, model, what) {
  if (page.waiting) return;
  page.waiting = true;
  page.kernel.send({ do: what });
}

function run(page, model, on) {
  page.running = on;
  if (on) ask(page, model, "slice");
  update(page, model);
  if (!on) speak(page, 0);
}

// A slice may be under way: its answer comes first, then this one's.
function once(page, model, what) {
  page.running = false;
  page.kernel.send({ do: what });
}

function floats(model, name) {
  const view = model.get(name);
  return new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

// ---- what never changes -------------------------------------------------------------------------

let instances = 0;

function build(model) {
  const id = `wb-playground-${instances++}`;
  const settings = model.get("_settings");
  const root = element("div", { class: "wb-widget wb-playground", role: "region" });
  root.setAttribute("aria-label", "Playground");
  const page = { root, id, running: false, waiting: false };
  const controls = element("div", { class: "controls" }, root);
  const names = Object.fromEntries(settings.data.map((name) => [name, name]));
  const activations = { tanh: "tanh", relu: "ReLU", sigmoid: "sigmoid" };
  const choices = element("div", { class: "choices" }, controls);
  page.choices = [
    choice(page, model, choices, "data", "Points", names),
    choice(page, model, choices, "activation", "Activation", activations),
    choice(page, model, choices, "start", "Weights begin", STARTS),
  ];
  page.sliders = [
    counter(page, model, controls, "units", "Units per layer", settings.units),
    counter(page, model, controls, "layers", "Hidden layers", settings.layers),
    rates(model, controls, settings.rates),
  ];
  const buttons = element("div", { class: "buttons" }, controls);
  const button = (words, act) => {
    const made = control("button", { type: "button" }, buttons, words);
    made.addEventListener("click", act);
    return made;
  };
  page.start = button("Start", () => run(page, model, !page.running));
  page.step = button("One step", () => once(page, model, "step"));
  page.again = button("Begin anew", () => once(page, model, "again"));
  page.fault = element("p", { class: "note", role: "alert" }, root);
  page.silence = element("p", { class: "note", role: "alert" }, root);
  charts(page, model, root);
  page.words = element("p", { class: "words", id: `${id}-words` }, root);
  page.heard = element("p", { class: "wb-heard", role: "status", "aria-live": "polite" }, root);
  page.goals = goalList(model.get("_goals"), root);
  return page;
}

function charts(page, model, root) {
  const box = element("div", { class: "charts" }, root);
  const left = element("figure", { "data-part": "surface" }, box);
  element("figcaption", {}, left, "Space: start and stop · →: one step · R: begin anew");
  page.canvas = control("canvas", { tabindex: 0, role: "application", width: 640, height: 640 }, left);
  page.canvas.setAttribute("aria-describedby", `${page.id}-words`);
  page.canvas.setAttribute("aria-label", "Decision surface; space starts and stops");
  page.canvas.addEventListener("keydown", (event) => {
    const act = {
      " ": () => run(page, model, !page.running),
      ArrowRight: () => once(page, model, "step"),
      r: () => once(page, model, "again"),
      R: () => once(page, model, "again"),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  const key = element("p", { class: "key" }, left);
  element("span", { class: "zero" }, key, "● class 0");
  element("span", { class: "one" }, key, "▲ class 1");
  const right = element("div", { class: "side" }, box);
  const cost = element("figure", { "data-part": "cost" }, right);
  const caption = element("figcaption", {}, cost, "Cost: ");
  page.cost = element("strong", {}, caption);
  page.svg = shape("svg", { role: "img" }, cost);
  const hidden = element("figure", { "data-part": "hidden" }, right);
  element("figcaption", {}, hidden, "What each hidden unit answers, a row per layer");
  page.hidden = element("div", { class: "hidden", role: "img" }, hidden);
}

function choice(page, model, parent, trait, legend, options) {
  const group = element("fieldset", { class: "choice" }, parent);
  element("legend", {}, group, legend);
  const radios = Object.entries(options).map(([value, words]) => {
    const label = element("label", {}, group);
    const radio = control("input", { type: "radio", name: `${page.id}-${trait}`, value }, label);
    label.append(words);
    radio.addEventListener("change", () => {
      page.running = false;
      keep(model, { [trait]: value });
    });
    return radio;
  });
  return { trait, radios };
}

// Each move begins anew, so the kernel hears of it when the slider is let go.
function counter(page, model, parent, trait, words, most) {
  const made = slider(words, [1, most, 1], trait, model, parent);
  made.input.addEventListener("input", () => (page.running = false));
  return { ...made, show: () => place(made, model.get(trait), String(model.get(trait))) };
}

function rates(model, parent, ladder) {
  const label = element("label", { class: "wb-slider" }, parent);
  element("span", {}, label, "Learning rate");
  const input = control("input", { type: "range", min: 0, max: ladder.length - 1, step: 1 }, label);
  input.setAttribute("data-trait", "lr");
  const value = element("strong", { "aria-hidden": "true" }, label);
  input.addEventListener("input", () => keep(model, { lr: ladder[Number(input.value)] }));
  const show = () => {
    const away = ladder.map((rate) => Math.abs(Math.log(rate / model.get("lr"))));
    place({ input, value }, away.indexOf(Math.min(...away)), short(model.get("lr")));
  };
  return { input, show };
}

function goalList(goals, root) {
  element("h4", {}, root, "Goals, ticked as you reach them");
  const list = element("ol", { class: "goals" }, root);
  return goals.map((goal) => {
    const item = element("li", {}, list);
    const mark = shape("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, item);
    shape("circle", { cx: 9, cy: 9, r: 8 }, mark);
    shape("path", { d: "M5 9.5 8 12.5 13 6" }, mark);
    const body = element("div", {}, item, goal.text);
    const state = element("span", { class: "wb-heard" }, body, " Not yet done.");
    return { item, state, lesson: element("span", { class: "lesson" }, body) };
  });
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, model) {
  for (const { trait, radios } of page.choices) {
    for (const radio of radios) radio.checked = radio.value === model.get(trait);
  }
  for (const { show } of page.sliders) show();
  const fault = model.get("fault");
  page.fault.textContent = fault;
  page.root.classList.toggle("faulty", Boolean(fault));
  for (const button of [page.start, page.step]) button.disabled = Boolean(fault);
  page.start.textContent = page.running ? "Stop" : "Start";
  if (fault) return;
  const frame = model.get("_frame");
  drawPlane(page.canvas, model);
  drawCost(page, model, frame);
  drawHidden(page, model);
  page.cost.textContent = frame.cost === null ? "not measured yet" : cost(frame.cost);
  page.words.textContent = describe(model, frame);
  tickGoals(page, model, frame);
  speak(page, 1500);
}

// While it trains, a screen reader hears how it stands every now and then.
function speak(page, delay) {
  if (page.speaking && delay) return;
  clearTimeout(page.speaking);
  page.speaking = setTimeout(() => {
    page.heard.textContent = page.words.textContent;
    page.speaking = 0;
  }, delay);
}

const cost = (value) => (value === "nan" ? "no number any more" : short(value));

function describe(model, frame) {
  const right = `${Math.round(100 * frame.right)} % of the points are right`;
  if (frame.epoch === 0) return `Untrained: ${right}. Start, or make one step.`;
  const steps = frame.epoch === 1 ? "1 step" : `${frame.epoch} steps`;
  let verdict = "";
  if (frame.cost === "nan" || frame.cost > 1.5 * frame.first) {
    verdict = " The cost is above where it began: the learning rate is too large.";
  } else if (frame.epoch > 200 && frame.first - frame.cost < 1e-4) {
    verdict = " The cost has not moved.";
  }
  const units = model.get("units");
  if (frame.different < units) {
    const many = frame.different === 1 ? "all are the same" : `only ${frame.different} differ`;
    verdict += ` Of the ${units} units in the first layer, ${many}.`;
  }
  return `After ${steps}: cost ${cost(frame.cost)}, at first ${cost(frame.first)}; ${right}.${verdict}`;
}

function tickGoals(page, model, frame) {
  const met = new Set(model.get("goals_met"));
  model.get("_goals").forEach((goal, index) => {
    if (!met.has(index) && reached(goal, model, frame)) {
      met.add(index);
      keep(model, { goals_met: [...met] });
    }
    if (!met.has(index)) return;
    page.goals[index].item.classList.add("met");
    page.goals[index].state.textContent = " Done. ";
    page.goals[index].lesson.textContent = goal.lesson;
  });
}

function reached(goal, model, { epoch, right }) {
  const fits = Object.entries(goal.needs).every(([name, value]) => model.get(name) === value);
  const [low, high] = goal.right ?? [0, 1];
  const units = model.get("units");
  return (
    fits && epoch >= (goal.epochs ?? 1) && low <= right && right <= high &&
    units <= (goal.units ?? units) && units >= (goal.wide ?? 1)
  );
}

// ---- drawing ------------------------------------------------------------------------------------

// A square of numbers from −1 to 1, lowest row first, as an image with a pixel for each.
function image(values, side, at = 0, scale = (value) => value) {
  const small = document.createElement("canvas");
  small.width = small.height = side;
  const context = small.getContext("2d");
  const pixels = context.createImageData(side, side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const value = Math.max(-1, Math.min(1, scale(values[at + row * side + column]) || 0));
      const end = value < 0 ? CLASSES[0] : CLASSES[2];
      const spot = 4 * ((side - 1 - row) * side + column);
      for (let c = 0; c < 3; c++) {
        pixels.data[spot + c] = CLASSES[1][c] + Math.abs(value) * (end[c] - CLASSES[1][c]);
      }
      pixels.data[spot + 3] = 255;
    }
  }
  context.putImageData(pixels, 0, 0);
  return small;
}

function drawPlane(canvas, model) {
  const { fine, reach } = model.get("_settings");
  const context = canvas.getContext("2d");
  const size = canvas.width;
  // Grid points lie on the edges, pixels' centres half a pixel inside: cut that half off.
  const cells = [0.5, 0.5, fine - 1, fine - 1];
  context.imageSmoothingEnabled = true;
  const surface = image(floats(model, "_surface"), fine, 0, (p) => 2 * p - 1);
  context.drawImage(surface, ...cells, 0, 0, size, size);
  const points = floats(model, "_points");
  const spot = (value) => ((value + reach) / (2 * reach)) * size;
  context.lineWidth = 2;
  context.strokeStyle = "#ffffff";
  for (let i = 0; i < points.length; i += 3) {
    const [x, y] = [spot(points[i]), size - spot(points[i + 1])];
    context.beginPath();
    if (points[i + 2] === 1) {
      context.moveTo(x, y - 9);
      context.lineTo(x + 8, y + 6);
      context.lineTo(x - 8, y + 6);
      context.closePath();
    } else {
      context.arc(x, y, 7, 0, 2 * Math.PI);
    }
    context.fillStyle = points[i + 2] === 1 ? "#0072B2" : "#D55E00";
    context.fill();
    context.stroke();
  }
}

function drawCost(page, model, frame) {
  const box = page.svg.getBoundingClientRect();
  if (!box.width) return; // not laid out yet
  const costs = floats(model, "_costs");
  const pairs = Array.from({ length: costs.length / 2 }, (_, i) => [costs[2 * i], costs[2 * i + 1]]);
  const finite = pairs.filter(([, value]) => Number.isFinite(value));
  const highest = finite.reduce((most, [, value]) => Math.max(most, value), 0.8);
  const top = Math.min(5, 1.05 * highest);
  const last = Math.max(10, frame.epoch);
  const plot = axes(page.svg, box, [0, 1.04 * last], [0, top]);
  for (const tick of [0, Math.round(last / 2), last]) plot.xTick(tick, String(tick));
  for (const tick of ticks(0, top)) plot.yTick(tick, String(tick));
  plot.xTitle("steps");
  const points = finite.map(([x, y]) => `${plot.x(x).toFixed(1)},${plot.y(Math.min(y, top)).toFixed(1)}`);
  plot.add("polyline", { class: "curve", points: points.join(" ") });
  page.svg.setAttribute("aria-label", `Cost against steps; after ${frame.epoch} steps ${cost(frame.cost ?? "nan")}.`);
}

function drawHidden(page, model) {
  const { coarse } = model.get("_settings");
  const values = floats(model, "_hidden");
  const count = values.length / coarse ** 2;
  const units = count / model.get("layers");
  page.hidden.style.setProperty("--units", units);
  page.hidden.setAttribute("aria-label", `Pictures of ${count} hidden units over the plane.`);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1e-9);
  page.hidden.replaceChildren(
    ...Array.from({ length: count }, (_, i) =>
      image(values, coarse, i * coarse ** 2, (value) => value / largest),
    ),
  );
}
