// The pictures of draw a digit: the pad with its strokes, and the network from pixels to answers.

// The drawing as it was drawn, and where the keyboard's pen is.
function drawPad(canvas, strokes, pen) {
  const size = canvas.clientWidth * devicePixelRatio;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const paint = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  paint.setTransform(size / DOTS, 0, 0, size / DOTS, 0, 0);
  paint.clearRect(0, 0, DOTS, DOTS);
  paint.strokeStyle = style.getPropertyValue("--wb-line");
  paint.lineWidth = 0.06;
  for (let at = 4; at < DOTS; at += 4) lineOn(paint, [[at, 0], [at, DOTS]]); // prettier-ignore
  for (let at = 4; at < DOTS; at += 4) lineOn(paint, [[0, at], [DOTS, at]]); // prettier-ignore
  paint.strokeStyle = style.color;
  Object.assign(paint, { lineWidth: 3.2, lineCap: "round", lineJoin: "round" });
  for (const stroke of strokes) lineOn(paint, stroke);
  if (!pen.shown) return;
  Object.assign(paint, { lineWidth: 0.5, strokeStyle: style.getPropertyValue("--wb-blue") });
  paint.fillStyle = paint.strokeStyle;
  paint.beginPath();
  paint.arc(...pen.at, 1.4, 0, 7);
  paint.stroke();
  if (pen.down) paint.fill();
}

function lineOn(paint, points) {
  paint.beginPath();
  paint.moveTo(...points[0]);
  for (const point of points) paint.lineTo(...point);
  paint.stroke();
}

// ---- the network --------------------------------------------------------------------------------

const TOP = 22; // of the columns, below their titles

function drawNetwork(page, data, now) {
  const { svg, box } = page;
  const [W, H] = [Math.max(300, box.width), Math.max(300, box.height)];
  const places = { W, H, bottom: H - 4, input: W * 0.02, side: Math.min(120, W * 0.22) };
  svg.replaceChildren();
  const write = (words, attributes) => {
    shape("text", attributes, svg).textContent = words;
  };
  drawInput(svg, places, now, write);
  const outputs = outputPlaces(places, data);
  if (now.reader) drawUnits(page, data, places, now, outputs, write);
  drawAnswers(svg, places, outputs, now, data, write);
}

function drawInput(svg, { input, side, H }, { pixels }, write) {
  const top = TOP + (H - TOP - side) / 2;
  write("64 pixels", { x: input, y: top - 7 });
  const group = shape("g", { class: "input" }, svg);
  pixels.forEach((pixel, k) => {
    const [row, column] = [k >> 3, k & 7];
    const cell = { x: input + (column * side) / 8, y: top + (row * side) / 8 };
    const size = { width: side / 8, height: side / 8 };
    shape("rect", { ...cell, ...size, "fill-opacity": pixel / 16 }, group);
  });
  shape("rect", { class: "frame", x: input, y: top, width: side, height: side }, group);
}

function outputPlaces({ W, bottom }) {
  const step = (bottom - TOP) / 10;
  const x = W * 0.74;
  return Array.from({ length: 10 }, (_, k) => ({ x, y: TOP + (k + 0.5) * step, step }));
}

// Where the shown units stand: two columns from top to bottom.
function unitPlaces({ W, bottom }, count) {
  const rows = Math.ceil(count / 2);
  const step = (bottom - TOP) / rows;
  const side = Math.min(step - 8, W * 0.085, 44);
  return Array.from({ length: count }, (_, k) => {
    const column = k < rows ? 0 : 1;
    const y = TOP + ((k % rows) + 0.5) * step - side / 2;
    return { x: W * 0.335 + column * (side + 14), y, side };
  });
}

function drawUnits(page, data, places, now, outputs, write) {
  const { svg } = page;
  const units = unitPlaces(places, data.shown.length);
  const from = [places.input + places.side + 3, TOP + (places.H - TOP) / 2];
  write(`${data.shown.length} units`, { x: units[0].x, y: 13 });
  for (const { x, y, side } of units) {
    const wire = { x1: from[0], y1: from[1], x2: x - 2, y2: y + side / 2 };
    shape("line", { class: "wire", ...wire }, svg);
  }
  if (now.pushes) drawPushes(svg, data, now, units, outputs);
  const most = Math.max(1e-9, ...data.shown.map((unit) => Math.abs(now.first.a[unit])));
  units.forEach(({ x, y, side }, k) => {
    const unit = data.shown[k];
    const box = { x, y, width: side, height: side };
    const group = shape("g", { class: k === now.unit ? "unit chosen" : "unit" }, svg);
    group.dataset.unit = k;
    shape("rect", { class: "paper", ...box }, group);
    shape("image", { ...box, href: page.portraits[k], preserveAspectRatio: "none" }, group);
    shape("rect", { class: "frame", ...box }, group);
    const strength = Math.abs(now.first.a[unit]) / most;
    shape("rect", { class: "gauge", x, y: y + side + 1.5, width: side, height: 3 }, group);
    const bar = { class: "active", x, y: y + side + 1.5, width: side * strength, height: 3 };
    shape("rect", bar, group).dataset.value = now.first.a[unit]; // all digits
    group.addEventListener("click", () => page.choose(k));
  });
}

// A line from each unit to each digit: blue pushes it up, red down; as thick as it pushes.
function drawPushes(svg, data, now, units, outputs) {
  const all = data.shown.map((unit) => now.pushes[unit]);
  const most = Math.max(1e-9, ...all.flat().map(Math.abs));
  units.forEach(({ x, y, side }, k) => {
    all[k].forEach((push, digit) => {
      const strength = Math.abs(push) / most;
      if (strength < 0.04) return;
      const ends = { x1: x + side, y1: y + side / 2, x2: outputs[digit].x - 8, y2: outputs[digit].y };
      const line = shape("line", { class: push > 0 ? "push up" : "push down", ...ends }, svg);
      const seen = k === now.unit ? 0.5 + 0.5 * strength : 0.1 + 0.6 * strength;
      line.setAttribute("stroke-width", 0.5 + 5 * strength);
      line.setAttribute("stroke-opacity", seen.toFixed(3));
    });
  });
}

function drawAnswers(svg, { W }, outputs, { probs, best }, { sure }, write) {
  write("how likely", { x: outputs[0].x - 4, y: 13 });
  const room = W - outputs[0].x - 62;
  outputs.forEach(({ x, y, step }, digit) => {
    const chosen = digit === best ? " best" : "";
    write(String(digit), { class: `digit${chosen}`, x, y: y + 5 });
    const bar = { x: x + 16, y: y - step * 0.3, height: step * 0.6 };
    shape("rect", { class: "gauge", ...bar, width: room }, svg);
    const p = probs ? probs[digit] : 0;
    shape("rect", { class: `share${chosen}`, ...bar, width: room * p }, svg).dataset.value = p;
    if (p >= 0.005) write(percent(p), { class: "percent", x: x + 20 + room, y: y + 4 });
  });
  const line = outputs[0].x + 16 + room * sure;
  const ends = { x1: line, x2: line, y1: TOP, y2: outputs[9].y + outputs[9].step / 2 };
  shape("line", { class: "sure", ...ends }, svg);
}

const percent = (p) => {
  if (p < 0.005) return "< 1 %";
  return p < 0.995 ? `${Math.round(100 * p)} %` : "> 99 %";
};

// What a unit looks for: its 64 weights as a picture, blue above 0 and orange below.
function portrait(weights) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8 * 5;
  const paint = canvas.getContext("2d");
  const most = Math.max(1e-9, ...weights.map(Math.abs));
  weights.forEach((weight, k) => {
    paint.fillStyle = weight > 0 ? "#0072B2" : "#D55E00";
    paint.globalAlpha = Math.abs(weight) / most;
    paint.fillRect(5 * (k & 7), 5 * (k >> 3), 5, 5);
  });
  return canvas.toDataURL();
}
