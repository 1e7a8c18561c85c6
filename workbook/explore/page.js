// What the explorables' pages share: plots in SVG, numbers as people write them, elements.
// `workbook.explore.page` puts this file before an explorable's own, so that they are one module.

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

function keep(model, values) {
  model.set(values);
  model.save_changes();
}

// Something to operate. JupyterLab's own shortcuts would take its arrow keys and its Enter.
function control(kind, attributes, parent, text) {
  return element(kind, { ...attributes, "data-lm-suppress-shortcuts": "true" }, parent, text);
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
