// The unit of the neuron bench as it is usually drawn: a line for each weight, as thick as the weight
// is large, blue where it pushes towards 1 and dashed where it holds back. It shows one case at work.

function drawUnit({ drawing, drawn }, { w1, w2, b, rows }) {
  const shown = rows.find((row) => !row.right) ?? rows.at(-1);
  const { x1, x2, z, answer, right } = shown;
  const W = Math.max(240, drawn.width);
  const [left, sum, step, end] = [34, 0.52 * W, 0.72 * W, W - 26];
  const middle = 82;
  drawing.replaceChildren();
  const text = (words, x, y, kind = "") => {
    shape("text", { class: kind, x, y, "text-anchor": "middle" }, drawing).textContent = words;
  };
  const inputs = [
    { name: "x₁", value: x1, weight: w1, label: "w₁", y: 24 },
    { name: "x₂", value: x2, weight: w2, label: "w₂", y: middle },
    { name: "1", value: 1, weight: b, label: "b", y: 140 },
  ];
  for (const { value, weight, label, y } of inputs) {
    connection(drawing, [left, y], [sum, middle], weight, weight * value);
    const at = [left + 0.45 * (sum - left), y + 0.45 * (middle - y)];
    text(`${label} = ${plain(weight)}`, at[0], at[1] - 8 - 1.5 * Math.abs(weight), "weight");
  }
  shape("line", { class: "onward", x1: sum, y1: middle, x2: end, y2: middle }, drawing);
  for (const { name, value, y } of inputs) {
    shape("circle", { class: value ? "node on" : "node", cx: left, cy: y, r: 15 }, drawing);
    text(String(value), left, y + 5, value ? "inside on" : "inside");
    if (name !== "1") text(name, left - 25, y + 5);
  }
  shape("circle", { class: "node", cx: sum, cy: middle, r: 20 }, drawing);
  text("Σ", sum, middle + 5, "inside");
  text(`z = ${plain(z)}`, sum, middle + 40, "sum");
  shape("rect", { class: "node", x: step - 15, y: middle - 15, width: 30, height: 30 }, drawing);
  shape("path", { class: "steps", d: `M${step - 10} ${middle + 8}h10v-16h10` }, drawing);
  shape("circle", { class: answer ? "node on" : "node", cx: end, cy: middle, r: 15 }, drawing);
  text(String(answer), end, middle + 5, answer ? "inside on" : "inside");
  text(right ? "right" : "wrong", end - 4, middle + 36, right ? "" : "fault");
  const sums = `${plain(w1)} · ${x1} + ${plain(w2)} · ${x2} + ${plain(b)} = ${plain(z)}`;
  drawing.setAttribute(
    "aria-label",
    `The unit at (${x1}, ${x2}): ${sums}, so it answers ${answer}, which is ` +
      `${right ? "right" : "wrong"}. Its connections are as thick as their weights are large.`,
  );
}

// Faint where nothing comes through, because the input is 0.
function connection(drawing, [x1, y1], [x2, y2], weight, push) {
  const kind = weight < 0 ? "connection down" : "connection up";
  const line = shape("line", { class: kind, x1, y1, x2, y2 }, drawing);
  line.setAttribute("stroke-width", weight ? 1.5 + 3 * Math.abs(weight) : 0.5);
  line.setAttribute("stroke-opacity", push ? 0.9 : 0.3);
  line.dataset.weight = weight; // all digits, for whoever checks them
}
