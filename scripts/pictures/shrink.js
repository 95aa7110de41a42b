// A picture with at most 128 colours: the common ones as they are, every other as the nearest of those.
async (base64) => {
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const { width, height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);

  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    counts.set(colour, (counts.get(colour) || 0) + 1);
  }
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const apart = (a, b) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);
  const palette = [];
  for (const [colour] of [...counts].sort((a, b) => b[1] - a[1])) {
    if (palette.length === 128) break;
    const wanted = parts(colour);
    if (palette.every((kept) => apart(kept, wanted) > 9)) palette.push(wanted);
  }
  const nearest = new Map();
  for (const colour of counts.keys()) {
    const wanted = parts(colour);
    let best = 0;
    for (let index = 1; index < palette.length; index += 1) {
      if (apart(palette[index], wanted) < apart(palette[best], wanted)) best = index;
    }
    nearest.set(colour, best);
  }
  let pixels = "";
  for (let at = 0; at < data.length; at += 4) {
    pixels += String.fromCharCode(nearest.get((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]));
  }
  return { width, height, palette: palette.flat(), pixels: btoa(pixels) };
}
