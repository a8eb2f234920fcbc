// The number at `place` of a text of `packed` (packing.py): NaN where it is none. A single one stands for all places.
function unpacked(text, place) {
  const at = text.length > 6 ? 6 * place : 0;
  const digits = Number.parseInt(text.slice(at, at + 4), 36) - 100000;
  const power = Number.parseInt(text.slice(at + 4, at + 6), 36) - 400;
  return Number(`${digits}e${power}`);
}
