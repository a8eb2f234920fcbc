// Arrows on a map as rows of its chart. `at(x, y)` gives f and its two partial derivatives.
function createArrows(view, at) {
  const typical = typicalLength();

  // Arrows are drawn at a scale that suits the whole map, or at one of their own where that would hide them.
  function typicalLength() {
    const found = [];
    for (let i = -7; i <= 7; i++)
      for (let j = -7; j <= 7; j++) {
        const [, fx, fy] = at(view.x + (i * view.half) / 7, view.y + (j * view.half) / 7);
        if (Math.hypot(fx, fy) > 0 && Number.isFinite(Math.hypot(fx, fy))) found.push(Math.hypot(fx, fy));
      }
    return found.sort((a, b) => a - b)[Math.floor(0.65 * found.length)] ?? 1;
  }
  function scaleFor(length) {
    const usual = roundDown((1.4 * typical) / (0.35 * view.half)), drawn = length / usual;
    return drawn > 0.9 * view.half || drawn < 0.14 * view.half ? roundDown((1.4 * length) / (0.35 * view.half)) : usual;
  }
  const turned = (dx, dy) => (90 - (Math.atan2(dy, dx) * 180) / Math.PI + 360) % 360;
  const side = (dx, dy) => (Math.abs(dx) > 0.45 * Math.hypot(dx, dy) ? (dx > 0 ? "right" : "left") : dy > 0 ? "above" : "below");
  // The side of an arrow that is turned away from ∇f.
  const aside = (dx, dy, fx, fy) => (dx * fy - dy * fx > 0 ? side(dy, -dx) : side(-dy, dx));
  function arrow(part, px, py, dx, dy, label, where = side(dx, dy)) {
    const short = 1 - (0.035 * view.half) / Math.hypot(dx, dy); // the line ends inside its head
    return [
      row(px, py, part, "", 0, ""), row(px + dx * short, py + dy * short, part, "", 0, ""),
      row(px + dx, py + dy, `${part}_head`, "", turned(dx, dy), ""), row(px + dx, py + dy, `${part}_words`, label, 0, where),
    ];
  }

  return { arrow, aside, turned, scaleFor };
}
