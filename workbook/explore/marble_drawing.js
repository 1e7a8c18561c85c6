// The drawings of the marble: its path over the map that `surfaces.js` paints, and the cost chart.

function drawMap(page, data, now) {
  const { map, canvas } = page;
  drawOnGround(page, data, now.surface, (pen) => drawPath(pen, map, now.shown));
  canvas.setAttribute(
    "aria-label",
    `Map of the ${now.surface.label} with the marble's path. Arrow keys move the start, ` +
      "with Shift by larger steps.",
  );
}

function drawPath(pen, map, shown) {
  // What has run away is kept near the map, where a canvas can still draw a line to it.
  const near = (value) => Math.min(60, Math.max(-60, value));
  const spots = shown
    .filter(([x, y]) => Number.isFinite(x + y))
    .map(([x, y]) => [map.x(near(x)), map.y(near(y))]);
  const disc = ([x, y], radius, fill, width) => {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
    pen.lineWidth = width;
    pen.stroke();
  };
  pen.lineJoin = "round";
  for (const [width, ink] of [[5, "#000000"], [2.5, "#ffffff"]]) {
    pen.beginPath();
    spots.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.lineWidth = width;
    pen.strokeStyle = ink;
    pen.stroke();
  }
  pen.strokeStyle = "#000000";
  for (const spot of spots) disc(spot, 3, "#ffffff", 1);
  disc(spots[0], 5.5, "#ffffff", 2);
  pen.strokeStyle = "#ffffff";
  disc(spots.at(-1), 8, "#D55E00", 2.5);
}

const [FLOOR, CEILING] = [-12, 6]; // of the cost chart, as powers of ten

function drawCost(page, data, { surface, shown, path }) {
  const plot = axes(page.svg, page.box, [0, data.steps], [FLOOR - 0.5, CEILING + 0.5]);
  for (const value of [0, 20, 40, 60, 80]) plot.xTick(value, String(value));
  for (const value of [-12, -8, -4, 0, 4]) plot.yTick(value, value ? power(value) : "1");
  plot.xTitle("steps");
  const height = (point) => {
    const above = point[2] - surface.lowest;
    if (!(above > 10 ** FLOOR)) return Number.isNaN(above) ? CEILING : FLOOR;
    return Math.min(CEILING, Math.log10(above));
  };
  const line = (points) => points.map((p, k) => `${plot.x(k)},${plot.y(height(p))}`).join(" ");
  plot.add("polyline", { class: "later", points: line(path) });
  plot.add("polyline", { class: "curve", points: line(shown) });
  const last = shown.length - 1;
  plot.add("circle", { class: "dot", cx: plot.x(last), cy: plot.y(height(shown[last])), r: 6 });
  const above = shown[last][2] - surface.lowest;
  page.cost.textContent = short(above);
  page.svg.setAttribute(
    "aria-label",
    `Cost above the lowest point, on a logarithmic scale, over ${last} steps: ` +
      `from ${short(shown[0][2] - surface.lowest)} to ${short(above)}.`,
  );
}
