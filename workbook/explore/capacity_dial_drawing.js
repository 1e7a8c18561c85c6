// What the capacity dial shows: the regions that the network has learnt, and its two curves.

const CELLS = 70; // of the regions, in each direction
const ENDS = [[240, 168, 120], [251, 251, 251], [111, 177, 218]]; // surely 0, undecided, surely 1

// The probability of class 1 as a colour for each cell, with the training samples upon it.
function drawRegions({ canvas }, { rows, reach }, { samples }, { network, right }) {
  const small = document.createElement("canvas");
  small.width = small.height = CELLS;
  const pixels = small.getContext("2d").createImageData(CELLS, CELLS);
  const at = (cell) => (2 * (cell + 0.5)) / CELLS - 1;
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const p = 2 * sigmoid(score(network, reach * at(column), -reach * at(row))) - 1;
      const end = ENDS[p < 0 ? 0 : 2];
      for (let c = 0; c < 3; c++) {
        pixels.data[4 * (row * CELLS + column) + c] = ENDS[1][c] + Math.abs(p) * (end[c] - ENDS[1][c]);
      }
      pixels.data[4 * (row * CELLS + column) + 3] = 255;
    }
  }
  small.getContext("2d").putImageData(pixels, 0, 0);
  const context = canvas.getContext("2d");
  const size = canvas.width;
  context.drawImage(small, 0, 0, size, size);
  context.lineWidth = 2;
  context.strokeStyle = "#ffffff";
  const spot = (value) => ((value / reach + 1) / 2) * size;
  for (let n = 0; n < samples; n++) {
    drawSample(context, spot(rows.X[2 * n]), size - spot(rows.X[2 * n + 1]), rows.y[n]);
  }
  canvas.setAttribute(
    "aria-label",
    `Regions of two classes with ${samples} training samples, ${Math.round(100 * right[0])} % of ` +
      "them in the right region. The text below says more.",
  );
}

function drawSample(context, x, y, label) {
  context.beginPath();
  if (label === 1) {
    context.moveTo(x, y - 9);
    context.lineTo(x + 8, y + 6);
    context.lineTo(x - 8, y + 6);
    context.closePath();
  } else {
    context.arc(x, y, 7, 0, 2 * Math.PI);
  }
  context.fillStyle = label === 1 ? "#0072B2" : "#D55E00";
  context.fill();
  context.stroke();
}

function drawCurves({ svg, box }, { loss, val_loss }) {
  const highest = Math.max(...loss, ...val_loss);
  const top = [0.8, 1.6, 3].find((height) => highest <= height) ?? Math.ceil(highest);
  const plot = axes(svg, box, [0, 1.03 * loss.length], [0, top]);
  for (const value of ticks(0, loss.length)) plot.xTick(value, String(value));
  for (const value of ticks(0, top)) plot.yTick(value, short(value));
  plot.xTitle("epochs");
  const line = (curve) => curve.map((value, k) => `${plot.x(k + 1)},${plot.y(value)}`).join(" ");
  plot.add("polyline", { class: "curve training", points: line(loss) });
  plot.add("polyline", { class: "curve validation", points: line(val_loss) });
  const lowest = Math.min(...val_loss);
  const [cx, cy] = [plot.x(val_loss.indexOf(lowest) + 1), plot.y(lowest)];
  plot.add("circle", { class: "lowest", cx, cy, r: 5 });
  svg.setAttribute("aria-label", "Learning curves: cost against epochs. The text below says where they end.");
}
